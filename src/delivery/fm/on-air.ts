import type { Broadcast } from '#broadcast';

/** What a transmitter carries right now, for text and manifest. */
export interface FmOnAir {
  readonly broadcast: Broadcast;
  /** Epoch ms. */
  readonly startAt: number;
  /** As far as is known; null: open-ended (a voice). */
  readonly endAt: number | null;
  /** Receiver groups (endpoint ids) that are to hear it. */
  readonly endpointIds: readonly string[];
}
