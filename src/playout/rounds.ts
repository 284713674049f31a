import {
  asDelivered,
  type Broadcast,
  type BroadcastState,
  broadcastMachine,
  type Delivery,
  loadBetween,
  writeBroadcastState,
  writeOrdered,
} from '#broadcast';
import { listEndpoints } from '#endpoint';
import type { World } from '#kernel';
import type { Store } from '#store';
import { goingOn, isCourseOfAir, reasonOf, sitting } from './claims.ts';
import { DayLedger } from './day-ledger.ts';
import type { Carrier, Gatekeeper, NoteDecisions, Outcome } from './ports.ts';
import type { SeatDecision, Seats, Sitting } from './seats.ts';

/** A broadcast that has not ended, and those of its deliveries that have not. */
export interface OnDesk {
  broadcast: Broadcast;
  readonly open: Map<string, Delivery>;
  /** Deliveries that came home and are not on the disk yet. */
  unwritten: number;
  /** Until when what it says is true; null: for ever, or as long as it was given. */
  readonly validTo: number | null;
}

interface Order {
  readonly deliveryId: string;
  readonly broadcastId: string;
  readonly endpointId: string;
  readonly startAt: number;
  readonly cutsInto: string | null;
}

/** The rounds that the desk makes over the seats: decide, write down, and only then tell. */
export class Rounds {
  readonly #world: World;
  readonly #store: Store;
  readonly #carrier: Carrier;
  readonly #gate: Gatekeeper;
  readonly #note: NoteDecisions;
  readonly #seats: Seats;
  readonly #desk: ReadonlyMap<string, OnDesk>;
  readonly #ledger = new DayLedger();

  constructor(parts: {
    world: World;
    store: Store;
    carrier: Carrier;
    gate: Gatekeeper;
    note: NoteDecisions;
    seats: Seats;
    desk: ReadonlyMap<string, OnDesk>;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#carrier = parts.carrier;
    this.#gate = parts.gate;
    this.#note = parts.note;
    this.#seats = parts.seats;
    this.#desk = parts.desk;
  }

  /** Decides every due seat, writes the orders, and only then lets them leave. */
  async look(): Promise<void> {
    const now = this.#world.clock.wallMs();
    const decided = this.#seats.decide(
      now,
      (id, endpointId) => this.#sitting(id, endpointId),
      (endpointId, id, startAt, leftMs) => this.#ask(endpointId, id, startAt, leftMs),
    );
    const decisions = decided.map((one) => ({ ...one, expired: one.expired.map((over) => this.#whyOver(over)) }));
    if (decisions.length === 0) return;
    const orders: Order[] = [];
    for (const { endpointId, start, isReturn, preempted } of decisions) {
      const delivery = start && this.#desk.get(start.id)?.open.get(endpointId);
      // What comes back after it lost the air does so by itself.
      if (!start || !delivery || isReturn) continue;
      const { id: broadcastId, startAt } = start;
      this.#ledger.note(endpointId, this.#spanOf(broadcastId, endpointId, startAt));
      this.#desk.get(broadcastId)?.open.set(endpointId, { ...delivery, startAt });
      orders.push({ deliveryId: delivery.id, broadcastId, endpointId, startAt, cutsInto: preempted });
    }
    const onAir = [...new Set(orders.map((order) => order.broadcastId))].filter(
      (id) => this.#desk.get(id)?.broadcast.state === 'planned',
    );
    try {
      if (orders.length > 0) {
        await this.#store.transact(async (tx) => {
          await writeOrdered(tx, orders, now);
          await writeBroadcastState(tx, onAir, broadcastMachine.apply('planned', 'order'), null);
        });
      }
    } catch (error) {
      // The air goes before the book: a full disk must not silence the village. The last word is retried until it fits.
      this.#world.logger.error('orders left unwritten', { orders: orders.length, error: String(error) });
    }
    for (const id of onAir) this.#become(id, 'on_air');
    this.#tellCarrier(decisions, orders);
    this.#note(
      decisions.map((one) => ({ ...one, at: now })),
      this.#known(decisions),
    );
  }

  /** One that waited until it was no longer true is held back for that, whoever had the air meanwhile. */
  #whyOver(over: SeatDecision['expired'][number]): SeatDecision['expired'][number] {
    const onDesk = this.#desk.get(over.id);
    const isCutShort = onDesk?.validTo != null && onDesk.validTo <= onDesk.broadcast.notAfter;
    return isCutShort && isCourseOfAir(over.hindrance) ? { ...over, hindrance: 'not_valid' } : over;
  }

  #tellCarrier(decisions: readonly SeatDecision[], orders: readonly Order[]): void {
    for (const { endpointId, expired } of decisions) {
      for (const { id, hindrance } of expired) this.#carrier.halt(id, [endpointId], reasonOf(hindrance));
    }
    const together = Map.groupBy(orders, (order) => `${order.broadcastId} ${order.startAt} ${order.cutsInto}`);
    for (const same of together.values()) {
      const [first] = same;
      if (!first) continue;
      const { broadcastId, startAt, cutsInto } = first;
      const endpointIds = same.map((order) => order.endpointId);
      this.#carrier.order(broadcastId, endpointIds, startAt, cutsInto);
    }
  }

  #sitting(broadcastId: string, endpointId: string): Sitting {
    const onDesk = this.#desk.get(broadcastId);
    if (!onDesk) throw new Error(`${broadcastId} sits but does not lie on the desk`);
    return sitting(onDesk.broadcast, onDesk.open.get(endpointId) ?? null);
  }

  #ask(endpointId: string, broadcastId: string, startAt: number, leftMs: number | null) {
    const onDesk = this.#desk.get(broadcastId);
    const delivery = onDesk?.open.get(endpointId);
    if (!onDesk || !delivery) return { ok: true } as const;
    const load = this.#ledger.load(endpointId).filter((span) => span.broadcastId !== broadcastId);
    const broadcast = asDelivered(onDesk.broadcast, delivery);
    if (leftMs !== null) return this.#gate.ask(endpointId, goingOn(broadcast, leftMs), startAt, []);
    return this.#gate.ask(endpointId, broadcast, startAt, load);
  }

  /** It is over on an endpoint: what was heard of it counts for the day, not what was planned. */
  over(endpointId: string, broadcastId: string, { renderedMs, startedAt, endedAt }: Outcome): void {
    const heard = renderedMs > 0 && endedAt !== null ? { from: startedAt, to: endedAt } : null;
    this.#ledger.settle(endpointId, broadcastId, heard);
  }

  /** It has another length than when it was ordered. */
  measureAgain(broadcastId: string): void {
    for (const [endpointId, { startAt }] of this.#desk.get(broadcastId)?.open ?? []) {
      if (startAt !== null) this.#ledger.note(endpointId, this.#spanOf(broadcastId, endpointId, startAt));
    }
  }

  #spanOf(broadcastId: string, endpointId: string, startAt: number) {
    const { durationMs } = this.#sitting(broadcastId, endpointId);
    const broadcast = this.#desk.get(broadcastId)?.broadcast;
    const bulletinId = broadcast?.bulletinId ?? null;
    const endAt = Math.min(startAt + durationMs, broadcast?.endBy ?? Number.POSITIVE_INFINITY);
    return { broadcastId, startAt, endAt, bulletinId, level: broadcast?.level ?? 'scheduled' };
  }

  /** After a restart the day goes on where it was: what sounded already counts. */
  async recallDay(): Promise<void> {
    const now = this.#world.clock.wallMs();
    const ids = (await listEndpoints(this.#store.db)).map((endpoint) => endpoint.id);
    for (const [endpointId, spans] of await loadBetween(this.#store.db, ids, now - DayLedger.KEPT_MS, now)) {
      for (const span of spans) this.#ledger.note(endpointId, span);
    }
  }

  #known(decisions: readonly SeatDecision[]): Map<string, Broadcast> {
    const known = new Map<string, Broadcast>();
    for (const { onAir, start, expired, hindered } of decisions) {
      for (const id of [onAir, start?.id, ...expired.map((one) => one.id), ...hindered.keys()]) {
        const broadcast = id ? this.#desk.get(id)?.broadcast : undefined;
        if (broadcast) known.set(broadcast.id, broadcast);
      }
    }
    return known;
  }

  #become(broadcastId: string, state: BroadcastState): void {
    const onDesk = this.#desk.get(broadcastId);
    if (onDesk) onDesk.broadcast = { ...onDesk.broadcast, state };
  }
}
