import { FRAME_MS } from './envelope.ts';
import { likeness, type Run } from './likeness.ts';
import type { Shape } from './shape.ts';

/** A receiver may be so early (its clock and ours) and so late (transmitter, stream, burst at connecting). */
const EARLIEST_MS = -5000;
export const LATEST_MS = 30_000;
/** The lag is one and the same; a piece may be off by so much from its neighbours. */
export const STEADY_FRAMES = Math.round(200 / FRAME_MS);
/** A lag is believed when half a minute is so alike at it. */
export const ALIKE_TOGETHER = 0.5;
/** Lags further apart than this are different lags. */
const APART_FRAMES = Math.round(1000 / FRAME_MS);

const FIRST_LAG = Math.round(EARLIEST_MS / FRAME_MS);
const LAGS = Math.round((LATEST_MS - EARLIEST_MS) / FRAME_MS) + 1;
/** So many lags are tried between two yields. */
const LAGS_A_TURN = 128;

/** One connection to the receiver: what came, and when the first of it came after the planned start, ms. */
export interface Hearing {
  readonly shape: Shape;
  readonly beganMs: number;
}

/** Frames from a moment of the reference to what came at the same moment; a lag is added to it. */
export function shiftOf({ beganMs }: Hearing): number {
  return -Math.round(beganMs / FRAME_MS);
}

/** How alike a piece of the reference is at each lag that is thought possible. */
export class LagTable {
  readonly #scores: Float32Array;

  constructor(scores: Float32Array) {
    this.#scores = scores;
  }

  /** −1 where the lag is thought impossible. */
  at(lag: number): number {
    return this.#scores[lag - FIRST_LAG] ?? -1;
  }

  /** The best lag, in frames, of those within `reach` of `near`. */
  best(near = 0, reach = LAGS): { lag: number; score: number } {
    let best = { lag: near, score: -1 };
    const last = Math.min(FIRST_LAG + LAGS - 1, near + reach);
    for (let lag = Math.max(FIRST_LAG, near - reach); lag <= last; lag += 1) {
      const score = this.at(lag);
      if (score > best.score) best = { lag, score };
    }
    return best;
  }
}

/** Tries every lag for some runs together. */
export function* tableOf(reference: Shape, hearing: Hearing, runs: readonly Run[]): Generator<void, LagTable> {
  const scores = new Float32Array(LAGS);
  for (let at = 0; at < LAGS; at += 1) {
    scores[at] = likeness(reference, hearing.shape, runs, shiftOf(hearing) + FIRST_LAG + at, 2);
    if (at % LAGS_A_TURN === 0) yield;
  }
  return new LagTable(scores);
}

/**
 * The lag at which most pieces are alike; null: at none. Not the lag of the best piece: what is said twice is found twice,
 * but all of it together only once.
 */
export function commonLag(tables: readonly LagTable[]): number | null {
  const votes = new Float32Array(LAGS);
  for (const table of tables) {
    for (let at = 0; at < LAGS; at += 1) {
      // Pieces hours apart may be off by a little.
      const { score } = table.best(FIRST_LAG + at, STEADY_FRAMES);
      if (score >= ALIKE_TOGETHER) votes[at] = (votes[at] ?? 0) + score + 1e-3 * table.at(FIRST_LAG + at);
    }
  }
  const most = votes.reduce((top, vote) => Math.max(top, vote), 0);
  return most === 0 ? null : FIRST_LAG + votes.indexOf(most);
}

/**
 * By how much the pieces are more alike at the common lag than at any other. Music with a steady beat is rather like itself,
 * and like other music of that beat, a bar later: then the lag proves little.
 */
export function standingOut(tables: readonly LagTable[], lag: number): number {
  const own = tables.map((table) => table.best(lag, STEADY_FRAMES));
  const mean = own.reduce((sum, { score }) => sum + score, 0) / own.length;
  let rival = -1;
  for (let off = -LAGS; off <= LAGS; off += 1) {
    if (Math.abs(off) <= APART_FRAMES) continue;
    const others = own.map((one, at) => tables[at]?.at(one.lag + off) ?? -1);
    rival = Math.max(rival, others.reduce((sum, score) => sum + score, 0) / others.length);
  }
  return mean - rival;
}
