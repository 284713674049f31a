import { words } from '../words/language.ts';
import { newVersion, takeNewVersion } from '../worker/register.ts';

/** Says that there is a newer console, which comes when the person wants it: what is half written is kept. */
export function NewVersionNote() {
  const { frame } = words.value;
  return (
    <div role="status">
      {newVersion.value ? (
        <p class="lost new-version">
          <span>{frame.newVersion}</span>
          <button type="button" class="small" onClick={takeNewVersion}>
            {frame.reload}
          </button>
        </p>
      ) : null}
    </div>
  );
}
