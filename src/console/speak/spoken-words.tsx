import type { Recording } from '../live/lists.ts';
import { mayDo } from '../session/session.ts';
import { go } from '../where.ts';
import { wordsAgain } from './speech.ts';
import { speakWords } from './words.ts';

/** From which words a recording was made, and the way back to them. */
export function SpokenWords({ recording: { spoken } }: { recording: Recording }) {
  const say = speakWords.value;
  if (spoken === null) return null;
  const again = () => {
    wordsAgain.value = spoken;
    go('tai-len');
  };
  return (
    <div class="stack">
      <details>
        <summary>{say.madeOf}</summary>
        <p class="as-written">{spoken.text}</p>
      </details>
      {mayDo('edit') ? (
        <button type="button" class="small" onClick={again}>
          {say.again}
        </button>
      ) : null}
    </div>
  );
}
