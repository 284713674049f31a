import type { Random } from '#kernel';

/** Two quick tries, then 1, 2, 4 ... 60 s. */
const STEPS_MS = [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000] as const;
/** Many stations that lost one source do not all come back in the same instant. */
const JITTER_SHARE = 0.25;

/** How long to wait before the next attempt to connect. Only delivered sound makes it patient again. */
export class Backoff {
  readonly #random: Random;
  #failures = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  nextMs(): number {
    const step = STEPS_MS[Math.min(this.#failures, STEPS_MS.length - 1)] ?? 60_000;
    this.#failures = Math.min(this.#failures + 1, STEPS_MS.length);
    const chance = (this.#random.bytes(1)[0] ?? 0) / 255;
    return step * (1 + JITTER_SHARE * (2 * chance - 1));
  }

  reset(): void {
    this.#failures = 0;
  }
}
