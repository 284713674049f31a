import { rankOf } from '#kernel';
import type { PlanEntry, Report } from '#link';
import type { Candidate, Hindrance } from '#queue';
import type { Begun } from './recollection.ts';
import { FADE_OUT_MS } from './sink.ts';

/** A station that was not heard for so long is taken for gone. */
export const GONE_AFTER_MS = 12_000;
/** A broadcast that goes on after an interruption must do so within this time of its planned end. */
export const RESUME_WITHIN_MS = 300_000;

/**
 * Silence in place of sound, in all, that nobody would notice in speech: less than a syllable. With no more than this a
 * play is whole. What was rendered is told as it was, to the millisecond.
 */
export const UNHEARD_GAPS_MS = 50;

export type EndReason = Extract<Report, { event: 'ended' }>['reason'];
/** The rules of the house that keep something from sounding. */
const HOUSE_REASONS = ['outside_hours', 'quiet_zone', 'mourning', 'day_limit', 'repeat_limit'] as const;
export type ClosedReason = Extract<(typeof HOUSE_REASONS)[number], 'outside_hours' | 'quiet_zone' | 'mourning'>;

/** What may start: with where in the running order it starts. */
export interface Waiting extends Candidate {
  readonly entry: PlanEntry;
  readonly fromMs: number;
  readonly isBegun: boolean;
}

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

/** The last instant at which an entry may start: what would only fade out again does not begin. */
export function lastStartOf(entry: PlanEntry): number {
  const lastAt = Math.min(entry.notAfter, (entry.endBy ?? Number.POSITIVE_INFINITY) - FADE_OUT_MS);
  return isConcluded(entry) ? Math.min(lastAt, entry.plannedAt + entry.durationMs) : lastAt;
}

/** True when the voice is over, and with it the broadcast, before all that was planned. */
export function isConcluded(entry: PlanEntry): boolean {
  return entry.isOpenEnded && entry.durationMs < entry.items.reduce((sum, item) => sum + item.durationMs, 0);
}

/** True when some of it is made while it sounds. */
export function hasStream(entry: PlanEntry): boolean {
  return entry.items.some(({ kind }) => kind === 'stream');
}

/** The claim on the air of an entry that was not begun. */
export function firstCandidate(entry: PlanEntry, at: number): Waiting {
  const { broadcastId: id, level, acceptedAt, precedence } = entry;
  // The longest that it waits is counted from its plan: when the order comes, that may be over.
  const cutInAfterMs = entry.cutInAfterMs === null ? null : Math.max(0, entry.plannedAt + entry.cutInAfterMs - at);
  const claim = { id, level, plannedAt: at, acceptedAt, precedence, cutInAfterMs, notAfter: lastStartOf(entry) };
  return { ...claim, entry, fromMs: 0, isBegun: false };
}

/**
 * The claim on the air of one that was interrupted, or null when it has none. It takes the air back from what is lower,
 * never from its equals: what cut it would be cut by it again.
 */
export function secondCandidate(begun: Begun): Waiting | null {
  const { entry, startAt, startedAt, renderedMs, gapsMs } = begun;
  if (!entry || entry.interruption === 'drop') return null;
  // Its turn is as old as its plan, however late it began: what was planned behind it stays behind it.
  const first = firstCandidate(entry, Math.min(startAt, entry.plannedAt));
  const cutInAfterMs = rankOf(entry.level) <= rankOf('live_commune') ? 0 : null;
  const claim = { ...first, cutInAfterMs, isBegun: true };
  if (entry.interruption === 'restart' && !hasStream(entry)) return { ...claim, fromMs: 0 };
  const fromMs = renderedMs + gapsMs;
  if (entry.isOpenEnded && fromMs >= entry.durationMs) return null;
  // A voice goes on where it is now, and is over when it is over.
  const overAt = entry.isOpenEnded
    ? entry.plannedAt + entry.durationMs
    : (startedAt ?? startAt) + entry.durationMs + RESUME_WITHIN_MS;
  const slotEnd = (entry.endBy ?? Number.POSITIVE_INFINITY) - FADE_OUT_MS;
  return { ...claim, notAfter: Math.min(overAt, slotEnd), fromMs };
}

/** Why an entry that waited too long did not sound. `hindrance` is what kept it from the air when last it was asked. */
export function missedBecause(
  placing: 'placed' | 'damaged' | 'speaker_storage_full' | 'not_placed' | undefined,
  isPlaced: boolean,
  hindrance: Hindrance | undefined,
): EndReason {
  if (!isPlaced) return placing === 'damaged' ? 'damaged' : 'not_placed';
  if (hindrance === 'air_taken' || hindrance === 'behind') return 'seat_taken';
  return houseReason(hindrance) ?? 'missed_window';
}

/** Why one that was interrupted does not go on. `isYielded`: it left the air here for a higher one. */
export function cutShortBecause(
  begun: Begun,
  hindrance: Hindrance | undefined,
  isYielded: boolean,
  now: number,
): EndReason {
  const { entry, renderedMs, gapsMs } = begun;
  if (entry?.isOpenEnded && renderedMs + gapsMs >= entry.durationMs) {
    return gapsMs > UNHEARD_GAPS_MS ? 'underrun' : 'complete';
  }
  const rule = houseReason(hindrance);
  if (rule) return rule;
  if (isYielded) return 'pre_empted';
  const isSlotOver = entry?.interruption !== 'drop' && entry?.endBy != null && now >= entry.endBy - FADE_OUT_MS;
  return isSlotOver ? 'slot_over' : 'interrupted';
}

/** The rule of the house that is the hindrance; null: it is none. */
export function houseReason(hindrance: Hindrance | undefined): EndReason | null {
  return HOUSE_REASONS.find((one) => one === hindrance) ?? null;
}
