/** What the decoder gives: little-endian 16-bit samples, one channel. */
export const RATE_HZ = 8000;
/** One row of loudness for so much sound. */
export const FRAME_MS = 40;
/** Where it is listened: what a poor FM channel and a cheap receiver let through, two thirds of an octave apart. */
const BAND_CENTRES_HZ = [250, 450, 800, 1350, 2100, 3000] as const;
export const BANDS = BAND_CENTRES_HZ.length;

const BAND_Q = 1.8;
const FRAME_SAMPLES = (RATE_HZ * FRAME_MS) / 1000;
/** Rows are kept in steps of 0.4 dB below full scale: twelve hours take seven megabytes. */
const STEP_DB = 0.4;
const FIRST_ROWS = 1500;

/** Loudness of sound over time, band by band; raw samples go in and are not kept. */
export class Envelope {
  readonly #bands = BAND_CENTRES_HZ.map((hz) => new Band(hz));
  #rows = new Uint8Array(FIRST_ROWS * BANDS);
  #count = 0;
  readonly #frame = new Float64Array(FRAME_SAMPLES);
  #inFrame = 0;
  /** The low byte of a sample whose high byte has not come. */
  #half: number | null = null;

  /** Whole rows so far. */
  get frames(): number {
    return this.#count;
  }

  /** How much sound has come in, ms, in whole rows. */
  get durationMs(): number {
    return this.#count * FRAME_MS;
  }

  /** Takes the next bytes, in pieces of any length. */
  push(bytes: Uint8Array): void {
    let at = 0;
    if (this.#half !== null && bytes.length > 0) {
      this.#sample(this.#half | ((bytes[at++] ?? 0) << 8));
      this.#half = null;
    }
    for (; at + 1 < bytes.length; at += 2) this.#sample((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
    if (at < bytes.length) this.#half = bytes[at] ?? 0;
  }

  /** The level of one band in one row, dB below full scale; rows that never came are silent. */
  levelDb(frame: number, band: number): number {
    if (frame < 0 || frame >= this.#count) return -255 * STEP_DB;
    return -(this.#rows[frame * BANDS + band] ?? 255) * STEP_DB;
  }

  /** The rows from one moment to another, ms; what lies beyond the end is not there. */
  part(fromMs: number, toMs: number): Envelope {
    const [from, to] = [fromMs, toMs].map((ms) => Math.min(this.#count, Math.max(0, Math.round(ms / FRAME_MS))));
    const part = new Envelope();
    part.#rows = this.#rows.slice((from ?? 0) * BANDS, (to ?? 0) * BANDS);
    part.#count = Math.max(0, (to ?? 0) - (from ?? 0));
    return part;
  }

  #sample(word: number): void {
    this.#frame[this.#inFrame++] = ((word << 16) >> 16) / 32_768;
    if (this.#inFrame < FRAME_SAMPLES) return;
    this.#inFrame = 0;
    this.#row();
  }

  #row(): void {
    if ((this.#count + 1) * BANDS > this.#rows.length) {
      const longer = new Uint8Array(this.#rows.length * 2 + FIRST_ROWS * BANDS);
      longer.set(this.#rows);
      this.#rows = longer;
    }
    for (const [at, band] of this.#bands.entries()) {
      const db = 10 * Math.log10(band.power(this.#frame) / FRAME_SAMPLES + 1e-12);
      this.#rows[this.#count * BANDS + at] = Math.min(255, Math.max(0, Math.round(-db / STEP_DB)));
    }
    this.#count += 1;
  }
}

type Six = readonly [number, number, number, number, number, number];

/** A band-pass of the second order, twice over. */
class Band {
  readonly #gain: number;
  readonly #a1: number;
  readonly #a2: number;
  /** The last two samples that went in, came out of the first, and of the second. */
  #past: Six = [0, 0, 0, 0, 0, 0];

  constructor(centreHz: number) {
    const turn = (2 * Math.PI * centreHz) / RATE_HZ;
    const alpha = Math.sin(turn) / (2 * BAND_Q);
    this.#gain = alpha / (1 + alpha);
    this.#a1 = (-2 * Math.cos(turn)) / (1 + alpha);
    this.#a2 = (1 - alpha) / (1 + alpha);
  }

  /** The sum of squares of what comes through. An hour of a recording goes this way at once: it has to be quick. */
  power(samples: Float64Array): number {
    const [gain, a1, a2] = [this.#gain, this.#a1, this.#a2];
    let [x1, x2, y1, y2, z1, z2] = this.#past;
    let power = 0;
    for (let at = 0; at < samples.length; at += 1) {
      const x = samples[at] as number;
      const y = gain * (x - x2) - a1 * y1 - a2 * y2;
      const z = gain * (y - y2) - a1 * z1 - a2 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      power += z * z;
    }
    // What dies away for ever would slow the machine down (denormal numbers).
    const isStill = Math.abs(y1) + Math.abs(z1) < 1e-30;
    this.#past = isStill ? [x1, x2, 0, 0, 0, 0] : [x1, x2, y1, y2, z1, z2];
    return power;
  }
}
