import { type ExceptionDay, exceptionDay } from '#gate';
import { notFound, StationError } from '#kernel';
import type { Executor, Row } from '#store';
import { type GateAuthor, MOST_AHEAD, mustBeArea, mustHaveRoom, stamp, todayOf } from './gate-author.ts';
import { checkExceptionDay, checkMourning, mustNotBePast } from './gate-checks.ts';
import type { Mourning, SetExceptionDay } from './gate-settings.ts';

/** A day with rules of its own, today or later. GATE_RULES, GATE_PAST, GATE_TAKEN, GATE_FULL, NOT_FOUND. */
export async function addExceptionDay(
  db: Executor,
  author: GateAuthor,
  asked: { areaId: string | null; day: ExceptionDay },
): Promise<SetExceptionDay> {
  const today = todayOf(author);
  const day = checkExceptionDay(asked.day);
  mustNotBePast(day.date, today);
  await mustBeArea(db, asked.areaId);
  const ahead = await db
    .selectFrom('exception_days')
    .select('date')
    .where('area_id', 'is', asked.areaId)
    .where('removed_at', 'is', null)
    .where('date', '>=', today)
    .execute();
  if (ahead.some(({ date }) => date === day.date)) throw new StationError('GATE_TAKEN', { date: day.date });
  mustHaveRoom(ahead.length, MOST_AHEAD.exceptionDays);
  const row = {
    ...stamp('exception', author),
    area_id: asked.areaId,
    date: day.date,
    day: JSON.stringify(day),
    removed_at: null,
  };
  await db.insertInto('exception_days').values(row).execute();
  return dayOf(row);
}

/** Takes back an exception of today or later. GATE_PAST, NOT_FOUND. */
export async function removeExceptionDay(db: Executor, author: GateAuthor, id: string): Promise<void> {
  const row = await db
    .selectFrom('exception_days')
    .select('date')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound('exception_day');
  mustNotBePast(row.date, todayOf(author));
  await db.updateTable('exception_days').set({ removed_at: author.clock.wallMs() }).where('id', '=', id).execute();
}

/** State mourning on these days, for the whole station. GATE_RULES, GATE_PAST (when all of it is past), GATE_FULL. */
export async function addMourning(
  db: Executor,
  author: GateAuthor,
  asked: { from: string; to: string; reason: string },
): Promise<Mourning> {
  const today = todayOf(author);
  checkMourning(asked);
  mustNotBePast(asked.to, today);
  const ahead = await db
    .selectFrom('mournings')
    .select('id')
    .where('removed_at', 'is', null)
    .where('to_date', '>=', today)
    .execute();
  mustHaveRoom(ahead.length, MOST_AHEAD.mournings);
  const row = {
    ...stamp('mourning', author),
    from_date: asked.from,
    to_date: asked.to,
    reason: asked.reason.trim(),
    removed_at: null,
  };
  await db.insertInto('mournings').values(row).execute();
  return mourningOf(row);
}

/** Ends a mourning at once, or takes back one that lies ahead. NOT_FOUND. */
export async function endMourning(db: Executor, author: GateAuthor, id: string): Promise<void> {
  const ended = await db
    .updateTable('mournings')
    .set({ removed_at: author.clock.wallMs() })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) throw notFound('mourning');
}

export function dayOf(row: Row<'exception_days'>): SetExceptionDay {
  return {
    id: row.id,
    areaId: row.area_id,
    day: exceptionDay.parse(JSON.parse(row.day)),
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}

export function mourningOf(row: Row<'mournings'>): Mourning {
  return {
    id: row.id,
    from: row.from_date,
    to: row.to_date,
    reason: row.reason,
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}
