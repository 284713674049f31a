export { Doorkeeper, type Visitor } from './doorkeeper.ts';
export { ALL_RIGHTS, ALL_VERBS, mayDo, type Right, VERBS, type Verb } from './rights.ts';
export type { Person } from './rights-store.ts';
