/** The part of the contract about what comes from the system above. How it works: docs/inbox.md. */
import { z } from 'zod';
import { CLASSES } from '#inbox';
import { defineRoutes, id, idParams, instant, title } from './words.ts';

const places = { zoneIds: z.array(id).max(200).default([]), areaIds: z.array(id).max(200).default([]) };
const why = z.string().trim().min(5).max(500);
const item = z
  .object({
    id,
    class: z.enum(CLASSES),
    title: z.string(),
    source: z.string(),
    externalId: z.string().nullable(),
    recordingId: id,
    zoneIds: z.array(id),
    areaIds: z.array(id),
    validTo: instant.nullable(),
    note: z.string().nullable(),
    state: z.enum(['waiting', 'scheduled', 'declined', 'placed', 'sent', 'lapsed']),
    receivedAt: instant,
    decidedAt: instant.nullable(),
    decision: z.string().nullable(),
    broadcastId: id.nullable(),
  })
  .meta({ id: 'InboxItem' });
const itemInput = z.strictObject({
  ...places,
  title,
  source: title,
  externalId: z.string().trim().min(1).max(200).nullable().default(null),
  recordingId: id,
  validTo: instant.nullable().default(null),
  note: z.string().trim().max(500).nullable().default(null),
});
const question = z
  .object({
    id,
    above: z.object({ broadcastId: id, title: z.string(), plannedAt: instant }),
    own: z.object({ broadcastId: id, title: z.string(), plannedAt: instant }),
    answerBy: instant,
    askedAt: instant,
    state: z.enum(['open', 'answered', 'lapsed', 'void']),
    first: id.nullable().meta({ description: 'Which goes first, as it holds; null while it is open or void' }),
    answeredAt: instant.nullable(),
  })
  .meta({ id: 'OrderQuestion' });
const limit = z.coerce.number().int().min(1).max(500).default(100);

export const inboxRoutes = defineRoutes({
  sendItem: {
    method: 'post',
    path: '/inbox',
    summary: 'The system above sends an item: ordinary, priority, or urgent, which interrupts at once',
    body: z.discriminatedUnion('class', [
      itemInput.extend({ class: z.literal('thong_thuong') }),
      itemInput.extend({ class: z.literal('uu_tien') }),
      itemInput.extend({ class: z.literal('khan_cap'), reason: why }),
    ]),
    response: item,
    status: 201,
  },
  listItems: {
    method: 'get',
    path: '/inbox',
    summary: 'Items from above, newest first',
    query: z.strictObject({ limit }),
    response: z.array(item),
  },
  getItem: { method: 'get', path: '/inbox/{id}', summary: 'One item from above', params: idParams, response: item },
  scheduleItem: {
    method: 'post',
    path: '/inbox/{id}/schedule',
    summary: 'Let an ordinary item be heard: once at an instant, or by a rule',
    params: idParams,
    body: z
      .strictObject({
        programmeId: id,
        zoneIds: z.array(id).max(200).default([]).meta({ description: 'Empty: where the sender wanted it' }),
        startAt: instant.nullable().default(null),
        pattern: z
          .record(z.string(), z.unknown())
          .nullable()
          .default(null)
          .meta({ description: 'See schedules/schema.json, "pattern"' }),
      })
      .refine((body) => (body.startAt === null) !== (body.pattern === null), { message: 'startAt | pattern' }),
    response: item,
  },
  declineItem: {
    method: 'post',
    path: '/inbox/{id}/decline',
    summary: 'Decline an ordinary item, and say why',
    params: idParams,
    body: z.strictObject({ reason: why }),
    response: item,
  },
  listQuestions: {
    method: 'get',
    path: '/order-questions',
    summary: 'Which of two priority broadcasts goes first, newest question first',
    query: z.strictObject({ limit }),
    response: z.array(question),
  },
  answerQuestion: {
    method: 'post',
    path: '/order-questions/{id}/answer',
    summary: 'Say which of the two goes first, up to five seconds before air time',
    params: idParams,
    body: z.strictObject({ first: id }),
    response: z.array(question),
  },
});
