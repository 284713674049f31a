import { type Envelope, PIECE_MS } from './limiter.ts';

/** The low-rate copy of a recording that the desk draws its waveform from and counts its length by. */
export const PEAK_RATE_HERTZ = 8000;
const PIECE_SAMPLES = (PEAK_RATE_HERTZ * PIECE_MS) / 1000;

/** Follows mono 32-bit float samples, in chunks cut anywhere, and keeps peak and energy of every 10 ms. */
export class PeakFollower {
  #samples = 0;
  #left = new Uint8Array(0);
  #sum = 0;
  #highest = 0;
  #energy = 0;
  readonly #pieces: number[] = [];
  readonly #energies: number[] = [];

  push(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#left.length + chunk.length);
    bytes.set(this.#left);
    bytes.set(chunk, this.#left.length);
    const whole = bytes.length - (bytes.length % 4);
    this.#left = bytes.slice(whole);
    for (const sample of new Float32Array(bytes.buffer, 0, whole / 4)) {
      this.#sum += sample;
      this.#energy += sample * sample;
      const size = Math.abs(sample);
      if (size > this.#highest) this.#highest = size;
      this.#samples += 1;
      if (this.#samples % PIECE_SAMPLES === 0) {
        this.#pieces.push(this.#highest);
        this.#energies.push(this.#energy);
        this.#highest = 0;
        this.#energy = 0;
      }
    }
  }

  /** What was decoded, by counting it. */
  get durationMs(): number {
    return (this.#samples * 1000) / PEAK_RATE_HERTZ;
  }

  /** How loud it is from moment to moment. */
  get envelope(): Envelope {
    return { peaks: this.#pieces, energies: this.#energies };
  }

  /** False when a sample was not a number or endless. */
  get isFinite(): boolean {
    return Number.isFinite(this.#sum);
  }

  /** The waveform in at most `count` equal pieces, each the highest level in percent of full scale. */
  peaks(count: number): number[] {
    const pieces = this.#samples % PIECE_SAMPLES === 0 ? this.#pieces : [...this.#pieces, this.#highest];
    return squeeze(pieces, count).map((level) => Math.min(100, Math.round(level * 100)));
  }
}

/** At most `count` values: the highest of each of as many equal parts. */
export function squeeze(values: readonly number[], count: number): number[] {
  if (values.length <= count) return [...values];
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * values.length) / count);
    const to = Math.floor(((part + 1) * values.length) / count);
    return values.slice(from, to).reduce((highest, value) => Math.max(highest, value), 0);
  });
}
