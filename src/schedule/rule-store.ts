import { z } from 'zod';
import type { Executor, Row } from '#store';
import { type Pattern, patternSchema } from './pattern.ts';

/** What a person decides about a rule. */
export interface RuleDraft {
  readonly title: string;
  /** What is played: one bulletin, or a template. The other is null. */
  readonly bulletinId: string | null;
  readonly templateId: string | null;
  readonly zoneIds: readonly string[];
  readonly pattern: Pattern;
  readonly active: boolean;
  /** How it starts when another holds the air: null: after it; 0: it cuts in; n: it waits at most n ms, then cuts in. */
  readonly cutInAfterMs: number | null;
}

/** A rule as it stands. One that came from a schedule file names the file and its key there. */
export interface Rule extends RuleDraft {
  readonly id: string;
  readonly source: RuleSource | null;
  readonly version: number;
  /** Everything before this instant has been planned. */
  readonly plannedTo: number;
  readonly createdAt: number;
  readonly retiredAt: number | null;
}

/** The id of what a rule plays. */
export function contentOf({ bulletinId, templateId }: Pick<RuleDraft, 'bulletinId' | 'templateId'>): string {
  return bulletinId ?? templateId ?? '';
}

export interface RuleSource {
  readonly file: string;
  readonly key: string;
}

const CHUNK = 500;
const ids = z.array(z.string());

function ruleOf(row: Row<'rules'>): Rule {
  const { source_file: file, source_key: key } = row;
  return {
    id: row.id,
    title: row.title,
    bulletinId: row.bulletin_id,
    templateId: row.template_id,
    zoneIds: ids.parse(JSON.parse(row.zone_ids)),
    pattern: patternSchema.parse(JSON.parse(row.pattern)),
    active: row.active === 1,
    cutInAfterMs: row.cut_in_after_ms,
    source: file === null || key === null ? null : { file, key },
    version: row.version,
    plannedTo: row.planned_to,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
  };
}

function columnsOf(draft: RuleDraft) {
  return {
    title: draft.title,
    bulletin_id: draft.bulletinId,
    template_id: draft.templateId,
    zone_ids: JSON.stringify(draft.zoneIds),
    pattern: JSON.stringify(draft.pattern),
    active: draft.active ? (1 as const) : (0 as const),
    cut_in_after_ms: draft.cutInAfterMs,
  };
}

/** Writes a new rule, to be planned from `now` on: nothing before its creation ever comes due. */
export async function insertRule(
  db: Executor,
  id: string,
  draft: RuleDraft,
  source: RuleSource | null,
  now: number,
): Promise<void> {
  await db
    .insertInto('rules')
    .values({
      ...columnsOf(draft),
      ...{ id, source_file: source?.file ?? null, source_key: source?.key ?? null },
      ...{ version: 1, planned_to: now, created_at: now, retired_at: null },
    })
    .execute();
}

/** Writes what changed, as the next version, to be planned anew from `now` on. */
export async function updateRule(db: Executor, id: string, draft: RuleDraft, now: number): Promise<void> {
  await db
    .updateTable('rules')
    .set((eb) => ({ ...columnsOf(draft), version: eb('version', '+', 1), planned_to: now }))
    .where('id', '=', id)
    .execute();
}

/** Has a rule gone over from `now` on again. */
export async function writePlanAgain(db: Executor, id: string, now: number): Promise<void> {
  await db.updateTable('rules').set({ planned_to: now }).where('id', '=', id).where('planned_to', '>', now).execute();
}

/** Takes a rule out of use. Its occurrences and log stay. */
export async function retireRuleRow(db: Executor, id: string, now: number): Promise<void> {
  await db
    .updateTable('rules')
    .set((eb) => ({ retired_at: now, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** The rule, retired or not, or null. */
export async function findRule(db: Executor, id: string): Promise<Rule | null> {
  const row = await db.selectFrom('rules').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? ruleOf(row) : null;
}

/** All rules in use, oldest first. */
export async function listRules(db: Executor): Promise<Rule[]> {
  const rows = await db.selectFrom('rules').selectAll().where('retired_at', 'is', null).orderBy('id').execute();
  return rows.map(ruleOf);
}

/** The rules in use that came from a file. */
export async function rulesOfFile(db: Executor, file: string): Promise<Rule[]> {
  const rows = await db
    .selectFrom('rules')
    .selectAll()
    .where('retired_at', 'is', null)
    .where('source_file', '=', file)
    .orderBy('id')
    .execute();
  return rows.map(ruleOf);
}

/** Names of the files that rules in use came from. */
export async function ruleFiles(db: Executor): Promise<string[]> {
  const rows = await db
    .selectFrom('rules')
    .select('source_file')
    .distinct()
    .where('retired_at', 'is', null)
    .where('source_file', 'is not', null)
    .execute();
  return rows.flatMap(({ source_file: file }) => (file === null ? [] : [file]));
}

/**
 * True when some active rule is not planned up to `target`; with `orBeyond` also when one is planned farther, which
 * happens only after the wall clock went back.
 */
export async function needsPlanning(db: Executor, target: number, orBeyond: boolean): Promise<boolean> {
  const row = await db
    .selectFrom('rules')
    .select('id')
    .where('active', '=', 1)
    .where('retired_at', 'is', null)
    .where('planned_to', orBeyond ? '!=' : '<', target)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Moves the high-water mark of rules on, never back. */
export async function writePlannedTo(db: Executor, ruleIds: readonly string[], target: number): Promise<void> {
  for (let from = 0; from < ruleIds.length; from += CHUNK) {
    await db
      .updateTable('rules')
      .set({ planned_to: target })
      .where('id', 'in', ruleIds.slice(from, from + CHUNK))
      .where('planned_to', '<', target)
      .execute();
  }
}
