import { BANDS } from './envelope.ts';
import type { Shape } from './shape.ts';

/** A run of frames of the reference, the last excluded. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * How much what was heard `shift` frames later moves like these runs of the reference: the normalised correlation of all
 * bands together, −1 to 1. What was not received counts as still. `step` 2 looks at every second frame.
 */
export function likeness(reference: Shape, heard: Shape, runs: readonly Run[], shift: number, step = 1): number {
  const [ours, theirs] = [reference.rows, heard.rows];
  let [product, mine, yours] = [0, 0, 0];
  for (const { from, to } of runs) {
    for (let frame = from; frame < to; frame += step) {
      const other = frame + shift;
      const isThere = other >= 0 && other < heard.frames;
      for (let band = 0; band < BANDS; band += 1) {
        const x = ours[frame * BANDS + band] as number;
        mine += x * x;
        if (!isThere) continue;
        const y = theirs[other * BANDS + band] as number;
        product += x * y;
        yours += y * y;
      }
    }
  }
  return mine === 0 || yours === 0 ? 0 : product / Math.sqrt(mine * yours);
}

/** How strongly the shape moves in a run, dB (root mean square). */
export function liveliness(shape: Shape, run: Run): number {
  const [from, to] = [Math.max(0, run.from), Math.min(shape.frames, run.to)];
  if (from >= to) return 0;
  let sum = 0;
  for (const value of shape.rows.subarray(from * BANDS, to * BANDS)) sum += value * value;
  return Math.sqrt(sum / ((to - from) * BANDS));
}

/** The level that a fifth of the run exceeds, dBFS in the loudest band; −∞ for an empty run. */
export function loudness(shape: Shape, run: Run): number {
  const levels = shape.levels.slice(Math.max(0, run.from), Math.max(0, run.to)).sort();
  return levels[Math.floor(levels.length * 0.8)] ?? Number.NEGATIVE_INFINITY;
}
