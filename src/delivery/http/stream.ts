import { FRAME_BYTES, FRAME_MS, silence } from '#feed';
import type { Interruption } from '#kernel';
import type { FrameSource } from './frame-source.ts';
import { softer, stepsOf } from './softer.ts';

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

/** What is put on a stream. Frame numbers are the stream's. */
export interface OnStream {
  readonly broadcastId: string;
  /** It begins then at the earliest. */
  readonly firstFrame: number;
  readonly source: FrameSource;
  /** What becomes of it when another cuts in. */
  readonly interruption: Interruption;
  readonly gainDb: number;
  /** It takes the air at its first frame from whatever is on then; otherwise it waits for its turn. */
  readonly cutsIn: boolean;
}

/** Why it ended: by itself, at a set end, because another cut in, or because somebody took it off. */
type EndedBy = 'itself' | 'limit' | 'other' | 'order';

export interface StreamEnd {
  readonly broadcastId: string;
  readonly endedBy: EndedBy;
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
/** What ends at a set end grows softer for 400 ms before it. */
const FADE_FRAMES = Math.ceil(400 / FRAME_MS);

/** What is on a stream, and how much of it was there for somebody to hear. */
type Sounding = OnStream & {
  /** How many of its frames went out: those of its last run, when it began anew. */
  position: number;
  totalFrames: number;
  /** Its first frame on the stream, once it went out. */
  begunFrame: number | null;
  wasInterrupted: boolean;
  /** Silent from this frame of the stream on, whatever is left. */
  limitFrame: number | null;
  /** Its time runs from its beginning, also while another sounds: the voice is over. */
  spanFrames: number | null;
  heard: number;
  firstHeard: number | null;
  lastHeard: number | null;
};

/**
 * One endpoint's endless MP3 stream. Knows frames, not clocks: `advance` says how far real time has come. Nothing is
 * encoded here; every listener gets the same bytes.
 */
export class Stream {
  readonly #listeners = new Set<Listener>();
  #sentFrames: number;
  /** What is on, or will be next, then those behind it. */
  #line: Sounding[] = [];
  /** Those that will cut in, by their first frame. */
  #cutters: Sounding[] = [];

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

  /** All that is on it or will be; with `begun` only what has begun and is not over. */
  broadcasts(which: 'all' | 'begun' = 'all'): string[] {
    const all = [...this.#line, ...this.#cutters];
    return all.filter((one) => which === 'all' || this.#hasBegun(one)).map((one) => one.broadcastId);
  }

  /** For how many frames of that broadcast somebody listened so far. */
  heardFrames(broadcastId: string): number {
    return this.#find(broadcastId)?.heard ?? 0;
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
   * Puts a broadcast on the stream, behind those that are on it unless it cuts in. Gives the frame at which it begins as
   * far as is known now, or null when it is on the stream already.
   */
  put(item: OnStream): number | null {
    if (this.#find(item.broadcastId)) return null;
    const fresh = { position: 0, totalFrames: item.source.count, begunFrame: null, wasInterrupted: false };
    const ends = { limitFrame: null, spanFrames: null, heard: 0, firstHeard: null, lastHeard: null };
    if (item.cutsIn) {
      const firstFrame = Math.max(item.firstFrame, this.#sentFrames);
      this.#cutters.push({ ...item, ...fresh, ...ends, firstFrame });
      this.#cutters.sort((a, b) => a.firstFrame - b.firstFrame);
      return firstFrame;
    }
    const firstFrame = this.#freeFrame(item.firstFrame);
    this.#line.push({ ...item, ...fresh, ...ends, firstFrame });
    return firstFrame;
  }

  /** Takes the broadcast off now; its end as heard so far, or null when it is not on. */
  take(broadcastId: string): StreamEnd | null {
    const taken = this.#find(broadcastId);
    return taken ? this.#finish(taken, 'order') : null;
  }

  /** It must be silent from `frame` on, and grows softer before; null: it may sound to its end. */
  limit(broadcastId: string, frame: number | null): void {
    const item = this.#find(broadcastId);
    if (item) item.limitFrame = frame;
  }

  /** The voice is over: it is `frames` long from its first one, also when another was heard in between. */
  conclude(broadcastId: string, frames: number): void {
    const item = this.#find(broadcastId);
    if (!item) return;
    item.totalFrames = Math.min(item.totalFrames, frames);
    item.spanFrames = frames;
  }

  /** Sends everything up to `frame` (exclusive). Returns what ended on the way. */
  advance(frame: number): StreamEnd[] {
    const ended: StreamEnd[] = [];
    while (this.#sentFrames < frame) {
      this.#cutIn(ended);
      this.#dropOver(ended);
      const [first] = this.#line;
      const isOn = first !== undefined && first.firstFrame <= this.#sentFrames;
      const lastFrame = first === undefined ? frame : isOn ? this.#endOf(first) : first.firstFrame;
      const until = Math.min(frame, lastFrame, this.#cutters[0]?.firstFrame ?? frame);
      if (isOn) this.#sound(first, until);
      else this.#send(silence(until - this.#sentFrames), false);
      this.#sentFrames = until;
      if (isOn && until === lastFrame) ended.push(this.#finish(first, endedBy(first)));
    }
    return ended;
  }

  /** Gives the air to those whose frame has come. */
  #cutIn(ended: StreamEnd[]): void {
    while ((this.#cutters[0]?.firstFrame ?? Number.POSITIVE_INFINITY) <= this.#sentFrames) {
      const [cutter, ...others] = this.#cutters as [Sounding, ...Sounding[]];
      this.#cutters = others;
      const [first] = this.#line;
      this.#line.unshift(cutter);
      if (!first || first.begunFrame === null) continue;
      first.wasInterrupted = true;
      if (first.interruption === 'drop') ended.push(this.#finish(first, 'other'));
      else if (first.interruption === 'restart') first.position = 0;
    }
  }

  /** What waits and whose time is over will not sound any more. */
  #dropOver(ended: StreamEnd[]): void {
    for (const one of [...this.#line]) {
      if (this.#hasBegun(one) && this.#endOf(one) <= this.#sentFrames)
        ended.push(this.#finish(one, one.wasInterrupted ? 'other' : endedBy(one)));
      else if (one.limitFrame !== null && one.limitFrame <= this.#sentFrames) ended.push(this.#finish(one, 'limit'));
    }
  }

  /** The frame of the stream at which an item is over, if nothing cuts in any more. */
  #endOf(item: Sounding): number {
    return Math.max(this.#sentFrames, Math.min(this.#ownEndOf(item), item.limitFrame ?? Number.POSITIVE_INFINITY));
  }

  /** The same, if nobody had set it an end. */
  #ownEndOf({ firstFrame, begunFrame, totalFrames, position, spanFrames }: Sounding): number {
    const end = Math.max(this.#sentFrames, firstFrame) + Math.max(0, totalFrames - position);
    return spanFrames === null ? end : Math.min(end, (begunFrame ?? firstFrame) + spanFrames);
  }

  /** When the line is free for one that would begin at `wanted`. */
  #freeFrame(wanted: number): number {
    let free = this.#sentFrames;
    for (const one of this.#line) free = Math.max(free, one.firstFrame) + one.totalFrames - one.position;
    return Math.max(free, wanted);
  }

  #find(broadcastId: string): Sounding | undefined {
    return [...this.#line, ...this.#cutters].find((one) => one.broadcastId === broadcastId);
  }

  #hasBegun(item: Sounding): boolean {
    return item.begunFrame !== null || (item === this.#line[0] && item.firstFrame <= this.#sentFrames);
  }

  #sound(item: Sounding, until: number): void {
    const from = this.#sentFrames;
    const count = until - from;
    if (count === 0) return;
    item.begunFrame ??= from;
    const frames = item.source.read(item.position, item.position + count, from);
    this.#send(this.#asLoudAs(item, frames, from, until), true);
    item.position += count;
    if (this.#listeners.size === 0) return;
    item.heard += count;
    item.firstHeard ??= from;
    item.lastHeard = until;
  }

  #asLoudAs(item: Sounding, frames: Uint8Array, from: number, until: number): Uint8Array {
    const { limitFrame, gainDb } = item;
    const isFading = limitFrame !== null && limitFrame < this.#ownEndOf(item) && until > limitFrame - FADE_FRAMES;
    if (!isFading && stepsOf(gainDb) === 0) return frames;
    return softer(frames, (n) => {
      const left = isFading ? Math.min(1, (limitFrame - from - n - 0.5) / FADE_FRAMES) : 1;
      return stepsOf(gainDb + 20 * Math.log10(Math.max(1e-9, left)));
    });
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

  #finish(item: Sounding, by: EndedBy): StreamEnd {
    const wasSounding = this.sounding === item.broadcastId;
    this.#line = this.#line.filter((one) => one !== item);
    this.#cutters = this.#cutters.filter((one) => one !== item);
    for (const listener of wasSounding ? [...this.#listeners] : []) {
      if (listener.mode !== 'item') continue;
      this.#listeners.delete(listener);
      listener.end();
    }
    return {
      broadcastId: item.broadcastId,
      endedBy: by,
      firstFrame: item.begunFrame ?? item.firstFrame,
      totalFrames: item.totalFrames,
      heardFrames: item.heard,
      firstHeardFrame: item.firstHeard,
      lastHeardFrame: item.lastHeard,
    };
  }
}

function endedBy(item: Sounding): EndedBy {
  if (item.position >= item.totalFrames) return 'itself';
  if (item.spanFrames !== null) return item.wasInterrupted ? 'other' : 'itself';
  return 'limit';
}
