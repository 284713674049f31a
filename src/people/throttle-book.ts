import { type Clock, StationError } from '#kernel';
import { type Attempt, bucketsOf, forgive, LIMITS, type LimitName, type Strikes, strike, waitMs } from './throttle.ts';

/** Beyond this the buckets that were struck longest ago are forgotten. */
const MOST_BUCKETS = 20_000;

/** Remembers who tried how often, in memory and within bounds. */
export class ThrottleBook {
  readonly #clock: Clock;
  /** The one that was struck longest ago comes first. */
  readonly #strikes = new Map<string, Strikes>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#strikes.size;
  }

  /**
   * Counts a try before its work begins, so that a thousand at once are a thousand. Answers what to call when it was
   * right. Throws RATE_LIMITED, and then counts nothing.
   */
  begin(attempt: Attempt): () => void {
    const nowMs = this.#clock.monoMs();
    const buckets = bucketsOf(attempt).map(([name, of]) => ({ name, key: `${name} ${of}` }));
    const longestMs = Math.max(...buckets.map(({ name, key }) => waitMs(LIMITS[name], this.#strikes.get(key), nowMs)));
    if (longestMs > 0) throw new StationError('RATE_LIMITED', { seconds: Math.ceil(longestMs / 1000) });
    for (const { name, key } of buckets) this.#keep(key, strike(LIMITS[name], this.#strikes.get(key), nowMs));
    return () => {
      for (const { name, key } of buckets) this.#forgive(name, key);
    };
  }

  #keep(key: string, strikes: Strikes): void {
    this.#strikes.delete(key);
    this.#strikes.set(key, strikes);
    if (this.#strikes.size <= MOST_BUCKETS) return;
    const [oldest] = this.#strikes.keys();
    if (oldest !== undefined) this.#strikes.delete(oldest);
  }

  #forgive(name: LimitName, key: string): void {
    const strikes = this.#strikes.get(key);
    if (!strikes) return;
    const left = forgive(name, strikes);
    if (left) this.#strikes.set(key, left);
    else this.#strikes.delete(key);
  }
}
