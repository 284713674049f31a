/** When the station makes a copy by itself, and which copies it lets go. Pure. */
import { civilOf, dateOfDay, dayNumber, instantOf } from '#kernel';

export type Trigger = 'person' | 'night';
/**
 * good: made and restored for a trial. put_off: broken off by an emergency, and begun again by itself. interrupted: the
 * station went down in the middle.
 */
export type RunState = 'running' | 'good' | 'failed' | 'put_off' | 'interrupted';

/** One attempt to make a copy. */
export interface Run {
  readonly id: string;
  readonly trigger: Trigger;
  readonly beganAt: number;
  readonly endedAt: number | null;
  readonly state: RunState;
}

export interface Night {
  /** HH:MM; null: the station makes none by itself. */
  readonly at: string | null;
  readonly zone: string;
}

/** After an emergency it stays quiet for so long before a copy is begun again. */
export const QUIET_MS = 60_000;
/** A machine that was off at night has other things to do first. */
export const SETTLED_MS = 10 * 60_000;
/** A night that went wrong is tried again after so long, and so often altogether. */
export const AGAIN_MS = 3_600_000;
const MOST_TRIES = 3;

/** The last instant at which a copy was due; null: none in the last days. */
export function lastDue(nowMs: number, { at, zone }: Night): number | null {
  if (at === null) return null;
  const today = dayNumber(civilOf(nowMs, zone).date) ?? 0;
  // The clock of a zone may leave a time out on one day of the year.
  for (const day of [today, today - 1, today - 2]) {
    const due = instantOf(dateOfDay(day), at, zone);
    if (due !== null && due <= nowMs) return due;
  }
  return null;
}

export interface Standing {
  readonly nowMs: number;
  readonly night: Night;
  /** The newest first. */
  readonly runs: readonly Run[];
  /** When this station began to think of nights: earlier ones were not missed. */
  readonly sinceMs: number;
  /** How long it runs, and how long no emergency sounds. */
  readonly upMs: number;
  readonly quietMs: number;
  /** False: it was restored, and is perhaps only tried out. */
  readonly isCommanding: boolean;
}

/** What to begin now; null: nothing. Nights that were missed are made up for once, however many they were. */
export function nextRun({ nowMs, night, runs, sinceMs, upMs, quietMs, isCommanding }: Standing): Trigger | null {
  if (quietMs < QUIET_MS) return null;
  // A run that is dated later than now was begun while the clock was wrong.
  const known = runs.filter((run) => run.beganAt <= nowMs);
  const [last] = known;
  if (last?.state === 'running') return null;
  if (last?.state === 'put_off') return last.trigger;
  const due = lastDue(nowMs, night);
  if (due === null || due < sinceMs || !isCommanding) return null;
  if (upMs < SETTLED_MS && nowMs - due > SETTLED_MS) return null;
  const since = known.filter((run) => run.beganAt >= due);
  if (since.some((run) => run.state === 'good')) return null;
  const tries = since.filter((run) => run.trigger === 'night' && run.state !== 'put_off');
  if (tries.length >= MOST_TRIES) return null;
  const [latest] = tries;
  return latest && nowMs - (latest.endedAt ?? latest.beganAt) < AGAIN_MS ? null : 'night';
}

/** Which of the nights' copies are let go so that `keep` stay: names, the oldest first. What a person made stays. */
export function tooMany(
  copies: ReadonlyArray<{ readonly name: string; readonly trigger: Trigger | null; readonly madeAt: number }>,
  keep: number,
): string[] {
  const nightly = copies.filter(({ trigger }) => trigger === 'night').toSorted((a, b) => b.madeAt - a.madeAt);
  return nightly
    .slice(Math.max(1, keep))
    .map(({ name }) => name)
    .toReversed();
}

/** True when the last good copy (none: the beginning) is older than `days`. */
export function isLate(nowMs: number, lastGoodAt: number | null, sinceMs: number, days: number): boolean {
  return nowMs - Math.max(lastGoodAt ?? 0, sinceMs) > days * 86_400_000;
}
