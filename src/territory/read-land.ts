import { isOpen, openBroadcasts } from '#broadcast';
import { findEndpoints, listEndpoints } from '#endpoint';
import { listFmStations } from '#fm';
import { rightsInAreas } from '#people';
import { brandHolders, listAreas, listZones, readGateSettings } from '#place';
import type { Executor } from '#store';
import type { Land, Thing } from './land.ts';

/** The land as it stands in the database now. `pause` is awaited between long readings. */
export async function readLand(
  db: Executor,
  zone: string,
  nowMs: number,
  pause: () => Promise<void> = async () => undefined,
): Promise<Land> {
  const areas = new Map((await listAreas(db)).map((area) => [area.id, area]));
  await pause();
  const endpoints = (await listEndpoints(db)).map(thing);
  await pause();
  const { versions, exceptionDays, quietSpans } = await readGateSettings(db, zone, nowMs);
  await pause();
  return {
    areas,
    endpoints,
    zones: (await listZones(db)).map((one) => ({ ...thing(one), endpointIds: one.endpointIds })),
    fmStations: (await listFmStations(db)).map(thing),
    rights: await rightsInAreas(db, nowMs),
    versions,
    exceptionDays: exceptionDays.map(({ id, areaId, day }) => ({ id, areaId, date: day.date })),
    quietSpans,
    brands: await brandHolders(db),
    busy: await busyAreas(db),
  };
}

const thing = ({ id, name, areaId }: Thing): Thing => ({ id, name, areaId });

async function busyAreas(db: Executor): Promise<Map<string, number>> {
  const { deliveries } = await openBroadcasts(db);
  const waiting = deliveries.filter(({ state }) => isOpen(state));
  const endpoints = await findEndpoints(db, [...new Set(waiting.map(({ endpointId }) => endpointId))]);
  const byArea = Map.groupBy(waiting, ({ endpointId }) => endpoints.get(endpointId)?.areaId ?? '');
  return new Map([...byArea].map(([areaId, own]) => [areaId, new Set(own.map(({ broadcastId }) => broadcastId)).size]));
}
