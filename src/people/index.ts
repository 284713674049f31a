export { Doorkeeper, type Visitor } from './doorkeeper.ts';
export {
  ALL_VERBS,
  FIRST_RIGHTS,
  type Grant,
  type GrantAsked,
  inForce,
  mayDo,
  type Right,
  VERBS,
  type Verb,
} from './rights.ts';
export type { Person } from './rights-store.ts';
