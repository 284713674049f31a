/** Which verbs count only while a second factor is proved, and how freshly. */
import type { Verb } from './rights.ts';

/**
 * `session`: proved in this session, for a shift. `fresh`: proved a few minutes ago, since whoever sits down at a screen
 * that somebody else left must not be able to change who may do what.
 */
const STRONG_VERBS: Partial<Record<Verb, 'session' | 'fresh'>> = {
  emergency: 'session',
  approve_own: 'session',
  people: 'fresh',
  maintain: 'fresh',
};

/** How far a visitor has proved who it is. */
export interface Proof {
  /** A second factor was proved in this session, not too long ago. */
  readonly isStrong: boolean;
  /** A second factor was proved a few minutes ago. */
  readonly isFresh: boolean;
}

export function isStrongVerb(verb: Verb): boolean {
  return verb in STRONG_VERBS;
}

/** True when nothing more need be proved before this verb counts. */
export function isProvedFor({ isStrong, isFresh }: Proof, verb: Verb): boolean {
  const need = STRONG_VERBS[verb];
  if (need === undefined) return true;
  return need === 'fresh' ? isFresh : isStrong;
}
