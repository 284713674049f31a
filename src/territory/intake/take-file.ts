import { createHash } from 'node:crypto';
import { changeEndpoint, type Endpoint, listEndpoints, registerMany } from '#endpoint';
import { addReceiver, listFmStations, receiverSettings } from '#fm';
import { newId, StationError, type World } from '#kernel';
import { type Area, insertAreas, listActs, type ReachLine, stationCodesOf, writeArea } from '#place';
import type { Executor } from '#store';
import type { Breath } from '../breath.ts';
import { type Land, parentsOf } from '../land.ts';
import { carriedOut, emptyPlan, type Plan } from '../plan.ts';
import { mustLeaveRoom } from '../preview.ts';
import { reachChange } from '../reach.ts';
import { readHead, type WrongLine } from './columns.ts';
import { type AreaChange, type ClusterChange, type Comparison, compare } from './compare.ts';
import { decodeText, refuseFile } from './decode.ts';
import { readRecords } from './records.ts';
import { type AskedRow, readRow } from './rows.ts';

/** A file that was read; not yet compared with what there is. */
export interface ReadFile {
  readonly rows: readonly AskedRow[];
  readonly wrong: readonly WrongLine[];
  readonly unknownColumns: readonly string[];
}

/** What taking a file would do. */
export interface FilePlan extends Comparison {
  readonly plan: Plan;
  readonly gains: readonly ReachLine[];
  /** Stands for all of this: whoever takes the file sends it back. */
  readonly seen: string;
}

export async function readFile(bytes: Uint8Array, breath: Breath): Promise<ReadFile> {
  const records = readRecords(decodeText(bytes));
  const first = records.next();
  if (first.done) throw refuseFile('tệp không có dòng nào', 'it has no line');
  const { columns, unknown } = readHead(first.value.fields);
  const rows: AskedRow[] = [];
  const wrong: WrongLine[] = [];
  for (const record of records) {
    const read = readRow(record, columns);
    if (read.row) rows.push(read.row);
    wrong.push(...read.wrong);
    await breath.take();
  }
  return { rows, wrong, unknownColumns: unknown };
}

/** `land` is the land as it stands on `today`. */
export async function planFile(
  db: Executor,
  file: ReadFile,
  land: Land,
  today: string,
  breath: Breath,
): Promise<FilePlan> {
  await breath.take();
  const stations = await listFmStations(db);
  const codes = await stationCodesOf(db, parentsOf(land.areas), stations);
  await breath.take();
  const endpoints = await listEndpoints(db);
  await breath.take();
  const compared = await compare(
    file.rows,
    {
      areas: [...land.areas.values()],
      endpoints,
      fmStations: stations.map(({ id, name }) => ({ id, name, stationCode: codes.get(id) ?? '' })),
      today,
    },
    () => breath.take(),
  );
  const wrong = [...file.wrong, ...compared.wrong].sort((a, b) => a.line - b.line);
  await breath.take();
  // A number stands for an area until it is made.
  const plan = areaPlan(compared.areas, land, today, (at) => `are_new${at + 1}`);
  const { gains } =
    plan.changes.length === 0 || wrong.length > 0
      ? { gains: [] }
      : reachChange(land, carriedOut(land, plan), plan.origins, today);
  await breath.take();
  if (wrong.length === 0) {
    const planned = await listActs(db, 'planned');
    if (planned.length > 0) mustLeaveRoom(land, plan, planned);
  }
  const hash = createHash('sha256').update(JSON.stringify([gains, wrong]));
  for (const { asked, changes } of [...compared.areas, ...compared.clusters]) {
    hash.update(JSON.stringify([asked.code, asked.what, changes]));
    await breath.take();
  }
  const seen = hash.digest('base64url').slice(0, 22);
  return { ...compared, wrong, plan, gains, seen };
}

/** New areas, those above first, and areas with other names or parents. */
function areaPlan(areas: readonly AreaChange[], land: Land, today: string, idOf: (at: number) => string): Plan {
  const ids = new Map([...land.areas.values()].flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])));
  const fresh = areas.filter(({ area }) => area === null);
  for (const [at, { asked }] of fresh.entries()) ids.set(asked.code, idOf(at));
  const parentOf = ({ parentCode }: AreaChange) => (parentCode === null ? null : (ids.get(parentCode) ?? null));
  const opens: Area[] = fresh.map((change) => ({
    ...{ id: ids.get(change.asked.code) ?? '', parentId: parentOf(change) },
    ...{ kind: change.asked.kind, name: change.asked.name, code: change.asked.code },
    ...{ validFrom: change.asked.from, validTo: null, successorIds: [] },
  }));
  return {
    ...emptyPlan(today),
    opens: parentsFirst(opens),
    changes: areas.flatMap((change) =>
      change.area === null
        ? []
        : [
            {
              ...{ id: change.area.id, kind: change.asked.kind, name: change.asked.name },
              // A parent that has no code, and of which the file says nothing, stays.
              parentId: change.asked.parentCode === null ? change.area.parentId : parentOf(change),
            },
          ],
    ),
    origins: new Map(opens.map(({ id }) => [id, []])),
  };
}

function parentsFirst(opens: readonly Area[]): Area[] {
  const waiting = new Map(opens.map((area) => [area.id, area]));
  const sorted: Area[] = [];
  const put = (area: Area) => {
    if (!waiting.delete(area.id)) return;
    const parent = waiting.get(area.parentId ?? '');
    if (parent) put(parent);
    sorted.push(area);
  };
  for (const area of opens) put(area);
  return sorted;
}

/** Takes a file that was seen and has no wrong line, in the caller's transaction. Answers the endpoints that changed. */
export async function takeFile(
  tx: Executor,
  world: Pick<World, 'clock' | 'random'>,
  { areas, clusters }: FilePlan,
  land: Land,
  today: string,
  breath: Breath,
): Promise<Endpoint[]> {
  await breath.take();
  const newIds: string[] = [];
  for (const { area } of areas) {
    if (area === null) newIds.push(newId('area', world.clock, world.random));
    await breath.take();
  }
  const plan = areaPlan(areas, land, today, (at) => newIds[at] ?? '');
  await breath.take();
  for (let from = 0; from < plan.opens.length; from += 200) {
    await insertAreas(tx, world.clock, plan.opens.slice(from, from + 200));
    await breath.take();
  }
  for (const change of plan.changes) {
    await writeArea(tx, today, change.id, change);
    await breath.take();
  }
  const ids = new Map(
    [...land.areas.values(), ...plan.opens].flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])),
  );
  const areaOf = ({ parentCode }: ClusterChange) => (parentCode === null ? null : (ids.get(parentCode) ?? null));
  const stations = new Map((await listFmStations(tx)).map((station) => [station.id, station]));
  const fresh = clusters.filter(({ endpoint }) => endpoint === null);
  for (let from = 0; from < fresh.length; from += 50) {
    const some = fresh.slice(from, from + 50);
    const made = await registerMany(
      tx,
      world,
      some.map((change) => ({
        ...{ name: change.asked.name, code: change.asked.code, areaId: areaOf(change) },
        ...{ protocol: change.asked.protocol ?? 'link', duty: change.asked.duty ?? 'main' },
        ...{ latitude: change.asked.latitude, longitude: change.asked.longitude, fmStationId: change.fmStationId },
        ...(change.asked.reachM !== null && { reachM: change.asked.reachM }),
        languages: stations.get(change.fmStationId ?? '')?.languages ?? change.asked.languages ?? ['vi'],
      })),
    );
    for (const [at, { fmStationId }] of some.entries()) {
      const id = made[at];
      if (fmStationId !== null && id !== undefined) await addReceiver(tx, id, fmStationId, receiverSettings.parse({}));
    }
    await breath.take();
  }
  const changed: Endpoint[] = [];
  for (const { endpoint, asked, ...change } of clusters) {
    if (endpoint === null) continue;
    changed.push(
      await changeEndpoint(tx, endpoint.id, {
        ...{ name: asked.name, gainDb: endpoint.gainDb, leadInMs: endpoint.leadInMs },
        areaId: asked.parentCode === null ? endpoint.areaId : areaOf({ endpoint, asked, ...change }),
        ...(asked.duty !== null && { duty: asked.duty }),
        ...(asked.latitude !== null && { latitude: asked.latitude, longitude: asked.longitude }),
        ...(asked.languages !== null && { languages: asked.languages }),
        ...(asked.reachM !== null && { reachM: asked.reachM }),
      }),
    );
    await breath.take();
  }
  return changed;
}

/** Throws unless a file may be taken as it was seen. */
export function mustBeTakeable({ wrong, seen }: FilePlan, confirmed: string): void {
  if (wrong.length > 0) throw new StationError('IMPORT_WRONG', { count: wrong.length });
  if (seen !== confirmed) throw new StationError('AREA_PLAN_CHANGED');
}
