import type { Broadcast } from '#broadcast';
import type { Reason } from '#kernel';
import type { Sound } from './room-parts.ts';

/** The source from which one transmitter has its sound: our stream, the agent at its exciter, or nothing of ours. */
export class RoomSound {
  #sound: Sound | null;

  constructor(sound: Sound | null) {
    this.#sound = sound;
  }

  get isThere(): boolean {
    return this.#sound !== null;
  }

  /** True when it is another source than this one. */
  isOther(sound: Sound | null): boolean {
    return sound?.driver !== this.#sound?.driver || sound?.endpoint.id !== this.#sound?.endpoint.id;
  }

  /** Takes another source. What sounds on the one before has to be halted first; here it forgets what it was to play. */
  become(sound: Sound | null): void {
    if (this.isOther(sound)) this.plan([]);
    this.#sound = sound;
  }

  isReachable(): boolean {
    return this.#sound?.driver.isReachable(this.#sound.endpoint.id) ?? false;
  }

  plan(broadcasts: readonly Broadcast[]): void {
    this.#sound?.driver.plan(this.#sound.endpoint, broadcasts);
  }

  order(broadcast: Broadcast, soundAt: number, cutsInto: string | null): void {
    this.#sound?.driver.order(broadcast, [this.#sound.endpoint.id], soundAt, cutsInto);
  }

  halt(broadcastId: string, reason: Reason): void {
    this.#sound?.driver.halt(broadcastId, [this.#sound.endpoint.id], reason);
  }

  conclude(broadcast: Broadcast): void {
    this.#sound?.driver.conclude(broadcast, [this.#sound.endpoint.id]);
  }

  hush(): void {
    this.#sound?.driver.hush([this.#sound.endpoint.id]);
  }
}
