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
import type { Reason, World } from '#kernel';
import type { Store } from '#store';
import type { Airs } from './airs.ts';
import { goingOn, isCourseOfAir, reasonOf, sitting } from './claims.ts';
import { DayLedger } from './day-ledger.ts';
import type { Carrier, Gatekeeper, GateWord, NoteDecisions, Outcome } from './ports.ts';
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

/** Receivers that do not hear what their transmitter begins, and why. */
interface LeftOut {
  readonly id: string;
  readonly endpointId: string;
  readonly hindrance: Reason;
}

/** A decision about an air as it is for one endpoint there. */
function asOf(endpointId: string, decision: SeatDecision, leftOut: readonly LeftOut[]): SeatDecision {
  const own = leftOut.filter((one) => one.endpointId === endpointId && one.id === decision.start?.id);
  return own.length === 0 ? decision : { ...decision, start: null, expired: [...decision.expired, ...own] };
}

function againAt(word: Extract<GateWord, { ok: false }>): number {
  return word.askAgainAt ?? Number.POSITIVE_INFINITY;
}

/** The rounds that the desk makes over the seats: decide, write down, and only then tell. */
export class Rounds {
  readonly #world: World;
  readonly #store: Store;
  readonly #carrier: Carrier;
  readonly #gate: Gatekeeper;
  readonly #note: NoteDecisions;
  readonly #seats: Seats;
  readonly #airs: Airs;
  readonly #desk: ReadonlyMap<string, OnDesk>;
  readonly #ledger = new DayLedger();

  constructor(parts: {
    world: World;
    store: Store;
    carrier: Carrier;
    gate: Gatekeeper;
    note: NoteDecisions;
    seats: Seats;
    airs: Airs;
    desk: ReadonlyMap<string, OnDesk>;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#carrier = parts.carrier;
    this.#gate = parts.gate;
    this.#note = parts.note;
    this.#seats = parts.seats;
    this.#airs = parts.airs;
    this.#desk = parts.desk;
  }

  /** Decides every due seat, writes the orders, and only then lets them leave. */
  async look(): Promise<void> {
    const now = this.#world.clock.wallMs();
    const decided = this.#seats.decide(
      now,
      (id, air) => this.#sitting(id, air),
      (air, id, startAt, leftMs) => this.#askAll(air, id, startAt, leftMs),
    );
    const decisions = decided.map((one) => ({ ...one, expired: one.expired.map((over) => this.#whyOver(over)) }));
    if (decisions.length === 0) return;
    const orders: Order[] = [];
    const leftOut: LeftOut[] = [];
    for (const { air, start, isReturn, preempted } of decisions) {
      // What comes back after it lost the air does so by itself.
      if (!start || isReturn) continue;
      const own = this.#leftOut(air, start);
      leftOut.push(...own);
      for (const [endpointId, delivery] of this.#openOn(air, start.id)) {
        if (own.some((one) => one.endpointId === endpointId)) continue;
        orders.push(this.#orderOf(delivery, endpointId, start.startAt, preempted));
      }
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
    const noted = decisions.flatMap((one) =>
      this.#concerned(one).map((endpointId) => ({ ...asOf(endpointId, one, leftOut), endpointId, at: now })),
    );
    for (const { id, endpointId, hindrance } of leftOut) this.#carrier.halt(id, [endpointId], hindrance);
    this.#note(noted, this.#known(decisions));
  }

  /** Somebody was added to a broadcast that has the air of his transmitter: he is told to join it where it is. */
  async joinAir({ broadcastId, endpointId, id: deliveryId }: Delivery): Promise<void> {
    const air = this.#airs.of(endpointId);
    const delivery = this.#desk.get(broadcastId)?.open.get(endpointId);
    if (!delivery || this.#seats.sitter(air) !== broadcastId) return;
    const startAt = this.#openOn(air, broadcastId).find(([, other]) => other.startAt !== null)?.[1].startAt ?? null;
    if (startAt === null) return;
    const order = this.#orderOf(delivery, endpointId, startAt, null);
    await this.#store
      .transact((tx) => writeOrdered(tx, [{ deliveryId, startAt }], this.#world.clock.wallMs()))
      .catch((error: unknown) => this.#world.logger.error('order left unwritten', { error: String(error) }));
    this.#carrier.order(broadcastId, [endpointId], order.startAt, null);
  }

  #orderOf(delivery: Delivery, endpointId: string, startAt: number, cutsInto: string | null): Order {
    const { broadcastId } = delivery;
    this.#ledger.note(endpointId, this.#spanOf(broadcastId, endpointId, startAt));
    this.#desk.get(broadcastId)?.open.set(endpointId, { ...delivery, startAt });
    return { deliveryId: delivery.id, broadcastId, endpointId, startAt, cutsInto };
  }

  /** The open deliveries of a broadcast on one air. */
  #openOn(air: string, broadcastId: string): Array<[string, Delivery]> {
    return this.#airs.on(air, this.#desk.get(broadcastId)?.open ?? new Map<string, Delivery>());
  }

  /** Whom a decision is about: the endpoints of that air on which somebody in it is not over. */
  #concerned({ air, onAir, start, expired, hindered }: SeatDecision): string[] {
    const ids = new Set<string>();
    for (const id of [onAir, start?.id, ...expired.map((one) => one.id), ...hindered.keys()]) {
      for (const [endpointId] of id ? this.#openOn(air, id) : []) ids.add(endpointId);
    }
    return ids.size > 0 ? [...ids] : [air];
  }

  /** One that waited until it was no longer true is held back for that, whoever had the air meanwhile. */
  #whyOver(over: SeatDecision['expired'][number]): SeatDecision['expired'][number] {
    const onDesk = this.#desk.get(over.id);
    const isCutShort = onDesk?.validTo != null && onDesk.validTo <= onDesk.broadcast.notAfter;
    return isCutShort && isCourseOfAir(over.hindrance) ? { ...over, hindrance: 'not_valid' } : over;
  }

  #tellCarrier(decisions: readonly SeatDecision[], orders: readonly Order[]): void {
    for (const { air, expired } of decisions) {
      for (const { id, hindrance } of expired) {
        const endpointIds = this.#openOn(air, id).map(([endpointId]) => endpointId);
        this.#carrier.halt(id, endpointIds, reasonOf(hindrance));
      }
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

  #sitting(broadcastId: string, air: string): Sitting {
    const onDesk = this.#desk.get(broadcastId);
    if (!onDesk) throw new Error(`${broadcastId} sits but does not lie on the desk`);
    return sitting(onDesk.broadcast, this.#openOn(air, broadcastId)[0]?.[1] ?? null);
  }

  /**
   * A transmitter is heard by all its receivers or by none: one house that says no is enough. Of receivers with a code the
   * first house that says yes is enough.
   */
  #askAll(air: string, broadcastId: string, startAt: number, leftMs: number | null): GateWord {
    let mildest: GateWord = { ok: true };
    for (const [endpointId] of this.#openOn(air, broadcastId)) {
      const word = this.#ask(endpointId, broadcastId, startAt, leftMs);
      const isAlone = this.#gate.canBeLeftOut(endpointId);
      if (word.ok && isAlone) return word;
      if (word.ok) continue;
      if (!isAlone) return word;
      if (mildest.ok || againAt(word) < againAt(mildest)) mildest = word;
    }
    return mildest;
  }

  /** Receivers with a code whose house says no to what others on their transmitter hear now: they are not waited for. */
  #leftOut(air: string, { id, startAt }: { readonly id: string; readonly startAt: number }): LeftOut[] {
    const open = this.#openOn(air, id);
    const leftOut = open.flatMap(([endpointId]): LeftOut[] => {
      const word = this.#gate.canBeLeftOut(endpointId) ? this.#ask(endpointId, id, startAt, null) : null;
      return word && !word.ok ? [{ id, endpointId, hindrance: word.reason }] : [];
    });
    return leftOut.length < open.length ? leftOut : [];
  }

  /** True when the rules of the house, and what was heard there on that day, let it begin there at that instant. */
  mayStart(endpointId: string, broadcastId: string, at: number): boolean {
    return this.#ask(endpointId, broadcastId, at, null).ok;
  }

  #ask(endpointId: string, broadcastId: string, startAt: number, leftMs: number | null): GateWord {
    const onDesk = this.#desk.get(broadcastId);
    const delivery = onDesk?.open.get(endpointId);
    if (!onDesk || !delivery) return { ok: true };
    const load = this.#ledger.load(endpointId).filter((span) => span.broadcastId !== broadcastId);
    const broadcast = asDelivered(onDesk.broadcast, delivery);
    if (leftMs !== null) return this.#gate.ask(endpointId, goingOn(broadcast, leftMs), startAt, []);
    return this.#gate.ask(endpointId, broadcast, startAt, load);
  }

  /**
   * It is over on an endpoint: what was heard of it counts for the day, not what was planned. What a transmitter carried
   * counts as heard: nobody proved it, and it was not silence.
   */
  over(endpointId: string, broadcastId: string, { state, renderedMs, startedAt, endedAt }: Outcome): void {
    const wasHeard = renderedMs > 0 || (state === 'handed_over' && startedAt !== null);
    const heard = wasHeard && endedAt !== null ? { from: startedAt, to: endedAt } : null;
    this.#ledger.settle(endpointId, broadcastId, heard);
  }

  /** It has another length than when it was ordered. */
  measureAgain(broadcastId: string): void {
    for (const [endpointId, { startAt }] of this.#desk.get(broadcastId)?.open ?? []) {
      if (startAt !== null) this.#ledger.note(endpointId, this.#spanOf(broadcastId, endpointId, startAt));
    }
  }

  #spanOf(broadcastId: string, endpointId: string, startAt: number) {
    const { durationMs } = this.#sitting(broadcastId, this.#airs.of(endpointId));
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
