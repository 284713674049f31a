/** FM stations, their receivers, what their transmitters are told, and interference on their frequencies. */
import { z } from 'zod';
import { fmSettings, receiverSettings } from '#fm';
import { bilingual, date, defineRoutes, evidence, id, idParams, instant, none } from './words.ts';

const name = z.string().trim().min(1).max(100);

const lineStanding = z
  .object({
    name: z.string(),
    state: z.enum(['connecting', 'connected', 'fault']),
    lastAnswerAt: instant.nullable(),
    /** What it proved of what it was shown last. */
    grade: z.enum(['sent', 'F0', 'F1']).nullable(),
    problem: bilingual.nullable(),
  })
  .meta({ id: 'FmLineStanding' });

const licenceStanding = z
  .object({
    state: z.enum(['unknown', 'valid', 'ends_in_180', 'ends_in_90', 'ends_in_30', 'over']),
    daysLeft: z.number().int().nullable(),
    text: bilingual,
    mayBePlanned: z.boolean(),
  })
  .meta({ id: 'FmLicence' });

const rdsText = z
  .object({
    ps: z.string().meta({ description: 'Eight characters' }),
    rt: z.string().meta({ description: 'At most 64 characters' }),
    shortened: z.boolean(),
    dropped: z.string().meta({ description: 'What of the text is not shown' }),
  })
  .meta({ id: 'RdsText' });

const onAir = z
  .object({
    broadcastId: id,
    title: z.string(),
    level: z.string(),
    startAt: instant,
    endAt: instant.nullable(),
    evidence,
    rt: z.string(),
    ta: z.boolean(),
    pty: z.number().int(),
    endpointIds: z.array(id),
  })
  .nullable();

const receiver = receiverSettings
  .extend({ endpointId: id, stationId: id, name, areaId: id.nullable(), duty: z.enum(['main', 'stand_in']) })
  .meta({ id: 'FmReceiver' });

const { lines, ...plainSettings } = fmSettings.shape;
const shownLine = lines.unwrap().element.omit({ password: true }).extend({ hasPassword: z.boolean() });

const station = z
  .object({
    id,
    name,
    areaId: id.nullable(),
    ...plainSettings,
    lines: z.array(shownLine),
    licence: licenceStanding,
    warnings: z.array(bilingual),
    receivers: z.array(receiver),
    isReachable: z.boolean().meta({ description: 'Some line of it answers, or its computer fetches the manifest' }),
    lineStandings: z.array(lineStanding),
    onAir,
    /** Addresses with the key in them, for the computer at the transmitter; relative to this server. */
    paths: z.object({ manifest: z.string(), now: z.string(), nowUtf8: z.string(), audio: z.string() }),
    /** When its computer took the manifest last. */
    manifestFetchedAt: instant.nullable(),
    listeners: z.number().int().meta({ description: 'Who pulls its stream' }),
  })
  .meta({ id: 'FmStation' });

/** A line's password is kept when the line of the same name is sent without one. */
const stationInput = z.strictObject({ name, areaId: id.nullable().default(null), ...fmSettings.shape });

const receiverInput = z.strictObject({
  name,
  areaId: id.nullable(),
  duty: z.enum(['main', 'stand_in']).default('main'),
  ...receiverSettings.shape,
});

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

export const fmRoutes = defineRoutes({
  listFmStations: {
    method: 'get',
    path: '/fm/stations',
    summary: 'FM stations with their receivers, licence, and what is on air, by name',
    response: z.array(station),
  },
  addFmStation: {
    method: 'post',
    path: '/fm/stations',
    summary: 'Register an FM station',
    body: stationInput,
    response: station,
    status: 201,
  },
  changeFmStation: {
    method: 'put',
    path: '/fm/stations/{id}',
    summary: 'Change an FM station; its encoder lines begin anew',
    params: idParams,
    body: stationInput,
    response: station,
  },
  retireFmStation: {
    method: 'delete',
    path: '/fm/stations/{id}',
    summary: 'Take an FM station and all its receivers out of use',
    params: idParams,
    response: none,
  },
  renewFmKey: {
    method: 'post',
    path: '/fm/stations/{id}/key',
    summary: 'New addresses for the computer at the transmitter; the old ones stop working',
    params: idParams,
    response: station,
  },
  addFmReceiver: {
    method: 'post',
    path: '/fm/stations/{id}/receivers',
    summary: 'Register the receivers of one village: an endpoint that shares the air of this station',
    params: idParams,
    body: receiverInput,
    response: receiver,
    status: 201,
  },
  changeFmReceiver: {
    method: 'put',
    path: '/fm/receivers/{id}',
    summary: 'Change the receivers of one village',
    params: idParams,
    body: receiverInput,
    response: receiver,
  },
  retireFmReceiver: {
    method: 'delete',
    path: '/fm/receivers/{id}',
    summary: 'Take the receivers of one village out of use',
    params: idParams,
    response: none,
  },
  previewRdsText: {
    method: 'post',
    path: '/fm/preview',
    summary: 'How receivers would show a text: plain letters, cut at 8 and 64',
    body: z.strictObject({ ps: z.string().max(200).default(''), rt: z.string().max(10_000).default('') }),
    response: rdsText,
  },
  fmSheet: {
    method: 'get',
    path: '/fm/stations/{id}/sheet',
    summary: 'What the operator plays on one day, one page for each session, to print',
    params: idParams,
    query: z.strictObject({ date }),
    response: z.any(),
    contentType: 'application/pdf',
  },
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
          village: z.string().meta({ description: 'Empty: clusters that stand in no area' }),
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
