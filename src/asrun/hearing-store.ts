import { findBroadcast } from '#broadcast';
import { type Clock, newId, notFound, type Random, StationError } from '#kernel';
import { chunks, type Executor, type Row } from '#store';

export const HEARD = ['heard', 'partly', 'not_heard'] as const;
export type Heard = (typeof HEARD)[number];

/** What a person said of one delivery. Stands beside the log, never in place of it; written once, never changed. */
export interface Hearing {
  readonly id: string;
  readonly deliveryId: string;
  readonly heard: Heard;
  readonly saidBy: string;
  readonly saidAt: number;
  readonly note: string;
  /** The account that wrote it down. */
  readonly writtenBy: string | null;
  readonly createdAt: number;
}

/** The clock of whoever writes may be this much ahead of the station's. */
const AHEAD_MS = 60_000;

/**
 * Writes down what a person said of one broadcast in one place. Throws NOT_FOUND unless it was sent there,
 * HEARING_TOO_EARLY when it was to begin only after they said so, REQUEST_INVALID when they will have said it.
 */
export async function addHearing(
  tx: Executor,
  make: { readonly clock: Clock; readonly random: Random },
  said: Pick<Hearing, 'heard' | 'saidBy' | 'saidAt' | 'note' | 'writtenBy'> & {
    readonly broadcastId: string;
    readonly endpointId: string;
  },
): Promise<Hearing> {
  const found = await findBroadcast(tx, said.broadcastId);
  if (!found) throw notFound('broadcast');
  const delivery = found.deliveries.find(({ endpointId }) => endpointId === said.endpointId);
  if (!delivery) throw notFound('endpoint');
  const now = make.clock.wallMs();
  if (said.saidAt > now + AHEAD_MS) {
    const problem = { vi: 'giờ báo còn ở phía trước', en: 'that is still to come' };
    throw new StationError('REQUEST_INVALID', { field: 'body.saidAt', problem });
  }
  const saidAt = Math.min(said.saidAt, now);
  if (saidAt < found.broadcast.plannedAt) throw new StationError('HEARING_TOO_EARLY');
  const { heard, saidBy, note, writtenBy } = said;
  const id = newId('hearing', make.clock, make.random);
  const hearing = { id, deliveryId: delivery.id, heard, saidBy, saidAt, note, writtenBy, createdAt: now };
  await tx
    .insertInto('hearing_reports')
    .values({
      id,
      delivery_id: delivery.id,
      heard,
      said_by: saidBy,
      said_at: saidAt,
      note,
      written_by: writtenBy,
      created_at: now,
    })
    .execute();
  return hearing;
}

/** What was said of these deliveries, in the order in which it was written. */
export async function hearingsOf(db: Executor, deliveryIds: readonly string[]): Promise<Hearing[]> {
  const all: Hearing[] = [];
  for (const some of chunks(deliveryIds)) {
    const query = db.selectFrom('hearing_reports').selectAll().where('delivery_id', 'in', some);
    all.push(...(await query.orderBy('created_at').orderBy('id').execute()).map(hearingOf));
  }
  return all.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** All that was said from an instant on, in the order in which it was written: nobody speaks of what is yet to begin. */
export async function hearingsSince(db: Executor, from: number): Promise<Hearing[]> {
  const query = db.selectFrom('hearing_reports').selectAll().where('said_at', '>=', from);
  return (await query.orderBy('created_at').orderBy('id').execute()).map(hearingOf);
}

function hearingOf(row: Row<'hearing_reports'>): Hearing {
  return {
    id: row.id,
    deliveryId: row.delivery_id,
    heard: row.heard,
    saidBy: row.said_by,
    saidAt: row.said_at,
    note: row.note,
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}
