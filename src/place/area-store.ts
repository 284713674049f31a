import { type Clock, dateOfDay, dayNumber, newId, notFound, type Random, StationError } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import type { Area, AreaSpan } from './area-tree.ts';

interface Makers {
  readonly clock: Clock;
  readonly random: Random;
}

/** What a person says of an area. */
export interface AreaInput {
  readonly parentId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
  readonly code?: string | null | undefined;
}

/** An area of which nobody said since when it is there has been there since ever. */
const SINCE_EVER = '';

function areaOf(row: Row<'areas'>): Area {
  return {
    id: row.id,
    parentId: row.parent_id,
    kind: row.kind,
    name: row.name,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    code: row.code,
    successorIds: JSON.parse(row.successors) as string[],
  };
}

/** All areas as they stand today, closed ones too, by name. */
export async function listAreas(db: Executor): Promise<Area[]> {
  return (await db.selectFrom('areas').selectAll().orderBy('name').orderBy('id').execute()).map(areaOf);
}

export async function findArea(db: Executor, id: string): Promise<Area | null> {
  const row = await db.selectFrom('areas').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? areaOf(row) : null;
}

/** Adds an area. NOT_FOUND (its parent), CODE_TAKEN. */
export async function addArea(db: Executor, make: Makers, area: AreaInput): Promise<Area> {
  if (area.parentId !== null && !(await findArea(db, area.parentId))) throw notFound('area');
  const { parentId, kind, name, validFrom = null, validTo = null, code = null } = area;
  await mustBeFreeCode(db, code, null);
  const added: Area = {
    id: newId('area', make.clock, make.random),
    ...{ parentId, kind, name, validFrom, validTo, code, successorIds: [] },
  };
  await insertAreas(db, make.clock, [added]);
  return added;
}

/** Writes areas that were checked before, with the span that each begins with. */
export async function insertAreas(tx: Executor, clock: Clock, areas: readonly Area[]): Promise<void> {
  for (const some of pieces(areas)) {
    const rows = some.map((area) => ({
      id: area.id,
      parent_id: area.parentId,
      kind: area.kind,
      name: area.name,
      valid_from: area.validFrom,
      valid_to: area.validTo,
      code: area.code,
      created_at: clock.wallMs(),
    }));
    await tx.insertInto('areas').values(rows).execute();
    const spans = some.map(({ id, parentId, kind, name, validFrom, validTo }) => ({
      ...{ area_id: id, from_date: validFrom ?? SINCE_EVER, to_date: validTo },
      ...{ parent_id: parentId, kind, name },
    }));
    await tx.insertInto('area_spans').values(spans).execute();
  }
}

/** Rows that fit into one statement with all their values. */
function* pieces<Item>(items: readonly Item[]): Generator<Item[]> {
  for (const some of chunks(items))
    for (let from = 0; from < some.length; from += 50) yield some.slice(from, from + 50);
}

/**
 * Changes an area from `date` on; what it was until then stays told. Refuses a parent that lies below it (AREA_CYCLE).
 * A code that is absent stays. NOT_FOUND, CODE_TAKEN.
 */
export async function changeArea(db: Executor, date: string, id: string, change: AreaInput): Promise<Area> {
  for (let above = change.parentId; above !== null; ) {
    if (above === id) throw new StationError('AREA_CYCLE');
    const parent: Area | null = await findArea(db, above);
    if (!parent) throw notFound('area');
    above = parent.parentId;
  }
  await mustBeFreeCode(db, change.code ?? null, id);
  if (!(await findArea(db, id))) throw notFound('area');
  await writeArea(db, date, id, change);
  if (change.code !== undefined)
    await db.updateTable('areas').set({ code: change.code }).where('id', '=', id).execute();
  return (await findArea(db, id)) as Area;
}

/** What an area is called and lies in, from a day on. Checks nothing. */
export async function writeArea(
  tx: Executor,
  date: string,
  id: string,
  { parentId, kind, name }: Pick<Area, 'parentId' | 'kind' | 'name'>,
): Promise<void> {
  const now = { parent_id: parentId, kind, name };
  await tx.updateTable('areas').set(now).where('id', '=', id).execute();
  const before = await tx
    .selectFrom('area_spans')
    .selectAll()
    .where('area_id', '=', id)
    .orderBy('from_date', 'desc')
    .executeTakeFirst();
  if (before && before.parent_id === parentId && before.kind === kind && before.name === name) return;
  // A clock that was set back must not write into days that are told already.
  if (before && before.from_date >= date) {
    await tx
      .updateTable('area_spans')
      .set(now)
      .where('area_id', '=', id)
      .where('from_date', '=', before.from_date)
      .execute();
    return;
  }
  if (before) await endSpan(tx, id, before.from_date, date);
  await tx
    .insertInto('area_spans')
    .values({ area_id: id, from_date: date, to_date: null, ...now })
    .execute();
}

/** The area is there no longer from a day on; these took its place. */
export async function closeArea(
  tx: Executor,
  date: string,
  id: string,
  successorIds: readonly string[],
): Promise<void> {
  const validTo = dayBefore(date);
  await tx
    .updateTable('areas')
    .set({ valid_to: validTo, successors: JSON.stringify(successorIds) })
    .where('id', '=', id)
    .execute();
  const last = await tx
    .selectFrom('area_spans')
    .select('from_date')
    .where('area_id', '=', id)
    .orderBy('from_date', 'desc')
    .executeTakeFirst();
  if (last) await endSpan(tx, id, last.from_date, date);
}

async function endSpan(tx: Executor, id: string, from: string, date: string): Promise<void> {
  await tx
    .updateTable('area_spans')
    .set({ to_date: dayBefore(date) })
    .where('area_id', '=', id)
    .where('from_date', '=', from)
    .execute();
}

/** All that is known of what areas were called and lay in. */
export async function readSpans(db: Executor): Promise<AreaSpan[]> {
  const rows = await db.selectFrom('area_spans').selectAll().orderBy('area_id').orderBy('from_date').execute();
  return rows.map((row) => ({
    areaId: row.area_id,
    from: row.from_date,
    to: row.to_date,
    parentId: row.parent_id,
    kind: row.kind,
    name: row.name,
  }));
}

/** Zones lie in other areas from now on. */
export async function placeZones(
  tx: Executor,
  moves: ReadonlyArray<{ readonly id: string; readonly to: string }>,
): Promise<void> {
  for (const { id, to } of moves) await tx.updateTable('zones').set({ area_id: to }).where('id', '=', id).execute();
}

async function mustBeFreeCode(db: Executor, code: string | null, ownId: string | null): Promise<void> {
  if (code === null) return;
  const taken = await db.selectFrom('areas').select(['id', 'name']).where('code', '=', code).executeTakeFirst();
  if (taken && taken.id !== ownId) throw new StationError('CODE_TAKEN', { code, name: taken.name });
}

function dayBefore(date: string): string {
  return dateOfDay((dayNumber(date) ?? 0) - 1);
}
