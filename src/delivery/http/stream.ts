import { FRAME_BYTES, FRAME_MS, silence } from './mp3-frames.ts';

/** Somebody who pulls a stream. */
export interface Listener {
  /** "endless": silence between broadcasts. "item": from the next start to its end, then closed. */
  readonly mode: 'endless' | 'item';
  write(bytes: Uint8Array): void;
  /** Bytes taken that have not left yet. */
  bufferedBytes(): number;
  end(): void;
}

/** What is on a stream: ready-made frames, from a frame number of the stream on. */
export interface OnStream {
  readonly broadcastId: string;
  readonly firstFrame: number;
  readonly frames: Uint8Array;
}

export interface StreamEnd {
  readonly broadcastId: string;
  readonly firstFrame: number;
  readonly totalFrames: number;
  /** Frames for which at least one listener was there. */
  readonly heardFrames: number;
  readonly firstHeardFrame: number | null;
  readonly lastHeardFrame: number | null;
}

/** A listener that is this far behind real time holds its tongue no longer: it is cut off, and the others go on. */
const MAX_BEHIND_BYTES = Math.ceil(10_000 / FRAME_MS) * FRAME_BYTES;
/** Sent at once to a new listener, so that a late packet does not make a gap. */
const CUSHION_FRAMES = Math.ceil(1000 / FRAME_MS);

/**
 * One endpoint's endless MP3 stream. Knows frames, not clocks: `advance` says how far real time has come. Nothing is
 * encoded here; every listener gets the same bytes.
 */
export class Stream {
  readonly #listeners = new Set<Listener>();
  #sentFrames: number;
  #current: (OnStream & { heard: number; firstHeard: number | null; lastHeard: number | null }) | null = null;

  constructor(startFrame: number) {
    this.#sentFrames = startFrame;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  get sentFrames(): number {
    return this.#sentFrames;
  }

  join(listener: Listener): void {
    this.#listeners.add(listener);
    if (listener.mode === 'endless') listener.write(silence(CUSHION_FRAMES));
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Puts a broadcast on the stream. Frames of it that real time has passed are not sent. */
  put(item: OnStream): void {
    this.#current = { ...item, heard: 0, firstHeard: null, lastHeard: null };
  }

  /** Takes the broadcast off now; its end as heard so far, or null when another or none is on. */
  take(broadcastId: string): StreamEnd | null {
    return this.#current?.broadcastId === broadcastId ? this.#finish() : null;
  }

  /** Sends everything up to `frame` (exclusive). Returns what ended on the way. */
  advance(frame: number): StreamEnd | null {
    const count = frame - this.#sentFrames;
    if (count <= 0) return null;
    const piece = silence(count);
    const current = this.#current;
    let ended: StreamEnd | null = null;
    if (current) {
      const from = Math.max(current.firstFrame, this.#sentFrames);
      const last = current.firstFrame + current.frames.length / FRAME_BYTES;
      const until = Math.min(last, frame);
      if (until > from) {
        const first = (from - current.firstFrame) * FRAME_BYTES;
        const bytes = current.frames.subarray(first, first + (until - from) * FRAME_BYTES);
        piece.set(bytes, (from - this.#sentFrames) * FRAME_BYTES);
        this.#send(piece, bytes);
        if (this.#listeners.size > 0) {
          current.heard += until - from;
          current.firstHeard ??= from;
          current.lastHeard = until;
        }
      } else {
        this.#send(piece, null);
      }
      if (frame >= last) ended = this.#finish();
    } else {
      this.#send(piece, null);
    }
    this.#sentFrames = frame;
    return ended;
  }

  #send(endless: Uint8Array, item: Uint8Array | null): void {
    for (const listener of [...this.#listeners]) {
      if (listener.bufferedBytes() > MAX_BEHIND_BYTES) {
        this.#listeners.delete(listener);
        listener.end();
      } else if (listener.mode === 'endless') listener.write(endless);
      else if (item) listener.write(item);
    }
  }

  #finish(): StreamEnd | null {
    const current = this.#current;
    if (!current) return null;
    this.#current = null;
    for (const listener of [...this.#listeners]) {
      if (listener.mode !== 'item') continue;
      this.#listeners.delete(listener);
      listener.end();
    }
    return {
      broadcastId: current.broadcastId,
      firstFrame: current.firstFrame,
      totalFrames: current.frames.length / FRAME_BYTES,
      heardFrames: current.heard,
      firstHeardFrame: current.firstHeard,
      lastHeardFrame: current.lastHeard,
    };
  }
}
