import { FRAME_BYTES, FRAME_MS } from '#feed';

/** More is not kept, whatever the source sends. */
const MOST_MS = 120_000;
const LEVEL_MS = 50;

/** Levels of one life of the encoder, by their number; level k is that of the 50 ms from 50 × k ms on. */
interface Ledger {
  frames: number;
  levels: number;
  readonly rmsDb: Map<number, number>;
}

interface Piece {
  readonly ledger: Ledger;
  readonly first: number;
  readonly bytes: Uint8Array;
}

/**
 * Frames of a source that have been decoded and wait for their time, each with the loudness of what it holds. Sources send
 * in bursts; this is where a burst waits.
 */
export class Reserve {
  #pieces: Piece[] = [];
  #frames = 0;
  #ledger: Ledger = newLedger();
  #lastDb: number = Number.NEGATIVE_INFINITY;

  /** Another encoder begins: its frames and levels are counted anew. What waits stays. */
  newEncoder(): void {
    this.#ledger = newLedger();
  }

  frames(bytes: Uint8Array): void {
    const first = this.#ledger.frames;
    const count = bytes.length / FRAME_BYTES;
    this.#ledger.frames += count;
    if ((this.#frames + count) * FRAME_MS > MOST_MS) return;
    this.#pieces.push({ ledger: this.#ledger, first, bytes });
    this.#frames += count;
  }

  level(rmsDb: number): void {
    const { rmsDb: levels } = this.#ledger;
    levels.set(this.#ledger.levels, rmsDb);
    this.#ledger.levels += 1;
    // Levels of frames that were too many to keep.
    levels.delete(this.#ledger.levels - 1 - Math.ceil((2 * MOST_MS) / LEVEL_MS));
  }

  /** How much waits, ms. */
  get waitingMs(): number {
    return this.#frames * FRAME_MS;
  }

  /** Takes up to `count` frames, with the highest level in them. Null when nothing waits. */
  take(count: number): { readonly bytes: Uint8Array; readonly rmsDb: number } | null {
    const [piece] = this.#pieces;
    if (!piece) return null;
    const taken = Math.min(count, piece.bytes.length / FRAME_BYTES);
    const rest = piece.bytes.subarray(taken * FRAME_BYTES);
    if (rest.length === 0) this.#pieces.shift();
    else this.#pieces[0] = { ledger: piece.ledger, first: piece.first + taken, bytes: rest };
    this.#frames -= taken;
    return {
      bytes: piece.bytes.subarray(0, taken * FRAME_BYTES),
      rmsDb: this.#levelOf(piece.ledger, piece.first, taken),
    };
  }

  clear(): void {
    this.#pieces = [];
    this.#frames = 0;
  }

  #levelOf({ rmsDb }: Ledger, first: number, count: number): number {
    const from = Math.floor((first * FRAME_MS) / LEVEL_MS);
    const to = Math.floor(((first + count) * FRAME_MS - 1) / LEVEL_MS);
    let highest: number | null = null;
    for (let at = from; at <= to; at += 1) {
      const one = rmsDb.get(at);
      if (one !== undefined) highest = Math.max(highest ?? one, one);
      if (at < to) rmsDb.delete(at);
    }
    // The meter's last word on it may still be on its way.
    if (highest !== null) this.#lastDb = highest;
    return this.#lastDb;
  }
}

function newLedger(): Ledger {
  return { frames: 0, levels: 0, rmsDb: new Map() };
}
