import { BANDS, type Envelope, FRAME_MS } from './envelope.ts';

/** What is so much quieter than the loudest nearby counts as silence: below it a poor channel has only noise. */
const DEPTH_DB = 30;
/** Nothing below this is sound, dBFS in one band. */
const FLOOR_DB = -85;
/** "Nearby" is so far to each side. */
const NEAR_MS = 3000;
/** Slow changes are the doing of automatic gain, not of the programme: the mean over so long is taken away. */
const SLOW_MS = 1000;
/** A band further below the loudest band holds hum or hiss of the channel. */
const FAINT_BAND_DB = 45;
/**
 * So much of what all bands do together is taken away. Two speakers with one rhythm pause together, but their vowels differ:
 * what tells them apart is how the bands move against each other. All of it taken away would leave a noisy channel nothing.
 */
const TOGETHER_SHARE = 0.6;

/**
 * The loudness shape of a sound: how each band rises and falls around its own mean, dB. Level, tone controls, automatic
 * gain and slow fading leave it alone.
 */
export interface Shape {
  readonly frames: number;
  /** `frames` rows of BANDS values. */
  readonly rows: Float32Array;
  /** The loudest band of each frame, dBFS. */
  readonly levels: Float32Array;
}

/** The shape of an envelope. Pure; linear in its length. */
export function shapeOf(envelope: Envelope): Shape {
  const { frames } = envelope;
  const rows = new Float32Array(frames * BANDS);
  const levels = new Float32Array(frames).fill(Number.NEGATIVE_INFINITY);
  const near = Math.round(NEAR_MS / FRAME_MS);
  const half = Math.round(SLOW_MS / FRAME_MS / 2);
  const tops = Array.from({ length: BANDS }, (_, band) => loudestNear(envelope, band, near));
  const clamped = new Float32Array(frames);
  const sums = new Float64Array(frames + 1);
  for (const [band, top] of tops.entries()) {
    for (let frame = 0; frame < frames; frame += 1) {
      const db = envelope.levelDb(frame, band);
      levels[frame] = Math.max(levels[frame] ?? db, db);
      let loudest = FLOOR_DB;
      for (const other of tops) loudest = Math.max(loudest, (other[frame] ?? 0) - FAINT_BAND_DB);
      const floor = Math.max(FLOOR_DB, loudest, (top[frame] ?? 0) - DEPTH_DB);
      clamped[frame] = Math.max(db, floor);
      sums[frame + 1] = (sums[frame] ?? 0) + (clamped[frame] ?? 0);
    }
    for (let frame = 0; frame < frames; frame += 1) {
      const from = Math.max(0, frame - half);
      const to = Math.min(frames, frame + half + 1);
      rows[frame * BANDS + band] = (clamped[frame] ?? 0) - ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
    }
  }
  for (let at = 0; at < rows.length; at += BANDS) {
    let together = 0;
    for (let band = 0; band < BANDS; band += 1) together += rows[at + band] ?? 0;
    const less = (TOGETHER_SHARE * together) / BANDS;
    for (let band = 0; band < BANDS; band += 1) rows[at + band] = (rows[at + band] ?? 0) - less;
  }
  return { frames, rows, levels };
}

/** The highest level of one band within `near` frames to each side, block by block. */
function loudestNear(envelope: Envelope, band: number, near: number): Float32Array {
  const { frames } = envelope;
  const block = Math.max(1, Math.floor(near / 3));
  const blocks = new Float32Array(Math.ceil(frames / block)).fill(Number.NEGATIVE_INFINITY);
  for (let frame = 0; frame < frames; frame += 1) {
    const at = Math.floor(frame / block);
    blocks[at] = Math.max(blocks[at] ?? 0, envelope.levelDb(frame, band));
  }
  const out = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    const at = Math.floor(frame / block);
    let most = Number.NEGATIVE_INFINITY;
    for (let other = at - 3; other <= at + 3; other += 1) most = Math.max(most, blocks[other] ?? most);
    out[frame] = most;
  }
  return out;
}
