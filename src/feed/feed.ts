import type { Clock } from '#kernel';
import { FRAME_BYTES, FRAME_MS, silence } from './mp3-frames.ts';

/** Who takes the frames of a feed as they come. Neither call may throw. */
export interface FeedListener {
  /** Whole frames, the first of them with this number. The same bytes go to every listener: nobody writes into them. */
  frames(firstFrame: number, bytes: Uint8Array): void;
  /** No frame comes after this number (exclusive). */
  ended(endFrame: number): void;
}

/** A source that stood still for so long is behind: what it missed is filled with silence. What comes sooner is in time. */
const BEHIND_MS = 600;
/** A source may run so far ahead of real time (a server that sends a burst at first); what is beyond is dropped. */
const AHEAD_MS = 30_000;

/**
 * Sound that is being made right now, as MP3 frames that each stand alone: a voice, or a station that is relayed. Frame n
 * was captured FRAME_MS × n after the opening, by the monotonic clock, and sounds everywhere `delayMs` after that.
 */
export class Feed {
  readonly id: string;
  readonly delayMs: number;
  readonly #clock: Clock;
  readonly #originMonoMs: number;
  readonly #keptFrames: number;
  readonly #listeners = new Set<FeedListener>();
  /** Frames from #firstKept on, in pieces as they came. */
  #pieces: Array<{ readonly first: number; readonly bytes: Uint8Array }> = [];
  #endFrame = 0;
  #isEnded: boolean = false;

  constructor(parts: { id: string; clock: Clock; delayMs: number; keepMs?: number }) {
    this.id = parts.id;
    this.#clock = parts.clock;
    this.delayMs = parts.delayMs;
    this.#originMonoMs = parts.clock.monoMs();
    this.#keptFrames = Math.ceil((parts.keepMs ?? 15_000 + parts.delayMs) / FRAME_MS);
  }

  /** The number that the next frame gets. */
  get endFrame(): number {
    return this.#endFrame;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Takes whole frames from the source. Lost time is filled with silence first, so that a number always means its time. */
  push(bytes: Uint8Array): void {
    if (this.#isEnded || bytes.length < FRAME_BYTES) return;
    const dueFrame = this.#dueFrame();
    const count = Math.floor(bytes.length / FRAME_BYTES);
    const behind = dueFrame - (this.#endFrame + count);
    if (behind * FRAME_MS > BEHIND_MS) this.#take(silence(behind));
    const room = dueFrame + Math.ceil(AHEAD_MS / FRAME_MS) - this.#endFrame;
    if (room > 0) this.#take(bytes.subarray(0, Math.min(count, room) * FRAME_BYTES));
  }

  /** The source is over: what was pushed still sounds. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const listener of [...this.#listeners]) listener.ended(this.#endFrame);
  }

  /** Hears from now on; a feed that is over says so at once. Gives back how to hear no more. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    if (this.#isEnded) listener.ended(this.#endFrame);
    return () => void this.#listeners.delete(listener);
  }

  /** Frames `from` to `to` (exclusive), silent where there are none (yet, or any more). */
  read(from: number, to: number): Uint8Array {
    const out = silence(Math.max(0, to - from));
    for (const { first, bytes } of this.#pieces) {
      const begin = Math.max(from, first);
      const end = Math.min(to, first + bytes.length / FRAME_BYTES);
      if (begin >= end) continue;
      out.set(bytes.subarray((begin - first) * FRAME_BYTES, (end - first) * FRAME_BYTES), (begin - from) * FRAME_BYTES);
    }
    return out;
  }

  /** When a frame comes out of the loudspeakers, by the station's wall clock as it goes now. Epoch milliseconds. */
  soundsAt(frame: number): number {
    const monoMs = this.#originMonoMs + frame * FRAME_MS + this.delayMs;
    return this.#clock.wallMs() + (monoMs - this.#clock.monoMs());
  }

  /** The frame (perhaps a fraction) that sounds at an instant of the station's wall clock. */
  frameAt(wallMs: number): number {
    const monoMs = this.#clock.monoMs() + (wallMs - this.#clock.wallMs());
    return (monoMs - this.delayMs - this.#originMonoMs) / FRAME_MS;
  }

  /** How far the source is behind real time; negative: ahead. */
  lagMs(): number {
    return (this.#dueFrame() - this.#endFrame) * FRAME_MS;
  }

  #dueFrame(): number {
    return Math.floor((this.#clock.monoMs() - this.#originMonoMs) / FRAME_MS);
  }

  #take(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const first = this.#endFrame;
    this.#endFrame += bytes.length / FRAME_BYTES;
    this.#pieces.push({ first, bytes });
    const oldest = Math.min(this.#endFrame, this.#dueFrame()) - this.#keptFrames;
    let gone = 0;
    for (const { first: at, bytes: piece } of this.#pieces) {
      if (at + piece.length / FRAME_BYTES > oldest) break;
      gone += 1;
    }
    if (gone > 0) this.#pieces = this.#pieces.slice(gone);
    for (const listener of [...this.#listeners]) listener.frames(first, bytes);
  }
}
