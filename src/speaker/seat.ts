import type { PlanEntry, StopReason } from '#link';
import { type EndReason, UNHEARD_GAPS_MS } from './candidates.ts';
import type { Ending } from './house.ts';
import type { Played } from './sink.ts';

/** Why one that has the air was told to leave it. */
export type Leaving = StopReason | 'pre_empted_here' | 'shutdown';

/** The broadcast that has the air of this speaker. */
export interface Seat {
  readonly entry: PlanEntry;
  /** Its turn, and the instant and place at which this run of it begins. */
  readonly plannedAt: number;
  readonly startAt: number;
  readonly fromMs: number;
  readonly abort: AbortController;
  /** Why it was told to leave; null while it may stay. */
  leaving: Leaving | null;
  /** True when it lost the air to another before this run. */
  readonly hasYielded: boolean;
  /** When it must be silent by itself, before its own end. */
  ending: Ending | null;
}

/** When the air will be free of it, as far as is known. */
export function freeAt({ entry, startAt, fromMs, ending }: Seat): number {
  return Math.min(startAt + entry.durationMs - fromMs, ending?.at ?? Number.POSITIVE_INFINITY);
}

/** How a play of `entry` ended (as it is known by now), or null when it may go on later. */
export function endReason(seat: Seat, played: Played, entry: PlanEntry): EndReason | null {
  switch (played.reason) {
    case 'complete':
      return played.gapsMs > UNHEARD_GAPS_MS ? 'underrun' : 'complete';
    case 'sink_failed':
    case 'damaged':
    case 'source_lost':
      return played.reason;
    case 'stopped':
      return stoppedBecause(seat, played, entry);
  }
}

/** A voice that was over so much later than what was heard of it was not heard whole. */
const SHORT_MS = 1_000;

function stoppedBecause({ leaving, ending, hasYielded }: Seat, played: Played, entry: PlanEntry): EndReason | null {
  const isDropped = entry.interruption === 'drop';
  if (leaving === 'pre_empted_here') return isDropped ? 'pre_empted' : null;
  if (leaving !== null && leaving !== 'shutdown') return leaving;
  if (leaving === 'shutdown' || !ending) return isDropped ? 'interrupted' : null;
  if (ending.why !== 'concluded') return ending.why;
  if (played.gapsMs > UNHEARD_GAPS_MS) return 'underrun';
  if (played.renderedMs >= entry.durationMs - SHORT_MS) return 'complete';
  return hasYielded ? 'pre_empted' : 'interrupted';
}
