import type { Broadcast } from '#broadcast';
import type { FmStation } from '#fm';
import type { Reason } from '#kernel';
import type { Airing } from './airings.ts';
import type { Sound } from './room-parts.ts';

/** More is not remembered of what was halted. */
const MOST_HALTED = 100;

/** The source from which one transmitter has its sound: our stream, the agent at its exciter, or nothing of ours. */
export class RoomSound {
  #sound: Sound | null;
  #planned: readonly Broadcast[] = [];
  /** What was to be silent, and why: an agent that was away has not heard it. The newest last. */
  readonly #halted = new Map<string, Reason>();

  constructor(sound: Sound | null) {
    this.#sound = sound;
  }

  /** True when the sound of the transmitter comes from here, and from nowhere else. */
  gives(audio: FmStation['audio']): boolean {
    return this.#sound !== null && (audio === 'mount' || audio === 'agent');
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
    this.#planned = broadcasts;
    this.#sound?.driver.plan(this.#sound.endpoint, broadcasts);
  }

  order(broadcast: Broadcast, soundAt: number, cutsInto: string | null): void {
    this.#halted.delete(broadcast.id);
    // An agent begins nothing that it does not know.
    if (!this.#planned.some((one) => one.id === broadcast.id)) this.plan([...this.#planned, broadcast]);
    this.#sound?.driver.order(broadcast, [this.#sound.endpoint.id], soundAt, cutsInto);
  }

  halt(broadcastId: string, reason: Reason): void {
    this.#halted.set(broadcastId, reason);
    for (const oldest of [...this.#halted.keys()].slice(0, -MOST_HALTED)) this.#halted.delete(oldest);
    this.#sound?.driver.halt(broadcastId, [this.#sound.endpoint.id], reason);
  }

  /**
   * An agent is back: it is told again what has to be silent. Answers what it should sound by now or soon, and never began:
   * that was ordered while it was away.
   */
  isBack(begun: ReadonlySet<string>, airings: readonly Airing[], now: number): readonly Airing[] {
    if (!this.#sound?.driver.playsAlone) return [];
    for (const [id, reason] of this.#halted) if (begun.has(id)) this.halt(id, reason);
    return airings.filter(({ broadcast: { id, notAfter }, cut }) => cut === null && !begun.has(id) && now <= notAfter);
  }

  conclude(broadcast: Broadcast): void {
    this.#sound?.driver.conclude(broadcast, [this.#sound.endpoint.id]);
  }

  hush(): void {
    this.#sound?.driver.hush([this.#sound.endpoint.id]);
  }
}
