import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';
import { stopAsked } from './hold.ts';

/** On every page, always in sight: the first of two presses. */
export function StopButton() {
  return (
    <button type="button" class="danger stop-button" aria-haspopup="dialog" onClick={() => (stopAsked.value = true)}>
      <Icon name="stop" />
      {words.value.stop.button}
    </button>
  );
}
