import { type Answer, call } from '../api/client.ts';
import { feed } from './feed.ts';

export type Fault = Answer<'listFaults'>[number];

/** Faults that are open now. */
export const openFaults = feed(() => call('listFaults', { query: { state: 'open', limit: 2000 } }), 'faults');
