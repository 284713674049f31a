import {
  type Broadcast,
  type BroadcastState,
  broadcastMachine,
  type Delivery,
  isOpen,
  openBroadcasts,
  openHalts,
  writeBroadcastState,
  writeDelivery,
  writeHalt,
  writeOrdered,
} from '#broadcast';
import { listEndpoints } from '#endpoint';
import { MAX_TIMER_MS, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { type Accepted, acceptDrafts, type Draft } from './accept.ts';
import { endOf, finished, missed } from './endings.ts';
import type { Carrier, DecideAir, Homecoming, LastWord, Library, StopReason } from './ports.ts';
import { Seats } from './seats.ts';

/** Orders leave so long before the start, that every speaker has them in time. */
const LEAD_MS = 3000;
/** A start that is ordered at once still gets this long to travel, so that neighbours begin together. */
const TRAVEL_MS = 250;
const RETRY_MS = 1000;

interface OnDesk {
  broadcast: Broadcast;
  readonly open: Map<string, Delivery>;
  /** Deliveries that came home and are not on the disk yet. */
  unwritten: number;
}

/** Puts broadcasts on air: watches the seats, writes each order before it leaves, and settles what comes home. */
export class Playout {
  readonly #world: World;
  readonly #store: Store;
  readonly #carrier: Carrier;
  readonly #library: Library;
  readonly #lastWord: LastWord;
  readonly #seats: Seats;
  readonly #desk = new Map<string, OnDesk>();
  readonly #accepted: Accepted[] = [];
  readonly #halted = new Map<string, StopReason>();
  #taking: Promise<unknown> = Promise.resolve();
  #stopping = new AbortController();
  #nap = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: {
    world: World;
    store: Store;
    carrier: Carrier;
    library: Library;
    lastWord: LastWord;
    decideAir: DecideAir;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#carrier = parts.carrier;
    this.#library = parts.library;
    this.#lastWord = parts.lastWord;
    this.#seats = new Seats(parts.decideAir, LEAD_MS, TRAVEL_MS);
  }

  /** Takes up everything that had not ended when the station last stopped, then watches the seats. */
  async start(): Promise<void> {
    this.#stopping = new AbortController();
    const { broadcasts, deliveries } = await openBroadcasts(this.#store.db);
    const byBroadcast = Map.groupBy(deliveries, (delivery) => delivery.broadcastId);
    await this.#adopt(broadcasts.map((one) => ({ broadcast: one, deliveries: byBroadcast.get(one.id) ?? [] })));
    this.#loop = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nap.abort();
    await this.#loop;
  }

  /**
   * Accepts drafts inside the caller's transaction; call `wake` after the commit. A refusal is a value.
   * Nothing of a transaction that is rolled back is ever put on air.
   */
  async accept(tx: Executor, drafts: readonly Draft[]): ReturnType<typeof acceptDrafts> {
    const verdicts = await acceptDrafts(tx, this.#world, this.#library, drafts);
    for (const verdict of verdicts) if ('broadcast' in verdict) this.#accepted.push(verdict);
    return verdicts;
  }

  /** Settles drafts that came too late to be played: accepted and expired in one transaction. */
  async acceptMissed(tx: Executor, drafts: readonly Draft[]): ReturnType<typeof acceptDrafts> {
    const now = this.#world.clock.wallMs();
    const verdicts = await acceptDrafts(tx, this.#world, this.#library, drafts);
    for (const verdict of verdicts) {
      if (!('broadcast' in verdict)) continue;
      const expired = verdict.deliveries.map(missed);
      for (const delivery of expired) await writeDelivery(tx, delivery, now);
      await writeBroadcastState(tx, [verdict.broadcast.id], 'expired', now);
      await this.#lastWord.append(tx, verdict.broadcast, expired);
    }
    return verdicts;
  }

  /** Something changed: look at the seats now. */
  wake(): void {
    this.#nap.abort();
  }

  /**
   * Silences a broadcast on all its endpoints, written before anybody is told. Endpoints that were never told of it
   * are done at once; the others say how far they came. Returns false when it is over already.
   */
  async halt(broadcastId: string, reason: StopReason): Promise<boolean> {
    await this.#takeChanges();
    if (!this.#desk.has(broadcastId)) return false;
    await this.#store
      .transact((tx) => writeHalt(tx, [broadcastId], reason))
      // Silence goes before the book: "stop" works on a full disk too.
      .catch((error: unknown) => this.#world.logger.error('halt not written', { broadcastId, error: String(error) }));
    this.#silence(broadcastId, reason);
    return true;
  }

  /**
   * Cancels, in the caller's transaction, those that no endpoint has been ordered to begin; answers which. Call `wake`
   * after the commit.
   */
  async cancelPlanned(tx: Executor, broadcastIds: readonly string[], reason: StopReason): Promise<Set<string>> {
    const isPlanned = (id: string) => {
      const onDesk = this.#desk.get(id);
      return onDesk ? onDesk.broadcast.state === 'planned' : this.#accepted.some((one) => one.broadcast.id === id);
    };
    const cancelled = new Set(broadcastIds.filter(isPlanned));
    await writeHalt(tx, [...cancelled], reason);
    for (const id of cancelled) this.#halted.set(id, reason);
    return cancelled;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#nap = new AbortController();
      try {
        await this.#takeChanges();
        await this.#look();
      } catch (error) {
        // A database that is busy or sick for a moment must not end the watch over the air.
        this.#world.logger.error('the desk looks again in a moment', { error: String(error) });
        await this.#world.clock.sleep(RETRY_MS, signal);
        continue;
      }
      const leftMs = this.#seats.nextLookAt() - this.#world.clock.wallMs();
      if (signal.aborted) return;
      if (leftMs > 0) {
        await this.#world.clock.sleep(Math.min(leftMs, MAX_TIMER_MS), AbortSignal.any([signal, this.#nap.signal]));
      }
    }
  }

  /** Takes over what others accepted and cancelled. Returns when all that they committed before is on the desk. */
  #takeChanges(): Promise<void> {
    const taken = this.#taking.then(() => this.#takeNow());
    this.#taking = taken.catch(() => undefined);
    return taken;
  }

  async #takeNow(): Promise<void> {
    if (this.#accepted.length === 0 && this.#halted.size === 0) return;
    // They stay in sight until they are on the desk: somebody may cancel them in between.
    const accepted = [...this.#accepted];
    const halted = [...this.#halted];
    const open = await openHalts(this.#store.db, [
      ...accepted.map((one) => one.broadcast.id),
      ...halted.map(([id]) => id),
    ]);
    await this.#adopt(accepted.filter((one) => open.has(one.broadcast.id)));
    this.#accepted.splice(0, accepted.length);
    for (const [id, reason] of halted) {
      this.#halted.delete(id);
      if (open.get(id)) this.#silence(id, reason);
    }
  }

  #silence(broadcastId: string, reason: StopReason): void {
    const onDesk = this.#desk.get(broadcastId);
    if (!onDesk) return;
    onDesk.broadcast = { ...onDesk.broadcast, state: 'cancelled', haltReason: reason };
    const endpointIds = [...onDesk.open.keys()];
    for (const endpointId of endpointIds) this.#seats.withdraw(endpointId, broadcastId);
    this.#carrier.halt(broadcastId, endpointIds, reason);
  }

  async #adopt(all: readonly Accepted[]): Promise<void> {
    if (all.length === 0) return;
    const endpoints = new Map((await listEndpoints(this.#store.db)).map((endpoint) => [endpoint.id, endpoint]));
    for (const { broadcast, deliveries } of all) {
      if (this.#desk.has(broadcast.id)) continue;
      const open = new Map<string, Delivery>();
      const onDesk: OnDesk = { broadcast, open, unwritten: 0 };
      this.#desk.set(broadcast.id, onDesk);
      for (const delivery of deliveries) {
        if (!isOpen(delivery.state)) continue;
        open.set(delivery.endpointId, delivery);
        this.#offer(broadcast, delivery);
        void this.#carrier
          .carry(broadcast, delivery, endpoints.get(delivery.endpointId) ?? null)
          .then((homecoming) => this.#settle(broadcast.id, delivery.endpointId, homecoming));
      }
      // The station went down between the last word on its deliveries and its own.
      if (open.size === 0) void this.#close(onDesk, deliveries.at(-1)?.state ?? 'failed');
      if (broadcast.haltReason !== null) this.#silence(broadcast.id, broadcast.haltReason as StopReason);
    }
  }

  #offer(broadcast: Broadcast, delivery: Delivery): void {
    const { id, level, plannedAt, acceptedAt, notAfter, runningOrder } = broadcast;
    if (delivery.startAt === null) {
      this.#seats.offer(delivery.endpointId, { id, level, plannedAt, acceptedAt, notAfter });
    } else {
      this.#seats.occupy(delivery.endpointId, { id, level, endsAt: delivery.startAt + runningOrder.durationMs });
    }
  }

  /** Decides every due seat, writes the orders, and only then lets them leave. */
  async #look(): Promise<void> {
    const now = this.#world.clock.wallMs();
    const decisions = this.#seats.decide(now, (id) => this.#desk.get(id)?.broadcast.runningOrder.durationMs ?? 0);
    if (decisions.length === 0) return;
    const orders: Array<{ deliveryId: string; broadcastId: string; endpointId: string; startAt: number }> = [];
    for (const { endpointId, start } of decisions) {
      const delivery = start && this.#desk.get(start.id)?.open.get(endpointId);
      if (!start || !delivery) continue;
      orders.push({ deliveryId: delivery.id, broadcastId: start.id, endpointId, startAt: start.startAt });
    }
    const onAir = [...new Set(orders.map((order) => order.broadcastId))].filter(
      (id) => this.#desk.get(id)?.broadcast.state === 'planned',
    );
    try {
      await this.#store.transact(async (tx) => {
        await writeOrdered(tx, orders, now);
        await writeBroadcastState(tx, onAir, broadcastMachine.apply('planned', 'order'), null);
      });
    } catch (error) {
      // The air goes before the book: a full disk must not silence the village. The last word is retried until it fits.
      this.#world.logger.error('orders left unwritten', { orders: orders.length, error: String(error) });
    }
    for (const id of onAir) this.#become(id, 'on_air');
    for (const { endpointId, preempted, expired, wasTaken } of decisions) {
      if (preempted !== null) this.#carrier.halt(preempted, [endpointId], 'pre_empted');
      for (const id of expired) this.#carrier.halt(id, [endpointId], wasTaken ? 'seat_taken' : 'missed_window');
    }
    const together = Map.groupBy(orders, (order) => `${order.broadcastId} ${order.startAt}`);
    for (const same of together.values()) {
      const [first] = same;
      if (first)
        this.#carrier.order(
          first.broadcastId,
          same.map((order) => order.endpointId),
          first.startAt,
        );
    }
  }

  /** Writes until the disk takes it; false when the station stops first (the next start takes it up again). */
  async #untilWritten(write: (tx: Executor) => Promise<unknown>): Promise<boolean> {
    for (;;) {
      try {
        await this.#store.transact(write);
        return true;
      } catch (error) {
        this.#world.logger.error('last word not written yet', { error: String(error) });
        if (!(await this.#world.clock.sleep(RETRY_MS, this.#stopping.signal))) return false;
      }
    }
  }

  #become(broadcastId: string, state: BroadcastState): void {
    const onDesk = this.#desk.get(broadcastId);
    if (onDesk) onDesk.broadcast = { ...onDesk.broadcast, state };
  }

  /** Writes the last word on one delivery and frees the seat; the last delivery of a broadcast ends it. */
  async #settle(broadcastId: string, endpointId: string, { outcome, acknowledge }: Homecoming): Promise<void> {
    const onDesk = this.#desk.get(broadcastId);
    const delivery = onDesk?.open.get(endpointId);
    if (!onDesk || !delivery) return acknowledge();
    onDesk.open.delete(endpointId);
    onDesk.unwritten += 1;
    const now = this.#world.clock.wallMs();
    const final = finished(delivery, outcome);
    const isWritten = await this.#untilWritten((tx) =>
      writeDelivery(tx, final, now).then(() => this.#lastWord.append(tx, onDesk.broadcast, [final])),
    );
    if (!isWritten) return;
    onDesk.unwritten -= 1;
    this.#seats.leave(endpointId, broadcastId);
    acknowledge();
    this.wake();
    // A full disk may have taken the last words in any order: only when all of them stand is the broadcast over.
    if (onDesk.open.size === 0 && onDesk.unwritten === 0) await this.#close(onDesk, outcome.state);
  }

  async #close(onDesk: OnDesk, last: Delivery['state']): Promise<void> {
    const { id } = onDesk.broadcast;
    const now = this.#world.clock.wallMs();
    const isWritten = await this.#untilWritten((tx) =>
      writeBroadcastState(tx, [id], endOf(onDesk.broadcast, last), now),
    );
    if (isWritten) this.#desk.delete(id);
  }
}
