import type { Clock } from '#kernel';
import type { SpeakerMessage } from '#link';
import type { Memory } from './memory.ts';

/** So many reports may be under way at once: after a week alone the station is told in slices. */
const WINDOW = 64;
const AGAIN_MS = 30_000;

/** Sends reports in order, those that are safely on disk, and again when no acknowledgement comes. */
export class Outbox {
  readonly #memory: Memory;
  readonly #clock: Clock;
  readonly #send: (message: SpeakerMessage) => void;
  /** Number → when it was sent, by the monotonic clock. */
  readonly #underWay = new Map<number, number>();

  constructor(memory: Memory, clock: Clock, send: (message: SpeakerMessage) => void) {
    this.#memory = memory;
    this.#clock = clock;
    this.#send = send;
  }

  /** Sends what may be sent now. */
  send(): void {
    const monoMs = this.#clock.monoMs();
    let room = WINDOW;
    for (const [seq, report] of this.#memory.known.outbox) {
      if (room === 0 || seq > this.#memory.toldSafely) return;
      room -= 1;
      const sentMonoMs = this.#underWay.get(seq);
      if (sentMonoMs !== undefined && monoMs - sentMonoMs < AGAIN_MS) continue;
      this.#underWay.set(seq, monoMs);
      this.#send({ type: 'report', seq, report });
    }
  }

  /** On a new connection: nothing that was sent before counts. */
  sendAgain(): void {
    this.#underWay.clear();
    this.send();
  }

  /** The station has the report of that number in its books. */
  acked(seq: number): void {
    this.#underWay.delete(seq);
    if (!this.#memory.known.outbox.has(seq)) return;
    void this.#memory.add({ is: 'acked', seq });
    this.send();
  }
}
