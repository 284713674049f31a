import { type Clock, newId, notFound, type Random, StationError } from '#kernel';
import type { Executor, Row } from '#store';

interface Makers {
  readonly clock: Clock;
  readonly random: Random;
}

/** Foreign sound that was heard on the receivers of a station (chèn sóng). */
export interface Interference {
  readonly id: string;
  readonly stationId: string;
  readonly endpointId: string | null;
  readonly areaId: string | null;
  readonly fromAt: number;
  /** Null: it goes on, or nobody knows. */
  readonly toAt: number | null;
  readonly languageHeard: string;
  readonly what: string;
  readonly recordingId: string | null;
  /** Who heard it. */
  readonly reportedBy: string;
  /** Who wrote it down. */
  readonly writtenBy: string | null;
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly closingNote: string | null;
}
export type InterferenceInput = Omit<Interference, 'id' | 'createdAt' | 'closedAt' | 'closingNote'>;

function interferenceOf(row: Row<'interference'>): Interference {
  return {
    id: row.id,
    stationId: row.station_id,
    endpointId: row.endpoint_id,
    areaId: row.area_id,
    fromAt: row.from_at,
    toAt: row.to_at,
    languageHeard: row.language_heard,
    what: row.what,
    recordingId: row.recording_id,
    reportedBy: row.reported_by,
    writtenBy: row.written_by,
    createdAt: row.created_at,
    closedAt: row.closed_at,
    closingNote: row.closing_note,
  };
}

/** All of it, the newest beginning first. */
export async function listInterference(db: Executor): Promise<Interference[]> {
  const rows = await db
    .selectFrom('interference')
    .selectAll()
    .orderBy('from_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(interferenceOf);
}

/** One, or NOT_FOUND. */
export async function mustFindInterference(db: Executor, id: string): Promise<Interference> {
  const row = await db.selectFrom('interference').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('interference');
  return interferenceOf(row);
}

/** Writes down that it was heard. Throws REQUEST_INVALID when it would end before it begins or begin in the future. */
export async function addInterference(db: Executor, make: Makers, input: InterferenceInput): Promise<Interference> {
  const createdAt = make.clock.wallMs();
  mustEndAfter(input.fromAt, input.toAt);
  if (input.fromAt > createdAt) throw timesWrong('body.fromAt', FUTURE);
  const row = {
    id: newId('interference', make.clock, make.random),
    station_id: input.stationId,
    endpoint_id: input.endpointId,
    area_id: input.areaId,
    from_at: input.fromAt,
    to_at: input.toAt,
    language_heard: input.languageHeard,
    what: input.what,
    recording_id: input.recordingId,
    reported_by: input.reportedBy,
    written_by: input.writtenBy,
    created_at: createdAt,
    closed_at: null,
    closing_note: null,
    closed_by: null,
  };
  await db.insertInto('interference').values(row).execute();
  return interferenceOf(row);
}

/** It is over; from here on it stays as it is. Throws INTERFERENCE_CLOSED, REQUEST_INVALID for an end before its begin. */
export async function closeInterference(
  db: Executor,
  clock: Clock,
  id: string,
  { toAt, note, closedBy }: { readonly toAt: number; readonly note: string; readonly closedBy: string | null },
): Promise<Interference> {
  const before = await mustFindInterference(db, id);
  if (before.closedAt !== null) throw new StationError('INTERFERENCE_CLOSED');
  mustEndAfter(before.fromAt, toAt);
  const closedAt = clock.wallMs();
  await db
    .updateTable('interference')
    .set({ to_at: toAt, closing_note: note, closed_by: closedBy, closed_at: closedAt })
    .where('id', '=', id)
    .execute();
  return { ...before, toAt, closingNote: note, closedAt };
}

const FUTURE = { vi: 'chưa đến giờ đó', en: 'that is still to come' };
const ENDS_FIRST = { vi: 'kết thúc trước khi bắt đầu', en: 'it ends before it begins' };
const timesWrong = (field: string, problem: typeof FUTURE) => new StationError('REQUEST_INVALID', { field, problem });

function mustEndAfter(fromAt: number, toAt: number | null): void {
  if (toAt !== null && toAt < fromAt) throw timesWrong('body.toAt', ENDS_FIRST);
}

/** The recordings of foreign sound: evidence. */
export async function interferenceRecordings(db: Executor): Promise<string[]> {
  const rows = await db.selectFrom('interference').select('recording_id').execute();
  return rows.flatMap((row) => row.recording_id ?? []);
}
