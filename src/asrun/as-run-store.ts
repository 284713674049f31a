import { asDelivered, type Broadcast, type Delivery, type RunningOrder } from '#broadcast';
import { elsewhereOn, findEndpoints } from '#endpoint';
import { findFmStations } from '#fm';
import { type Clock, civilOf, type Evidence, type FinalState, type Reason } from '#kernel';
import { AreaHistory, listAreas, readSpans, stationCodesOf } from '#place';
import { type Bulletin, findBulletins, listProgrammes } from '#programme';
import type { Executor, Row } from '#store';

/** By which road: to loudspeakers over IP, or to an FM station and its receivers. */
export const CARRIERS = ['ip', 'fm'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** What was heard, where, when and how far it is proved. Written once, never changed. */
export interface AsRunLine {
  readonly id: number;
  readonly deliveryId: string;
  readonly broadcastId: string;
  readonly endpointId: string;
  readonly endpointName: string;
  readonly areaId: string | null;
  readonly village: string;
  readonly programme: string;
  readonly title: string;
  readonly language: string;
  readonly origin: string;
  readonly level: string;
  readonly plannedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationMs: number;
  readonly renderedMs: number;
  readonly state: FinalState;
  readonly reason: Reason;
  readonly evidence: Evidence;
  readonly recordedAt: number;
  readonly carrier: Carrier;
  /** The name of the FM station that took it; empty for ip. */
  readonly fmStation: string;
  /** It was handed over to stand in for main endpoints that could not be reached. */
  readonly standIn: boolean;
  /** What lay above the village on the day of the broadcast, the nearest first. */
  readonly areaPath: string;
  /** The code of the station whose identity the endpoint carried (mã đài); empty: none. */
  readonly stationCode: string;
  /** The code of the endpoint (mã cụm); empty: none. */
  readonly clusterCode: string;
}

/** Which lines: planned in [from, to), and equal to what is named. */
export interface AsRunFilter {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly village?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly programme?: string | undefined;
  readonly carrier?: Carrier | undefined;
  readonly level?: string | undefined;
  readonly areaIds?: readonly string[] | undefined;
}

/**
 * Writes the last word on deliveries, in the caller's transaction: with the names, and the places in the tree of areas, as
 * they were on the day for which the broadcast was planned, however late the word comes.
 */
export async function appendAsRun(
  tx: Executor,
  { clock, zone }: { readonly clock: Clock; readonly zone: string },
  broadcast: Broadcast,
  deliveries: readonly Delivery[],
): Promise<void> {
  const { bulletinId } = broadcast;
  const found = bulletinId === null ? undefined : (await findBulletins(tx, [bulletinId])).get(bulletinId);
  const programmes = new Map((await listProgrammes(tx)).map((one) => [one.id, one.name]));
  const endpointIds = deliveries.map((delivery) => delivery.endpointId);
  const endpoints = await findEndpoints(tx, endpointIds);
  const day = civilOf(broadcast.plannedAt, zone).date;
  const places = await placesOn(tx, [...endpoints.values()], day);
  const stations = await findFmStations(
    tx,
    [...endpoints.values()].flatMap((endpoint) => endpoint.fmStationId ?? []),
  );
  for (const delivery of deliveries) {
    if (delivery.reason === null) throw new Error(`delivery ${delivery.id} is final without a reason`);
    const endpoint = endpoints.get(delivery.endpointId);
    const carrier: Carrier = endpoint?.protocol === 'fm' ? 'fm' : 'ip';
    const place = places.get(delivery.endpointId) ?? NOWHERE;
    await tx
      .insertInto('as_run')
      .values({
        delivery_id: delivery.id,
        broadcast_id: broadcast.id,
        endpoint_id: delivery.endpointId,
        endpoint_name: endpoint?.name ?? '',
        area_id: place.areaId,
        village: place.village,
        programme: programmes.get(broadcast.programmeId ?? '') ?? '',
        title: broadcast.title,
        language: found ? languagesHeard(found.bulletin, asDelivered(broadcast, delivery).runningOrder) : '',
        origin: broadcast.origin,
        level: broadcast.level,
        planned_at: broadcast.plannedAt,
        started_at: delivery.startedAt,
        ended_at: delivery.endedAt,
        duration_ms: asDelivered(broadcast, delivery).runningOrder.durationMs,
        rendered_ms: provedMs(delivery, carrier),
        state: delivery.state,
        reason: delivery.reason,
        evidence: delivery.evidence,
        recorded_at: clock.wallMs(),
        carrier,
        fm_station: stations.get(endpoint?.fmStationId ?? '')?.name ?? '',
        stand_in: delivery.isStandIn ? 1 : 0,
        area_path: place.path,
        station_code: place.stationCode,
        cluster_code: endpoint?.code ?? '',
      })
      .execute();
  }
}

const NOWHERE = { areaId: null, village: '', path: '', stationCode: '' };

/** Where endpoints lay on a day, in the words of that day. */
async function placesOn(
  tx: Executor,
  endpoints: ReadonlyArray<{ readonly id: string; readonly areaId: string | null }>,
  day: string,
): Promise<Map<string, { areaId: string | null; village: string; path: string; stationCode: string }>> {
  const history = new AreaHistory(await readSpans(tx));
  const ids = endpoints.map(({ id }) => id);
  const elsewhere = await elsewhereOn(tx, ids, day);
  const parents = new Map((await listAreas(tx)).map((area) => [area.id, area.parentId]));
  const codes = await stationCodesOf(tx, parents, endpoints);
  return new Map(
    endpoints.map(({ id, areaId: now }) => {
      const areaId = elsewhere.has(id) ? (elsewhere.get(id) ?? null) : now;
      const [village = '', ...above] = history.names(areaId, day);
      return [id, { areaId, village, path: above.join(', '), stationCode: codes.get(id) ?? '' }];
    }),
  );
}

/**
 * How much the log may say was heard. Nobody sees into an FM receiver: what went that way is handed over, and counts as
 * heard only as far as a receiver heard it off air. Throws when somebody calls it played.
 */
function provedMs({ id, state, evidence, renderedMs }: Delivery, carrier: Carrier): number {
  if (carrier === 'fm' && (state === 'played' || state === 'played_part'))
    throw new Error(`delivery ${id} went by FM and cannot be ${state}`);
  return state === 'handed_over' && evidence !== 'F2' ? 0 : renderedMs;
}

/** A row as a line. */
export function lineOf(row: Row<'as_run'>): AsRunLine {
  return {
    id: row.id,
    deliveryId: row.delivery_id,
    broadcastId: row.broadcast_id,
    endpointId: row.endpoint_id,
    endpointName: row.endpoint_name,
    areaId: row.area_id,
    village: row.village,
    programme: row.programme,
    title: row.title,
    language: row.language,
    origin: row.origin,
    level: row.level,
    plannedAt: row.planned_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    durationMs: row.duration_ms,
    renderedMs: row.rendered_ms,
    state: row.state as FinalState,
    reason: row.reason as Reason,
    evidence: row.evidence as Evidence,
    recordedAt: row.recorded_at,
    carrier: row.carrier as Carrier,
    fmStation: row.fm_station,
    standIn: row.stand_in === 1,
    areaPath: row.area_path,
    stationCode: row.station_code,
    clusterCode: row.cluster_code,
  };
}

/** In which languages one delivery said the bulletin, as "hmn+vi"; its main one when its versions were changed since. */
function languagesHeard(bulletin: Bulletin, { items }: RunningOrder): string {
  const heard = new Set(items.flatMap((item) => (item.kind === 'audio' ? [item.recordingId] : [])));
  const said = [bulletin, ...bulletin.versions].filter((one) => heard.has(one.recordingId));
  return said.map((one) => one.language).join('+') || bulletin.language;
}

/** The lines that the database lets through, in no order. */
export function filtered(db: Executor, filter: AsRunFilter) {
  let query = db.selectFrom('as_run').selectAll();
  if (filter.from !== undefined) query = query.where('planned_at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('planned_at', '<', filter.to);
  if (filter.village !== undefined) query = query.where('village', '=', filter.village);
  if (filter.endpointId !== undefined) query = query.where('endpoint_id', '=', filter.endpointId);
  if (filter.programme !== undefined) query = query.where('programme', '=', filter.programme);
  if (filter.carrier !== undefined) query = query.where('carrier', '=', filter.carrier);
  if (filter.level !== undefined) query = query.where('level', '=', filter.level);
  if (filter.areaIds !== undefined) query = query.where('area_id', 'in', filter.areaIds);
  return query;
}

/** One line by its number; null: there is none. */
export async function findAsRun(db: Executor, id: number): Promise<AsRunLine | null> {
  const row = await db.selectFrom('as_run').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? lineOf(row) : null;
}

/** The number of the last line of the log; 0: it is empty. */
export async function lastLine(db: Executor): Promise<number> {
  const row = await db.selectFrom('as_run').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.id ?? 0;
}

/** A page of the log by line number: downwards from `before`, or upwards from `after`. */
export async function readAsRun(
  db: Executor,
  filter: AsRunFilter,
  page: { limit: number; before?: number | undefined } | { limit: number; after: number },
): Promise<AsRunLine[]> {
  let query = filtered(db, filter).limit(page.limit);
  if ('after' in page) query = query.where('id', '>', page.after).orderBy('id', 'asc');
  else {
    if (page.before !== undefined) query = query.where('id', '<', page.before);
    query = query.orderBy('id', 'desc');
  }
  return (await query.execute()).map(lineOf);
}
