import { z } from 'zod';
import { type Clock, newId, notFound, type Random, StationError } from '#kernel';
import type { Executor, Row } from '#store';
import { type AreaAct, areaAct, type ReachLine, reachLine } from './area-act.ts';

/** An act on areas that somebody wrote. */
export interface WrittenAct {
  readonly id: string;
  /** The civil day from which it holds. */
  readonly onDate: string;
  readonly act: AreaAct;
  /** The ids of areas that it makes, in the order of the act. */
  readonly newIds: readonly string[];
  /** Number and date of the decision, as printed. */
  readonly document: string;
  readonly note: string;
  /** Who gains what, as it was shown when the act was written. */
  readonly accepted: readonly ReachLine[];
  readonly writtenBy: string | null;
  readonly writtenAt: number;
  readonly state: 'planned' | 'done' | 'undone' | 'failed';
  readonly settledAt: number | null;
  readonly settledBy: string | null;
  /** What was done, or why it could not be done: JSON of whoever did it. */
  readonly outcome: string | null;
}

const stored = z.object({ act: areaAct, newIds: z.array(z.string()) });
const acceptedLines = z.array(reachLine);

function actOf(row: Row<'area_acts'>): WrittenAct {
  return {
    ...stored.parse(JSON.parse(row.act)),
    id: row.id,
    onDate: row.on_date,
    document: row.document,
    note: row.note,
    accepted: acceptedLines.parse(JSON.parse(row.accepted)),
    writtenBy: row.written_by,
    writtenAt: row.written_at,
    state: row.state,
    settledAt: row.settled_at,
    settledBy: row.settled_by,
    outcome: row.outcome,
  };
}

/** Acts by the day from which they hold, then as they were written. */
export async function listActs(db: Executor, state?: WrittenAct['state']): Promise<WrittenAct[]> {
  const query = db.selectFrom('area_acts').selectAll().orderBy('on_date').orderBy('written_at').orderBy('id');
  return (await (state ? query.where('state', '=', state) : query).execute()).map(actOf);
}

/** The act; null: there is none. */
export async function findAct(db: Executor, id: string): Promise<WrittenAct | null> {
  const row = await db.selectFrom('area_acts').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? actOf(row) : null;
}

export async function writeAct(
  tx: Executor,
  make: { readonly clock: Clock; readonly random: Random },
  asked: Pick<WrittenAct, 'onDate' | 'act' | 'newIds' | 'document' | 'note' | 'accepted' | 'writtenBy'>,
): Promise<WrittenAct> {
  const { act, newIds, accepted } = asked;
  const row = {
    id: newId('area_act', make.clock, make.random),
    on_date: asked.onDate,
    act: JSON.stringify({ act, newIds }),
    document: asked.document,
    note: asked.note,
    accepted: JSON.stringify(accepted),
    written_by: asked.writtenBy,
    written_at: make.clock.wallMs(),
    state: 'planned' as const,
    settled_at: null,
    settled_by: null,
    outcome: null,
  };
  await tx.insertInto('area_acts').values(row).execute();
  return actOf(row);
}

/** The end of an act that was planned; AREA_ACT_SETTLED when it had one already. */
export async function settleAct(
  tx: Executor,
  clock: Clock,
  id: string,
  end: { readonly state: 'done' | 'undone' | 'failed'; readonly by: string | null; readonly outcome: string | null },
): Promise<WrittenAct> {
  if (!(await findAct(tx, id))) throw notFound('area_act');
  const row = await tx
    .updateTable('area_acts')
    .set({ state: end.state, settled_at: clock.wallMs(), settled_by: end.by, outcome: end.outcome })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new StationError('AREA_ACT_SETTLED');
  return actOf(row);
}
