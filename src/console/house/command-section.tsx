import { useFresh } from '../live/feed.ts';
import { ask } from '../parts/ask.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { command, openEpoch } from './command.ts';

/** Who commands the loudspeakers, shown only when it is a question: after a restore, or when some obey another machine. */
export function CommandSection({ looking }: { looking: boolean }) {
  const { command: say } = words.value;
  useFresh(command, looking);
  const submitting = useSubmitting();
  const now = command.data.value;
  if (now === null || (now.fence === null && now.elsewhere === 0)) return null;
  const open = async () => {
    if (await ask({ text: say.askOpen, yes: say.yesOpen, no: say.noOpen })) await openEpoch();
  };
  return (
    <section aria-labelledby="house-command" class="card">
      <h2 id="house-command">{say.title}</h2>
      {now.fence === null ? null : <p>{say.restored(tellSoon(now.fence.madeAt), tellSoon(now.fence.restoredAt))}</p>}
      {now.elsewhere === 0 ? null : <p>{say.elsewhere(now.elsewhere)}</p>}
      <p>{say.what}</p>
      <FailureNote failure={submitting.failure} />
      {mayDo('maintain') ? (
        <button type="button" class="danger" disabled={submitting.busy} onClick={() => submitting.run(open)}>
          {say.open}
        </button>
      ) : (
        <p class="hint">{say.notYours}</p>
      )}
    </section>
  );
}
