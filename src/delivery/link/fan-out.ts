import type { FeedBook } from '#feed';
import type { World } from '#kernel';
import { type LumpChannel, OutgoingStream } from './outgoing-stream.ts';

interface Parts {
  readonly world: World;
  readonly feeds: FeedBook;
  /** How much sound goes into one lump. */
  readonly lumpMs: number;
  /** Listeners are served in so many turns, spread over the time of one lump. */
  readonly phases: number;
}

/**
 * Carries feeds to the speakers that listen. Each lump is made once for a tenth of the listeners and the same bytes go to
 * all of them, one tenth after the other, so that a core never meets ten thousand sockets at once.
 */
export class FanOut {
  readonly #parts: Parts;
  readonly #streams = new Map<string, OutgoingStream>();
  readonly #turnMs: number;
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#turnMs = parts.lumpMs / parts.phases;
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    this.#loop = this.#run(this.#stopping.signal);
  }

  /** Lets every listener go. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#loop;
    for (const stream of this.#streams.values()) stream.dismiss();
    this.#streams.clear();
  }

  /** How many listen to a stream now. */
  listeners(streamId: string): number {
    return this.#streams.get(streamId)?.listeners ?? 0;
  }

  /**
   * An endpoint begins to listen, before the feed is there or after; an older line of the same endpoint is let go. What
   * still lies in the future of its loudspeaker goes out at once.
   */
  accept(streamId: string, endpointId: string, channel: LumpChannel): { closed(): void } {
    let stream = this.#streams.get(streamId);
    if (!stream) {
      const { world, feeds, phases } = this.#parts;
      stream = new OutgoingStream({ clock: world.clock, phases });
      this.#streams.set(streamId, stream);
      stream.open((take) => feeds.await(streamId, take));
    }
    const own = stream;
    const leave = own.join(endpointId, channel);
    this.#wake();
    return {
      closed: () => {
        leave();
        if (own.listeners > 0 || this.#streams.get(streamId) !== own) return;
        own.dismiss();
        this.#streams.delete(streamId);
      },
    };
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.world;
    let turn = Math.floor(clock.monoMs() / this.#turnMs);
    while (!signal.aborted) {
      if (this.#streams.size === 0) {
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
        turn = Math.floor(clock.monoMs() / this.#turnMs);
        continue;
      }
      const now = Math.floor(clock.monoMs() / this.#turnMs);
      // After a pause each phase has one turn, however many it missed.
      turn = Math.max(turn, now - this.#parts.phases);
      while (turn < now) {
        turn += 1;
        for (const stream of this.#streams.values()) stream.serve(turn % this.#parts.phases);
      }
      await clock.sleep(Math.max(1, (turn + 1) * this.#turnMs - clock.monoMs()), signal);
    }
  }
}
