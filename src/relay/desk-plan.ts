import type { Upcoming } from './ports.ts';

/** A source is connected so long before its programme, so that sound is there when it begins. */
const OPEN_AHEAD_MS = 20_000;
/** Loudspeakers are a little behind; the end of a programme is theirs. */
const CLOSE_AFTER_MS = 2000;
/** When a source is tried before its programme: once in time to call somebody, once shortly before. */
const CHECKS = [
  { round: 'early', aheadMs: 300_000, untilMs: 60_000 },
  { round: 'late', aheadMs: 60_000, untilMs: OPEN_AHEAD_MS },
] as const;

/** A source whose feed is to be open now. */
export interface Need {
  readonly broadcastIds: readonly string[];
  readonly closeAt: number;
}

export interface CheckDue {
  readonly key: string;
  readonly relayId: string;
  readonly broadcastId: string;
}

/** What is ours of what is coming. */
export function relaysIn(upcoming: readonly Upcoming[]): readonly Upcoming[] {
  return upcoming.filter((one) => one.streamId.startsWith('rel_'));
}

/** Sources that are to be open at an instant; programmes that share a source share its feed. */
export function needsAt(upcoming: readonly Upcoming[], now: number): Map<string, Need> {
  const needs = new Map<string, Need>();
  for (const { broadcastId, streamId, fromAt, toAt } of upcoming) {
    const closeAt = toAt + CLOSE_AFTER_MS;
    if (now < fromAt - OPEN_AHEAD_MS || now >= closeAt) continue;
    const other = needs.get(streamId);
    needs.set(streamId, {
      broadcastIds: [...(other?.broadcastIds ?? []), broadcastId],
      closeAt: Math.max(closeAt, other?.closeAt ?? closeAt),
    });
  }
  return needs;
}

/** Checks whose time it is at an instant, done or not; the key names each. */
export function checksAt(upcoming: readonly Upcoming[], now: number): CheckDue[] {
  return upcoming.flatMap(({ broadcastId, streamId, fromAt }) =>
    CHECKS.filter(({ aheadMs, untilMs }) => now >= fromAt - aheadMs && now < fromAt - untilMs).map(({ round }) => ({
      key: `${streamId} ${fromAt} ${round}`,
      relayId: streamId,
      broadcastId,
    })),
  );
}

/** The next instant after `now` at which something of this changes; null: nothing is coming. */
export function nextChangeAt(upcoming: readonly Upcoming[], now: number): number | null {
  const instants = upcoming.flatMap(({ fromAt, toAt }) => [
    ...CHECKS.map(({ aheadMs }) => fromAt - aheadMs),
    fromAt - OPEN_AHEAD_MS,
    toAt + CLOSE_AFTER_MS,
  ]);
  const next = Math.min(...instants.filter((at) => at > now));
  return Number.isFinite(next) ? next : null;
}
