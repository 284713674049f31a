/** What the report of the villages is made of: the log, what is still open, what people said, and what is registered. */
import {
  type ClusterCounts,
  hearingsSince,
  loggedCourses,
  technologyOf,
  type VillageCourse,
  villageTallies,
} from '#asrun';
import { isOpen, openBroadcasts } from '#broadcast';
import { findEndpoints, listEndpoints } from '#endpoint';
import { findReceivers } from '#fm';
import { StationError } from '#kernel';
import { listAreas } from '#place';
import type { Executor } from '#store';
import { dayBounds } from './asking.ts';
import type { RouteAnswer } from './contract.ts';
import type { House } from './house.ts';

type Village = RouteAnswer<'villageReport'>['villages'][number];

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Village by village, of what was due from one civil day to another, both counted; by name. */
export async function villageReportOf(house: House, fromDate: string, toDate: string): Promise<Village[]> {
  const { store, settings, world } = house;
  const { from } = dayBounds(fromDate, settings.zone);
  const { to } = dayBounds(toDate, settings.zone);
  if (to <= from || to - from > (MOST_DAYS + 1) * DAY_MS) {
    const problem = { vi: `từ 1 đến ${MOST_DAYS} ngày`, en: `1 to ${MOST_DAYS} days` };
    throw new StationError('REQUEST_INVALID', { field: 'query.to', problem });
  }
  const logged = await loggedCourses(store.db, from, to);
  const open = await openCourses(store.db, from, Math.min(to, world.clock.wallMs()));
  const clusters = await clustersByArea(store.db);
  const names = new Map((await listAreas(store.db)).map((area) => [area.id, area.name]));
  const tallies = villageTallies([...logged, ...open], await hearingsSince(store.db, from), clusters.keys());
  const villages = tallies.map(({ areaId, ...roads }): Village => {
    const counts = clusters.get(areaId) ?? NO_CLUSTERS;
    const village = names.get(areaId ?? '') ?? '';
    return {
      areaId,
      village,
      technology: technologyOf(counts),
      hasIp: counts.it > 0,
      clusters: counts,
      ...roads,
    };
  });
  return villages.sort((a, b) => a.village.localeCompare(b.village, 'vi'));
}

/** What was due by now and has no last word yet. */
async function openCourses(db: Executor, from: number, to: number): Promise<VillageCourse[]> {
  const { broadcasts, deliveries } = await openBroadcasts(db);
  const due = new Set(
    broadcasts.filter(({ plannedAt }) => plannedAt >= from && plannedAt < to).map((broadcast) => broadcast.id),
  );
  const waiting = deliveries.filter((one) => due.has(one.broadcastId) && isOpen(one.state));
  const endpoints = await findEndpoints(db, [...new Set(waiting.map((one) => one.endpointId))]);
  return waiting.map(({ id, broadcastId, endpointId, evidence, renderedMs }) => {
    const endpoint = endpoints.get(endpointId);
    const carrier = endpoint?.protocol === 'fm' ? 'fm' : 'ip';
    const areaId = endpoint?.areaId ?? null;
    return { deliveryId: id, broadcastId, areaId, carrier, state: 'open', evidence, renderedMs };
  });
}

const NO_CLUSTERS: ClusterCounts = { it: 0, fm: 0, wired: 0 };

/** The clusters in use of each village, as they are registered today. */
async function clustersByArea(db: Executor): Promise<Map<string | null, ClusterCounts>> {
  const endpoints = await listEndpoints(db);
  const receivers = await findReceivers(
    db,
    endpoints.map(({ id }) => id),
  );
  const counts = new Map<string | null, ClusterCounts>();
  for (const { id, areaId } of endpoints) {
    const receiver = receivers.get(id);
    const road = receiver?.hears ?? 'it';
    const own = counts.get(areaId) ?? NO_CLUSTERS;
    counts.set(areaId, { ...own, [road]: own[road] + (receiver?.clusters ?? 1) });
  }
  return counts;
}
