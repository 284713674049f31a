import type { PlanEntry, Report } from '#link';
import type { Candidate } from '#queue';
import type { Begun } from './recollection.ts';

/** A station that was not heard for so long is taken for gone. */
export const GONE_AFTER_MS = 12_000;
/** A broadcast that goes on after an interruption must do so within this time of its planned end. */
export const RESUME_WITHIN_MS = 300_000;

type EndReason = Extract<Report, { event: 'ended' }>['reason'];

/** What is known of the station at this moment. Instants are the station's. */
export interface StationPresence {
  readonly isUp: boolean;
  readonly heardAt: number;
}

/**
 * When an entry that was not begun may start, or null while the station alone may say so. A start order counts always.
 * Without one the plan counts, when the station had no way to give it: the link was down at the entry's time, or the
 * station fell silent.
 */
export function mayStartAt(
  entry: PlanEntry,
  orderedAt: number | undefined,
  station: StationPresence,
  now: number,
): { at: number } | { askAgainAt: number } {
  if (orderedAt !== undefined) return { at: orderedAt };
  const isMissing = !station.isUp && station.heardAt <= entry.plannedAt;
  if (isMissing || now - station.heardAt > GONE_AFTER_MS) return { at: entry.plannedAt };
  return { askAgainAt: Math.max(station.heardAt + GONE_AFTER_MS + 1, entry.plannedAt) };
}

/** The claim on the air of an entry that was not begun. */
export function firstCandidate(entry: PlanEntry, at: number): Candidate {
  const { broadcastId: id, level, acceptedAt, notAfter } = entry;
  return { id, level, plannedAt: at, acceptedAt, notAfter };
}

/** The claim on the air of one that was interrupted, or null when it has none. */
export function secondCandidate(begun: Begun): (Candidate & { readonly fromMs: number }) | null {
  const { entry, startAt, renderedMs, gapsMs } = begun;
  if (!entry || entry.interruption === 'drop') return null;
  // Its turn is as old as its plan, however late it began: what was planned behind it stays behind it.
  const first = firstCandidate(entry, Math.min(startAt, entry.plannedAt));
  if (entry.interruption === 'restart') return { ...first, fromMs: 0 };
  return { ...first, notAfter: startAt + entry.durationMs + RESUME_WITHIN_MS, fromMs: renderedMs + gapsMs };
}

/** Why an entry that waited too long did not sound. */
export function missedBecause(
  placing: 'placed' | 'damaged' | 'speaker_storage_full' | 'not_placed' | undefined,
  isPlaced: boolean,
  lostToOther: boolean,
): EndReason {
  if (!isPlaced) return placing === 'damaged' ? 'damaged' : 'not_placed';
  return lostToOther ? 'seat_taken' : 'missed_window';
}
