import { type Delivery, findBroadcast, insertBroadcasts } from '#broadcast';
import { type Endpoint, findEndpoints } from '#endpoint';
import type { Reason, World } from '#kernel';
import type { Executor, Store } from '#store';
import { newDelivery } from './accept.ts';
import type { Airs } from './airs.ts';
import type { OnDesk, Rounds } from './rounds.ts';

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly rounds: Rounds;
  readonly airs: Airs;
  readonly desk: ReadonlyMap<string, OnDesk>;
  takeChanges(): Promise<void>;
  take(onDesk: OnDesk, delivery: Delivery, endpoint: Endpoint | null): void;
  silence(broadcastId: string, reason: Reason): void;
  wake(): void;
}

/** Endpoints that are added to a broadcast which is planned or on air, in place of others that cannot be reached. */
export class StandIns {
  readonly #parts: Parts;
  /** On the disk, and not on the desk yet. */
  readonly #written: Delivery[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** False when a rule of the house, or what was heard there on that day, keeps it silent: nobody stands in for that. */
  mayStart(endpointId: string, broadcastId: string, at: number): boolean {
    return this.#parts.rounds.mayStart(endpointId, broadcastId, at);
  }

  /**
   * Adds them in the caller's transaction; call `joined` after the commit with what this answers. Endpoints that have the
   * broadcast already are left out, and all of them when it is over or is to be silent.
   */
  async add(tx: Executor, broadcastId: string, endpointIds: readonly string[]): Promise<Delivery[]> {
    const found = await findBroadcast(tx, broadcastId);
    if (!found || found.broadcast.endedAt !== null || found.broadcast.haltReason !== null) return [];
    const has = new Set(found.deliveries.map((one) => one.endpointId));
    const added = endpointIds
      .filter((id) => !has.has(id))
      .map((id) => ({ ...newDelivery(this.#parts.world, broadcastId, id, ''), isStandIn: true }));
    await insertBroadcasts(tx, [], added, this.#parts.world.clock.wallMs());
    return added;
  }

  /** They are on the disk: they want the air, or join what their transmitter has on air already. */
  async joined(added: readonly Delivery[]): Promise<void> {
    this.#written.push(...added);
    this.#parts.wake();
    await this.#parts.takeChanges();
  }

  /** Puts them on the desk. Whoever cannot be read now is taken the next time: on the disk he is open already. */
  async take(): Promise<void> {
    const { store, rounds, airs, desk } = this.#parts;
    if (this.#written.length === 0) return;
    const endpoints = await findEndpoints(
      store.db,
      this.#written.map((one) => one.endpointId),
    );
    airs.learn(endpoints.values());
    for (const delivery of this.#written.splice(0)) {
      const onDesk = desk.get(delivery.broadcastId);
      if (!onDesk || onDesk.open.has(delivery.endpointId)) continue;
      this.#parts.take(onDesk, delivery, endpoints.get(delivery.endpointId) ?? null);
      const { id, haltReason } = onDesk.broadcast;
      if (haltReason !== null) this.#parts.silence(id, haltReason);
      else await rounds.joinAir(delivery);
    }
  }
}
