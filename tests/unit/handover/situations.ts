/** Situations to decide about, with only what a test is about said. */
import type { MainEndpoint, Situation, StandIn, VillageSituation } from '#handover';

export const NOON = Date.UTC(2026, 10, 23, 5, 0, 0);
export const SECOND = 1000;

/** A loudspeaker in reach that waits for its order. */
export function main(change: Partial<MainEndpoint> = {}): MainEndpoint {
  return {
    ...{
      endpointId: 'end_1',
      isReachable: true,
      leftAt: null,
      hasJoined: true,
      isHeldBack: false,
      startAt: null,
      busyAt: null,
    },
    ...{ hasBegun: false, startedAt: null, isOver: false, wasHeard: false, renderedMs: 0, ...change },
  };
}

/** One that has been out of reach since long before. */
export const gone = main({ isReachable: false, leftAt: NOON - 3600 * SECOND });
export const ordered = main({ startAt: NOON });
export const begun = main({ startAt: NOON, hasBegun: true, startedAt: NOON });
export const heard = main({ startAt: NOON, startedAt: NOON, isOver: true, wasHeard: true, renderedMs: 600 * SECOND });
export const failed = main({ startAt: NOON, isOver: true });

export function standIn(change: Partial<StandIn> = {}): StandIn {
  return {
    ...{ endpointId: 'end_fm', stationName: 'Xã Mẫu', thresholdPercent: 50, isUsable: true, whyNot: null },
    ...change,
  };
}

export function village(mains: readonly MainEndpoint[], change: Partial<VillageSituation> = {}): VillageSituation {
  const named = mains.map((one, at) => ({ ...one, endpointId: `end_${at + 1}` }));
  return { villageId: 'are_tay', name: 'Thôn Tây', mains: named, standIns: [standIn()], hasStandIn: false, ...change };
}

/** Ten minutes of a bulletin at noon that may begin until half past. */
export function routine(mains: readonly MainEndpoint[], change: Partial<Situation> = {}): Situation {
  return {
    ...{ level: 'scheduled', plannedAt: NOON, acceptedAt: NOON - 3600 * SECOND, notAfter: NOON + 1800 * SECOND },
    ...{ durationMs: 600 * SECOND, isLive: false, endBy: null, isHalted: false, settledAt: NOON - 3000 * SECOND },
    ...{ villages: [village(mains)], uncovered: [], ...change },
  };
}

/** A minute of an alarm, sent at noon. */
export function emergency(mains: readonly MainEndpoint[], change: Partial<Situation> = {}): Situation {
  return routine(mains, { level: 'emergency', acceptedAt: NOON, durationMs: 60 * SECOND, ...change });
}
