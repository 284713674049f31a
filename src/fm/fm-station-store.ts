import { type Clock, newId, newSecret, notFound, type Random } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import { type FmSettings, type FmStation, fmSettings } from './fm-station.ts';
import { mustBeSound, type NamedReceiver, settled } from './station-rules.ts';

interface Makers {
  readonly clock: Clock;
  readonly random: Random;
}

/** What a person says of a station. */
export interface StationInput {
  readonly name: string;
  readonly areaId: string | null;
  readonly settings: FmSettings;
}

const KEY_BITS = 128;

function stationOf(row: Row<'fm_stations'>): FmStation {
  return {
    ...fmSettings.parse(JSON.parse(row.settings)),
    id: row.id,
    name: row.name,
    areaId: row.area_id,
    key: row.key,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
  };
}

/** All stations in use, by name. */
export async function listFmStations(db: Executor): Promise<FmStation[]> {
  const rows = await db
    .selectFrom('fm_stations')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(stationOf);
}

/** A station, retired ones too; null when it was never there. */
export async function findFmStation(db: Executor, id: string): Promise<FmStation | null> {
  return (await findFmStations(db, [id])).get(id) ?? null;
}

/** Those of these stations that exist, retired ones too, by id. */
export async function findFmStations(db: Executor, ids: readonly string[]): Promise<Map<string, FmStation>> {
  const found = new Map<string, FmStation>();
  for (const some of chunks([...new Set(ids)])) {
    const rows = await db.selectFrom('fm_stations').selectAll().where('id', 'in', some).execute();
    for (const row of rows) found.set(row.id, stationOf(row));
  }
  return found;
}

/** The station in use, or NOT_FOUND. */
export async function mustFindFmStation(db: Executor, id: string): Promise<FmStation> {
  const station = await findFmStation(db, id);
  if (!station || station.retiredAt !== null) throw notFound('fm_station');
  return station;
}

/** Registers a station and makes the key of its addresses. Throws what `mustBeSound` throws. */
export async function addFmStation(db: Executor, make: Makers, input: StationInput): Promise<FmStation> {
  const settings = settled(input.settings, []);
  mustBeSound(settings, await listFmStations(db), []);
  const row = {
    id: newId('fm_station', make.clock, make.random),
    name: input.name,
    area_id: input.areaId,
    settings: JSON.stringify(settings),
    key: newSecret(make.random, KEY_BITS),
    created_at: make.clock.wallMs(),
    retired_at: null,
  };
  await db.insertInto('fm_stations').values(row).execute();
  return stationOf(row);
}

/**
 * Changes all that is said of a station; a line that comes without its password keeps the one it had. Throws what
 * `mustBeSound` throws; `receivers` are those in use that hang on it.
 */
export async function changeFmStation(
  db: Executor,
  id: string,
  input: StationInput,
  receivers: readonly NamedReceiver[],
): Promise<FmStation> {
  const before = await mustFindFmStation(db, id);
  const settings = settled(input.settings, before.lines);
  const others = (await listFmStations(db)).filter((other) => other.id !== id);
  mustBeSound(settings, others, receivers);
  await db
    .updateTable('fm_stations')
    .set({ name: input.name, area_id: input.areaId, settings: JSON.stringify(settings) })
    .where('id', '=', id)
    .execute();
  return { ...before, ...settings, name: input.name, areaId: input.areaId };
}

/** Makes a new key: the addresses with the old one stop working. */
export async function renewFmKey(db: Executor, make: Pick<Makers, 'random'>, id: string): Promise<FmStation> {
  const before = await mustFindFmStation(db, id);
  const key = newSecret(make.random, KEY_BITS);
  await db.updateTable('fm_stations').set({ key }).where('id', '=', id).execute();
  return { ...before, key };
}

/** Takes a station out of use. Its receivers are endpoints: whoever calls takes them out of use with it. */
export async function retireFmStation(db: Executor, clock: Clock, id: string): Promise<void> {
  await mustFindFmStation(db, id);
  await db.updateTable('fm_stations').set({ retired_at: clock.wallMs() }).where('id', '=', id).execute();
}

/** Stations lie in other areas from now on. */
export async function placeFmStations(
  tx: Executor,
  moves: ReadonlyArray<{ readonly id: string; readonly to: string | null }>,
): Promise<void> {
  for (const { id, to } of moves)
    await tx.updateTable('fm_stations').set({ area_id: to }).where('id', '=', id).execute();
}
