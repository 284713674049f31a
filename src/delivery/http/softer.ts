import { FRAME_BYTES } from '#feed';

/** One step of a frame's global gain: a quarter of a doubling of the amplitude. */
export const STEP_DB = 20 * Math.log10(2 ** 0.25);
/** What is softer than this is silent. */
const INAUDIBLE_DB = -96;

/** How many steps make so many decibels; negative: softer. */
export function stepsOf(db: number): number {
  return Math.round(Math.max(INAUDIBLE_DB, db) / STEP_DB);
}

/**
 * The same frames, louder by `stepsAt(n)` steps of 1.5 dB for the n-th of them; negative: softer. Nothing is encoded: only
 * the global gain of each frame changes (ISO/IEC 13818-3 §2.4.1.7: bits 30 to 37 of the side information of a mono frame,
 * which begins after the four bytes of the header when there is no checksum).
 */
export function softer(frames: Uint8Array, stepsAt: (frame: number) => number): Uint8Array {
  const out = Uint8Array.from(frames);
  for (let at = 0, frame = 0; at < out.length; at += FRAME_BYTES, frame += 1) {
    const [high = 0, low = 0] = out.subarray(at + 7, at + 9);
    const gain = ((high & 0b11) << 6) | (low >> 2);
    const changed = Math.max(0, Math.min(255, gain + stepsAt(frame)));
    // A frame without any sound has gain 0, and must keep it.
    if (gain === 0) continue;
    out[at + 7] = (high & ~0b11) | (changed >> 6);
    out[at + 8] = (low & 0b11) | ((changed & 0b111111) << 2);
  }
  return out;
}
