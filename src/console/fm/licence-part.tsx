import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import type { FmStation } from './lists.ts';

type State = FmStation['licence']['state'];

const LOOKS: Record<State, readonly [IconName, Tone]> = {
  unknown: ['warn', 'warn'],
  valid: ['done', 'good'],
  ends_in_180: ['hours', 'quiet'],
  ends_in_90: ['hours', 'warn'],
  ends_in_30: ['warn', 'bad'],
  over: ['bad', 'bad'],
};

/** How long the frequency may still be used, and what to do about it. Without a transmitter nobody needs a licence. */
export function LicencePart({ station: { licence, band } }: { station: FmStation }) {
  const say = words.value.fm;
  if (band === null) return null;
  const { state, text, mayBePlanned } = licence;
  const [icon, tone] = LOOKS[state];
  const todo = whatToDo(state, mayBePlanned);
  return (
    <div class="stack">
      <h3>{say.licence}</h3>
      <Mark icon={icon} tone={tone}>
        {say.licenceStates[state]}
      </Mark>
      {state === 'unknown' ? null : <p class={state === 'valid' ? 'hint' : ''}>{sayBoth(text)}</p>}
      {todo === null ? null : <p>{todo}</p>}
    </div>
  );
}

/** What the sentence of the station does not say yet. */
function whatToDo(state: State, mayBePlanned: boolean): string | null {
  const say = words.value.fm.licenceDo;
  if (state === 'over') return mayBePlanned ? null : say.over;
  if (state === 'unknown' || state === 'ends_in_180' || state === 'ends_in_30') return say[state];
  return null;
}
