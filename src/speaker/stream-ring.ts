/** So much behind what sounds now is kept, 2 s: a portion may be taken back and read again. */
const KEPT_BEHIND = 96_000;
/** Nothing is kept that sounds later than this after now: 20 s. */
const KEPT_AHEAD = 960_000;

interface Piece {
  readonly at: number;
  readonly samples: Int16Array;
}

/**
 * Decoded sound of a stream by the time at which it sounds: sample n belongs to the instant n / 48 ms. What has not come
 * is missing, and knows it.
 */
export class StreamRing {
  /** In order, without overlap. */
  #pieces: Piece[] = [];

  /** The first sample after all that is there; minus infinity when nothing is. */
  get end(): number {
    const last = this.#pieces.at(-1);
    return last ? last.at + last.samples.length : Number.NEGATIVE_INFINITY;
  }

  /** Puts sound in its place, and lets go of what is far from `nowAt`. What was there from its beginning on is replaced. */
  write(at: number, samples: Int16Array, nowAt: number): void {
    if (samples.length === 0 || at > nowAt + KEPT_AHEAD) return;
    this.#cut(at);
    this.#pieces.push({ at, samples });
    const gone = this.#pieces.findIndex((piece) => piece.at + piece.samples.length > nowAt - KEPT_BEHIND);
    if (gone !== 0) this.#pieces.splice(0, gone < 0 ? this.#pieces.length : gone);
  }

  /** Fills `into` from sample `at` on. Gives how many samples are missing: silence stands in their place. */
  read(at: number, into: Int16Array): number {
    into.fill(0);
    let missing = into.length;
    for (const piece of this.#pieces) {
      const from = Math.max(at, piece.at);
      const to = Math.min(at + into.length, piece.at + piece.samples.length);
      if (from >= to) continue;
      into.set(piece.samples.subarray(from - piece.at, to - piece.at), from - at);
      missing -= to - from;
    }
    return missing;
  }

  #cut(at: number): void {
    while (this.end > at) {
      const last = this.#pieces.pop() as Piece;
      if (last.at < at) this.#pieces.push({ at: last.at, samples: last.samples.subarray(0, at - last.at) });
    }
  }
}
