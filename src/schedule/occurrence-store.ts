import { sql } from 'kysely';
import type { Reason } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import type { Occurrence } from './rules.ts';

/** An occurrence as a row. Rule, civil date and time name it for ever, so nothing can come due twice. */
export interface PlannedOccurrence {
  readonly id: number;
  readonly ruleId: string;
  readonly date: string;
  readonly time: string;
  readonly plannedAt: number;
  readonly state: Row<'occurrences'>['state'];
  readonly broadcastId: string | null;
  readonly reason: string | null;
}

function occurrenceOf(row: Row<'occurrences'>): PlannedOccurrence {
  return {
    id: row.id,
    ruleId: row.rule_id,
    date: row.local_date,
    time: row.local_time,
    plannedAt: row.planned_at,
    state: row.state,
    broadcastId: row.broadcast_id,
    reason: row.reason,
  };
}

/**
 * Writes planned occurrences. One that exists is left alone, whatever became of it, except that one which a change of the
 * rule, or of what it plays, cancelled comes back when the rule is gone over again and still names it.
 */
export async function insertOccurrences(
  db: Executor,
  planned: readonly { readonly ruleId: string; readonly occurrence: Occurrence }[],
): Promise<void> {
  for (const some of chunks(planned)) {
    await db
      .insertInto('occurrences')
      .values(
        some.map(({ ruleId, occurrence: { date, time, atMs } }) => ({
          ...{ rule_id: ruleId, local_date: date, local_time: time, planned_at: atMs },
          ...{ state: 'planned' as const, broadcast_id: null, reason: null },
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['rule_id', 'local_date', 'local_time'])
          .doUpdateSet((eb) => ({
            ...{ state: 'planned' as const, broadcast_id: null, reason: null },
            planned_at: eb.ref('excluded.planned_at'),
          }))
          .where('occurrences.state', '=', 'cancelled')
          .where('occurrences.reason', 'in', ['rule_changed', 'not_valid', 'not_approved']),
      )
      .execute();
  }
}

/** All that still wait to become broadcasts, soonest first. */
export async function waitingOccurrences(db: Executor): Promise<PlannedOccurrence[]> {
  const rows = await db
    .selectFrom('occurrences')
    .selectAll()
    .where('state', '=', 'planned')
    .orderBy('planned_at')
    .orderBy('id')
    .execute();
  return rows.map(occurrenceOf);
}

/** True when some occurrence waits, or was called missed by a clock that has gone back since. */
export async function hasWaiting(db: Executor, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('occurrences')
    .select('id')
    .where((eb) =>
      eb.or([eb('state', '=', 'planned'), eb.and([eb('state', '=', 'expired'), eb('planned_at', '>', now)])]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * What was called missed and lies in the future again was judged by a wrong clock: it waits again, unplayed. `lapsed` are
 * broadcasts of which the same is true.
 */
export async function reviveMisjudged(db: Executor, now: number, lapsed: readonly string[]): Promise<void> {
  const revival = db
    .updateTable('occurrences')
    .set({ state: 'planned', broadcast_id: null, reason: null })
    .where('planned_at', '>', now);
  await revival.where('state', '=', 'expired').execute();
  for (const some of chunks(lapsed)) {
    await revival.where('state', '=', 'broadcast').where('broadcast_id', 'in', some).execute();
  }
}

/** Notes the broadcast that was given for each occurrence: to be heard, or to stand in the log as missed. */
export async function writeBroadcasts(
  db: Executor,
  given: ReadonlyMap<number, string>,
  state: 'broadcast' | 'expired',
): Promise<void> {
  for (const some of chunks([...given])) {
    const pairs = sql.join(some.map(([id, broadcastId]) => sql`(cast(${id} as bigint), ${broadcastId})`));
    // Both SQLite and PostgreSQL name the columns of VALUES column1, column2.
    await sql`update occurrences set state = ${state}, broadcast_id = given.column2
      from (values ${pairs}) as given where occurrences.id = given.column1`.execute(db);
  }
}

/** Closes occurrences that nobody will hear. */
export async function closeOccurrences(
  db: Executor,
  occurrenceIds: readonly number[],
  state: 'cancelled' | 'expired',
  reason: Reason,
): Promise<void> {
  for (const some of chunks(occurrenceIds)) {
    await db.updateTable('occurrences').set({ state, reason }).where('id', 'in', some).execute();
  }
}

/** What was given to the air and called back waits again, as if it had never been given. */
export async function reopenOccurrences(db: Executor, occurrenceIds: readonly number[]): Promise<void> {
  for (const some of chunks(occurrenceIds)) {
    const set = { state: 'planned' as const, broadcast_id: null, reason: null };
    await db.updateTable('occurrences').set(set).where('id', 'in', some).execute();
  }
}

/** Occurrences of a rule after `now` that were not cancelled: what a change of the rule calls back. */
export async function futureOccurrences(db: Executor, ruleId: string, now: number): Promise<PlannedOccurrence[]> {
  const rows = await db
    .selectFrom('occurrences')
    .selectAll()
    .where('rule_id', '=', ruleId)
    .where('planned_at', '>', now)
    .where('state', '!=', 'cancelled')
    .orderBy('planned_at')
    .execute();
  return rows.map(occurrenceOf);
}

/** Occurrences planned in [from, to), soonest first: the calendar of the console. */
export async function listOccurrences(
  db: Executor,
  from: number,
  to: number,
  limit: number,
): Promise<PlannedOccurrence[]> {
  const rows = await db
    .selectFrom('occurrences')
    .selectAll()
    .where('planned_at', '>=', from)
    .where('planned_at', '<', to)
    .orderBy('planned_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(occurrenceOf);
}
