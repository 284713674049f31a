import type { Kind } from '#kernel';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * How late each kind may still begin. An emergency is late until it expires (a day, when nobody said when). Legal
 * awareness keeps its slot open for the week, music only for the latency of the machine.
 */
export const MISSED_AFTER_MS: Readonly<Record<Kind, number>> = {
  emergency: DAY_MS,
  priority: 60 * MINUTE_MS,
  bulletin: 5 * MINUTE_MS,
  legal: 7 * DAY_MS,
  relay: 5 * MINUTE_MS,
  live: 30_000,
  music: 30_000,
  entertainment: 30_000,
};

/**
 * The last instant at which a broadcast planned at `plannedAt` may begin; later it is missed. Never reaches the next
 * occurrence of the same rule (`nextAt`), so that after downtime at most one of each rule plays, and never a burst.
 */
export function notAfter(
  kind: Kind,
  plannedAt: number,
  nextAt: number | null,
  expiresAt: number | null = null,
): number {
  const window = kind === 'emergency' && expiresAt !== null ? expiresAt : plannedAt + MISSED_AFTER_MS[kind];
  const last = Math.min(window, nextAt === null ? window : nextAt - 1, expiresAt ?? window);
  return Math.max(plannedAt, last);
}
