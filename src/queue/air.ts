import { type Level, type Reason, rankOf } from '#kernel';

/** Something that wants the air of one endpoint. */
export interface Candidate {
  readonly id: string;
  readonly level: Level;
  readonly plannedAt: number;
  readonly acceptedAt: number;
  /** After this instant it must not start any more. */
  readonly notAfter: number;
  /** The order among equals that a person decided; smaller is earlier. Absent: 0. */
  readonly precedence?: number;
  /** How it starts when another holds the air: null or absent: after it; 0: it cuts in; n: it waits n ms, then cuts in. */
  readonly cutInAfterMs?: number | null;
}

/** Who has the air of the endpoint, and until when as far as is known. */
export interface OnAir {
  readonly id: string;
  readonly level: Level;
  readonly endsAt: number;
  /** Its turn; absent: nothing of its own level cuts in. */
  readonly plannedAt?: number;
}

/** What the house rules say to a start at an instant: yes, or why not and when to ask again (null: not by itself). */
export type GateWord =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: Reason; readonly askAgainAt: number | null };
/** The house rules of one endpoint. Pure. */
export type AskGate = (candidate: Candidate, startAt: number) => GateWord;

/** Why a candidate does not start now; the last word on it when it has expired. */
export type Hindrance = 'not_yet' | 'air_taken' | 'behind' | 'too_late' | Reason;

export interface AirDecision {
  /** Takes the air, at this instant. */
  readonly start: { readonly id: string; readonly startAt: number } | null;
  /** Must leave the air before `start` may sound. */
  readonly preempted: string | null;
  /** Waited too long. */
  readonly expired: readonly string[];
  /** The next instant at which the decision can change by itself; null when only an event can change it. */
  readonly lookAgainAt: number | null;
  /** Why each of the others does not start now: a house rule's reason, or the course of the air. */
  readonly hindered: ReadonlyMap<string, Hindrance>;
}

const openHouse: AskGate = () => ({ ok: true });

/** The total order of the right to the air: level, then what a person decided, planned start, acceptance, id. */
export function compareRight(a: Candidate, b: Candidate): number {
  return (
    rankOf(a.level) - rankOf(b.level) ||
    (a.precedence ?? 0) - (b.precedence ?? 0) ||
    a.plannedAt - b.plannedAt ||
    a.acceptedAt - b.acceptedAt ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** Warnings and live voices cut in unless they were told to wait; everything else waits unless it was told to cut in. */
export function startModeOf(candidate: Candidate): number | null {
  if (candidate.cutInAfterMs !== undefined) return candidate.cutInAfterMs;
  return rankOf(candidate.level) <= rankOf('live_commune') ? 0 : null;
}

/**
 * From when on a candidate cuts into what sounds; null: never. A higher level by its start mode; among equals only below
 * live voice, and only what was planned later and told to cut in: so nobody is cut by what he has cut himself.
 */
export function cutsInFrom(candidate: Candidate, onAir: OnAir): number | null {
  const mode = startModeOf(candidate);
  if (mode === null) return null;
  const rank = rankOf(candidate.level) - rankOf(onAir.level);
  const isLaterEqual =
    rank === 0 &&
    rankOf(candidate.level) > rankOf('live_commune') &&
    onAir.plannedAt !== undefined &&
    candidate.plannedAt > onAir.plannedAt;
  return rank < 0 || isLaterEqual ? candidate.plannedAt + mode : null;
}

/** The first instant from `at` to `untilAt` at which the house rules let a candidate start, or their last word. */
function openingOf(
  candidate: Candidate,
  at: number,
  untilAt: number,
  ask: AskGate,
): { readonly ok: true; readonly at: number } | Extract<GateWord, { ok: false }> {
  for (let next = at; ; ) {
    const word = ask(candidate, next);
    if (word.ok) return { ok: true, at: next };
    if (word.askAgainAt === null || word.askAgainAt <= next || word.askAgainAt > untilAt) return word;
    next = word.askAgainAt;
  }
}

/**
 * Who has the air of one endpoint. Run by the station `leadMs` ahead of time and by a speaker at the moment itself. Of
 * those whose time has come and whom the house rules let start, the first by right starts when the air is free, or cuts
 * in. Pure: same arguments, same answer.
 */
export function decideAir(
  onAir: OnAir | null,
  waiting: readonly Candidate[],
  now: number,
  leadMs: number,
  ask: AskGate = openHouse,
): AirDecision {
  const freeAt = onAir ? Math.max(now, onAir.endsAt) : now;
  const expired: string[] = [];
  const hindered = new Map<string, Hindrance>();
  let lookAgainAt: number | null = null;
  const lookAt = (at: number) => {
    lookAgainAt = Math.min(lookAgainAt ?? at, at);
  };
  let best: { readonly candidate: Candidate; readonly startAt: number; readonly cutsIn: boolean } | null = null;
  for (const candidate of waiting) {
    const { id, plannedAt, notAfter } = candidate;
    const cutFrom = onAir && cutsInFrom(candidate, onAir);
    const cutsIn = cutFrom !== null && cutFrom !== undefined && cutFrom < freeAt && cutFrom <= notAfter;
    const startAt = Math.max(plannedAt, now, !onAir ? now : cutsIn ? cutFrom : freeAt);
    if (now > notAfter) {
      expired.push(id);
      hindered.set(id, 'too_late');
    } else if (plannedAt > now + leadMs) {
      lookAt(plannedAt - leadMs);
      hindered.set(id, 'not_yet');
    } else if (startAt > notAfter) {
      // It will wait in vain, unless the air comes free earlier than planned.
      lookAt(notAfter + 1);
      hindered.set(id, 'air_taken');
    } else if (startAt > now + leadMs) {
      lookAt(startAt - leadMs);
      hindered.set(id, 'air_taken');
    } else {
      const opening = openingOf(candidate, startAt, Math.min(now + leadMs, notAfter), ask);
      if (!opening.ok) {
        const { askAgainAt } = opening;
        lookAt(askAgainAt === null ? notAfter + 1 : Math.min(notAfter + 1, Math.max(askAgainAt - leadMs, now + 1)));
        hindered.set(id, opening.reason);
        continue;
      }
      const isFirst = best === null || compareRight(candidate, best.candidate) < 0;
      if (best !== null) hindered.set(isFirst ? best.candidate.id : id, 'behind');
      if (isFirst) best = { candidate, startAt: opening.at, cutsIn };
    }
  }
  if (!best) return { start: null, preempted: null, expired, lookAgainAt, hindered };
  const start = { id: best.candidate.id, startAt: best.startAt };
  return { start, preempted: best.cutsIn && onAir ? onAir.id : null, expired, lookAgainAt, hindered };
}
