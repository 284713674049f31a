import { type Clock, newId, notFound, type Random, StationError } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import type { FaultKind } from './judge.ts';

interface Makers {
  readonly clock: Clock;
  readonly random: Random;
}

/** What people keep about a fault: the last that was written is what holds, and what was written before stays. */
export interface Ticket {
  /** Since when it was out, if a person knows better than the station. */
  readonly sinceAt: number | null;
  readonly cause: string;
  /** In whole đồng; null: not known yet. */
  readonly costVnd: number | null;
  readonly contractor: string;
  readonly funding: string;
  readonly note: string;
  readonly repairedAt: number | null;
  readonly writtenBy: string | null;
  readonly writtenAt: number;
}
export type TicketInput = Omit<Ticket, 'writtenBy' | 'writtenAt'>;

/** An endpoint that was out of reach, silent or heard wrong for too long (sự cố). */
export interface Fault {
  readonly id: string;
  readonly endpointId: string;
  readonly kind: FaultKind;
  readonly sinceAt: number;
  readonly openedAt: number;
  /** Who told of it; null: it opened by itself. */
  readonly toldBy: string | null;
  readonly what: string;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly closedAt: number | null;
  readonly closedBecause: 'well' | 'retired' | 'person' | null;
  readonly closedBy: string | null;
  readonly ticket: Ticket | null;
}

export interface FaultFilter {
  readonly state?: 'open' | 'closed' | undefined;
  readonly endpointId?: string | undefined;
  /** Those that lasted into this span. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

function faultOf(row: Row<'faults'>, ticket: Ticket | null): Fault {
  return {
    ...{ id: row.id, endpointId: row.endpoint_id, kind: row.kind, sinceAt: row.since_at, openedAt: row.opened_at },
    ...{ toldBy: row.told_by, what: row.what },
    ...{ acknowledgedAt: row.acknowledged_at, acknowledgedBy: row.acknowledged_by },
    ...{ closedAt: row.closed_at, closedBecause: row.closed_because, closedBy: row.closed_by, ticket },
  };
}

function ticketOf(row: Row<'fault_tickets'>): Ticket {
  return {
    ...{ sinceAt: row.since_at, cause: row.cause, costVnd: row.cost_vnd, contractor: row.contractor },
    ...{ funding: row.funding, note: row.note, repairedAt: row.repaired_at },
    ...{ writtenBy: row.written_by, writtenAt: row.written_at },
  };
}

async function withTickets(db: Executor, rows: readonly Row<'faults'>[]): Promise<Fault[]> {
  const tickets = new Map<string, Ticket>();
  for (const some of chunks(rows.map(({ id }) => id))) {
    const written = db.selectFrom('fault_tickets').selectAll().where('fault_id', 'in', some).orderBy('id');
    for (const row of await written.execute()) tickets.set(row.fault_id, ticketOf(row));
  }
  return rows.map((row) => faultOf(row, tickets.get(row.id) ?? null));
}

/** The newest first. */
export async function listFaults(db: Executor, filter: FaultFilter, limit: number): Promise<Fault[]> {
  let query = db.selectFrom('faults').selectAll().orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(limit);
  if (filter.state !== undefined) query = query.where('closed_at', filter.state === 'open' ? 'is' : 'is not', null);
  if (filter.endpointId !== undefined) query = query.where('endpoint_id', '=', filter.endpointId);
  if (filter.to !== undefined) query = query.where('since_at', '<', filter.to);
  const { from } = filter;
  if (from !== undefined)
    query = query.where(({ eb, or }) => or([eb('closed_at', 'is', null), eb('closed_at', '>=', from)]));
  return withTickets(db, await query.execute());
}

/** One, or NOT_FOUND. */
export async function mustFindFault(db: Executor, id: string): Promise<Fault> {
  const row = await db.selectFrom('faults').selectAll().where('id', '=', id).executeTakeFirst();
  const [fault] = row ? await withTickets(db, [row]) : [];
  if (!fault) throw notFound('fault');
  return fault;
}

/** All that was ever written on its ticket, the oldest first. */
export async function ticketsOf(db: Executor, faultId: string): Promise<Ticket[]> {
  const rows = await db.selectFrom('fault_tickets').selectAll().where('fault_id', '=', faultId).orderBy('id').execute();
  return rows.map(ticketOf);
}

/** Opens one, unless one is open there: that one is answered then. */
export async function openFault(
  tx: Executor,
  make: Makers,
  fault: Pick<Fault, 'endpointId' | 'kind' | 'sinceAt' | 'toldBy' | 'what'>,
): Promise<Fault> {
  const { endpointId, kind, sinceAt, toldBy, what } = fault;
  const id = newId('fault', make.clock, make.random);
  await tx
    .insertInto('faults')
    .values({
      ...{
        id,
        endpoint_id: endpointId,
        kind,
        since_at: sinceAt,
        opened_at: make.clock.wallMs(),
        told_by: toldBy,
        what,
      },
      ...{ acknowledged_at: null, acknowledged_by: null, closed_at: null, closed_because: null, closed_by: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const [open] = await listFaults(tx, { state: 'open', endpointId }, 1);
  if (!open) throw new Error(`no fault is open at ${endpointId} just after it was opened`);
  return open;
}

/** Closes it, unless somebody did before. */
export async function closeFault(
  tx: Executor,
  clock: Clock,
  id: string,
  closing: { readonly because: 'well' | 'retired' | 'person'; readonly by: string | null },
): Promise<void> {
  await tx
    .updateTable('faults')
    .set({ closed_at: clock.wallMs(), closed_because: closing.because, closed_by: closing.by })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .execute();
}

/** A person knows of it. Who knew first stays written. */
export async function acknowledgeFault(tx: Executor, clock: Clock, id: string, by: string | null): Promise<void> {
  await tx
    .updateTable('faults')
    .set({ acknowledged_at: clock.wallMs(), acknowledged_by: by })
    .where('id', '=', id)
    .where('acknowledged_at', 'is', null)
    .execute();
}

/** Writes the ticket anew; what stood there stays below. Throws REQUEST_INVALID for an end before the beginning, or ahead. */
export async function writeTicket(
  tx: Executor,
  clock: Clock,
  id: string,
  ticket: TicketInput,
  by: string | null,
): Promise<void> {
  const fault = await mustFindFault(tx, id);
  const now = clock.wallMs();
  const wrong = (field: string, vi: string, en: string) => {
    throw new StationError('REQUEST_INVALID', { field: `body.${field}`, problem: { vi, en } });
  };
  if ((ticket.sinceAt ?? 0) > now) wrong('sinceAt', 'giờ hỏng còn ở phía trước', 'that is still to come');
  if ((ticket.repairedAt ?? 0) > now) wrong('repairedAt', 'giờ sửa xong còn ở phía trước', 'that is still to come');
  if (ticket.repairedAt !== null && ticket.repairedAt < (ticket.sinceAt ?? fault.sinceAt))
    wrong('repairedAt', 'sửa xong phải sau lúc hỏng', 'it was repaired after it broke');
  await tx
    .insertInto('fault_tickets')
    .values({
      ...{ fault_id: id, since_at: ticket.sinceAt, cause: ticket.cause, cost_vnd: ticket.costVnd },
      ...{ contractor: ticket.contractor, funding: ticket.funding, note: ticket.note, repaired_at: ticket.repairedAt },
      ...{ written_by: by, written_at: now },
    })
    .execute();
}
