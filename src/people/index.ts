export { type ApiKey, KEY_DAYS, KEY_PREFIX, keyState } from './api-key.ts';
export { carryRights, type HeldRight, rightsInAreas } from './area-rights-store.ts';
export { Doorkeeper, type Parents, type Standing } from './doorkeeper.ts';
export { HelperCodes } from './helper-codes.ts';
export { KeyRing } from './key-ring.ts';
export { howManaged } from './managed.ts';
export type { Passkey } from './passkey-store.ts';
export type { MadeKey } from './passkeys.ts';
export {
  ALL_RIGHTS,
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
export type { FactorKind, Factors, Given } from './second-factors.ts';
export type { Caller } from './sessions.ts';
export { SIGN_IN_RULES, type SignInRules } from './sign-in-rules.ts';
export { isProvedFor, isStrongVerb } from './strength.ts';
export type { Entered, Visitor } from './ways-in.ts';
