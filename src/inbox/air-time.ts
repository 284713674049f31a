/** When a priority item from above goes on air. Pure. */

/** A programme that is planned on endpoints of the item. */
export interface Upcoming {
  readonly plannedAt: number;
  readonly durationMs: number;
  /** True for a priority broadcast of the commune itself. */
  readonly isPriority: boolean;
}

/** How long before its start an item must be accepted, so that speakers can fetch it. */
export const PLACE_AHEAD_MS = 4000;
/** Who looks for the next programme looks to the end of tomorrow at most. */
const LOOK_AHEAD_MS = 48 * 3600_000;

/**
 * The front of the next planned programme; without one before `lastAt`, the next opening of the gate (`openAt`, null: it
 * does not open). A priority broadcast of the commune that it would meet there has the same instant, so that a person can
 * say which goes first. Null: there is no time for it.
 */
export function airTime(
  now: number,
  durationMs: number,
  lastAt: number,
  upcoming: readonly Upcoming[],
  openAt: number | null,
): number | null {
  const from = now + PLACE_AHEAD_MS;
  const coming = upcoming
    .filter((one) => !one.isPriority && one.plannedAt >= from && one.plannedAt <= lastAt)
    .map((one) => one.plannedAt);
  const at = coming.length > 0 ? Math.min(...coming) : openAt === null ? null : Math.max(openAt, from);
  if (at === null || at > lastAt) return null;
  const met = upcoming.filter(
    (one) =>
      one.isPriority &&
      one.plannedAt >= from &&
      one.plannedAt <= lastAt &&
      overlaps({ plannedAt: at, durationMs }, one),
  );
  return met.length > 0 ? Math.min(...met.map((one) => one.plannedAt)) : at;
}

/** The last instant at which an item may begin. */
export function lastInstant(now: number, validTo: number | null): number {
  return Math.min(validTo ?? Number.POSITIVE_INFINITY, now + LOOK_AHEAD_MS);
}

/** True when two want the air at the same time. */
export function overlaps(
  a: { readonly plannedAt: number; readonly durationMs: number },
  b: { readonly plannedAt: number; readonly durationMs: number },
): boolean {
  return a.plannedAt < b.plannedAt + b.durationMs && b.plannedAt < a.plannedAt + a.durationMs;
}
