import {
  asDelivered,
  type Broadcast,
  type Delivery,
  isOpen,
  openBroadcasts,
  openHalts,
  writeHalt,
  writeRunningOrder,
} from '#broadcast';
import { type Endpoint, listEndpoints } from '#endpoint';
import { MAX_TIMER_MS, type World } from '#kernel';
import { findBulletins } from '#programme';
import type { Executor, Store } from '#store';
import { type Accepted, acceptDrafts, acceptExpired, type Draft, prepareDrafts, type WhyMissed } from './accept.ts';
import { Airs } from './airs.ts';
import { concluded, sitting, stillOpen, takenUp, touchedOn } from './claims.ts';
import { Clearances } from './clearances.ts';
import { ClearedCarrier } from './cleared-carrier.ts';
import { clearedGate } from './gate-word.ts';
import { Homecomings } from './homecomings.ts';
import type { Gatekeeper, LastWord, Library, NoteOver, PlayoutPorts, StopReason } from './ports.ts';
import { putInOrder } from './precedence.ts';
import { type OnDesk, Rounds } from './rounds.ts';
import { LEAD_MS, Seats, TRAVEL_MS } from './seats.ts';
import { StandIns } from './stand-ins.ts';

const RETRY_MS = 1000;
/** Puts broadcasts on air: watches the seats, writes each order before it leaves, and settles what comes home. */
export class Playout {
  readonly #world: World;
  readonly #store: Store;
  readonly #carrier: ClearedCarrier;
  readonly #gate: Gatekeeper;
  readonly #library: Library;
  readonly #lastWord: LastWord;
  readonly #over: NoteOver;
  readonly #rounds: Rounds;
  readonly #home: Homecomings;
  readonly #seats: Seats;
  readonly #airs = new Airs();
  readonly #desk = new Map<string, OnDesk>();
  /** Endpoints that are added to what is open already. */
  readonly standIns: StandIns;
  /** What is approved, or is not any more. */
  readonly clearances: Clearances;
  readonly #accepted: Accepted[] = [];
  readonly #halted = new Map<string, StopReason>();
  /** False until the disk was read: what is accepted or halted before lies there too, and as it is then. */
  #isOpen: boolean = false;
  #taking: Promise<unknown> = Promise.resolve();
  #stopping = new AbortController();
  #nap = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(given: PlayoutPorts & { readonly world: World; readonly store: Store }) {
    this.#carrier = new ClearedCarrier(given.carrier, given.mayHear);
    const parts = { ...given, carrier: this.#carrier, gate: clearedGate(given.gate, given.mayHear) };
    this.#world = parts.world;
    this.#store = parts.store;
    this.#gate = parts.gate;
    this.#library = parts.library;
    this.#lastWord = parts.lastWord;
    this.#over = parts.over;
    this.#seats = new Seats(parts.decideAir, LEAD_MS, TRAVEL_MS);
    const desk = this.#desk;
    this.#home = new Homecomings({
      ...{ ...parts, seats: this.#seats, airs: this.#airs, desk },
      ...{ stopping: () => this.#stopping.signal, wake: () => this.wake() },
    });
    const rounds = new Rounds({ ...parts, seats: this.#seats, airs: this.#airs, desk });
    this.#rounds = rounds;
    this.standIns = new StandIns({
      ...{ world: parts.world, store: parts.store, rounds, airs: this.#airs, desk },
      ...{ takeChanges: () => this.#takeChanges(), wake: () => this.wake() },
      take: (onDesk, delivery, endpoint) => this.#take(onDesk, delivery, endpoint),
      silence: (id, reason) => this.#silence(id, reason),
    });
    this.clearances = new Clearances({
      ...{ carrier: this.#carrier, mayHear: given.mayHear, desk, takeChanges: () => this.#takeChanges() },
      ...{ sitter: (id) => this.sitter(id), lookAgain: () => this.rulesChanged() },
      mute: (...asked) => this.#mute(...asked),
    });
  }

  /** Takes up everything that had not ended when the station last stopped, then watches the seats. */
  async start(): Promise<void> {
    this.#stopping = new AbortController();
    const { broadcasts, deliveries } = await openBroadcasts(this.#store.db);
    await this.#rounds.recallDay();
    const byBroadcast = Map.groupBy(deliveries, (delivery) => delivery.broadcastId);
    this.#isOpen = true;
    await this.#adopt(broadcasts.map((one) => ({ broadcast: one, deliveries: byBroadcast.get(one.id) ?? [] })));
    // The last life may have ended before anybody was told of an approval that fell.
    await this.clearances.changed();
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

  /** What drafts would become, and why some would be refused. Nothing is written and nothing will sound. */
  prepare(db: Executor, drafts: readonly Draft[], only?: ReadonlySet<string>): ReturnType<typeof prepareDrafts> {
    return prepareDrafts(db, this.#world, this.#library, drafts, only);
  }

  /** Accepts and expires, in one transaction, drafts that came too late to be played. */
  acceptMissed(tx: Executor, drafts: readonly Draft[], reason: WhyMissed): ReturnType<typeof acceptDrafts> {
    return acceptExpired(tx, { world: this.#world, library: this.#library, lastWord: this.#lastWord }, drafts, reason);
  }

  /** Something changed: look at the seats now. */
  wake(): void {
    this.#nap.abort();
  }

  /**
   * Silences a broadcast on all its endpoints, written before anybody is told. Endpoints that were never told of it are
   * done at once; the others say how far they came. False: it is over already.
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

  /** What an open broadcast says, by id; null when it is over or was never there. */
  find(broadcastId: string): Broadcast | null {
    return this.#desk.get(broadcastId)?.broadcast ?? null;
  }

  /** All that is planned or on air, in no order; what was accepted a moment ago too. */
  open(): Broadcast[] {
    const fresh = this.#accepted.map((one) => one.broadcast).filter((one) => !this.#desk.has(one.id));
    return [...[...this.#desk.values()].map((onDesk) => onDesk.broadcast), ...fresh];
  }

  /** The endpoints on which a broadcast is not over. */
  endpointsOf(broadcastId: string): string[] {
    return [...(this.#desk.get(broadcastId)?.open.keys() ?? [])];
  }

  /** Which broadcast has the air of an endpoint, as far as is known. */
  sitter(endpointId: string): string | null {
    return this.#seats.sitter(this.#airs.of(endpointId));
  }

  /** The house rules changed: look at every seat again. */
  rulesChanged(): void {
    this.#seats.lookAtAll();
    this.wake();
  }

  /**
   * A voice is over: what was said until `durationMs` after the first sample is heard to its end. The shorter length is
   * written when the disk takes it; the speakers are told at once. False when the broadcast is over already.
   */
  async conclude(broadcastId: string, durationMs: number): Promise<boolean> {
    await this.#takeChanges();
    const onDesk = this.#desk.get(broadcastId);
    if (!onDesk) return false;
    const runningOrder = concluded(onDesk.broadcast.runningOrder, durationMs);
    onDesk.broadcast = { ...onDesk.broadcast, runningOrder };
    this.#carrier.conclude(onDesk.broadcast);
    this.#rounds.measureAgain(broadcastId);
    for (const [endpointId, { startAt }] of onDesk.open) {
      if (startAt !== null)
        this.#seats.endsAt(this.#airs.of(endpointId), broadcastId, startAt + runningOrder.durationMs);
    }
    this.wake();
    await this.#store
      .transact((tx) => writeRunningOrder(tx, onDesk.broadcast))
      .catch((error: unknown) => this.#world.logger.error('length not written', { broadcastId, error: String(error) }));
    return true;
  }

  /** A person put these in order: the first of them goes first among equals. In the caller's transaction. */
  putInOrder(tx: Executor, broadcastIds: readonly string[]): Promise<() => void> {
    return putInOrder(tx, broadcastIds, { desk: this.#desk, seats: this.#seats, wake: () => this.wake() });
  }

  /**
   * Silence on these endpoints and on all who share their air: they are told first, then the book. What sounds there or
   * was ordered is over, by a person's will. Gives the ids of the broadcasts that were touched.
   */
  async hush(asked: readonly string[]): Promise<string[]> {
    const endpointIds = this.#airs.together(asked, (id) => this.#gate.canBeLeftOut(id));
    this.#carrier.hush(endpointIds);
    await this.#takeChanges().catch(() => undefined);
    const touched = touchedOn(endpointIds, this.#desk, (id) => this.sitter(id));
    for (const [id, ids] of touched) this.#mute(id, ids, 'stopped_by_operator');
    this.wake();
    return [...touched.keys()];
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#nap = new AbortController();
      try {
        await this.#takeChanges();
        await this.#rounds.look();
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
    const taken = this.#taking.then(() => this.#takeNow()).then(() => this.standIns.take());
    this.#taking = taken.catch(() => undefined);
    return taken;
  }

  async #takeNow(): Promise<void> {
    if (!this.#isOpen || (this.#accepted.length === 0 && this.#halted.size === 0)) return;
    // They stay in sight until they are on the desk: somebody may cancel them in between.
    const accepted = [...this.#accepted];
    const halted = [...this.#halted];
    const ids = [...accepted.map((one) => one.broadcast.id), ...halted.map(([id]) => id)];
    const open = await openHalts(this.#store.db, ids);
    await this.#adopt(stillOpen(accepted, open));
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
    this.#mute(broadcastId, [...onDesk.open.keys()], reason);
  }

  #mute(broadcastId: string, endpointIds: readonly string[], reason: StopReason): void {
    for (const endpointId of endpointIds) this.#seats.withdraw(this.#airs.of(endpointId), broadcastId);
    this.#carrier.halt(broadcastId, endpointIds, reason);
    if (endpointIds.length === this.#desk.get(broadcastId)?.open.size) this.#over(broadcastId, reason);
  }

  async #adopt(all: readonly Accepted[]): Promise<void> {
    if (all.length === 0) return;
    const endpoints = new Map((await listEndpoints(this.#store.db)).map((endpoint) => [endpoint.id, endpoint]));
    const bulletins = await findBulletins(
      this.#store.db,
      all.flatMap(({ broadcast }) => broadcast.bulletinId ?? []),
    );
    this.#airs.learn(endpoints.values());
    for (const { broadcast, deliveries } of all) {
      if (this.#desk.has(broadcast.id)) continue;
      const validTo = bulletins.get(broadcast.bulletinId ?? '')?.bulletin.validTo ?? null;
      const onDesk: OnDesk = { broadcast, open: new Map(), unwritten: 0, validTo };
      const { open } = onDesk;
      this.#desk.set(broadcast.id, onDesk);
      for (const delivery of deliveries) {
        if (isOpen(delivery.state)) this.#take(onDesk, delivery, endpoints.get(delivery.endpointId) ?? null);
      }
      // The station went down between the last word on its deliveries and its own.
      if (open.size === 0) void this.#home.close(onDesk, deliveries.at(-1)?.state ?? 'failed');
      if (broadcast.haltReason !== null) this.#silence(broadcast.id, broadcast.haltReason as StopReason);
    }
  }

  /** An open delivery comes on the desk, and stays until it is final. */
  #take(onDesk: OnDesk, known: Delivery, endpoint: Endpoint | null): void {
    const { broadcast, open } = onDesk;
    const isForgotten = endpoint !== null && !this.#carrier.playsAlone(endpoint);
    const delivery = isForgotten ? takenUp(broadcast, known, this.#world.clock.wallMs()) : known;
    open.set(delivery.endpointId, delivery);
    this.#offer(broadcast, delivery);
    void this.#carrier.carry(asDelivered(broadcast, delivery), delivery, endpoint).then((homecoming) => {
      this.#rounds.over(delivery.endpointId, broadcast.id, homecoming.outcome);
      return this.#home.settle(broadcast.id, delivery.endpointId, homecoming);
    });
  }

  #offer(broadcast: Broadcast, delivery: Delivery): void {
    const { endpointId, startAt } = delivery;
    const air = this.#airs.of(endpointId);
    const { durationMs, endBy, candidate } = sitting(broadcast, delivery);
    if (startAt !== null) {
      const endsAt = Math.max(startAt, Math.min(startAt + durationMs, endBy ?? Number.POSITIVE_INFINITY));
      this.#seats.occupy(air, { ...candidate, endsAt });
      // It has the air of its transmitter already: whoever comes later joins what sounds.
    } else if (this.#seats.sitter(air) !== broadcast.id) this.#seats.offer(air, candidate);
  }
}
