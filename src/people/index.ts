export { type ApiKey, KEY_DAYS, KEY_PREFIX, keyState } from './api-key.ts';
export { carryRights, type HeldRight, rightsInAreas } from './area-rights-store.ts';
export { Doorkeeper, type Parents, type Visitor } from './doorkeeper.ts';
export { KeyRing } from './key-ring.ts';
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
export { RightsBell } from './rights-bell.ts';
export type { Person } from './rights-store.ts';
export { ODD_MIXES, ROLES } from './roles.ts';
