import type { Bilingual, Values } from '#kernel';
import { type Problem, tellProblem } from './words.ts';

/**
 * heard: at least nine tenths of what could be compared was ours. partly: some of it was. not_heard: the receiver worked
 * and nothing of it was ours. cannot_tell: there was too little to compare, or the receiver did not serve.
 */
export type Heard = 'heard' | 'partly' | 'not_heard' | 'cannot_tell';

/** What a receiver proves of one broadcast. Only `heard` is worth the grade F2. */
export interface Verdict {
  readonly verdict: Heard;
  /** So much of what was sent was recognised, ms. */
  readonly heardMs: number;
  /** So much of what was sent could be compared at all (silence and lasting tones cannot), ms. */
  readonly ofMs: number;
  /** How much later than planned it came; null when nothing was recognised. */
  readonly lagMs: number | null;
  /** Mean likeness of what was compared, −1 to 1. */
  readonly score: number;
  /** Why it cannot be told; null otherwise. */
  readonly problem: Problem | null;
  /** The same in a sentence. */
  readonly text: Bilingual | null;
}

/** It cannot be told, and why. */
export function cannotTell(problem: Problem, values: Values = {}): Verdict {
  const text = tellProblem(problem, values);
  return { verdict: 'cannot_tell', heardMs: 0, ofMs: 0, lagMs: null, score: 0, problem, text };
}
