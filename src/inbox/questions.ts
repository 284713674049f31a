/** Which of two priority broadcasts goes first: when that is asked, until when, and what holds without an answer. Pure. */
import type { Level } from '#kernel';
import { overlaps } from './air-time.ts';

/** A broadcast as a question sees it. */
export interface Contender {
  readonly id: string;
  readonly level: Level;
  readonly origin: string;
  readonly state: string;
  readonly plannedAt: number;
  readonly acceptedAt: number;
  readonly notAfter: number;
  readonly precedence: number;
  readonly durationMs: number;
  readonly endpointIds: readonly string[];
}

/** Put to a person of the commune. */
export interface Question {
  readonly id: string;
  /** The one from above, and the commune's own. */
  readonly broadcastA: string;
  readonly broadcastB: string;
  readonly answerBy: number;
  readonly askedAt: number;
  /** Which goes first; null while it is open. */
  readonly firstBroadcast: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: number | null;
  /** void: one of the two is over or was taken off before it mattered. */
  readonly state: 'open' | 'answered' | 'lapsed' | 'void';
}

/** Orders leave some seconds ahead: an answer later than this changes nothing any more. */
const ANSWER_AHEAD_MS = 5000;

/** Pairs that want the same air: one from above, one of the commune, both priority, not begun, with a shared endpoint. */
export function tiesAmong(broadcasts: readonly Contender[]): Array<{ above: Contender; own: Contender }> {
  const open = broadcasts.filter((one) => one.level === 'priority' && one.state === 'planned');
  const fromAbove = open.filter((one) => one.origin === 'authority');
  const ours = open.filter((one) => one.origin !== 'authority');
  return fromAbove.flatMap((above) => {
    const there = new Set(above.endpointIds);
    return ours
      .filter((own) => overlaps(above, own) && own.endpointIds.some((id) => there.has(id)))
      .map((own) => ({ above, own }));
  });
}

/** The last instant for an answer. */
export function answerBy(a: Pick<Contender, 'plannedAt'>, b: Pick<Contender, 'plannedAt'>): number {
  return Math.min(a.plannedAt, b.plannedAt) - ANSWER_AHEAD_MS;
}

/** What becomes of an open question by itself at `now`; null: it stays open. */
export function closing(
  question: Pick<Question, 'answerBy'>,
  a: Contender | null,
  b: Contender | null,
  now: number,
  compareRight: (a: Contender, b: Contender) => number,
): { readonly state: 'lapsed' | 'void'; readonly firstBroadcast: string | null } | null {
  const isGone = (one: Contender | null) => one === null || one.state === 'cancelled' || one.state === 'expired';
  if (now < question.answerBy) return isGone(a) || isGone(b) ? { state: 'void', firstBroadcast: null } : null;
  const left = [a, b].filter((one) => one !== null && !isGone(one)) as Contender[];
  const [first] = left.toSorted(compareRight);
  return left.length === 2 && first
    ? { state: 'lapsed', firstBroadcast: first.id }
    : { state: 'void', firstBroadcast: null };
}
