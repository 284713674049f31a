/** Faults of endpoints, and the tickets that people keep about them. */
import { z } from 'zod';
import { FAULT_KINDS } from '#fault';
import { defineRoutes, id, idParams, instant, mark, none } from './words.ts';

const line = (most: number) => z.string().trim().max(most).default('');

const ticketInput = z.strictObject({
  sinceAt: instant.nullable().default(null).meta({ description: 'Since when it was out, if a person knows better' }),
  cause: line(500),
  costVnd: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
  contractor: line(200),
  funding: line(200),
  note: line(2000),
  repairedAt: instant.nullable().default(null),
});
const ticket = z
  .object({
    ...{ sinceAt: instant.nullable(), cause: z.string(), costVnd: z.number().int().nullable() },
    ...{ contractor: z.string(), funding: z.string(), note: z.string(), repairedAt: instant.nullable() },
    ...{ writtenBy: z.string().nullable(), writtenAt: instant },
  })
  .meta({ id: 'FaultTicket' });

const fault = z
  .object({
    id,
    endpointId: id,
    endpointName: z.string(),
    areaId: id.nullable(),
    village: z.string().meta({ description: 'Where it stands today; empty: in no area' }),
    kind: z.enum(FAULT_KINDS),
    sinceAt: instant,
    openedAt: instant,
    toldBy: z.string().nullable().meta({ description: 'Null: it opened by itself' }),
    what: z.string(),
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable(),
    closedAt: instant.nullable(),
    closedBecause: z.enum(['well', 'retired', 'person']).nullable(),
    closedBy: z.string().nullable(),
    daysOut: z.number().meta({ description: 'Days of 24 hours, in tenths; until now while it lasts' }),
    ticket: ticket.nullable(),
    mark,
  })
  .meta({ id: 'Fault' });

const filter = {
  state: z.enum(['open', 'closed']).optional(),
  endpointId: id.optional(),
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
};

export const faultRoutes = defineRoutes({
  listFaults: {
    method: 'get',
    path: '/faults',
    summary: 'Faults of endpoints, the newest first',
    query: z.strictObject({ ...filter, limit: z.coerce.number().int().min(1).max(2000).default(500) }),
    response: z.array(fault),
  },
  exportFaults: {
    method: 'get',
    path: '/faults.csv',
    summary: 'What the list of faults shows with the same filters, as CSV',
    query: z.strictObject({ ...filter, limit: z.coerce.number().int().min(1).max(2000).default(500) }),
    response: z.unknown(),
    contentType: 'text/csv; charset=utf-8',
  },
  getFault: {
    method: 'get',
    path: '/faults/{id}',
    summary: 'One fault, with all that was ever written on its ticket, the oldest first',
    params: idParams,
    response: z.object({ fault, tickets: z.array(ticket) }),
  },
  addFault: {
    method: 'post',
    path: '/faults',
    summary:
      'A person tells of a fault that the station cannot see; a fault that is open there already is answered instead',
    body: z.strictObject({
      endpointId: id,
      what: z.string().trim().min(1).max(500),
      sinceAt: instant.nullable().default(null),
    }),
    response: fault,
    status: 201,
  },
  acknowledgeFault: {
    method: 'post',
    path: '/faults/{id}/acknowledge',
    summary: 'A person knows of it; who knew first stays written',
    params: idParams,
    body: none,
    response: fault,
  },
  writeTicket: {
    method: 'put',
    path: '/faults/{id}/ticket',
    summary: 'Write the ticket anew; what stood there before is kept',
    params: idParams,
    body: ticketInput,
    response: fault,
  },
  closeFault: {
    method: 'post',
    path: '/faults/{id}/close',
    summary: 'A person says that it is over; what the station still sees for itself opens anew',
    params: idParams,
    body: none,
    response: fault,
  },
});
