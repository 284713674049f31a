/** What people said they heard, and the report of the villages. */
import { z } from 'zod';
import { date, defineRoutes, id, instant } from './words.ts';

const name = z.string().trim().min(1).max(100);

/** How long after the start of a broadcast a person may still say what was heard: for ever, but not before. */
const heard = z.enum(['heard', 'partly', 'not_heard']);
const hearing = z
  .object({
    id,
    deliveryId: id,
    heard,
    saidBy: z.string(),
    saidAt: instant,
    note: z.string(),
    writtenBy: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'HearingReport' });

const count = z.number().int();
const tally = z
  .object({
    broadcasts: count.meta({ description: 'Each once; the other counts add up to it' }),
    confirmed: count.meta({ description: 'Confirmed by a device (E2 or F2)' }),
    confirmedPart: count,
    reported: count.meta({ description: 'Not confirmed by a device; a person said it was heard' }),
    sent: count.meta({ description: 'Played by streams that cannot confirm; nobody knows more' }),
    handedOver: count.meta({ description: 'Handed to the FM station; nobody knows more' }),
    notHeard: count,
    withheld: count,
    open: count.meta({ description: 'Due, and its last word is not known yet' }),
    airMs: z.number().meta({ description: 'Time on air that devices proved' }),
  })
  .meta({ id: 'HearingTally' });

export const hearingRoutes = defineRoutes({
  listHearings: {
    method: 'get',
    path: '/hearings',
    summary: 'What people said about deliveries of these broadcasts',
    query: z.strictObject({ broadcastId: id }),
    response: z.array(hearing),
  },
  addHearing: {
    method: 'post',
    path: '/hearings',
    summary: 'A person said by phone what was heard; kept for ever beside the log, never in place of it',
    body: z.strictObject({
      broadcastId: id,
      endpointId: id,
      heard,
      saidBy: name,
      saidAt: instant,
      note: z.string().trim().max(500).default(''),
    }),
    response: hearing,
    status: 201,
  },
  villageReport: {
    method: 'get',
    path: '/reports/villages',
    summary: 'Village by village: what was heard by which road, each broadcast once; wired, FM, both and IT apart',
    query: z.strictObject({ from: date, to: date }),
    response: z.object({
      villages: z.array(
        z.object({
          areaId: id.nullable(),
          village: z.string().meta({ description: 'As it was called then; empty: clusters that stand in no area' }),
          areaPath: z.string().meta({ description: 'What lay above it then, the nearest first' }),
          stationCodes: z.array(z.string()).meta({ description: 'Of the stations whose identity its clusters carry' }),
          technology: z
            .enum(['wired', 'fm', 'both', 'it', 'none'])
            .meta({ description: 'Of its clusters today; both: wired and FM; it: nothing but IP' }),
          hasIp: z.boolean().meta({ description: 'IP stands apart from the other classes' }),
          clusters: z.object({ it: z.number().int(), fm: z.number().int(), wired: z.number().int() }),
          byIp: tally,
          byFm: tally,
          all: tally.meta({ description: 'Each broadcast once, however many roads it took' }),
        }),
      ),
    }),
  },
});
