/** The as-run log: as programs read it, as people look at it, as files and on paper. */
import { z } from 'zod';
import { FINAL_STATES, LEVELS } from '#kernel';
import { date, defineRoutes, durationMs, evidence, id, instant, reason } from './words.ts';

const asRunLine = z
  .object({
    id: z.number().int(),
    deliveryId: id,
    broadcastId: id,
    endpointId: id,
    endpointName: z.string(),
    areaId: id.nullable(),
    village: z.string(),
    programme: z.string(),
    title: z.string(),
    language: z.string(),
    origin: z.string(),
    level: z.string(),
    plannedAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    durationMs,
    renderedMs: durationMs,
    state: z.enum(Object.keys(FINAL_STATES) as [keyof typeof FINAL_STATES, ...Array<keyof typeof FINAL_STATES>]),
    reason,
    evidence,
    recordedAt: instant,
    carrier: z.enum(['ip', 'fm']),
    fmStation: z.string().meta({ description: 'Name of the FM station; empty for ip' }),
    standIn: z.boolean().meta({ description: 'Handed over because the main endpoints could not be reached' }),
    areaPath: z.string().meta({ description: 'What lay above the village on that day, the nearest first' }),
    stationCode: z.string().meta({ description: 'Code of the station whose identity it carried; empty: none' }),
    clusterCode: z.string(),
  })
  .meta({ id: 'AsRunLine' });

const asRunFilter = z.strictObject({
  date: date.optional(),
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
  village: z.string().max(200).optional(),
  endpointId: id.optional(),
  programme: z.string().max(200).optional(),
  carrier: z.enum(['ip', 'fm']).optional(),
});

const lineNumber = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What a person looks for. */
const shownFilter = asRunFilter.extend({
  lastDate: date.optional().meta({ description: 'With date: all days from that one to this one, both counted' }),
  areaId: id.optional().meta({ description: 'This area and all below it' }),
  level: z.enum(LEVELS).optional(),
  word: z
    .enum(['whole', 'part', 'unknown', 'not_heard', 'withheld'])
    .optional()
    .meta({ description: 'How planned and heard compare' }),
  text: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Words of the title, programme, village, cluster or FM station; tone marks do not matter' }),
  upTo: lineNumber.optional().meta({ description: 'Nothing that was written after this line' }),
});

const count = z.number().int().min(0);
const sums = z
  .object({ lines: count, whole: count, part: count, unknown: count, not_heard: count, withheld: count })
  .meta({ id: 'LogSums' });

export const logRoutes = defineRoutes({
  listAsRun: {
    method: 'get',
    path: '/as-run',
    summary: 'The as-run log, newest first',
    query: asRunFilter.extend({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    response: z.array(asRunLine),
  },
  listProofs: {
    method: 'get',
    path: '/as-run/proofs',
    summary: 'The last sound of each endpoint that a device proved, of the last 14 days',
    response: z.array(
      z.object({ endpointId: id, title: z.string(), plannedAt: instant, durationMs, renderedMs: durationMs, evidence }),
    ),
  },
  outlineAsRun: {
    method: 'get',
    path: '/as-run/outline',
    summary: 'How long the log is that passes a filter, its sums, and where each 100 lines of it begin',
    query: shownFilter,
    response: z.object({
      upTo: lineNumber.meta({ description: 'Ask the lines and the files with it: they are then those counted here' }),
      sums,
      open: count.nullable().meta({ description: 'Due by now, last word not known yet; null: this filter cannot say' }),
      starts: z.array(z.object({ at: instant, id: lineNumber })),
      days: z.array(z.object({ date, sums })),
      villages: z.array(z.object({ village: z.string(), sums })),
    }),
  },
  shownAsRun: {
    method: 'get',
    path: '/as-run/shown',
    summary: 'Lines of the log as they are shown, the newest appointment first, from a place of the outline on',
    query: shownFilter.extend({
      fromAt: z.coerce.number().int().min(0).optional(),
      fromId: lineNumber.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.array(asRunLine),
  },
  getAsRunLine: {
    method: 'get',
    path: '/as-run/lines/{id}',
    summary: 'One line of the log by its number',
    params: z.strictObject({ id: lineNumber }),
    response: asRunLine,
  },
  exportAsRun: {
    method: 'get',
    path: '/as-run.csv',
    summary: 'The as-run log as CSV, oldest first, with the same filters',
    query: asRunFilter,
    response: z.unknown(),
    contentType: 'text/csv; charset=utf-8',
  },
  exportAsRunShown: {
    method: 'get',
    path: '/as-run-shown.csv',
    summary: 'The log as it is shown: same filter, order, columns and words',
    query: shownFilter.extend({ language: z.enum(['vi', 'en']).default('vi') }),
    response: z.unknown(),
    contentType: 'text/csv; charset=utf-8',
  },
  printAsRun: {
    method: 'get',
    path: '/as-run.pdf',
    summary: 'The log book: the log as it is shown, on paper, to be signed; at most 5,000 lines',
    query: shownFilter,
    response: z.unknown(),
    contentType: 'application/pdf',
  },
});
