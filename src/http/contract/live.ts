/** Live voice: sessions, the mounts of encoder programs, recordings. The microphone's own protocol: docs/live.md. */
import { z } from 'zod';
import { LIVE_ENDS, LIVE_STATES, type LiveEnd, type LiveState } from '#live';
import { bilingual, defineRoutes, durationMs, id, idParams, instant, none, title } from './words.ts';

const liveState = z.enum(Object.keys(LIVE_STATES) as [LiveState, ...LiveState[]]);
const liveEnd = z.enum(Object.keys(LIVE_ENDS) as [LiveEnd, ...LiveEnd[]]);
const level = z.enum(['live_commune', 'live_authority', 'emergency']);
const source = z.enum(['browser', 'mount']);

const liveSession = z
  .object({
    id,
    state: liveState,
    stateText: bilingual,
    source,
    level,
    zoneIds: z.array(id),
    note: z.string().nullable(),
    accountId: id.nullable().meta({ description: 'Who speaks; null: somebody who came by a one-time link' }),
    openedAt: instant,
    onAirAt: instant.nullable(),
    endedAt: instant.nullable(),
    end: z.object({ reason: liveEnd, text: bilingual }).nullable(),
    broadcastId: id.nullable(),
    recording: z.object({ ms: durationMs, bytes: z.number().int(), sha256: z.string() }).nullable(),
  })
  .meta({ id: 'LiveSession' });

const liveTarget = z
  .object({
    endpointId: id,
    name: z.string(),
    village: z.string(),
    obstacle: bilingual.nullable().meta({ description: 'Why it will not hear it; null: it will' }),
  })
  .meta({ id: 'LiveTarget' });

const liveMount = z
  .object({
    id,
    name: z.string(),
    path: z.string().meta({ description: 'Where an Icecast source client connects to, on this station' }),
    createdAt: instant,
    expiresAt: instant,
    lastUsedAt: instant.nullable().meta({ description: 'To the hour' }),
  })
  .meta({ id: 'LiveMount' });

export const liveRoutes = defineRoutes({
  openLiveSession: {
    method: 'post',
    path: '/live/sessions',
    summary: 'Take the air with a live voice; answers who will hear it and who will not',
    body: z.strictObject({
      level: level.default('live_commune'),
      zoneIds: z.array(id).min(1).max(200),
      note: title
        .nullable()
        .default(null)
        .meta({ description: 'What it is about; of an emergency why, 5 letters or more' }),
      signalRecordingId: id
        .nullable()
        .default(null)
        .meta({ description: 'Before an emergency: siren or attention signal, from the bank' }),
      source: source.default('browser'),
      mountId: id.nullable().default(null),
    }),
    response: z.object({ session: liveSession, targets: z.array(liveTarget) }),
    status: 201,
  },
  listLiveSessions: {
    method: 'get',
    path: '/live/sessions',
    summary: 'Live sessions: the last 50, newest first, those that run among them',
    response: z.array(liveSession),
  },
  getLiveSession: {
    method: 'get',
    path: '/live/sessions/{id}',
    summary: 'One live session',
    params: idParams,
    response: liveSession,
  },
  killLiveSession: {
    method: 'delete',
    path: '/live/sessions/{id}',
    summary: 'The kill switch: silence now, before anything is written',
    params: idParams,
    response: liveSession,
  },
  finishLiveSession: {
    method: 'post',
    path: '/live/sessions/{id}/finish',
    summary: 'The talk is over: what was said still sounds to its end',
    params: idParams,
    response: liveSession,
  },
  getLiveRecording: {
    method: 'get',
    path: '/live/sessions/{id}/recording',
    summary: 'What went out, as MP3',
    params: idParams,
    response: z.unknown(),
    contentType: 'audio/mpeg',
  },
  addLiveMount: {
    method: 'post',
    path: '/live/mounts',
    summary: 'A place for an encoder program (Icecast source client); the password is shown this once',
    body: z.strictObject({ name: title, days: z.number().int().min(1).max(400).default(180) }),
    response: z.object({ mount: liveMount, password: z.string() }),
    status: 201,
  },
  listLiveMounts: {
    method: 'get',
    path: '/live/mounts',
    summary: 'Your own mounts',
    response: z.array(liveMount),
  },
  revokeLiveMount: {
    method: 'delete',
    path: '/live/mounts/{id}',
    summary: 'Take a mount out of use; what comes over it is silenced',
    params: idParams,
    response: none,
  },
});
