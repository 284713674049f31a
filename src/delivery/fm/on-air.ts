import type { Broadcast } from '#broadcast';
import type { Meaning } from './text/state-of-air.ts';

/** What a transmitter carries right now, for text and manifest. */
export interface FmOnAir {
  readonly broadcast: Broadcast;
  /** When it began to sound, or went on after a cut. Epoch ms. */
  readonly startAt: number;
  /** So much of it had sounded by then; absent: nothing. */
  readonly fromMs?: number;
  /** As far as is known; null: open-ended (a voice). */
  readonly endAt: number | null;
  /** Receiver groups (endpoint ids) that are to hear it. */
  readonly endpointIds: readonly string[];
}

/** What receivers have to be told of it besides its level. Nothing that this station sends is an exercise yet. */
export function meaningOf(onAir: FmOnAir | null): Meaning {
  return { isAllClear: onAir?.broadcast.purpose === 'all_clear' };
}
