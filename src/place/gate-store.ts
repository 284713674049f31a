import { type EndpointGate, type ExceptionDay, exceptionDay, type GateRules, gateRules } from '#gate';
import { type Clock, civilOf, dateOfDay, dayNumber, newId, notFound, type Random, StationError } from '#kernel';
import type { Executor, Row } from '#store';
import {
  checkBeginning,
  checkExceptionDay,
  checkMourning,
  checkQuietSpan,
  checkRules,
  mustNotBePast,
} from './gate-checks.ts';
import {
  compileGate,
  type GateSettings,
  type GateVersion,
  type Mourning,
  type QuietSpan,
  type SetExceptionDay,
} from './gate-settings.ts';
import { findArea } from './place-store.ts';

/** What a change needs besides the database: the world, the zone of the station, and who asks. */
export interface GateAuthor {
  readonly clock: Clock;
  readonly random: Random;
  readonly zone: string;
  readonly writtenBy: string | null;
}

/** So many may lie ahead in one area: a speaker is sent those of its area and of all above it. */
export const MOST_AHEAD = { versions: 8, exceptionDays: 60, mournings: 10, quietSpans: 30 } as const;

/** The gates of endpoints, ready to be sent: what is over is left out. Endpoints that keep the same rules share one. */
export async function gatesOf(
  db: Executor,
  zone: string,
  endpoints: ReadonlyArray<{ readonly id: string; readonly areaId: string | null }>,
  nowMs: number,
): Promise<Map<string, EndpointGate>> {
  const settings = await readGateSettings(db, zone, nowMs);
  const alone = new Set(settings.quietSpans.map(({ endpointId }) => endpointId));
  const shared = new Map<string | null, EndpointGate>();
  const gates = new Map<string, EndpointGate>();
  for (const { id, areaId } of endpoints) {
    if (alone.has(id)) {
      gates.set(id, compileGate(settings, zone, { areaId, endpointId: id }, nowMs));
      continue;
    }
    const gate = shared.get(areaId) ?? compileGate(settings, zone, { areaId, endpointId: null }, nowMs);
    shared.set(areaId, gate);
    gates.set(id, gate);
  }
  return gates;
}

/** Everything that is set: all versions ever written, and of the rest what is not over, removed or lifted. */
export async function readGateSettings(db: Executor, zone: string, nowMs: number): Promise<GateSettings> {
  const today = civilOf(nowMs, zone).date;
  const yesterday = dateOfDay((dayNumber(today) ?? 0) - 1);
  const areas = await db.selectFrom('areas').select(['id', 'parent_id']).execute();
  const versions = await db.selectFrom('gate_versions').selectAll().orderBy('created_at').orderBy('id').execute();
  const days = await db
    .selectFrom('exception_days')
    .selectAll()
    .where('removed_at', 'is', null)
    .where('date', '>=', yesterday)
    .orderBy('date')
    .orderBy('id')
    .execute();
  const mournings = await db
    .selectFrom('mournings')
    .selectAll()
    .where('removed_at', 'is', null)
    .where('to_date', '>=', yesterday)
    .orderBy('from_date')
    .orderBy('id')
    .execute();
  const spans = await db
    .selectFrom('quiet_spans')
    .selectAll()
    .where('lifted_at', 'is', null)
    .where('to_at', '>', nowMs)
    .orderBy('from_at')
    .orderBy('id')
    .execute();
  return {
    parents: new Map(areas.map((area) => [area.id, area.parent_id])),
    versions: versions.map(versionOf),
    exceptionDays: days.map(dayOf),
    mournings: mournings.map(mourningOf),
    quietSpans: spans.map(spanOf),
  };
}

/** Rules for an area and all below it, from today or a later date on. GATE_RULES, GATE_PAST, GATE_FULL, NOT_FOUND. */
export async function addGateVersion(
  db: Executor,
  author: GateAuthor,
  asked: { areaId: string | null; from: string; rules: GateRules; note: string },
): Promise<GateVersion> {
  const today = todayOf(author);
  const rules = checkRules(asked.rules);
  checkBeginning(asked, today);
  await mustBeArea(db, asked.areaId);
  const ahead = await db
    .selectFrom('gate_versions')
    .select('valid_from')
    .distinct()
    .where('area_id', 'is', asked.areaId)
    .where('valid_from', '>', today)
    .where('valid_from', '!=', asked.from)
    .execute();
  mustHaveRoom(ahead.length, MOST_AHEAD.versions);
  const row = {
    ...stamp('gate', author),
    area_id: asked.areaId,
    valid_from: asked.from,
    rules: JSON.stringify(rules),
    note: asked.note.trim(),
  };
  await db.insertInto('gate_versions').values(row).execute();
  return versionOf(row);
}

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

/**
 * Silence until an instant: for an area and all below it, an endpoint, or (both null) the whole station. It begins now at
 * the earliest. One that begins at once is never refused for want of room. QUIET_SPAN, GATE_FULL, NOT_FOUND.
 */
export async function addQuietSpan(
  db: Executor,
  author: GateAuthor,
  asked: { areaId: string | null; endpointId: string | null; from: number; to: number; reason: string },
): Promise<QuietSpan> {
  const now = author.clock.wallMs();
  checkQuietSpan(asked, now);
  await mustBeArea(db, asked.areaId);
  if (asked.endpointId !== null) {
    const known = await db.selectFrom('endpoints').select('id').where('id', '=', asked.endpointId).executeTakeFirst();
    if (!known) throw notFound('endpoint');
  }
  if (asked.from > now) {
    const ahead = await db
      .selectFrom('quiet_spans')
      .select('id')
      .where('area_id', 'is', asked.areaId)
      .where('endpoint_id', 'is', asked.endpointId)
      .where('lifted_at', 'is', null)
      .where('from_at', '>', now)
      .execute();
    mustHaveRoom(ahead.length, MOST_AHEAD.quietSpans);
  }
  const row = {
    ...stamp('quiet', author),
    area_id: asked.areaId,
    endpoint_id: asked.endpointId,
    from_at: Math.max(asked.from, now),
    to_at: asked.to,
    reason: asked.reason.trim(),
    lifted_at: null,
  };
  await db.insertInto('quiet_spans').values(row).execute();
  return spanOf(row);
}

/** Ends a quiet span at once, or takes back one that lies ahead. NOT_FOUND. */
export async function liftQuietSpan(db: Executor, author: GateAuthor, id: string): Promise<void> {
  const lifted = await db
    .updateTable('quiet_spans')
    .set({ lifted_at: author.clock.wallMs() })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  if (lifted.numUpdatedRows === 0n) throw notFound('quiet_span');
}

function todayOf({ clock, zone }: GateAuthor): string {
  return civilOf(clock.wallMs(), zone).date;
}

function stamp(kind: 'gate' | 'exception' | 'mourning' | 'quiet', { clock, random, writtenBy }: GateAuthor) {
  return { id: newId(kind, clock, random), written_by: writtenBy, created_at: clock.wallMs() };
}

async function mustBeArea(db: Executor, id: string | null): Promise<void> {
  if (id !== null && !(await findArea(db, id))) throw notFound('area');
}

function mustHaveRoom(ahead: number, most: number): void {
  if (ahead >= most) throw new StationError('GATE_FULL', { most });
}

function versionOf(row: Row<'gate_versions'>): GateVersion {
  return {
    id: row.id,
    areaId: row.area_id,
    from: row.valid_from,
    rules: gateRules.parse(JSON.parse(row.rules)),
    note: row.note,
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}

function dayOf(row: Row<'exception_days'>): SetExceptionDay {
  return {
    id: row.id,
    areaId: row.area_id,
    day: exceptionDay.parse(JSON.parse(row.day)),
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}

function mourningOf(row: Row<'mournings'>): Mourning {
  return {
    id: row.id,
    from: row.from_date,
    to: row.to_date,
    reason: row.reason,
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}

function spanOf(row: Row<'quiet_spans'>): QuietSpan {
  return {
    id: row.id,
    areaId: row.area_id,
    endpointId: row.endpoint_id,
    from: row.from_at,
    to: row.to_at,
    reason: row.reason,
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}
