import { type Clock, newId, notFound, type Random } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import { findArea } from './area-store.ts';

/** A named set of endpoints. Zones overlap; the seat on the air is the endpoint's, not the zone's. */
export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly areaId: string | null;
  readonly endpointIds: readonly string[];
  /** Whether each endpoint plays the best version for it alone, or every version in one of its languages. */
  readonly languageMode: 'first' | 'all';
}

interface Makers {
  readonly clock: Clock;
  readonly random: Random;
}

function modeOf(row: Pick<Row<'zones'>, 'language_mode'>): Zone['languageMode'] {
  return row.language_mode === 'all' ? 'all' : 'first';
}

export async function listZones(db: Executor): Promise<Zone[]> {
  const members = await db.selectFrom('zone_endpoints').selectAll().orderBy('endpoint_id').execute();
  const byZone = Map.groupBy(members, (row) => row.zone_id);
  const rows = await db.selectFrom('zones').selectAll().orderBy('name').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    areaId: row.area_id,
    endpointIds: (byZone.get(row.id) ?? []).map((member) => member.endpoint_id),
    languageMode: modeOf(row),
  }));
}

/** Creates a zone, or gives an existing one new members; a language mode that is absent stays. Returns it as it stands. */
export async function putZone(
  db: Executor,
  make: Makers,
  zone: {
    id?: string;
    name: string;
    areaId: string | null;
    endpointIds: readonly string[];
    languageMode?: Zone['languageMode'] | undefined;
  },
): Promise<Zone> {
  const id = zone.id ?? newId('zone', make.clock, make.random);
  if (zone.areaId !== null && !(await findArea(db, zone.areaId))) throw notFound('area');
  const mode = zone.languageMode === undefined ? {} : { language_mode: zone.languageMode };
  if (zone.id) {
    const changed = await db
      .updateTable('zones')
      .set({ name: zone.name, area_id: zone.areaId, ...mode })
      .where('id', '=', id)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw notFound('zone');
    await db.deleteFrom('zone_endpoints').where('zone_id', '=', id).execute();
  } else {
    await db
      .insertInto('zones')
      .values({ id, name: zone.name, area_id: zone.areaId, created_at: make.clock.wallMs(), ...mode })
      .execute();
  }
  const members = [...new Set(zone.endpointIds)].sort();
  for (const endpointId of members) {
    const known = await db.selectFrom('endpoints').select('id').where('id', '=', endpointId).executeTakeFirst();
    if (!known) throw notFound('endpoint');
    await db.insertInto('zone_endpoints').values({ zone_id: id, endpoint_id: endpointId }).execute();
  }
  const row = await db.selectFrom('zones').select('language_mode').where('id', '=', id).executeTakeFirstOrThrow();
  return { id, name: zone.name, areaId: zone.areaId, endpointIds: members, languageMode: modeOf(row) };
}

/** Those of these zones in which every language of an endpoint is heard. */
export async function zonesOfAllLanguages(db: Executor, zoneIds: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const some of chunks([...new Set(zoneIds)])) {
    const query = db.selectFrom('zones').select('id').where('id', 'in', some);
    for (const { id } of await query.where('language_mode', '=', 'all').execute()) found.add(id);
  }
  return found;
}

/** Which endpoints that are in use belong to each of these zones; those that only stand in for others do not. */
export async function endpointsOfZones(db: Executor, zoneIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows =
    zoneIds.length === 0
      ? []
      : await db
          .selectFrom('zone_endpoints')
          .innerJoin('endpoints', 'endpoints.id', 'zone_endpoints.endpoint_id')
          .select(['zone_id', 'endpoint_id'])
          .where('zone_id', 'in', [...new Set(zoneIds)])
          .where('endpoints.retired_at', 'is', null)
          .where('endpoints.duty', '=', 'main')
          .orderBy('endpoint_id')
          .execute();
  const byZone = new Map<string, string[]>();
  for (const row of rows) {
    const members = byZone.get(row.zone_id);
    if (members) members.push(row.endpoint_id);
    else byZone.set(row.zone_id, [row.endpoint_id]);
  }
  return byZone;
}
