import type { Broadcast, Delivery } from '#broadcast';
import type { Endpoint } from '#endpoint';
import { finalStateOf } from '#kernel';
import type { Carrier, Homecoming, MayHear, StopReason } from './ports.ts';

interface Waiting {
  readonly broadcast: Broadcast;
  readonly delivery: Delivery;
  readonly endpoint: Endpoint | null;
  comeHome(homecoming: Homecoming): void;
}

/**
 * The door between the desk and whoever carries sound: what may not be heard waits here, so that it never lies in the plan
 * of a speaker. It goes on when it may, and is told off like everything else when its time is over.
 */
export class ClearedCarrier implements Carrier {
  readonly #carrier: Carrier;
  readonly #mayHear: MayHear;
  /** endpoint → broadcast */
  readonly #waiting = new Map<string, Map<string, Waiting>>();

  constructor(carrier: Carrier, mayHear: MayHear) {
    this.#carrier = carrier;
    this.#mayHear = mayHear;
  }

  playsAlone(endpoint: Endpoint): boolean {
    return this.#carrier.playsAlone(endpoint);
  }

  carry(broadcast: Broadcast, delivery: Delivery, endpoint: Endpoint | null): Promise<Homecoming> {
    const { endpointId, startAt, reason } = delivery;
    // What was ordered or silenced in an earlier life has to say how it ended.
    const isOld = startAt !== null || reason !== null || broadcast.haltReason !== null;
    if (isOld || this.#mayHear(endpointId, broadcast)) return this.#carrier.carry(broadcast, delivery, endpoint);
    return new Promise((comeHome) => {
      const here = this.#waiting.get(endpointId) ?? new Map<string, Waiting>();
      this.#waiting.set(endpointId, here);
      here.set(broadcast.id, { broadcast, delivery, endpoint, comeHome });
    });
  }

  order(broadcastId: string, endpointIds: readonly string[], startAt: number, cutsInto: string | null): void {
    this.#carrier.order(broadcastId, endpointIds, startAt, cutsInto);
  }

  halt(broadcastId: string, endpointIds: readonly string[], reason: StopReason): void {
    const carried = endpointIds.filter((id) => !this.isWaiting(broadcastId, id));
    for (const id of endpointIds) this.#bringHome(broadcastId, id, reason);
    if (carried.length > 0) this.#carrier.halt(broadcastId, carried, reason);
  }

  hasBegun(broadcastId: string, endpointId: string): boolean {
    return this.#carrier.hasBegun(broadcastId, endpointId);
  }

  conclude(broadcast: Broadcast): void {
    this.#carrier.conclude(broadcast);
  }

  hush(endpointIds: readonly string[]): void {
    this.#carrier.hush(endpointIds);
  }

  /** True while nobody out there has ever heard of it. */
  isWaiting(broadcastId: string, endpointId: string): boolean {
    return this.#waiting.get(endpointId)?.has(broadcastId) ?? false;
  }

  /** What may be heard now goes out. */
  look(): void {
    for (const [endpointId, here] of this.#waiting) {
      for (const [id, { broadcast, delivery, endpoint, comeHome }] of here) {
        if (!this.#mayHear(endpointId, broadcast)) continue;
        here.delete(id);
        void this.#carrier.carry(broadcast, delivery, endpoint).then(comeHome);
      }
    }
  }

  #bringHome(broadcastId: string, endpointId: string, reason: StopReason): void {
    const here = this.#waiting.get(endpointId);
    const one = here?.get(broadcastId);
    if (!here || !one) return;
    here.delete(broadcastId);
    if (here.size === 0) this.#waiting.delete(endpointId);
    const silence = { startedAt: null, endedAt: null, renderedMs: 0 };
    const outcome = { state: finalStateOf(reason, 0), reason, evidence: one.delivery.evidence, ...silence };
    one.comeHome({ outcome, acknowledge: () => undefined });
  }
}
