import { type Clock, newId, notFound, type Random, StationError } from '#kernel';
import { chunks, type Executor, type Row } from '#store';

/** What a village helper is asked to do while foreign sound is on the receivers, and what came of it. */
export interface VillageTask {
  readonly id: string;
  readonly interferenceId: string;
  readonly kind: 'cut_power' | 'restore_power';
  readonly endpointId: string | null;
  readonly helperName: string;
  readonly helperPhone: string;
  readonly note: string;
  readonly askedBy: string | null;
  readonly askedAt: number;
  readonly doneAt: number | null;
  readonly doneBy: string | null;
  readonly answer: string | null;
}
export type TaskInput = Pick<VillageTask, 'kind' | 'endpointId' | 'helperName' | 'helperPhone' | 'note' | 'askedBy'>;

function taskOf(row: Row<'village_tasks'>): VillageTask {
  return {
    id: row.id,
    interferenceId: row.interference_id ?? '',
    kind: row.kind,
    endpointId: row.endpoint_id,
    helperName: row.helper_name,
    helperPhone: row.helper_phone,
    note: row.note,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    doneAt: row.done_at,
    doneBy: row.done_by,
    answer: row.answer,
  };
}

/** The tasks of these, as they were asked. */
export async function tasksOf(db: Executor, interferenceIds: readonly string[]): Promise<VillageTask[]> {
  const found: VillageTask[] = [];
  for (const some of chunks([...new Set(interferenceIds)])) {
    const rows = await db
      .selectFrom('village_tasks')
      .selectAll()
      .where('interference_id', 'in', some)
      .orderBy('asked_at')
      .orderBy('id')
      .execute();
    found.push(...rows.map(taskOf));
  }
  return found;
}

/** One task, or NOT_FOUND. */
export async function mustFindTask(db: Executor, id: string): Promise<VillageTask> {
  const row = await db.selectFrom('village_tasks').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('village_task');
  return taskOf(row);
}

/** Writes down that a helper was asked; power may be restored long after the interference was closed. */
export async function askTask(
  db: Executor,
  make: { readonly clock: Clock; readonly random: Random },
  interferenceId: string,
  input: TaskInput,
): Promise<VillageTask> {
  const row = {
    id: newId('task', make.clock, make.random),
    kind: input.kind,
    interference_id: interferenceId,
    endpoint_id: input.endpointId,
    helper_name: input.helperName,
    helper_phone: input.helperPhone,
    note: input.note,
    asked_by: input.askedBy,
    asked_at: make.clock.wallMs(),
    done_at: null,
    done_by: null,
    answer: null,
  };
  await db.insertInto('village_tasks').values(row).execute();
  return taskOf(row);
}

/** What the helper said, once. Throws TASK_ANSWERED, REQUEST_INVALID for something done in the future. */
export async function answerTask(
  db: Executor,
  clock: Clock,
  id: string,
  said: { readonly doneAt: number; readonly doneBy: string; readonly answer: string },
): Promise<VillageTask> {
  const before = await mustFindTask(db, id);
  if (before.doneAt !== null) throw new StationError('TASK_ANSWERED');
  if (said.doneAt > clock.wallMs()) {
    const problem = { vi: 'chưa đến giờ đó', en: 'that is still to come' };
    throw new StationError('REQUEST_INVALID', { field: 'body.doneAt', problem });
  }
  await db
    .updateTable('village_tasks')
    .set({ done_at: said.doneAt, done_by: said.doneBy, answer: said.answer })
    .where('id', '=', id)
    .execute();
  return { ...before, ...said };
}
