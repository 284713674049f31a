import { Icon } from '../parts/icon.tsx';
import { where } from '../where.ts';
import { words } from '../words/language.ts';
import { isTalking, talk } from './talk.ts';

/** On every other page: one's own microphone is still open. */
export function OnAirStrip() {
  if (!isTalking() || where.value.page === 'noi-truc-tiep') return null;
  return (
    <a class="on-air-strip" href="#noi-truc-tiep">
      <Icon name="mic" />
      {talk.value?.course.state === 'on_air' ? words.value.talk.onAir : words.value.talk.isOpen}
    </a>
  );
}
