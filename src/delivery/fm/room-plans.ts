import type { Broadcast } from '#broadcast';
import type { Airing } from './airings.ts';
import type { Upcoming } from './manifest/manifest.ts';

/** What each group of receivers of one transmitter will have to hear. */
export class RoomPlans {
  readonly #plans = new Map<string, readonly Broadcast[]>();

  put(endpointId: string, broadcasts: readonly Broadcast[]): void {
    if (broadcasts.length === 0) this.#plans.delete(endpointId);
    else this.#plans.set(endpointId, broadcasts);
  }

  /** Each broadcast once. */
  all(): Broadcast[] {
    return [...new Map([...this.#plans.values()].flat().map((one) => [one.id, one])).values()];
  }

  /** Each broadcast with all who are to hear it, and when: what was ordered already as it was ordered. */
  upcoming(airings: readonly Airing[]): Upcoming[] {
    const upcoming = new Map<string, Upcoming>();
    for (const [endpointId, broadcasts] of this.#plans) {
      for (const broadcast of broadcasts) {
        const startAt = airings.find((one) => one.broadcast.id === broadcast.id)?.soundAt ?? broadcast.plannedAt;
        const endpointIds = [...(upcoming.get(broadcast.id)?.endpointIds ?? []), endpointId];
        upcoming.set(broadcast.id, { broadcast, startAt, endpointIds });
      }
    }
    return [...upcoming.values()];
  }
}
