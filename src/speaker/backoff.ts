import type { Random } from '#kernel';

/** Waits that double from try to try, each shortened by chance to between half and whole, so that a fleet spreads. */
export class Backoff {
  readonly #random: Random;
  readonly #firstMs: number;
  readonly #mostMs: number;
  #tries = 0;

  constructor(random: Random, firstMs: number, mostMs: number) {
    this.#random = random;
    this.#firstMs = firstMs;
    this.#mostMs = mostMs;
  }

  nextMs(): number {
    const wholeMs = Math.min(this.#mostMs, this.#firstMs * 2 ** Math.min(this.#tries, 20));
    this.#tries += 1;
    const [chance = 0] = this.#random.bytes(1);
    return wholeMs * (0.5 + chance / 512);
  }

  reset(): void {
    this.#tries = 0;
  }
}
