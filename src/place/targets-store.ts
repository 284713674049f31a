import { notFound } from '#kernel';
import type { Executor } from '#store';
import { listAreas } from './area-store.ts';
import { followed } from './area-tree.ts';
import { endpointsOfZones, listZones } from './place-store.ts';

/** A choice of places: zones, areas with everything below them, single endpoints. */
export interface Targets {
  readonly zoneIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly endpointIds?: readonly string[];
  /** All that are in use. */
  readonly everywhere?: boolean;
  /** Those too that stand in for these, wherever they hang: for whoever wants silence. */
  readonly alsoStandIns?: boolean;
}

/**
 * The endpoints in use that lie in these places, each once, in the order of their ids. Throws NOT_FOUND for a zone, area
 * or endpoint that is not there; an empty place is no fault. One that stands in for others is taken only by its own id.
 * An area that ended stands for what it became: whoever still speaks to the old commune reaches the new one.
 */
export async function endpointsIn(
  db: Executor,
  { zoneIds, areaIds, endpointIds = [], everywhere = false, alsoStandIns = false }: Targets,
): Promise<string[]> {
  const zones = new Set((await listZones(db)).map((zone) => zone.id));
  if (zoneIds.some((id) => !zones.has(id))) throw notFound('zone');
  const areas = await listAreas(db);
  if (areaIds.some((id) => !areas.some((area) => area.id === id))) throw notFound('area');
  const inUse = await db
    .selectFrom('endpoints')
    .select(['id', 'area_id', 'duty'])
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute();
  const known = new Set(inUse.map((row) => row.id));
  if (endpointIds.some((id) => !known.has(id))) throw notFound('endpoint');
  const wanted = new Set([...endpointIds, ...[...(await endpointsOfZones(db, zoneIds)).values()].flat()]);
  const parents = new Map(areas.map((area) => [area.id, area.parentId]));
  const lies = new Set(followed(areas, areaIds));
  const isWithin = (areaId: string | null) => upwards(areaId, parents).some((at) => lies.has(at));
  const meant = inUse.filter(
    (row) => wanted.has(row.id) || ((alsoStandIns || row.duty === 'main') && (everywhere || isWithin(row.area_id))),
  );
  const ids = new Set(meant.map((row) => row.id));
  if (alsoStandIns) for (const row of meant) for (const id of standingInFor(row.area_id, inUse, parents)) ids.add(id);
  return inUse.map((row) => row.id).filter((id) => ids.has(id));
}

/** An area and those above it, the nearest first. */
function upwards(areaId: string | null, parents: ReadonlyMap<string, string | null>): string[] {
  const above: string[] = [];
  for (let at = areaId; at !== null && !above.includes(at); at = parents.get(at) ?? null) above.push(at);
  return above;
}

/** Who stands in there: those of the nearest area that has any, as the hand-over chooses them. */
function standingInFor(
  areaId: string | null,
  inUse: ReadonlyArray<{ readonly id: string; readonly area_id: string | null; readonly duty: string }>,
  parents: ReadonlyMap<string, string | null>,
): string[] {
  for (const at of upwards(areaId, parents)) {
    const found = inUse.filter((row) => row.duty === 'stand_in' && row.area_id === at);
    if (found.length > 0) return found.map((row) => row.id);
  }
  return [];
}
