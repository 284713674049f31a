import type { Recording } from '../live/lists.ts';
import { words } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';

/** Shorter silence at an end disturbs nobody. */
const WORTH_CUTTING_MS = 700;
/** What is left of a silence, so that the first word is not clipped. */
const LEFT_MS = 200;

interface SilentEndsProps {
  readonly recording: Recording;
  readonly busy: boolean;
  readonly cut: (headMs: number, tailMs: number) => void;
}

/** Offers to cut off the silence that was found at the ends, and to take that back. */
export function SilentEnds({ recording, busy, cut }: SilentEndsProps) {
  const say = words.value.recording;
  const { trimHeadMs, trimTailMs } = recording;
  const [headMs, tailMs] = [recording.silenceHeadMs ?? 0, recording.silenceTailMs ?? 0];
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
        <button type="button" disabled={busy} onClick={() => cut(0, 0)}>
          {say.untrim}
        </button>
      ) : (
        <button type="button" disabled={busy} onClick={() => cut(shortened(headMs), shortened(tailMs))}>
          {say.trim}
        </button>
      )}
    </div>
  );
}

function shortened(silenceMs: number): number {
  return silenceMs < WORTH_CUTTING_MS ? 0 : silenceMs - LEFT_MS;
}
