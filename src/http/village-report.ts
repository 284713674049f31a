/** What the report of the villages is made of: the log, what is still open, what people said, and what is registered. */
import {
  type ClusterCounts,
  hearingsSince,
  joinedTallies,
  loggedCourses,
  technologyOf,
  type VillageCourse,
  type VillageTallies,
  villageTallies,
} from '#asrun';
import { isOpen, openBroadcasts } from '#broadcast';
import { findEndpoints, listEndpoints } from '#endpoint';
import { findReceivers } from '#fm';
import { dateOfDay, dayNumber, StationError } from '#kernel';
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
  const open = await openCourses(store.db, { from, to: Math.min(to, world.clock.wallMs()) });
  const clusters = await clustersByArea(store.db);
  const names = new Map((await listAreas(store.db)).map((area) => [area.id, area.name]));
  const hearings = await hearingsSince(store.db, from);
  const days: VillageTallies[][] = [villageTallies([], [], clusters.keys())];
  for (let day = dayNumber(fromDate) ?? 0; dateOfDay(day) <= toDate; day += 1) {
    // A year of a large commune takes seconds to count: what is on air goes first, after every day.
    if (days.length > 1) await world.clock.sleep(0);
    const bounds = dayBounds(dateOfDay(day), settings.zone);
    const logged = await loggedCourses(store.db, bounds.from, bounds.to);
    days.push(villageTallies([...logged, ...open.filter(({ plannedAt }) => isWithin(plannedAt, bounds))], hearings));
  }
  const villages = joinedTallies(days).map(({ areaId, ...roads }): Village => {
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

interface Bounds {
  readonly from: number;
  readonly to: number;
}

interface OpenCourse extends VillageCourse {
  readonly plannedAt: number;
}

const isWithin = (at: number, { from, to }: Bounds) => at >= from && at < to;

/** What was due by now and has no last word yet. */
async function openCourses(db: Executor, bounds: Bounds): Promise<OpenCourse[]> {
  const { broadcasts, deliveries } = await openBroadcasts(db);
  const due = new Map(
    broadcasts.filter((one) => isWithin(one.plannedAt, bounds)).map(({ id, plannedAt }) => [id, plannedAt]),
  );
  const waiting = deliveries.filter((one) => due.has(one.broadcastId) && isOpen(one.state));
  const endpoints = await findEndpoints(db, [...new Set(waiting.map((one) => one.endpointId))]);
  return waiting.map(({ id, broadcastId, endpointId, evidence, renderedMs }) => {
    const endpoint = endpoints.get(endpointId);
    const carrier = endpoint?.protocol === 'fm' ? 'fm' : 'ip';
    const areaId = endpoint?.areaId ?? null;
    const plannedAt = due.get(broadcastId) ?? 0;
    return { deliveryId: id, broadcastId, areaId, carrier, state: 'open', evidence, renderedMs, plannedAt };
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
