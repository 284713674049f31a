import { asDelivered, type Broadcast, type Delivery } from '#broadcast';
import type { Endpoint, LastReport, Protocol } from '#endpoint';
import type { Reason, World } from '#kernel';
import type { DriverFact, EndpointDriver, HouseRules } from './endpoint-driver.ts';
import { Homeward } from './homeward.ts';
import { Notebook } from './notebook.ts';
import type { Homecoming } from './ports.ts';
import { deadlineOf, judgeEnd, judgeOpen, lost } from './settle.ts';
import { factsOf, GO_ON_MS, home, lendTime, type Trip } from './trip.ts';

interface Parts {
  readonly world: World;
  readonly drivers: readonly EndpointDriver[];
  /** Writes what is known of open deliveries. */
  remember(deliveries: readonly Delivery[]): Promise<void>;
  /** The endpoint was heard from. */
  noteSeen(endpointId: string, report: LastReport | null): void;
}

/** Progress is written to the disk this often; the last word is exact anyway. */
const PROGRESS_WRITE_MS = 2000;
const LOOK_MS = 1000;
/** When an endpoint was last seen is written with so much delay at most. */
const SEEN_SLACK_MS = 60_000;

/** Takes broadcasts out to endpoints by their drivers and brings each delivery home with exactly one verdict. */
export class Carriage {
  readonly #parts: Parts;
  readonly #drivers: ReadonlyMap<Protocol, EndpointDriver>;
  /** endpoint → broadcast → trip */
  readonly #trips = new Map<string, Map<string, Trip>>();
  readonly #homeward = new Homeward();
  readonly #unplanned = new Set<string>();
  readonly #notebook: Notebook;
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#notebook = new Notebook(parts.world, parts.remember);
    this.#drivers = new Map(parts.drivers.map((driver) => [driver.protocol, driver]));
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    this.#notebook.start();
    for (const driver of this.#drivers.values()) await driver.start();
    this.#loop = this.#watchDeadlines(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    for (const driver of this.#drivers.values()) await driver.stop();
    await this.#notebook.stop();
  }

  playsAlone(endpoint: Endpoint): boolean {
    return this.#drivers.get(endpoint.protocol)?.playsAlone ?? false;
  }

  /** Stays with one delivery until it is final. */
  async carry(broadcast: Broadcast, delivery: Delivery, endpoint: Endpoint | null): Promise<Homecoming> {
    const driver = endpoint && this.#drivers.get(endpoint.protocol);
    if (!endpoint || !driver || endpoint.retiredAt !== null) return home(lost(delivery, 'retired'));
    const now = this.#parts.world.clock.wallMs();
    // Somebody wanted it silent there in an earlier life of the station.
    const haltWanted = broadcast.haltReason ?? delivery.reason;
    if (!driver.playsAlone && delivery.startAt !== null && delivery.startAt <= now) {
      return home(lost(delivery, 'station_restarted'));
    }
    return new Promise((comeHome) => {
      const trips = this.#trips.get(endpoint.id) ?? new Map<string, Trip>();
      this.#trips.set(endpoint.id, trips);
      trips.set(broadcast.id, {
        broadcast,
        delivery,
        driver,
        endpoint,
        hasBegun: delivery.state === 'playing',
        expectedEndAt: null,
        backBy: null,
        // An earlier life of the station may have told it, if it was heard from since the broadcast was accepted; it
        // knows for sure if it told that it has the audio or that it began.
        mayPlayAlone:
          driver.playsAlone &&
          (delivery.evidence !== 'E0' ||
            delivery.state === 'playing' ||
            (endpoint.lastSeenAt ?? 0) > broadcast.acceptedAt - SEEN_SLACK_MS),
        placeProblem: null,
        haltWanted,
        haltedAt: haltWanted && now,
        gaveUp: null,
        comeHome,
      });
      this.#planSoon(endpoint.id);
      if (delivery.startAt !== null && haltWanted === null)
        driver.order(broadcast, [endpoint.id], delivery.startAt, null);
    });
  }

  order(broadcastId: string, endpointIds: readonly string[], startAt: number, cutsInto: string | null): void {
    // Endpoints that hear it in another language have another running order.
    // A stop is not undone by a start that was decided before it.
    const ordered = [...this.#tripsOf(broadcastId, endpointIds)].filter((trip) => trip.haltWanted === null);
    for (const trip of ordered) {
      const state = trip.delivery.state === 'planned' ? 'ordered' : trip.delivery.state;
      trip.delivery = { ...trip.delivery, state, startAt };
      this.#mayComeBack(trip.endpoint.id, broadcastId);
    }
    for (const [driver, own] of Map.groupBy(ordered, (trip) => trip.driver)) {
      for (const trips of Map.groupBy(own, (trip) => trip.delivery.variant).values()) {
        const [first] = trips;
        const ids = trips.map((trip) => trip.endpoint.id);
        if (first) driver.order(first.broadcast, ids, startAt, cutsInto);
      }
    }
  }

  /** The open deliveries of a broadcast as they are known this moment. */
  courseOf(broadcastId: string): Delivery[] {
    return [...this.#trips.values()].flatMap((trips) => trips.get(broadcastId)?.delivery ?? []);
  }

  hasBegun(broadcastId: string, endpointId: string): boolean {
    return this.#trips.get(endpointId)?.get(broadcastId)?.hasBegun ?? false;
  }

  conclude(broadcast: Broadcast): void {
    const together = new Map<EndpointDriver, string[]>();
    for (const [endpointId, trips] of this.#trips) {
      const trip = trips.get(broadcast.id);
      if (!trip) continue;
      trip.broadcast = asDelivered(broadcast, trip.delivery);
      together.set(trip.driver, [...(together.get(trip.driver) ?? []), endpointId]);
    }
    for (const [driver, ids] of together) driver.conclude(broadcast, ids);
  }

  hush(endpointIds: readonly string[]): void {
    for (const driver of this.#drivers.values()) driver.hush(endpointIds);
  }

  /** Tells an endpoint the rules of its house; a driver keeps them and repeats them by itself. */
  house(endpoint: Endpoint, rules: HouseRules): void {
    this.#drivers.get(endpoint.protocol)?.house(endpoint.id, rules);
  }

  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void {
    for (const trip of this.#tripsOf(broadcastId, endpointIds)) {
      trip.haltWanted ??= reason;
      trip.haltedAt ??= this.#parts.world.clock.wallMs();
      trip.driver.halt(broadcastId, [trip.endpoint.id], reason);
      this.#planSoon(trip.endpoint.id);
      // While it is open it is written down: nobody has to stop it again when the station was down in between.
      if (!this.#judge(trip)) this.#remember(trip, { reason: trip.haltWanted });
    }
  }

  /** An endpoint was renamed, made softer, or retired: its open deliveries go on with it as it is now. */
  endpointChanged(endpoint: Endpoint): void {
    for (const trip of [...(this.#trips.get(endpoint.id)?.values() ?? [])]) {
      trip.endpoint = endpoint;
      if (endpoint.retiredAt !== null) {
        trip.driver.halt(trip.broadcast.id, [endpoint.id], 'retired');
        this.#bringHome(trip, home(lost(trip.delivery, 'retired')));
      }
    }
    if (endpoint.retiredAt === null) this.#planSoon(endpoint.id);
  }

  /** What drivers call. Facts about deliveries that are final already are acknowledged and otherwise ignored. */
  tell(endpointId: string, fact: DriverFact): void {
    const trips = this.#trips.get(endpointId);
    if (fact.fact === 'joined' || fact.fact === 'left' || fact.fact === 'seen') {
      // That it left may be found out long after it was heard last.
      if (fact.fact !== 'left') this.#parts.noteSeen(endpointId, fact.fact === 'seen' ? fact.report : null);
      if (fact.fact === 'joined') this.#rejoin(endpointId, fact.begun);
      return;
    }
    const trip = trips?.get(fact.broadcastId);
    if (!trip) {
      if (fact.fact === 'ended') this.#homeward.tell(endpointId, fact.broadcastId, fact.acknowledge);
      return;
    }
    switch (fact.fact) {
      case 'placed':
        trip.placeProblem = null;
        if (trip.delivery.evidence === 'E0') this.#remember(trip, { evidence: 'E1' });
        break;
      case 'graded':
        this.#remember(trip, { evidence: fact.evidence });
        break;
      case 'place_failed':
        trip.placeProblem = fact.reason;
        break;
      case 'started':
        trip.hasBegun = true;
        this.#expectEnd(trip, 0);
        this.#remember(trip, { state: 'playing', startedAt: fact.startedAt });
        break;
      case 'progress':
        this.#progress(trip, Math.min(fact.renderedMs, trip.broadcast.runningOrder.durationMs));
        break;
      case 'ended': {
        // Unordered, it does not know who held its air: the desk that never ordered it does.
        if (fact.reason === 'missed_window' && fact.renderedMs === 0 && trip.delivery.startAt === null) {
          trip.gaveUp = fact.acknowledge;
          break;
        }
        const { durationMs } = trip.broadcast.runningOrder;
        const outcome = judgeEnd(durationMs, trip.delivery.evidence, fact, trip.driver.protocol);
        this.#bringHome(trip, { outcome, acknowledge: fact.acknowledge });
        break;
      }
    }
  }

  /** An endpoint is back: tell it its plan, repeat the orders that it has not begun, and judge what can be judged. */
  #rejoin(endpointId: string, begun: ReadonlySet<string>): void {
    this.#planSoon(endpointId);
    const now = this.#parts.world.clock.wallMs();
    for (const trip of [...(this.#trips.get(endpointId)?.values() ?? [])]) {
      const { broadcast, delivery, driver } = trip;
      trip.mayPlayAlone = driver.playsAlone;
      // What it wrote down while it was away is on its way.
      trip.expectedEndAt = Math.max(trip.expectedEndAt ?? 0, now);
      if (begun.has(broadcast.id)) {
        trip.hasBegun = true;
        this.#expectEnd(trip, 0, GO_ON_MS);
      } else if (trip.haltWanted !== null) this.#judge(trip);
      else if (delivery.startAt !== null && now <= broadcast.notAfter)
        driver.order(broadcast, [endpointId], delivery.startAt, null);
      // What lost its approval while nobody could tell it, and sounds by then, is heard to its end.
      const isSpared = trip.haltWanted === 'not_approved' && begun.has(broadcast.id);
      const { haltWanted } = trip;
      if (trip.hasBegun && haltWanted !== null && !isSpared) driver.halt(broadcast.id, [endpointId], haltWanted);
    }
  }

  /** Tells the driver the whole plan of an endpoint, once per turn however much changed. */
  #planSoon(endpointId: string): void {
    if (this.#unplanned.has(endpointId)) return;
    this.#unplanned.add(endpointId);
    queueMicrotask(() => {
      this.#unplanned.delete(endpointId);
      const trips = [...(this.#trips.get(endpointId)?.values() ?? [])].filter((trip) => trip.haltWanted === null);
      const [first] = this.#trips.get(endpointId)?.values() ?? [];
      if (!first) return;
      for (const trip of trips) trip.mayPlayAlone ||= trip.driver.playsAlone && trip.driver.isReachable(endpointId);
      first.driver.plan(
        first.endpoint,
        trips.map((trip) => trip.broadcast),
      );
    });
  }

  /** Whatever was begun there may lose the air to this one and come back, as late as its speaker allows. */
  #mayComeBack(endpointId: string, otherId: string): void {
    for (const [id, trip] of this.#trips.get(endpointId) ?? []) {
      if (id !== otherId && trip.delivery.startAt !== null && trip.broadcast.interruption !== 'drop') lendTime(trip);
    }
  }

  /** It sounds now and this much is left, or it may still go on later: do not judge it before. */
  #expectEnd(trip: Trip, renderedMs: number, waitMs = 0): void {
    const leftMs = trip.broadcast.runningOrder.durationMs - renderedMs;
    trip.expectedEndAt = this.#parts.world.clock.wallMs() + leftMs + waitMs;
  }

  #progress(trip: Trip, renderedMs: number): void {
    this.#expectEnd(trip, renderedMs);
    if (renderedMs - trip.delivery.renderedMs >= PROGRESS_WRITE_MS) this.#remember(trip, { renderedMs });
  }

  #remember(trip: Trip, change: Partial<Delivery>): void {
    trip.delivery = { ...trip.delivery, ...change };
    this.#notebook.note(trip.delivery);
  }

  /** True when nothing of it is open any more. */
  #judge(trip: Trip): boolean {
    const outcome = judgeOpen(factsOf(trip), this.#parts.world.clock.wallMs());
    if (outcome) this.#bringHome(trip, home(outcome));
    return this.#trips.get(trip.endpoint.id)?.get(trip.broadcast.id) !== trip;
  }

  #bringHome(trip: Trip, homecoming: Homecoming): void {
    const endpointId = trip.endpoint.id;
    const trips = this.#trips.get(endpointId);
    // A driver may have told the end while it was halted.
    if (trips?.get(trip.broadcast.id) !== trip) return;
    trips.delete(trip.broadcast.id);
    this.#notebook.forget(trip.delivery.id);
    if (trips.size > 0) this.#planSoon(endpointId);
    else {
      trip.driver.plan(trip.endpoint, []);
      this.#trips.delete(endpointId);
    }
    const { outcome, acknowledge } = homecoming;
    const waiting = [acknowledge, () => trip.gaveUp?.()];
    trip.comeHome({ outcome, acknowledge: this.#homeward.send(endpointId, trip.broadcast.id, waiting) });
  }

  async #watchDeadlines(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.world;
    while (!signal.aborted) {
      const now = clock.wallMs();
      let next = Number.POSITIVE_INFINITY;
      for (const trips of [...this.#trips.values()]) {
        for (const trip of [...trips.values()]) {
          const deadline = deadlineOf(factsOf(trip));
          if (deadline <= now) this.#judge(trip);
          else next = Math.min(next, deadline);
        }
      }
      await clock.sleep(Math.min(5 * LOOK_MS, Math.max(LOOK_MS, next - now)), signal);
    }
  }

  *#tripsOf(broadcastId: string, endpointIds: readonly string[]): Generator<Trip> {
    for (const endpointId of endpointIds) {
      const trip = this.#trips.get(endpointId)?.get(broadcastId);
      if (trip) yield trip;
    }
  }
}
