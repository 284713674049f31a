import { type EndpointGate, type GateRules, gateRules } from '#gate';
import { civilOf, dateOfDay, dayNumber } from '#kernel';
import type { Executor, Row } from '#store';
import { type GateAuthor, MOST_AHEAD, mustBeArea, mustHaveRoom, stamp, todayOf } from './gate-author.ts';
import { checkBeginning, checkRules } from './gate-checks.ts';
import { dayOf, mourningOf } from './gate-days-store.ts';
import { compileGate, type GateSettings, type GateVersion } from './gate-settings.ts';
import { spanOf } from './quiet-store.ts';

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
  const versions = await db.selectFrom('gate_versions').selectAll().orderBy('created_at').execute();
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
  // The later written of two counts, also when the clock was set back between them.
  const last = await db
    .selectFrom('gate_versions')
    .select(({ fn }) => fn.max('created_at').as('at'))
    .executeTakeFirst();
  const mark = stamp('gate', author);
  const row = {
    ...mark,
    created_at: Math.max(mark.created_at, (last?.at ?? 0) + 1),
    area_id: asked.areaId,
    valid_from: asked.from,
    rules: JSON.stringify(rules),
    note: asked.note.trim(),
  };
  await db.insertInto('gate_versions').values(row).execute();
  return versionOf(row);
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
