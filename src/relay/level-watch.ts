/** Quieter than this is silence (dBFS, RMS over 50 ms). */
export const SILENT_BELOW_DB = -50;
/** So long must sound be there again before it is taken back on the air. */
const BACK_AFTER_MS = 3000;
/** Speech breathes: a pause up to so long does not break returning sound. */
const BREATH_MS = 1000;

/** What a stretch of the source's time held: sound, silence that was sent, or no bytes at all. */
export type Stretch = 'sound' | 'silence' | 'nothing';
export type Turn = 'silent' | 'lost' | 'back';

/**
 * Says when a source has been without sound for too long, and when it has it again. Time is the source's own: milliseconds
 * of sound, whether they came one by one or in a burst.
 */
export class LevelWatch {
  readonly #silenceMs: number;
  #isGone: boolean = false;
  #quietMs = 0;
  #soundMs = 0;
  #soundSinceMonoMs = 0;
  #pauseMs = 0;

  constructor(silenceMs: number) {
    this.#silenceMs = silenceMs;
  }

  /** True from the moment that the source was given up until it is back. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Takes the next stretch; answers what has turned, if anything. */
  hear(stretch: Stretch, ms: number, monoMs: number): Turn | null {
    if (!this.#isGone) {
      this.#quietMs = stretch === 'sound' ? 0 : this.#quietMs + ms;
      if (this.#quietMs < this.#silenceMs) return null;
      this.#isGone = true;
      this.#soundMs = 0;
      return stretch === 'nothing' ? 'lost' : 'silent';
    }
    if (stretch !== 'sound') {
      this.#pauseMs += ms;
      if (this.#pauseMs > BREATH_MS) this.#soundMs = 0;
      return null;
    }
    if (this.#soundMs === 0) this.#soundSinceMonoMs = monoMs;
    this.#soundMs += ms;
    this.#pauseMs = 0;
    // A burst at connecting is no proof: it must also last.
    if (this.#soundMs < BACK_AFTER_MS || monoMs - this.#soundSinceMonoMs < BACK_AFTER_MS) return null;
    this.#isGone = false;
    this.#quietMs = 0;
    return 'back';
  }
}
