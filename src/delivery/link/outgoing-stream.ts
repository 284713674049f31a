import { type Feed, FRAME_BYTES, FRAME_MS } from '#feed';
import type { Clock } from '#kernel';
import { lumpBytes } from '#link';

/** Where the lumps of one listener leave. After the end `send` and `close` do nothing. */
export interface LumpChannel {
  /** One lump, whole. The same bytes go to many listeners: nobody writes into them. */
  send(lump: Uint8Array): void;
  /** Bytes taken that have not left yet. */
  bufferedBytes(): number;
  close(): void;
}

/** A listener with more than this unsent is passed over: what it misses it will hear as silence, and nobody waits. */
const BEHIND_BYTES = Math.ceil(6_000 / FRAME_MS) * FRAME_BYTES;
/** Passed over for so long, it is let go. */
const STUCK_MS = 20_000;
/** A source that runs ahead fills the speakers' memory no further than this. */
const AHEAD_MS = 10_000;

interface Listener {
  readonly endpointId: string;
  readonly channel: LumpChannel;
  readonly phase: Phase;
  behindSinceMonoMs: number | null;
}

/** Listeners that are served together: one lump is made for all of them. */
interface Phase {
  readonly listeners: Set<Listener>;
  /** The frame with which the next lump begins. */
  nextFrame: number;
  hasEnded: boolean;
}

/** One stream on its way to its listeners, in phases. */
export class OutgoingStream {
  readonly #clock: Clock;
  readonly #phases: Phase[];
  readonly #listeners = new Map<string, Listener>();
  #feed: Feed | null = null;
  #letGo: () => void = () => undefined;

  constructor(parts: { clock: Clock; phases: number }) {
    this.#clock = parts.clock;
    this.#phases = Array.from({ length: parts.phases }, () => ({
      listeners: new Set(),
      nextFrame: 0,
      hasEnded: false,
    }));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Waits for the feed, and for each later one of the same id. */
  open(wait: (take: (feed: Feed) => void) => () => void): void {
    this.#letGo = wait((feed) => {
      this.#feed = feed;
      const firstFrame = firstToCome(feed, this.#clock.wallMs());
      for (const phase of this.#phases) [phase.nextFrame, phase.hasEnded] = [firstFrame, false];
    });
  }

  /** Takes a listener in. Gives back how it leaves. */
  join(endpointId: string, channel: LumpChannel): () => void {
    const older = this.#listeners.get(endpointId);
    if (older) this.#drop(older);
    const phase = this.#phases.reduce((best, one) => (one.listeners.size < best.listeners.size ? one : best));
    const listener: Listener = { endpointId, channel, phase, behindSinceMonoMs: null };
    phase.listeners.add(listener);
    this.#listeners.set(endpointId, listener);
    const feed = this.#feed;
    if (feed) {
      const from = Math.min(phase.nextFrame, firstToCome(feed, this.#clock.wallMs()));
      if (from < phase.nextFrame || phase.hasEnded) channel.send(lump(feed, from, phase.nextFrame, phase.hasEnded));
    }
    return () => this.#forget(listener);
  }

  /** The turn of one phase: everything that has come since its last turn, in one lump. */
  serve(index: number): void {
    const [feed, phase] = [this.#feed, this.#phases[index]];
    if (!feed || !phase || phase.hasEnded) return;
    const until = Math.min(feed.endFrame, Math.floor(feed.frameAt(this.#clock.wallMs() + feed.delayMs + AHEAD_MS)));
    const isEnd = feed.isEnded && until === feed.endFrame;
    if (until <= phase.nextFrame && !isEnd) return;
    const from = phase.nextFrame;
    phase.nextFrame = Math.max(from, until);
    phase.hasEnded = isEnd;
    if (phase.listeners.size === 0) return;
    const bytes = lump(feed, from, phase.nextFrame, isEnd);
    for (const listener of phase.listeners) {
      if (listener.channel.bufferedBytes() <= BEHIND_BYTES) {
        listener.behindSinceMonoMs = null;
        listener.channel.send(bytes);
      } else this.#passOver(listener);
    }
  }

  /** Lets everybody go and waits for no feed any more. */
  dismiss(): void {
    this.#letGo();
    this.#feed = null;
    for (const listener of [...this.#listeners.values()]) this.#drop(listener);
  }

  #passOver(listener: Listener): void {
    const monoMs = this.#clock.monoMs();
    listener.behindSinceMonoMs ??= monoMs;
    if (monoMs - listener.behindSinceMonoMs >= STUCK_MS) this.#drop(listener);
  }

  #drop(listener: Listener): void {
    this.#forget(listener);
    listener.channel.close();
  }

  #forget(listener: Listener): void {
    listener.phase.listeners.delete(listener);
    if (this.#listeners.get(listener.endpointId) === listener) this.#listeners.delete(listener.endpointId);
  }
}

/** The first frame that a loudspeaker has not sounded yet. */
function firstToCome(feed: Feed, wallMs: number): number {
  return Math.min(feed.endFrame, Math.max(0, Math.floor(feed.frameAt(wallMs))));
}

function lump(feed: Feed, from: number, to: number, isEnd: boolean): Uint8Array {
  return lumpBytes({ firstFrame: from, soundsAt: feed.soundsAt(from), frames: feed.read(from, to), isEnd });
}
