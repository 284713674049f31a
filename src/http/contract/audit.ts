/** The part of the contract about the audit log. */
import { z } from 'zod';
import { bilingual, date, defineRoutes, instant } from './words.ts';

const entry = z
  .object({
    seq: z.number().int(),
    at: instant,
    who: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    from: z.string().nullable().meta({ description: 'The address; null: the station itself' }),
    what: z.string().meta({ description: 'A route of this contract, or the name of an act that is no request' }),
    on: z.record(z.string(), z.unknown()),
    where: z.array(z.string().nullable()).nullable(),
    outcome: z.string().meta({ description: '"ok", or the code of an error' }),
    detail: z.unknown(),
    lateMs: z.number().optional(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

const copy = z.object({
  name: z.enum(['file', 'syslog', 'http']),
  target: z.string(),
  copiedSeq: z.number().int(),
  behind: z.number().int(),
  problem: bilingual.nullable(),
  since: instant.nullable().meta({ description: 'Since when it does not take anything' }),
});

const span = { from: z.coerce.number().pipe(instant).optional(), to: z.coerce.number().pipe(instant).optional() };
const filter = {
  ...span,
  date: date.optional(),
  who: z.string().max(60).optional(),
  what: z.string().max(60).optional(),
  refused: z.literal('1').optional(),
};

export const auditRoutes = defineRoutes({
  listAudit: {
    method: 'get',
    path: '/audit',
    summary: 'Who did what, newest first; `date` is a day of the station, `refused` only what was not done',
    query: z.strictObject({
      ...filter,
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.array(entry),
  },
  auditStanding: {
    method: 'get',
    path: '/audit/standing',
    summary: 'Whether the chain of the audit log is whole, what waits to be written, and how its copies stand',
    response: z.object({
      broken: z.object({ seq: z.number().int(), problem: bilingual, foundAt: instant }).nullable(),
      waiting: z.number().int(),
      lost: z.number().int(),
      problem: bilingual.nullable(),
      key: z.string().meta({ description: 'The public key that verifies checkpoints' }),
      keepMonths: z.number().int(),
      copies: z.array(copy),
    }),
  },
  exportAuditShown: {
    method: 'get',
    path: '/audit.csv',
    summary:
      'The entries that a filter lets through, newest first, to read in a spreadsheet; it proves nothing by itself',
    query: z.strictObject(filter),
    response: z.unknown(),
    contentType: 'text/csv',
  },
  exportAudit: {
    method: 'get',
    path: '/audit.ndjson',
    summary: 'The audit log with its checkpoints, whole or from checkpoint to checkpoint around a span',
    query: z.strictObject(span),
    response: z.unknown(),
    contentType: 'application/x-ndjson',
  },
});
