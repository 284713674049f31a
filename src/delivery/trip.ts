import type { Broadcast, Delivery } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { Reason } from '#kernel';
import type { EndpointDriver } from './endpoint-driver.ts';
import type { Homecoming } from './ports.ts';
import type { TripFacts, Verdict } from './settle.ts';

/** A speaker that was interrupted may still go on for so long after it is back. */
export const GO_ON_MS = 300_000;

/** One open delivery under way. */
export interface Trip {
  broadcast: Broadcast;
  delivery: Delivery;
  readonly driver: EndpointDriver;
  endpoint: Endpoint;
  hasBegun: boolean;
  expectedEndAt: number | null;
  /** It lost the air, and may be heard again until then; null: it never did. */
  backBy: number | null;
  mayPlayAlone: boolean;
  placeProblem: Reason | null;
  haltWanted: Reason | null;
  haltedAt: number | null;
  /** The endpoint gave up by itself, unordered; it may forget once our own reason is on the disk. */
  gaveUp: (() => void) | null;
  readonly comeHome: (homecoming: Homecoming) => void;
}

/** What the judge may know of it. */
export function factsOf({ broadcast, delivery, driver, ...trip }: Trip): TripFacts {
  return {
    plannedAt: broadcast.plannedAt,
    notAfter: broadcast.notAfter,
    durationMs: broadcast.runningOrder.durationMs,
    startAt: delivery.startAt,
    startedAt: delivery.startedAt,
    hasBegun: trip.hasBegun,
    expectedEndAt: trip.backBy === null ? trip.expectedEndAt : Math.max(trip.expectedEndAt ?? 0, trip.backBy),
    renderedMs: delivery.renderedMs,
    isPlaced: delivery.evidence !== 'E0',
    grade: driver.protocol === 'fm' ? delivery.evidence : null,
    placeProblem: trip.placeProblem,
    isReachable: driver.isReachable(delivery.endpointId),
    mayPlayAlone: trip.mayPlayAlone,
    haltWanted: trip.haltWanted,
    haltedAt: trip.haltedAt,
  };
}

/** It is not judged before the last instant at which it may still be heard. */
export function lendTime(trip: Trip): void {
  const { plannedAt, notAfter, runningOrder } = trip.broadcast;
  const begunAt = trip.delivery.startedAt ?? trip.delivery.startAt ?? plannedAt;
  const lastStartAt = Math.max(begunAt + runningOrder.durationMs + GO_ON_MS, notAfter);
  trip.backBy = lastStartAt + runningOrder.durationMs;
}

/** The end of a trip that nobody waits to hear acknowledged. */
export function home(outcome: Verdict): Homecoming {
  return { outcome, acknowledge: () => undefined };
}
