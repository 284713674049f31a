import { useFresh } from '../live/feed.ts';
import { gate } from '../live/lists.ts';
import { ask } from '../parts/ask.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { hold, lastStop, liftHold } from './hold.ts';

const SLOWLY_MS = 10_000;

/** Says on every page that silence is held and until when, what the last press did, and how it is ended. */
export function HoldNote({ inside }: { inside: boolean }) {
  const { stop: say, units, close } = words.value;
  useFresh(gate, inside && mayDo('read'), SLOWLY_MS);
  const submitting = useSubmitting();
  const held = hold.value;
  const last = lastStop.value;
  const lift = async () => {
    if (await ask({ text: say.askLift, yes: say.yesLift, no: say.noLift })) await liftHold();
  };
  return (
    <div role="status" class="hold-place">
      {held === null && last === null ? null : (
        <div class="hold">
          {held === null ? null : (
            <p class="hold-line">
              <Icon name="quiet" />
              <strong class="grow">{say.held(tellSoon(held.until), units.speakers(held.endpointIds.length))}</strong>
              <button type="button" disabled={submitting.busy} onClick={() => submitting.run(lift)}>
                {say.lift}
              </button>
            </p>
          )}
          {last === null ? null : (
            <p class="hold-line">
              <span class="grow">{say.done(units.speakers(last.endpointIds.length), last.broadcastIds.length)}</span>
              {last.written ? (
                <button type="button" onClick={() => (lastStop.value = null)}>
                  {close}
                </button>
              ) : null}
            </p>
          )}
          {last === null || last.written ? null : (
            <p class="hold-line" role="alert">
              <Icon name="warn" />
              <span class="grow">{say.unwritten}</span>
            </p>
          )}
          <FailureNote failure={submitting.failure} />
        </div>
      )}
    </div>
  );
}
