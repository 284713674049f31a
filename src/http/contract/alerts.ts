/** The part of the contract about emergencies. How it works: docs/alerts.md. */
import { z } from 'zod';
import { REACHES } from '#alert';
import { LEVELS } from '#kernel';
import { defineRoutes, durationMs, evidence, id, idParams, instant, reason, title } from './words.ts';

const places = { zoneIds: z.array(id).max(200).default([]), areaIds: z.array(id).max(200).default([]) };
const why = z.string().trim().min(5).max(500).meta({ description: 'Why, in the sender’s own words' });

const wishInput = z.strictObject({
  ...places,
  signalRecordingId: id.nullable().default(null).meta({ description: 'Siren or attention signal, from the bank' }),
  recordingId: id.nullable().default(null).meta({ description: 'The words, from the bank' }),
  title,
  reason: why,
  repeats: z.number().int().min(1).max(20).default(3),
  gapMs: z.number().int().min(0).max(600_000).default(3000),
  validForMinutes: z.number().int().min(1).max(1440).default(60),
  allClearRecordingId: id
    .nullable()
    .optional()
    .meta({ description: 'What the all-clear plays; absent: the recording of the station' }),
  allowUnplaced: z
    .boolean()
    .default(false)
    .meta({ description: 'Send it although the audio is not in the bank, so that speakers may be late' }),
});

const endpoint = z.object({
  endpointId: id,
  name: z.string(),
  reach: z.enum(REACHES),
  evidence,
  reason: reason.nullable(),
  startedAt: instant.nullable(),
  renderedMs: durationMs,
});
const village = z
  .object({
    areaId: id.nullable(),
    name: z.string(),
    walkThere: z.boolean().meta({ description: 'Somebody should go there: it was not heard, or that is not known' }),
    endpoints: z.array(endpoint),
  })
  .meta({ id: 'AlertVillage' });
const counts = z.object(
  Object.fromEntries(REACHES.map((reach) => [reach, z.number().int()])) as Record<
    (typeof REACHES)[number],
    z.ZodNumber
  >,
);
const sequel = { name: z.string(), at: instant, reason: z.string() };
const alert = z
  .object({
    id,
    broadcastId: id.nullable(),
    state: z.enum(['planned', 'on_air', 'over', 'taken_back']),
    title: z.string(),
    reason: z.string(),
    sentBy: z.string(),
    sentAt: instant,
    validUntil: instant,
    zoneIds: z.array(id),
    areaIds: z.array(id),
    signalRecordingId: id.nullable(),
    recordingId: id.nullable(),
    repeats: z.number().int(),
    gapMs: durationMs,
    durationMs,
    liveSessionId: id.nullable().meta({ description: 'Its words are spoken in this live session; null: recorded' }),
    villages: z.array(village),
    counts,
    mayBeLate: z.array(id).meta({ description: 'Endpoints that still have to fetch the audio' }),
    cancel: z
      .object({ endpoints: z.number().int() })
      .nullable()
      .meta({ description: 'Taking it back silences so many endpoints; null: nothing left to stop' }),
    takenBack: z.object(sequel).nullable(),
    allClear: z
      .object({ recordingId: id, endpoints: z.number().int() })
      .nullable()
      .meta({ description: 'What the all-clear plays; null: no recording was chosen' }),
    cleared: z.object({ ...sequel, broadcastId: id.nullable() }).nullable(),
  })
  .meta({ id: 'Alert' });

const sounder = z.object({
  broadcastId: id,
  title: z.string(),
  level: z.enum(LEVELS),
  endpoints: z.number().int(),
});
const preview = z
  .object({
    villages: z.array(
      z.object({
        areaId: id.nullable(),
        name: z.string(),
        endpoints: z.array(z.object({ endpointId: id, name: z.string(), isReachable: z.boolean() })),
      }),
    ),
    durationMs,
    interrupts: z.array(sounder),
    behind: z.array(sounder).meta({ description: 'Emergencies that sound now: this one waits for them' }),
    unbanked: z.array(z.string()).meta({ description: 'Titles of recordings that are not in the bank' }),
    allClearRecordingId: id.nullable(),
  })
  .meta({ id: 'AlertPreview' });
const settings = z.object({ allClearRecordingId: id.nullable() }).meta({ id: 'AlertSettings' });
const banked = z.object({ recordingId: id, title: z.string(), durationMs }).meta({ id: 'BankedRecording' });

export const alertRoutes = defineRoutes({
  prepareAlert: {
    method: 'post',
    path: '/alerts/prepare',
    summary: 'What an alert would reach and interrupt if it were sent now; nothing is sent',
    body: wishInput,
    response: preview,
  },
  sendAlert: {
    method: 'post',
    path: '/alerts',
    summary: 'Send an emergency alert: it cuts into everything but another emergency, at any hour',
    body: wishInput.extend({ confirm: z.boolean().default(false).meta({ description: 'The second step: true' }) }),
    response: alert,
    status: 201,
  },
  listAlerts: {
    method: 'get',
    path: '/alerts',
    summary: 'Alerts, newest first',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
    response: z.array(alert),
  },
  getAlert: {
    method: 'get',
    path: '/alerts/{id}',
    summary: 'One alert: village by village where it has arrived, and where somebody must walk to',
    params: idParams,
    response: alert,
  },
  cancelAlert: {
    method: 'post',
    path: '/alerts/{id}/cancel',
    summary: 'Take an alert back: silence everywhere',
    params: idParams,
    body: z.strictObject({ reason: why }),
    response: alert,
  },
  clearAlert: {
    method: 'post',
    path: '/alerts/{id}/all-clear',
    summary: 'Tell everybody who was to hear the alert that the danger is over',
    params: idParams,
    body: z.strictObject({ reason: why, recordingId: id.nullable().default(null) }),
    response: alert,
  },
  getAlertSettings: {
    method: 'get',
    path: '/alert-settings',
    summary: 'The recording of the all-clear',
    response: settings,
  },
  changeAlertSettings: {
    method: 'put',
    path: '/alert-settings',
    summary: 'Choose the recording of the all-clear',
    body: z.strictObject({ allClearRecordingId: id.nullable() }),
    response: settings,
  },
  listBank: {
    method: 'get',
    path: '/bank',
    summary: 'The emergency bank: recordings that always lie on every speaker',
    response: z.array(banked),
  },
  bankRecording: {
    method: 'put',
    path: '/recordings/{id}/bank',
    summary: 'Put a recording into the emergency bank, or take it out',
    params: idParams,
    body: z.strictObject({ bank: z.boolean() }),
    response: z.array(banked),
  },
});
