import { type Level, rankOf } from '#kernel';

/** Something that wants the air of one endpoint. */
export interface Candidate {
  readonly id: string;
  readonly level: Level;
  readonly plannedAt: number;
  readonly acceptedAt: number;
  /** After this instant it must not start any more. */
  readonly notAfter: number;
}

/** Who has the air of the endpoint, and until when as far as is known. */
export interface OnAir {
  readonly id: string;
  readonly level: Level;
  readonly endsAt: number;
}

export interface AirDecision {
  /** Takes the air, at this instant. */
  readonly start: { readonly id: string; readonly startAt: number } | null;
  /** Must leave the air before `start` may sound. */
  readonly preempted: string | null;
  /** Waited too long. */
  readonly expired: readonly string[];
  /** The next instant at which the decision can change by itself; null when only an event can change it. */
  readonly lookAgainAt: number | null;
}

/** The total order of the right to the air: level, then planned start, then acceptance, then id. */
export function compareRight(a: Candidate, b: Candidate): number {
  return (
    rankOf(a.level) - rankOf(b.level) ||
    a.plannedAt - b.plannedAt ||
    a.acceptedAt - b.acceptedAt ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** Only warnings and live voices cut into what sounds; everything else waits for the seat. */
export function mayInterrupt(level: Level, onAir: Level): boolean {
  return rankOf(level) <= rankOf('live_commune') && rankOf(level) < rankOf(onAir);
}

/**
 * Who has the air of one endpoint. Run by the station `leadMs` ahead of time and by a speaker without link at the
 * moment itself (`leadMs` 0). Pure: same arguments, same answer.
 */
export function decideAir(
  onAir: OnAir | null,
  waiting: readonly Candidate[],
  now: number,
  leadMs: number,
): AirDecision {
  const freeAt = onAir ? Math.max(now, onAir.endsAt) : now;
  const expired: string[] = [];
  let best: Candidate | null = null;
  let lookAgainAt: number | null = null;
  const lookAt = (at: number) => {
    lookAgainAt = Math.min(lookAgainAt ?? at, at);
  };
  for (const candidate of waiting) {
    if (now > candidate.notAfter) {
      expired.push(candidate.id);
    } else if (candidate.plannedAt > now + leadMs) {
      lookAt(candidate.plannedAt - leadMs);
    } else if (onAir && freeAt > candidate.notAfter && !mayInterrupt(candidate.level, onAir.level)) {
      // It will wait in vain, unless the air comes free earlier than planned.
      lookAt(candidate.notAfter + 1);
    } else if (!best || compareRight(candidate, best) < 0) {
      best = candidate;
    }
  }
  if (!best) return { start: null, preempted: null, expired, lookAgainAt };
  if (onAir && mayInterrupt(best.level, onAir.level)) {
    return {
      start: { id: best.id, startAt: Math.max(best.plannedAt, now) },
      preempted: onAir.id,
      expired,
      lookAgainAt,
    };
  }
  if (onAir && freeAt > now + leadMs) {
    lookAt(freeAt - leadMs);
    return { start: null, preempted: null, expired, lookAgainAt };
  }
  return { start: { id: best.id, startAt: Math.max(best.plannedAt, freeAt) }, preempted: null, expired, lookAgainAt };
}
