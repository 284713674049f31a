import type { Random } from '#kernel';

/** Chance that repeats: the same seed gives the same bytes on every machine (xoshiro128**). Never for secrets. */
export class SeededRandom implements Random {
  readonly seed: number;
  readonly #state: Uint32Array;

  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.#state = new Uint32Array(4);
    let mixed = this.seed;
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = mixed;
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      this.#state[i] = word ^ (word >>> 16);
    }
  }

  /** A whole number from 0 to 2³² − 1. */
  word(): number {
    const s = this.#state as Uint32Array & [number, number, number, number];
    const turned = Math.imul(s[1], 5);
    const result = Math.imul((turned << 7) | (turned >>> 25), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = this.word() >>> 24;
    return bytes;
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    if (!(most >= least)) throw new RangeError(`no whole number from ${least} to ${most}`);
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** True in `share` of the cases. */
  chance(share: number): boolean {
    return this.fraction() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[this.int(0, items.length - 1)] as Item;
  }

  /** The same items in another order; the list given is left alone. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const list = [...items];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [list[i], list[j]] = [list[j] as Item, list[i] as Item];
    }
    return list;
  }
}

/** The seed of this run: `SEED` from the environment, or else `otherwise`. */
export function seedOf(otherwise: number): number {
  const given = process.env['SEED'];
  return given === undefined ? otherwise >>> 0 : Number(given) >>> 0;
}

/**
 * Runs `body` once for each of `count` seeds, from `first` on. A failure names the seed that repeats it; with `SEED` in
 * the environment only that one runs.
 */
export async function forSeeds(
  first: number,
  count: number,
  body: (random: SeededRandom) => void | Promise<void>,
): Promise<void> {
  const alone = process.env['SEED'] !== undefined;
  for (let i = 0; i < (alone ? 1 : count); i++) {
    const random = new SeededRandom(alone ? seedOf(first) : first + i);
    try {
      await body(random);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`with SEED=${random.seed}: ${message}`, { cause });
    }
  }
}
