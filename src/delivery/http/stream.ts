import { FRAME_BYTES, FRAME_MS, silence } from '#feed';

/** Somebody who pulls a stream. */
export interface Listener {
  /** "endless": silence between broadcasts. "item": the broadcast that is on, or the next one, to its end, then closed. */
  readonly mode: 'endless' | 'item';
  write(bytes: Uint8Array): void;
  /** Bytes taken that have not left yet. */
  bufferedBytes(): number;
  end(): void;
  /** It does not read: let go at once, with what it did not read. */
  cut(): void;
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

/** What is on a stream, and how much of it was there for somebody to hear. */
type Sounding = OnStream & { heard: number; firstHeard: number | null; lastHeard: number | null };

const framesIn = (item: OnStream) => item.frames.length / FRAME_BYTES;

/**
 * One endpoint's endless MP3 stream. Knows frames, not clocks: `advance` says how far real time has come. Nothing is
 * encoded here; every listener gets the same bytes.
 */
export class Stream {
  readonly #listeners = new Set<Listener>();
  #sentFrames: number;
  /** What is on, or will be next, then those behind it. */
  #line: Sounding[] = [];

  constructor(startFrame: number) {
    this.#sentFrames = startFrame;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  get sentFrames(): number {
    return this.#sentFrames;
  }

  /** The broadcast that sounds now, or null. */
  get sounding(): string | null {
    const [first] = this.#line;
    return first && first.firstFrame <= this.#sentFrames ? first.broadcastId : null;
  }

  /** For how many frames of that broadcast somebody listened so far. */
  heardFrames(broadcastId: string): number {
    return this.#line.find((one) => one.broadcastId === broadcastId)?.heard ?? 0;
  }

  /** Lets every listener go. */
  dismiss(): void {
    for (const listener of [...this.#listeners]) listener.end();
    this.#listeners.clear();
  }

  join(listener: Listener): void {
    this.#listeners.add(listener);
    if (listener.mode === 'endless') listener.write(silence(CUSHION_FRAMES));
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /**
   * Puts a broadcast on the stream, behind those that are on it: a broadcast never cuts another. Gives the frame at which
   * it begins, or null when it is on the stream already.
   */
  put(item: OnStream): number | null {
    if (this.#line.some((one) => one.broadcastId === item.broadcastId)) return null;
    const last = this.#line.at(-1);
    const firstFrame = Math.max(item.firstFrame, this.#sentFrames, last ? last.firstFrame + framesIn(last) : 0);
    this.#line.push({ ...item, firstFrame, heard: 0, firstHeard: null, lastHeard: null });
    return firstFrame;
  }

  /** Takes the broadcast off now; its end as heard so far, or null when it is not on. */
  take(broadcastId: string): StreamEnd | null {
    const taken = this.#line.find((one) => one.broadcastId === broadcastId);
    return taken ? this.#finish(taken) : null;
  }

  /** Sends everything up to `frame` (exclusive). Returns what ended on the way. */
  advance(frame: number): StreamEnd[] {
    const ended: StreamEnd[] = [];
    while (this.#sentFrames < frame) {
      const [first] = this.#line;
      const isOn = first !== undefined && first.firstFrame <= this.#sentFrames;
      const lastFrame = first === undefined ? frame : isOn ? first.firstFrame + framesIn(first) : first.firstFrame;
      const until = Math.min(frame, lastFrame);
      if (isOn) this.#sound(first, until);
      else this.#send(silence(until - this.#sentFrames), false);
      this.#sentFrames = until;
      if (isOn && until === lastFrame) ended.push(this.#finish(first));
    }
    return ended;
  }

  #sound(item: Sounding, until: number): void {
    const from = this.#sentFrames;
    const [first, last] = [from - item.firstFrame, until - item.firstFrame];
    this.#send(item.frames.subarray(first * FRAME_BYTES, last * FRAME_BYTES), true);
    if (this.#listeners.size === 0 || until === from) return;
    item.heard += until - from;
    item.firstHeard ??= from;
    item.lastHeard = until;
  }

  #send(bytes: Uint8Array, isItem: boolean): void {
    if (bytes.length === 0) return;
    for (const listener of [...this.#listeners]) {
      if (listener.bufferedBytes() > MAX_BEHIND_BYTES) {
        this.#listeners.delete(listener);
        listener.cut();
      } else if (isItem || listener.mode === 'endless') listener.write(bytes);
    }
  }

  #finish(item: Sounding): StreamEnd {
    const wasSounding = this.sounding === item.broadcastId;
    this.#line = this.#line.filter((one) => one !== item);
    for (const listener of wasSounding ? [...this.#listeners] : []) {
      if (listener.mode !== 'item') continue;
      this.#listeners.delete(listener);
      listener.end();
    }
    return {
      broadcastId: item.broadcastId,
      firstFrame: item.firstFrame,
      totalFrames: framesIn(item),
      heardFrames: item.heard,
      firstHeardFrame: item.firstHeard,
      lastHeardFrame: item.lastHeard,
    };
  }
}
