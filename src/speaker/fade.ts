import { framesOf } from './pcm.ts';
import { CUT_FADE_MS, FADE_OUT_MS } from './sink.ts';

/** A linear ramp down to silence, in frames of the device. */
export interface Fade {
  readonly fromFrame: number;
  /** Silent from here on. */
  readonly toFrame: number;
  /** How loud it is where it begins: less than 1 when another fade was under way there. */
  readonly fromGain: number;
}

/** The ramp that should end at `endFrame`, given that nothing before `earliestFrame` can be changed any more. */
export function fadeTo(endFrame: number, earliestFrame: number): Fade {
  const fromFrame = Math.max(earliestFrame, endFrame - framesOf(FADE_OUT_MS));
  return { fromFrame, toFrame: Math.max(endFrame, fromFrame + framesOf(CUT_FADE_MS)), fromGain: 1 };
}

/** The short ramp from `fromFrame` on, out of what sounds there now. */
export function cutAt(fromFrame: number, current: Fade | null): Fade {
  const toFrame = fromFrame + framesOf(CUT_FADE_MS);
  return { fromFrame, toFrame, fromGain: current ? gainAt(current, fromFrame) : 1 };
}

function gainAt({ fromFrame, toFrame, fromGain }: Fade, frame: number): number {
  if (frame < fromFrame) return 1;
  return frame >= toFrame ? 0 : fromGain * (1 - (frame - fromFrame) / (toFrame - fromFrame));
}

/** Makes the samples, the first of which is for `atFrame`, as soft as the fade has them. */
export function soften(samples: Int16Array, atFrame: number, fade: Fade | null): void {
  if (!fade) return;
  for (let i = Math.max(0, fade.fromFrame - atFrame); i < samples.length; i++) {
    samples[i] = Math.round((samples[i] as number) * gainAt(fade, atFrame + i));
  }
}
