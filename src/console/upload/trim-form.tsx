import { call } from '../api/client.ts';
import type { Recording } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';

/** Shorter silence at an end disturbs nobody. */
const WORTH_CUTTING_MS = 700;
/** What is left of a silence, so that the first word is not clipped. */
const LEFT_MS = 200;

/** Offers to cut off the silence that was found at the ends, and to take that back. */
export function TrimForm({ recording, refresh }: { recording: Recording; refresh: () => Promise<void> }) {
  const say = words.value.recording;
  const submitting = useSubmitting();
  const { id, trimHeadMs, trimTailMs } = recording;
  const [headMs, tailMs] = [recording.silenceHeadMs ?? 0, recording.silenceTailMs ?? 0];
  const cut = (head: number, tail: number) =>
    submitting.run(async () => {
      await call('trimRecording', { params: { id }, body: { headMs: head, tailMs: tail } });
      await refresh();
    });
  const trimmed = trimHeadMs > 0 || trimTailMs > 0;
  if (!trimmed && Math.max(headMs, tailMs) < WORTH_CUTTING_MS) return null;
  return (
    <div class="note">
      <h2>{say.trimTitle}</h2>
      <p>
        {trimmed
          ? say.trimmed(tellSpan(trimHeadMs), tellSpan(trimTailMs))
          : say.silence(tellSpan(headMs), tellSpan(tailMs))}
      </p>
      {trimmed ? (
        <button type="button" disabled={submitting.busy} onClick={() => cut(0, 0)}>
          {say.untrim}
        </button>
      ) : (
        <button type="button" disabled={submitting.busy} onClick={() => cut(shortened(headMs), shortened(tailMs))}>
          {say.trim}
        </button>
      )}
      <FailureNote failure={submitting.failure} />
    </div>
  );
}

function shortened(silenceMs: number): number {
  return silenceMs < WORTH_CUTTING_MS ? 0 : silenceMs - LEFT_MS;
}
