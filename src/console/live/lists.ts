import { type Answer, call } from '../api/client.ts';
import { keepLast } from '../kept/last-known.ts';
import { feed } from './feed.ts';

export type Zone = Answer<'listZones'>[number];
export type Endpoint = Answer<'listEndpoints'>[number];
export type Programme = Answer<'listProgrammes'>[number];
export type Recording = Answer<'getRecording'>;
export type Rule = Answer<'listRules'>[number];
export type Broadcast = Answer<'listBroadcasts'>[number];
export type Delivery = Broadcast['deliveries'][number];
export type AsRunLine = Answer<'listAsRun'>[number];

export type Gate = Answer<'getGate'>;
export type GateRules = Gate['inForce'][number]['rules'];

export const areas = keepLast(
  'areas',
  feed(() => call('listAreas', {}), 'areas'),
);
export const zones = keepLast(
  'zones',
  feed(() => call('listZones', {}), 'zones'),
);
export const endpoints = keepLast(
  'endpoints',
  feed(() => call('listEndpoints', {}), 'endpoints'),
);
export const programmes = keepLast(
  'programmes',
  feed(() => call('listProgrammes', {}), 'content'),
);
export const rules = keepLast(
  'rules',
  feed(() => call('listRules', {}), 'rules'),
);
export const gate = keepLast(
  'gate',
  feed(() => call('getGate', {}), 'gate'),
);
export const recordings = feed(() => call('listRecordings', { query: { limit: 30 } }), 'recordings');
