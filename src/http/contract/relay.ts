import { z } from 'zod';
import { LEVELS_ABOVE, type LevelAbove, SILENCE_LIMIT_MS } from '#relay';
import { approveFrames } from './programmes.ts';
import { bilingual, date, defineRoutes, durationMs, id, idParams, instant, mark, none, title } from './words.ts';

const levelAbove = z.enum(Object.keys(LEVELS_ABOVE) as [LevelAbove, ...LevelAbove[]]);

const probe = z
  .object({
    at: instant,
    isGood: z.boolean().meta({ description: 'Sound was heard' }),
    contentType: z.string().nullable(),
    isHls: z.boolean(),
    codec: z.string().nullable(),
    rateHz: z.number().int().nullable(),
    channels: z.string().nullable(),
    bitrateKbps: z.number().int().nullable(),
    heardMs: durationMs,
    levelDb: z.number().nullable().meta({ description: 'Mean level, dBFS; null: digital silence or not heard' }),
    peakDb: z.number().nullable(),
    problem: z.string().nullable(),
    text: bilingual,
  })
  .meta({ id: 'RelayProbe' });

const relay = z
  .object({
    id,
    name: z.string(),
    url: z.string(),
    levelAbove,
    levelAboveText: bilingual,
    fromDate: date.nullable(),
    toDate: date.nullable(),
    fallbackRecordingId: id.nullable(),
    silenceMs: durationMs,
    privateAllowed: z.boolean(),
    probe: probe.nullable().meta({ description: 'The last try: when it was saved, asked for, or before air time' }),
    warnings: z.array(bilingual),
    standing: z
      .object({ state: z.enum(['connecting', 'on_air', 'no_sound', 'fallback']), problem: bilingual.nullable() })
      .nullable()
      .meta({ description: 'How it stands while it is open; null: closed' }),
    mark,
  })
  .meta({ id: 'RelaySource' });

const relayInput = z.strictObject({
  name: title,
  url: z.string().min(1).max(2000),
  levelAbove: levelAbove.default('tinh'),
  fromDate: date.nullable().default(null),
  toDate: date.nullable().default(null).meta({ description: 'The last day; a district source must have one' }),
  fallbackRecordingId: id.nullable().default(null),
  silenceMs: z.number().int().min(3000).max(120_000).default(SILENCE_LIMIT_MS),
  privateAllowed: z
    .boolean()
    .default(false)
    .meta({ description: 'Whoever sets this takes it upon themselves that the source stands in a private network' }),
});

export const relayRoutes = defineRoutes({
  listRelays: {
    method: 'get',
    path: '/relays',
    summary: 'Relay sources with their last probe and their warnings, by name',
    response: z.array(relay),
  },
  addRelay: {
    method: 'post',
    path: '/relays',
    summary: 'Add a relay source; its address is tried first, which takes up to 15 s',
    body: relayInput.extend(approveFrames),
    response: relay,
    status: 201,
  },
  changeRelay: {
    method: 'put',
    path: '/relays/{id}',
    summary: 'Change a relay source; another address is tried first; one that is open begins anew',
    params: idParams,
    body: relayInput.extend(approveFrames),
    response: relay,
  },
  retireRelay: {
    method: 'delete',
    path: '/relays/{id}',
    summary: 'Take a relay source out of use',
    params: idParams,
    response: none,
  },
  probeRelay: {
    method: 'post',
    path: '/relays/{id}/probe',
    summary: 'Listen to a relay source for some seconds; the answer never takes more than 15 s',
    params: idParams,
    response: relay,
  },
});
