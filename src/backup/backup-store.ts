import type { Bilingual } from '#kernel';
import type { Executor } from '#store';
import type { Run, RunState, Trigger } from './nights.ts';

/** So many attempts are remembered. */
const MOST_RUNS = 500;

/** An attempt to make a copy, as it is kept. */
export interface KeptRun extends Run {
  readonly askedBy: string | null;
  /** The name that the copy has, or was to have. */
  readonly copy: string;
  readonly bytes: number | null;
  readonly damagedSounds: number | null;
  /** When its copy was seen to be gone. */
  readonly removedAt: number | null;
  readonly problem: { readonly code: string; readonly text: Bilingual } | null;
}

export async function insertRun(
  tx: Executor,
  run: { id: string; trigger: Trigger; askedBy: string | null; beganAt: number; copy: string },
): Promise<void> {
  const { id, trigger, askedBy, beganAt, copy } = run;
  await tx
    .insertInto('backup_runs')
    .values({ id, cause: trigger, asked_by: askedBy, began_at: beganAt, state: 'running', copy })
    .execute();
  const oldest = tx.selectFrom('backup_runs').select('id').orderBy('began_at', 'desc').limit(MOST_RUNS);
  await tx.deleteFrom('backup_runs').where('id', 'not in', oldest).execute();
}

export async function endRun(
  tx: Executor,
  id: string,
  how: {
    state: RunState;
    endedAt: number;
    bytes?: number;
    damagedSounds?: number;
    problem?: KeptRun['problem'];
  },
): Promise<void> {
  const { state, endedAt, bytes = null, damagedSounds = null, problem = null } = how;
  await tx
    .updateTable('backup_runs')
    .set({
      ...{ state, ended_at: endedAt, bytes, damaged_sounds: damagedSounds },
      ...{
        problem_code: problem?.code ?? null,
        problem_vi: problem?.text.vi ?? null,
        problem_en: problem?.text.en ?? null,
      },
    })
    .where('id', '=', id)
    .execute();
}

/** All that is remembered, the newest first. */
export async function listRuns(db: Executor): Promise<KeptRun[]> {
  const rows = await db
    .selectFrom('backup_runs')
    .selectAll()
    .orderBy('began_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, trigger: row.cause, askedBy: row.asked_by, beganAt: row.began_at, endedAt: row.ended_at },
    ...{ state: row.state, copy: row.copy, bytes: row.bytes, damagedSounds: row.damaged_sounds },
    removedAt: row.removed_at,
    problem:
      row.problem_code === null
        ? null
        : { code: row.problem_code, text: { vi: row.problem_vi ?? '', en: row.problem_en ?? '' } },
  }));
}

/** The copies of these attempts are gone, or are no longer what they were. */
export async function markGone(tx: Executor, ids: readonly string[], at: number): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable('backup_runs').set({ removed_at: at }).where('id', 'in', ids).execute();
}
