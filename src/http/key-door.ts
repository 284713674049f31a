import { StationError } from '#kernel';
import type { RouteName } from './contract.ts';
import { NEEDS } from './needs.ts';

/** Though a right opens them: one's own voice, the passwords of one's own encoder programs, and what lets a person in. */
const PERSONAL: ReadonlySet<RouteName> = new Set<RouteName>([
  'openLiveSession',
  'finishLiveSession',
  'addLiveMount',
  'listLiveMounts',
  'revokeLiveMount',
  'addVillageCode',
  'revokeVillageCode',
]);

/** Throws KEY_NOT_HERE for what is about the person who is signed in: no program does that, whatever its key says. */
export function refusePersonal(name: RouteName): void {
  if (PERSONAL.has(name) || NEEDS[name] === 'signed in') throw new StationError('KEY_NOT_HERE');
}
