import { type Answer, call } from '../api/client.ts';
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

export const areas = feed(() => call('listAreas', {}), 'areas');
export const zones = feed(() => call('listZones', {}), 'zones');
export const endpoints = feed(() => call('listEndpoints', {}), 'endpoints');
export const programmes = feed(() => call('listProgrammes', {}), 'content');
export const rules = feed(() => call('listRules', {}), 'rules');
export const gate = feed(() => call('getGate', {}), 'gate');
export const recordings = feed(() => call('listRecordings', { query: { limit: 30 } }), 'recordings');
