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
import { elsewhereOn, findEndpoints, listEndpoints } from '#endpoint';
import { findReceivers } from '#fm';
import { dateOfDay, dayNumber, StationError } from '#kernel';
import { AreaHistory, listAreas, readSpans, stationCodesOf } from '#place';
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
  const { counts: clusters, stationCodes } = await clustersByArea(store.db, toDate);
  const history = new AreaHistory(await readSpans(store.db));
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
    const [village = '', ...above] = history.names(areaId, toDate);
    return {
      areaId,
      village,
      areaPath: above.join(', '),
      stationCodes: [...(stationCodes.get(areaId) ?? [])].sort(),
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

/** The clusters in use of each village, where they lay on that day, and the codes of the stations that they carry. */
async function clustersByArea(
  db: Executor,
  date: string,
): Promise<{ counts: Map<string | null, ClusterCounts>; stationCodes: Map<string | null, Set<string>> }> {
  const endpoints = await listEndpoints(db);
  const receivers = await findReceivers(
    db,
    endpoints.map(({ id }) => id),
  );
  const counts = new Map<string | null, ClusterCounts>();
  const elsewhere = await elsewhereOn(
    db,
    endpoints.map(({ id }) => id),
    date,
  );
  const parents = new Map((await listAreas(db)).map((area) => [area.id, area.parentId]));
  const codes = await stationCodesOf(db, parents, endpoints);
  const stationCodes = new Map<string | null, Set<string>>();
  for (const { id, areaId: now } of endpoints) {
    const areaId = elsewhere.has(id) ? (elsewhere.get(id) ?? null) : now;
    const code = codes.get(id) ?? '';
    if (code !== '') stationCodes.set(areaId, (stationCodes.get(areaId) ?? new Set()).add(code));
    const receiver = receivers.get(id);
    const road = receiver?.hears ?? 'it';
    const own = counts.get(areaId) ?? NO_CLUSTERS;
    counts.set(areaId, { ...own, [road]: own[road] + (receiver?.clusters ?? 1) });
  }
  return { counts, stationCodes };
}
