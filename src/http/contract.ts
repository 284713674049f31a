/**
 * The one source of the REST API: every route's method, path, inputs and answer. Validation, the OpenAPI document and the
 * console's typed client are all read from here. Instants are epoch milliseconds; lists are newest or soonest first as said.
 */

import { z } from 'zod';
import { INTERRUPTIONS, KINDS, LEVELS } from '#kernel';
import { alertRoutes } from './contract/alerts.ts';
import { approvalRoutes, bulletinText } from './contract/approvals.ts';
import { areaRoutes, code } from './contract/areas.ts';
import { auditRoutes } from './contract/audit.ts';
import { backupRoutes } from './contract/backups.ts';
import { calendarRoutes } from './contract/calendar.ts';
import { commandRoutes, fence } from './contract/command.ts';
import { broadcastInput, consequenceRoutes, patternInput, ruleInput } from './contract/consequences.ts';
import { endpointRoutes } from './contract/endpoints.ts';
import { faultRoutes } from './contract/faults.ts';
import { fmRoutes } from './contract/fm.ts';
import { gateRoutes } from './contract/gate.ts';
import { hearingRoutes } from './contract/hearings.ts';
import { inboxRoutes } from './contract/inbox.ts';
import { interferenceRoutes } from './contract/interference.ts';
import { keyRoutes } from './contract/keys.ts';
import { liveRoutes } from './contract/live.ts';
import { logRoutes } from './contract/log.ts';
import { mapRoutes } from './contract/map.ts';
import { peopleRoutes } from './contract/people.ts';
import { approveFrames, bulletin, languageMode, languages, programmeRoutes } from './contract/programmes.ts';
import { relayRoutes } from './contract/relay.ts';
import { securityRoutes } from './contract/security.ts';
import { signInRoutes } from './contract/sign-in.ts';
import { speakBody, speechRoutes, spoken } from './contract/speech.ts';
import { stopRoutes } from './contract/stop.ts';
import { villageRoutes } from './contract/village.ts';
import { whyRoutes } from './contract/why.ts';
import {
  bilingual,
  date,
  defineRoutes,
  deliveryState,
  durationMs,
  evidence,
  id,
  idParams,
  instant,
  language,
  mark,
  none,
  reason,
  title,
} from './contract/words.ts';

export type { NewsMessage, Topic } from './contract/news.ts';
export type { Route } from './contract/words.ts';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: bilingual,
    field: z.string().optional(),
    changed: z.array(z.string()).optional().meta({ description: 'CHANGED_MEANWHILE: which fields' }),
  })
  .meta({ id: 'Problem' });

const zone = z
  .object({ id, name: z.string(), areaId: id.nullable(), endpointIds: z.array(id), languageMode, mark })
  .meta({ id: 'Zone' });
const zoneInput = z.strictObject({
  name: title,
  areaId: id.nullable().default(null),
  endpointIds: z.array(id).max(10_000),
  languageMode: languageMode
    .optional()
    .meta({ description: 'first: each endpoint plays the best version; all: one after another; absent: as it was' }),
});

const endpointState = z.enum(['unclaimed', 'online', 'offline', 'never_seen']);
const endpoint = z
  .object({
    id,
    name: z.string(),
    areaId: id.nullable(),
    protocol: z.enum(['link', 'http', 'fm']),
    duty: z
      .enum(['main', 'stand_in', 'source'])
      .meta({ description: 'stand_in: used when the main ones cannot be reached; source: feeds a transmitter' }),
    fmStationId: id.nullable().meta({ description: 'Only for fm: whose transmitter it hears' }),
    state: endpointState,
    lastSeenAt: instant.nullable(),
    playing: z.string().nullable().meta({ description: 'Title of what it says that it plays' }),
    listeners: z.number().int().nullable(),
    clockOffsetMs: z.number().nullable(),
    clockErrorMs: z.number().nullable(),
    gainDb: z.number(),
    leadInMs: z.number().int(),
    streamPath: z.string().nullable(),
    languages: z.array(z.string()),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    reachM: z.number().int(),
    code: z.string().nullable(),
    stationCode: z.string().meta({ description: 'Code of the station whose identity it carries; empty: none' }),
    mark,
  })
  .meta({ id: 'Endpoint' });
const endpointInput = z.strictObject({
  name: title,
  areaId: id.nullable().default(null),
  protocol: z.enum(['link', 'http']).default('link'),
  gainDb: z.number().min(-40).max(0).default(0),
  leadInMs: z.number().int().min(0).max(10_000).default(0),
  languages: languages.optional().meta({ description: 'Language tags, the dearest first; absent: as it was' }),
  latitude: z.number().min(-90).max(90).nullable().optional(),
  longitude: z.number().min(-180).max(180).nullable().optional(),
  reachM: z.number().int().min(1).max(20_000).optional().meta({ description: 'How far it is heard, in metres' }),
  code: code.nullable().optional().meta({ description: 'Absent: as it was' }),
});

const upload = z
  .object({
    id,
    title: z.string(),
    totalBytes: z.number().int(),
    receivedBytes: z.number().int(),
    recordingId: id.nullable(),
  })
  .meta({ id: 'Upload' });

const recording = z
  .object({
    id,
    title: z.string(),
    sha256: z.string(),
    bytes: z.number().int(),
    state: z.enum(['received', 'checking', 'ready', 'refused']),
    refusal: z.object({ code: z.string(), text: bilingual }).nullable(),
    warnings: z.array(bilingual),
    container: z.string().nullable(),
    durationMs: durationMs.nullable(),
    measuredBy: z.enum(['ebur128', 'rms']).nullable(),
    loudnessLufs: z.number().nullable(),
    truePeakDbtp: z.number().nullable(),
    gainDb: z.number().nullable(),
    silenceHeadMs: durationMs.nullable(),
    silenceTailMs: durationMs.nullable(),
    trimHeadMs: durationMs,
    trimTailMs: durationMs,
    peaks: z.array(z.number()).nullable(),
    spoken: spoken.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Recording' });

const programme = z
  .object({
    id,
    name: z.string(),
    kind: z.enum(KINDS),
    openingChimeId: id.nullable(),
    closingChimeId: id.nullable(),
    repeats: z.number().int(),
    pauseMs: durationMs,
    leadInMs: durationMs,
    tailMs: durationMs,
    interruption: z.enum(INTERRUPTIONS),
    mark,
  })
  .meta({ id: 'Programme' });
const programmeInput = z.strictObject({
  name: title,
  kind: z.enum(['priority', 'bulletin', 'legal', 'relay', 'music', 'entertainment']).default('bulletin'),
  openingChimeId: id.nullable().default(null),
  closingChimeId: id.nullable().default(null),
  repeats: z.number().int().min(1).max(20).default(1),
  pauseMs: z.number().int().min(0).max(60_000).default(1000),
  leadInMs: z.number().int().min(0).max(10_000).default(0),
  tailMs: z.number().int().min(0).max(10_000).default(0),
  interruption: z.enum(INTERRUPTIONS).default('resume'),
  ...approveFrames,
});

const bulletinInput = z.strictObject({
  title,
  programmeId: id,
  recordingId: id,
  language: language.default('vi'),
  validFrom: instant.nullable().default(null),
  validTo: instant.nullable().default(null),
  ...bulletinText,
  next: z.enum(['draft', 'submit', 'approve']).default('submit').meta({
    description: 'Keep it, ask for approval, or approve it at once, which only who may approve his own can do',
  }),
});

const occurrence = z.object({ date, time: z.string(), at: instant }).meta({ id: 'Occurrence' });
const rule = z
  .object({
    id,
    title: z.string(),
    bulletinId: id.nullable(),
    templateId: id.nullable(),
    cutInAfterMs: z.number().int().nullable(),
    zoneIds: z.array(id),
    pattern: z.record(z.string(), z.unknown()),
    description: bilingual,
    active: z.boolean(),
    version: z.number().int(),
    sourceFile: z.string().nullable(),
    next: z.array(occurrence),
    mark,
  })
  .meta({ id: 'Rule' });

const delivery = z
  .object({
    id,
    endpointId: id,
    endpointName: z.string(),
    state: deliveryState,
    evidence,
    reason: reason.nullable(),
    startAt: instant.nullable(),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    renderedMs: durationMs,
  })
  .meta({ id: 'Delivery' });
const broadcast = z
  .object({
    id,
    title: z.string(),
    bulletinId: id.nullable(),
    origin: z.enum(['schedule', 'operator', 'authority', 'alert', 'live']),
    level: z.enum(LEVELS),
    kind: z.enum(KINDS),
    plannedAt: instant,
    notAfter: instant,
    durationMs,
    state: z.enum(['planned', 'on_air', 'ended', 'cancelled', 'expired']),
    deliveries: z.array(delivery),
  })
  .meta({ id: 'Broadcast' });

const scheduleFile = z
  .object({
    file: z.string(),
    state: z.enum(['ok', 'bad']),
    rules: z.number().int(),
    problem: bilingual.nullable(),
    loadedAt: instant.nullable(),
  })
  .meta({ id: 'ScheduleFile' });

export const routes = defineRoutes({
  getStation: {
    method: 'get',
    path: '/station',
    summary: 'Name, zone and clock of the station',
    response: z.object({
      name: z.string(),
      zone: z.string(),
      now: instant,
      version: z.string(),
      fence: fence.nullable().meta({ description: 'Null: this station commands its speakers' }),
      backup: z.object({
        lastGoodAt: instant.nullable(),
        isLate: z.boolean().meta({ description: 'There is no good copy of this station from the last days' }),
      }),
    }),
  },

  ...signInRoutes,
  ...peopleRoutes,
  ...commandRoutes,
  ...backupRoutes,

  ...areaRoutes,
  listZones: { method: 'get', path: '/zones', summary: 'All zones', response: z.array(zone) },
  addZone: { method: 'post', path: '/zones', summary: 'Add a zone', body: zoneInput, response: zone, status: 201 },
  changeZone: {
    method: 'put',
    path: '/zones/{id}',
    summary: 'Change a zone and its members',
    params: idParams,
    body: zoneInput,
    response: zone,
  },

  ...gateRoutes,

  listEndpoints: { method: 'get', path: '/endpoints', summary: 'All endpoints in use', response: z.array(endpoint) },
  addEndpoint: {
    method: 'post',
    path: '/endpoints',
    summary: 'Register an endpoint; a link endpoint gets a claim code, an http endpoint a stream address',
    body: endpointInput,
    response: z.object({ endpoint, claimCode: z.string().nullable() }),
    status: 201,
  },
  changeEndpoint: {
    method: 'put',
    path: '/endpoints/{id}',
    summary: 'Change name, area, gain and lead-in of an endpoint',
    params: idParams,
    body: endpointInput.omit({ protocol: true }),
    response: endpoint,
  },
  renewClaimCode: {
    method: 'post',
    path: '/endpoints/{id}/claim-code',
    summary: 'A fresh claim code for a replaced speaker',
    params: idParams,
    response: z.object({ claimCode: z.string() }),
    status: 201,
  },
  retireEndpoint: {
    method: 'delete',
    path: '/endpoints/{id}',
    summary: 'Take an endpoint out of use',
    params: idParams,
    response: none,
  },

  createUpload: {
    method: 'post',
    path: '/uploads',
    summary: 'Announce an upload',
    body: z.strictObject({
      title,
      totalBytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
    response: upload,
    status: 201,
  },
  getUpload: {
    method: 'get',
    path: '/uploads/{id}',
    summary: 'How much has arrived: continue from receivedBytes',
    params: idParams,
    response: upload,
  },
  putUpload: {
    method: 'put',
    path: '/uploads/{id}',
    summary: 'Send bytes from header "Upload-Offset" on; resumable. The last byte makes the recording',
    params: idParams,
    rawBody: true,
    response: upload,
  },
  listRecordings: {
    method: 'get',
    path: '/recordings',
    summary: 'Recordings, newest first (without peaks and words)',
    query: z.strictObject({
      after: id.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.array(recording),
  },
  speakText: {
    method: 'post',
    path: '/recordings/spoken',
    summary:
      'Make a recording of typed words: numbers, dates and abbreviations are said in words. It is checked like any other',
    body: speakBody,
    response: recording,
    status: 201,
  },
  getRecording: {
    method: 'get',
    path: '/recordings/{id}',
    summary: 'One recording with its waveform peaks',
    params: idParams,
    response: recording,
  },
  trimRecording: {
    method: 'put',
    path: '/recordings/{id}/trim',
    summary: 'Cut the ends; the renditions are made again from the original',
    params: idParams,
    body: z.strictObject({ headMs: durationMs, tailMs: durationMs }),
    response: recording,
  },
  listen: {
    method: 'get',
    path: '/recordings/{id}/audio',
    summary: 'The MP3 rendition, to listen to on this computer',
    params: idParams,
    response: z.unknown(),
    contentType: 'audio/mpeg',
  },

  listProgrammes: { method: 'get', path: '/programmes', summary: 'All programmes', response: z.array(programme) },
  addProgramme: {
    method: 'post',
    path: '/programmes',
    summary: 'Add a programme',
    body: programmeInput,
    response: programme,
    status: 201,
  },
  changeProgramme: {
    method: 'put',
    path: '/programmes/{id}',
    summary: 'Change a programme; broadcasts already accepted keep their running order',
    params: idParams,
    body: programmeInput,
    response: programme,
  },
  listBulletins: { method: 'get', path: '/bulletins', summary: 'Bulletins, newest first', response: z.array(bulletin) },
  addBulletin: {
    method: 'post',
    path: '/bulletins',
    summary: 'Add a bulletin',
    body: bulletinInput,
    response: bulletin,
    status: 201,
  },

  listRules: {
    method: 'get',
    path: '/rules',
    summary: 'Schedule rules with their next occurrences',
    response: z.array(rule),
  },
  addRule: { method: 'post', path: '/rules', summary: 'Add a rule', body: ruleInput, response: rule, status: 201 },
  changeRule: {
    method: 'put',
    path: '/rules/{id}',
    summary: 'Change a rule; what it had planned and has not begun is cancelled and planned anew',
    params: idParams,
    body: ruleInput,
    response: rule,
  },
  retireRule: {
    method: 'delete',
    path: '/rules/{id}',
    summary: 'End a rule; what it had planned and has not begun is cancelled',
    params: idParams,
    response: none,
  },
  previewRule: {
    method: 'post',
    path: '/rules/preview',
    summary: 'The next occurrences of a pattern, before it is saved',
    body: z.strictObject({ pattern: patternInput, count: z.number().int().min(1).max(50).default(10) }),
    response: z.object({ description: bilingual, next: z.array(occurrence) }),
  },
  listScheduleFiles: {
    method: 'get',
    path: '/schedule-files',
    summary: 'The files of the schedules folder and what is wrong with them',
    response: z.array(scheduleFile),
  },
  reloadScheduleFiles: {
    method: 'post',
    path: '/schedule-files/reload',
    summary: 'Read the schedules folder now',
    response: z.array(scheduleFile),
  },

  listBroadcasts: {
    method: 'get',
    path: '/broadcasts',
    summary: 'Broadcasts planned on a civil date of the station, or between two instants; soonest first',
    query: z.strictObject({
      date: date.optional(),
      from: z.coerce.number().int().min(0).optional(),
      to: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(2000).default(500),
    }),
    response: z.array(broadcast),
  },
  getBroadcast: {
    method: 'get',
    path: '/broadcasts/{id}',
    summary: 'One broadcast with its deliveries',
    params: idParams,
    response: broadcast,
  },
  addBroadcast: {
    method: 'post',
    path: '/broadcasts',
    summary: 'Play a bulletin or a template once in zones, at an instant or as soon as it is placed',
    body: broadcastInput,
    response: broadcast,
    status: 201,
  },
  moveBroadcast: {
    method: 'post',
    path: '/broadcasts/{id}/move',
    summary: 'Hear what somebody asked for once at another time instead; both or neither',
    params: idParams,
    body: z.strictObject({ startAt: instant, confirmUnusual: z.boolean().default(false) }),
    response: broadcast,
    status: 201,
  },
  stopBroadcast: {
    method: 'post',
    path: '/broadcasts/{id}/stop',
    summary: 'Stop a broadcast, or cancel it before it begins',
    params: idParams,
    response: broadcast,
  },

  ...approvalRoutes,
  ...alertRoutes,
  ...stopRoutes,
  ...inboxRoutes,
  ...keyRoutes,
  ...securityRoutes,
  ...liveRoutes,
  ...programmeRoutes,
  ...relayRoutes,
  ...fmRoutes,
  ...interferenceRoutes,
  ...endpointRoutes,
  ...mapRoutes,
  ...faultRoutes,
  ...speechRoutes,
  ...hearingRoutes,
  ...villageRoutes,
  ...whyRoutes,
  ...auditRoutes,
  ...consequenceRoutes,
  ...calendarRoutes,
  ...logRoutes,
});

export type Routes = typeof routes;
export type RouteName = keyof Routes;
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
/** What a handler receives, already validated. */
export type RouteInput<Name extends RouteName> = {
  params: Parsed<Routes[Name] extends { params: infer Schema } ? Schema : undefined>;
  query: Parsed<Routes[Name] extends { query: infer Schema } ? Schema : undefined>;
  body: Parsed<Routes[Name] extends { body: infer Schema } ? Schema : undefined>;
};
/** What a handler answers. */
export type RouteAnswer<Name extends RouteName> = z.output<Routes[Name]['response']>;
export { problem as problemSchema };
