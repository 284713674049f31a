import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import type { Heard, Hearing } from './hearings.ts';

const LOOKS: Record<Heard, readonly [IconName, Tone]> = {
  heard: ['phone', 'quiet'],
  partly: ['phone', 'warn'],
  not_heard: ['phone', 'bad'],
};

/** What a person said: never green, which is kept for devices. */
export function HearingMark({ hearing }: { hearing: Hearing }) {
  const say = words.value.hearing;
  const { heard, saidBy, saidAt, note } = hearing;
  const [icon, tone] = LOOKS[heard];
  return (
    <>
      <Mark icon={icon} tone={tone}>
        {say.reported(say.answers[heard])}
      </Mark>
      <span class="hint">{[say.by(saidBy, tellSoon(saidAt)), note].filter((part) => part !== '').join('. ')}</span>
    </>
  );
}
