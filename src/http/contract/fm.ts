/** FM stations, their receivers, and what their transmitters are told. */
import { z } from 'zod';
import { fmSettings, receiverSettings } from '#fm';
import { bilingual, date, defineRoutes, evidence, id, idParams, instant, mark, none } from './words.ts';

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
  .extend({ endpointId: id, stationId: id, name, areaId: id.nullable(), duty: z.enum(['main', 'stand_in']), mark })
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
    paths: z
      .object({ manifest: z.string(), now: z.string(), nowUtf8: z.string(), audio: z.string() })
      .nullable()
      .meta({ description: 'Null for whoever may not set FM stations: whoever opens them counts as that computer' }),
    /** When its computer took the manifest last. */
    manifestFetchedAt: instant.nullable(),
    listeners: z.number().int().meta({ description: 'Who pulls its stream' }),
    mark,
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
});
