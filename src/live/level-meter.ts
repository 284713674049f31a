export interface Loudness {
  readonly rmsDb: number;
  readonly peakDb: number;
}

/** No meter shows less: −∞ is not JSON. */
const FLOOR_DB = -100;
const EVERY_MS = 100;
const powerOf = (db: number) => 10 ** (db / 10);
const shown = (db: number) => Math.round(Math.max(FLOOR_DB, db) * 10) / 10;

/** Gathers levels into at most ten a second: mean of the power, highest of the peaks. */
export class LevelMeter {
  #power = 0;
  #count = 0;
  #peakDb = Number.NEGATIVE_INFINITY;
  #shownMs = Number.NEGATIVE_INFINITY;

  /** Answers the level to be shown now, or null. */
  take({ rmsDb, peakDb }: Loudness, nowMs: number): Loudness | null {
    this.#power += powerOf(rmsDb);
    this.#count += 1;
    this.#peakDb = Math.max(this.#peakDb, peakDb);
    if (nowMs - this.#shownMs < EVERY_MS) return null;
    const level = { rmsDb: shown(10 * Math.log10(this.#power / this.#count)), peakDb: shown(this.#peakDb) };
    this.#power = 0;
    this.#count = 0;
    this.#peakDb = Number.NEGATIVE_INFINITY;
    this.#shownMs = nowMs;
    return level;
  }
}
