import type { Broadcast } from '#broadcast';
import { mayBegin } from '../http/ending.ts';
import type { Airing } from './airings.ts';
import type { Upcoming } from './manifest/manifest.ts';
import type { RoomParts } from './room-parts.ts';

/** What each group of receivers of one transmitter will have to hear. */
export class RoomPlans {
  readonly #gateOf: RoomParts['gateOf'];
  readonly #plans = new Map<string, readonly Broadcast[]>();

  constructor(gateOf: RoomParts['gateOf']) {
    this.#gateOf = gateOf;
  }

  put(endpointId: string, broadcasts: readonly Broadcast[]): void {
    if (broadcasts.length === 0) this.#plans.delete(endpointId);
    else this.#plans.set(endpointId, broadcasts);
  }

  /** Each broadcast once. */
  all(): Broadcast[] {
    return [...new Map([...this.#plans.values()].flat().map((one) => [one.id, one])).values()];
  }

  /**
   * Each broadcast with all who are to hear it, and when: what was ordered already as it was ordered, else only what the
   * houses let begin, since computers and agents begin by themselves what they are told of. `together`: those who hear whatever is carried;
   * null: each opens alone.
   */
  upcoming(airings: readonly Airing[], together: readonly string[] | null): Upcoming[] {
    const upcoming = new Map<string, Upcoming>();
    for (const [endpointId, broadcasts] of this.#plans) {
      for (const broadcast of broadcasts) {
        const airing = airings.find((one) => one.broadcast.id === broadcast.id);
        const startAt = airing?.soundAt ?? broadcast.plannedAt;
        const isOpen = (id: string) => mayBegin(this.#gateOf(id), broadcast, startAt);
        if (!airing && !(together ?? [endpointId]).every(isOpen)) continue;
        const endpointIds = [...(upcoming.get(broadcast.id)?.endpointIds ?? []), endpointId];
        upcoming.set(broadcast.id, { broadcast, startAt, endpointIds });
      }
    }
    return [...upcoming.values()];
  }
}
