/** What is known of a broadcast and of its loudspeakers, put together for the decision. Pure. */
import { type Broadcast, type Delivery, isOpen } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { Bilingual, Reason } from '#kernel';
import type { Cover } from './cover.ts';
import type { Situation, VillageSituation } from './decide.ts';
import type { MainEndpoint } from './endpoint-word.ts';

/** The places, loudspeakers and receivers of the station as they stood when it was looked. */
export interface Ground {
  readonly covers: readonly Cover[];
  readonly uncovered: readonly string[];
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** Receivers that are in use, by endpoint. */
  readonly receivers: ReadonlyMap<string, Receiver>;
}

/** One group of FM receivers that stands in. */
export interface Receiver {
  readonly stationName: string;
  readonly thresholdPercent: number;
  /** Why its station cannot carry anything now; null: it can. */
  readonly whyNot: Bilingual | null;
}

/** What is asked of the moment. */
export interface Moment {
  readonly settledAt: number;
  look(endpointId: string): Pick<MainEndpoint, 'isReachable' | 'leftAt' | 'hasJoined'>;
  /** When it last sounded something else for which this broadcast has to wait; null: it did not. */
  busyAt(endpointId: string): number | null;
  /** True when the house rules let it begin there now, or at its time. */
  mayAir(endpointId: string): boolean;
}

/** It was kept silent on purpose, or had its turn taken by right: nobody is to stand in for that. */
const MEANT: readonly Reason[] = [
  ...([
    'stopped_by_operator',
    'taken_back',
    'rule_changed',
    'retired',
    'pre_empted',
    'seat_taken',
    'missed_window',
  ] as const),
  ...(['outside_hours', 'day_limit', 'repeat_limit', 'mourning', 'quiet_zone', 'slot_over'] as const),
  ...(['not_valid', 'not_approved'] as const),
];

/** The situation of one broadcast, of those villages to which it goes. */
export function situationOf(
  broadcast: Broadcast,
  deliveries: readonly Delivery[],
  { covers, uncovered, endpoints, receivers }: Ground,
  moment: Moment,
): Situation {
  const byEndpoint = new Map(deliveries.map((delivery) => [delivery.endpointId, delivery]));
  const mainsOf = (ids: readonly string[]) =>
    ids.flatMap((id): MainEndpoint[] => {
      const delivery = byEndpoint.get(id);
      const endpoint = endpoints.get(id);
      return delivery && endpoint ? [mainOf(delivery, endpoint, moment)] : [];
    });
  const villages = covers.flatMap(({ villageId, name, mainIds, standInIds }): VillageSituation[] => {
    const mains = mainsOf(mainIds);
    if (mains.length === 0) return [];
    const standIns = standInIds.flatMap((endpointId) => {
      const receiver = receivers.get(endpointId);
      return receiver ? [{ endpointId, ...receiver, isUsable: receiver.whyNot === null }] : [];
    });
    return [{ villageId, name, mains, standIns, hasStandIn: standInIds.some((id) => byEndpoint.has(id)) }];
  });
  const { items, durationMs, isOpenEnded = false } = broadcast.runningOrder;
  const { level, plannedAt, acceptedAt, notAfter, endBy } = broadcast;
  return {
    ...{ level, plannedAt, acceptedAt, notAfter, durationMs, endBy, villages, uncovered: mainsOf(uncovered) },
    isLive: isOpenEnded || items.some((item) => item.kind === 'stream'),
    isHalted: broadcast.state === 'cancelled' || broadcast.haltReason !== null,
    settledAt: moment.settledAt,
  };
}

function mainOf(delivery: Delivery, { protocol }: Endpoint, moment: Moment): MainEndpoint {
  const { endpointId, state, reason, evidence, startAt, startedAt, renderedMs } = delivery;
  const isOver = !isOpen(state);
  const wasPlayed = state === 'played' || state === 'played_part';
  const isSilenced = reason !== null && MEANT.includes(reason);
  return {
    ...{
      endpointId,
      ...moment.look(endpointId),
      busyAt: moment.busyAt(endpointId),
      startAt,
      startedAt,
      renderedMs,
      isOver,
    },
    hasBegun: state === 'playing' || renderedMs > 0,
    // A device that pulls a stream cannot prove more than that it took it.
    wasHeard: wasPlayed && (evidence === 'E2' || protocol === 'http'),
    isHeldBack:
      isSilenced || (isOver ? !wasPlayed && state !== 'failed' : startAt === null && !moment.mayAir(endpointId)),
  };
}
