import type { PlanEntry } from '#link';
import type { Memory } from './memory.ts';
import { Nudge } from './nudge.ts';
import { type ReceiverParts, StreamReceiver } from './stream-receiver.ts';
import type { LiveSound, LiveSounds } from './track.ts';

/** So long before its time a stream is listened to. */
const AHEAD_MS = 5_000;
const LOOK_MS = 1_000;
const IDLE_MS = 30_000;

/** The streams that this speaker listens to: what sounds, and what is due soon. One line for each, however many ask. */
export class StreamBook implements LiveSounds {
  readonly #parts: ReceiverParts;
  readonly #memory: Memory;
  readonly #nudge: Nudge;
  readonly #receivers = new Map<string, StreamReceiver>();
  /** How many plays read from a stream now. */
  readonly #readers = new Map<string, number>();

  constructor(parts: ReceiverParts & { readonly memory: Memory }) {
    this.#parts = parts;
    this.#memory = parts.memory;
    this.#nudge = new Nudge(parts.world.clock);
  }

  /** Something changed: the plan, a start, the link. */
  look(): void {
    this.#settle();
    for (const receiver of this.#receivers.values()) receiver.look();
    this.#nudge.nudge();
  }

  /** Listens to what is due until `signal`. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const hasStreams = this.#settle();
      await this.#nudge.wait(hasStreams ? LOOK_MS : IDLE_MS, signal);
    }
    for (const receiver of this.#receivers.values()) receiver.close();
    this.#receivers.clear();
  }

  open(streamId: string): LiveSound {
    const receiver = this.#receiver(streamId);
    this.#readers.set(streamId, (this.#readers.get(streamId) ?? 0) + 1);
    let isOpen = true;
    return {
      readySamples: (soundsMonoMs) => receiver.readySamples(soundsMonoMs),
      read: (soundsMonoMs, into) => receiver.read(soundsMonoMs, into),
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        const left = (this.#readers.get(streamId) ?? 1) - 1;
        if (left > 0) this.#readers.set(streamId, left);
        else this.#readers.delete(streamId);
        this.#nudge.nudge();
      },
    };
  }

  /** Opens and closes what has to be; true when anything with a stream is planned. */
  #settle(): boolean {
    const now = this.#parts.time.nowMs();
    const wanted = new Set(this.#readers.keys());
    let hasStreams = wanted.size > 0;
    for (const { entry, fromAt, untilAt } of this.#due()) {
      for (const item of entry.items) {
        if (item.kind !== 'stream') continue;
        hasStreams = true;
        if (now !== null && now >= fromAt - AHEAD_MS && now <= untilAt) wanted.add(item.streamId);
      }
    }
    for (const [streamId, receiver] of this.#receivers) {
      if (wanted.has(streamId)) continue;
      receiver.close();
      this.#receivers.delete(streamId);
    }
    for (const streamId of wanted) this.#receiver(streamId);
    return hasStreams || this.#receivers.size > 0;
  }

  /** What may still sound, and from when to when it may want its streams. */
  *#due(): Generator<{ entry: PlanEntry; fromAt: number; untilAt: number }> {
    const { plan, begun, starts, stops } = this.#memory.known;
    for (const [id, entry] of plan) {
      if (begun.has(id) || stops.has(id)) continue;
      yield { entry, fromAt: starts.get(id) ?? entry.plannedAt, untilAt: entry.notAfter };
    }
    for (const [id, { entry, startAt, endedAt }] of begun) {
      if (!entry || endedAt !== null || stops.has(id)) continue;
      yield { entry, fromAt: startAt, untilAt: startAt + entry.durationMs };
    }
  }

  #receiver(streamId: string): StreamReceiver {
    const receiver = this.#receivers.get(streamId) ?? new StreamReceiver(this.#parts, streamId);
    this.#receivers.set(streamId, receiver);
    return receiver;
  }
}
