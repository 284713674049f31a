import type { Delivery } from '#broadcast';
import type { Protocol } from '#endpoint';
import { COURSE_STATES, type Evidence, type FinalState, finalStateOf, type Reason } from '#kernel';

/** What is known of one delivery that is still open. Instants are epoch milliseconds. */
export interface TripFacts {
  readonly plannedAt: number;
  readonly notAfter: number;
  readonly durationMs: number;
  /** When it was ordered to start; null: not yet. */
  readonly startAt: number | null;
  readonly startedAt: number | null;
  readonly hasBegun: boolean;
  /** When it should be over by what the endpoint said last; null when it said nothing of it. */
  readonly expectedEndAt: number | null;
  readonly renderedMs: number;
  readonly isPlaced: boolean;
  /** How far a transmitter was proved to carry it; null: it goes to no transmitter. */
  readonly grade: Evidence | null;
  readonly placeProblem: Reason | null;
  readonly isReachable: boolean;
  /** The endpoint may know of it and play it without us. */
  readonly mayPlayAlone: boolean;
  /** Somebody wants it silent, since then. */
  readonly haltWanted: Reason | null;
  readonly haltedAt: number | null;
}

export interface Verdict {
  readonly state: FinalState;
  readonly reason: Reason;
  readonly evidence: Evidence;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderedMs: number;
}

/** A report may be this late before the delivery is judged without it. */
const REPORT_GRACE_MS = 20_000;
/** Told to be silent about its start, a speaker in reach is asked how far it came, for so long. */
const HALT_GRACE_MS = 5_000;
/** An order to be silent may take so long to arrive. */
const HALT_TRAVEL_MS = 2_000;
/** A speaker out of reach keeps its plan, and we keep the question open, this long. */
const AUTONOMY_MS = 72 * 3600_000;
/** Rendered may fall short of planned by this much (codec padding) and still be whole. */
const SHORTFALL_MS = 500;

/** With these the bytes on the endpoint were not good, whatever it said of them before. */
const NOT_THERE: readonly Reason[] = ['damaged', 'not_placed'];
/** How an endpoint says that a broadcast ended for it. */
interface ReportedEnd {
  readonly reason: Reason;
  readonly evidence: Evidence;
  readonly startedAt: number | null;
  readonly endedAt: number;
  readonly renderedMs: number;
}

/**
 * Judges an endpoint's own report of the end. "Complete" with milliseconds missing is not complete, and more than the
 * whole cannot be heard. When nothing was rendered, no more is proved than was `known` before: that the bytes are there.
 */
export function judgeEnd(durationMs: number, known: Evidence, end: ReportedEnd, by: Protocol = 'link'): Verdict {
  const renderedMs = Math.min(end.renderedMs, durationMs);
  // What a transmitter carried is never "played": nobody can say what its receivers did.
  if (by === 'fm') {
    const state = end.startedAt === null ? finalStateOf(end.reason, 0) : (COURSE_STATES[end.reason] ?? 'handed_over');
    const { reason, evidence, startedAt, endedAt } = end;
    return { state, reason, evidence, startedAt, endedAt, renderedMs };
  }
  const isShort = renderedMs === 0 || renderedMs < durationMs - SHORTFALL_MS;
  const reason = end.reason === 'complete' && isShort ? 'underrun' : end.reason;
  const placed = NOT_THERE.includes(reason) ? 'E0' : known;
  return {
    state: finalStateOf(reason, renderedMs),
    reason,
    evidence: renderedMs > 0 ? end.evidence : placed,
    startedAt: end.startedAt,
    endedAt: end.endedAt,
    renderedMs,
  };
}

function verdict(facts: TripFacts, reason: Reason, endedAt: number | null): Verdict {
  const placed = facts.isPlaced && !NOT_THERE.includes(reason) ? 'E1' : 'E0';
  return {
    state: finalStateOf(reason, facts.renderedMs),
    reason,
    evidence: facts.grade ?? (facts.renderedMs > 0 ? 'E2' : placed),
    startedAt: facts.startedAt,
    endedAt: facts.renderedMs > 0 ? endedAt : null,
    renderedMs: facts.renderedMs,
  };
}

/** The instant at which silence of the endpoint decides, if nothing else comes. */
export function deadlineOf(facts: TripFacts): number {
  if (!facts.isReachable && facts.mayPlayAlone) return facts.plannedAt + AUTONOMY_MS;
  if (facts.hasBegun) {
    const begunAt = facts.startedAt ?? facts.startAt ?? facts.plannedAt;
    return Math.max(begunAt + facts.durationMs, facts.expectedEndAt ?? 0) + REPORT_GRACE_MS;
  }
  if (facts.haltedAt !== null) return facts.haltedAt + HALT_GRACE_MS;
  return Math.max(facts.notAfter, facts.expectedEndAt ?? 0) + REPORT_GRACE_MS;
}

/** True when it is sure that nothing sounds there: what was not begun by now never will be. */
function isKnownSilent(facts: TripFacts, now: number): boolean {
  if (facts.hasBegun) return false;
  // Only a speaker that may play by itself can have begun without a word of it having reached us.
  if (!facts.mayPlayAlone) return true;
  return facts.isReachable && (facts.startAt === null || now < facts.startAt - HALT_TRAVEL_MS);
}

/** Judges a delivery on what is known now; null: still open. Pure. */
export function judgeOpen(facts: TripFacts, now: number): Verdict | null {
  // A speaker may be playing it right now: do not say "cancelled" before it was asked.
  if (facts.haltWanted !== null && isKnownSilent(facts, now)) return verdict(facts, facts.haltWanted, null);
  if (now < deadlineOf(facts)) return null;
  // After a restore it may have told all of it to the machine before.
  if (facts.hasBegun) return verdict(facts, facts.haltWanted === 'restored' ? 'restored' : 'no_report', now);
  if (facts.haltWanted !== null && facts.isReachable) return verdict(facts, facts.haltWanted, null);
  if (facts.placeProblem !== null) return verdict(facts, facts.placeProblem, null);
  if (!facts.isReachable) return verdict(facts, facts.isPlaced ? 'no_report' : 'unreachable', null);
  // It was there and never told to begin: its time went by, as when somebody sets the clock.
  if (facts.startAt === null && facts.isPlaced) return verdict(facts, 'missed_window', null);
  return verdict(facts, facts.isPlaced ? 'no_report' : 'not_placed', null);
}

/** The verdict on a delivery that nobody can say more of than is written. */
export function lost(delivery: Delivery, reason: Reason): Verdict {
  const { renderedMs, startedAt, evidence } = delivery;
  const endedAt = renderedMs > 0 && startedAt !== null ? startedAt + renderedMs : null;
  const state = renderedMs > 0 ? 'played_part' : reason === 'retired' ? 'cancelled' : 'failed';
  return { state, reason, evidence, startedAt, endedAt, renderedMs };
}
