import type { Act } from './entry.ts';

interface Limits {
  /** So many at once are written one by one. */
  readonly burst: number;
  /** And so many an hour. */
  readonly perHour: number;
}

const MOST_SOURCES = 1000;
const MOST_SHOWN = 5;
const HOUR_MS = 3600_000;

/** Refusals that come in floods are counted instead of written one by one, so that nobody fills the disk from outside. */
export class Flood {
  readonly #limits: Limits;
  #left: number;
  #filledMonoMs = 0;
  #count = 0;
  readonly #bySource = new Map<string, number>();
  readonly #byAct = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#left = limits.burst;
  }

  /** True when this one may have an entry of its own. One that may not is counted. */
  admits({ what, outcome = '', who, from }: Act, monoMs: number): boolean {
    const { burst, perHour } = this.#limits;
    this.#left = Math.min(burst, this.#left + ((monoMs - this.#filledMonoMs) * perHour) / HOUR_MS);
    this.#filledMonoMs = monoMs;
    if (this.#left >= 1) {
      this.#left -= 1;
      return true;
    }
    this.#count += 1;
    count(this.#bySource, who?.id ?? from ?? '-');
    count(this.#byAct, `${what} ${outcome}`);
    return false;
  }

  /** What was counted since the last time; null: nothing. */
  summary(): Record<string, unknown> | null {
    if (this.#count === 0) return null;
    const most = [...this.#bySource].sort(([, a], [, b]) => b - a).slice(0, MOST_SHOWN);
    const told = {
      count: this.#count,
      sources: this.#bySource.size,
      most: most.map(([source, times]) => ({ source, times })),
      acts: Object.fromEntries([...this.#byAct].sort(([, a], [, b]) => b - a).slice(0, MOST_SHOWN)),
    };
    this.#count = 0;
    this.#bySource.clear();
    this.#byAct.clear();
    return told;
  }
}

function count(book: Map<string, number>, key: string): void {
  if (book.size < MOST_SOURCES || book.has(key)) book.set(key, (book.get(key) ?? 0) + 1);
}
