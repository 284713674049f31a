import { Choice } from '../parts/choice.tsx';
import { words } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';
import { STARTS, type Start } from './form-state.ts';

const WAITS_S = [10, 30, 60, 120, 300];

/** What happens when another bulletin holds the air at that moment. */
export function StartChoice({ start, change, name }: { start: Start; change: (start: Start) => void; name: string }) {
  const say = words.value.review;
  return (
    <fieldset class="checks">
      <legend>{say.start}</legend>
      {STARTS.map((mode) => (
        <label key={mode} class="check">
          <input type="radio" name={name} checked={start.mode === mode} onChange={() => change({ ...start, mode })} />
          <span>{say.starts[mode]}</span>
        </label>
      ))}
      {start.mode === 'wait' ? (
        <Choice
          label={say.waitFor}
          value={String(start.waitSeconds)}
          options={WAITS_S.map((seconds) => [String(seconds), tellSpan(seconds * 1000)] as const)}
          change={(seconds) => change({ ...start, waitSeconds: Number(seconds) })}
        />
      ) : null}
    </fieldset>
  );
}
