/** Foreign sound on the receivers of FM stations, and what village helpers are asked to do meanwhile. */
import { z } from 'zod';
import { defineRoutes, id, idParams, instant } from './words.ts';

const name = z.string().trim().min(1).max(100);

const task = z
  .object({
    id,
    kind: z.enum(['cut_power', 'restore_power']),
    endpointId: id.nullable(),
    helperName: z.string(),
    helperPhone: z.string(),
    note: z.string(),
    askedBy: z.string().nullable(),
    askedAt: instant,
    doneAt: instant.nullable(),
    doneBy: z.string().nullable(),
    answer: z.string().nullable(),
  })
  .meta({ id: 'VillageTask' });

const interference = z
  .object({
    id,
    stationId: id,
    stationName: z.string(),
    endpointId: id.nullable(),
    areaId: id.nullable(),
    place: z.string(),
    fromAt: instant,
    toAt: instant.nullable(),
    languageHeard: z.string(),
    what: z.string(),
    recordingId: id.nullable(),
    reportedBy: z.string(),
    writtenBy: z.string().nullable(),
    createdAt: instant,
    closedAt: instant.nullable(),
    closingNote: z.string().nullable(),
    tasks: z.array(task),
  })
  .meta({ id: 'Interference' });

const interferenceInput = z.strictObject({
  stationId: id,
  endpointId: id.nullable().default(null),
  areaId: id.nullable().default(null),
  fromAt: instant,
  toAt: instant.nullable().default(null),
  languageHeard: z.string().trim().min(1).max(60),
  what: z.string().trim().min(1).max(2000),
  recordingId: id.nullable().default(null),
  reportedBy: z.string().trim().min(1).max(100),
});

export const interferenceRoutes = defineRoutes({
  listInterference: {
    method: 'get',
    path: '/interference',
    summary: 'Foreign sound on FM receivers, the newest first',
    response: z.array(interference),
  },
  addInterference: {
    method: 'post',
    path: '/interference',
    summary: 'Write down that foreign sound was heard',
    body: interferenceInput,
    response: interference,
    status: 201,
  },
  closeInterference: {
    method: 'post',
    path: '/interference/{id}/close',
    summary: 'It is over, and what was done',
    params: idParams,
    body: z.strictObject({ toAt: instant, note: z.string().trim().min(1).max(1000) }),
    response: interference,
  },
  interferenceForm: {
    method: 'get',
    path: '/interference/{id}/form',
    summary: 'The report to the frequency office, to print',
    params: idParams,
    response: z.any(),
    contentType: 'application/pdf',
  },
  askVillageTask: {
    method: 'post',
    path: '/interference/{id}/tasks',
    summary: 'Ask a village helper to cut or restore the power of a cluster',
    params: idParams,
    body: z.strictObject({
      kind: z.enum(['cut_power', 'restore_power']),
      endpointId: id.nullable().default(null),
      helperName: name,
      helperPhone: z.string().trim().max(30).default(''),
      note: z.string().trim().max(500).default(''),
    }),
    response: interference,
    status: 201,
  },
  answerVillageTask: {
    method: 'post',
    path: '/village-tasks/{id}/answer',
    summary: 'The helper called: what was done, when and by whom',
    params: idParams,
    body: z.strictObject({ doneAt: instant, doneBy: name, answer: z.string().trim().max(500).default('') }),
    response: interference,
  },
});
