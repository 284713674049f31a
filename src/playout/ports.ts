import type { Broadcast, Delivery } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { Evidence, FinalState, Reason } from '#kernel';
import type { AirDecision, Candidate, OnAir } from '#queue';
import type { Executor } from '#store';

/** How a delivery ended. */
export interface Outcome {
  readonly state: FinalState;
  readonly reason: Reason;
  readonly evidence: Evidence;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderedMs: number;
}

/** An outcome on its way home: `acknowledge` lets the speaker forget it, once it is on our disk. */
export interface Homecoming {
  readonly outcome: Outcome;
  acknowledge(): void;
}

/** Why somebody must be silent, or will never sound. */
export type StopReason = 'stopped_by_operator' | 'pre_empted' | 'rule_changed' | 'seat_taken' | 'missed_window';

/** Who carries sound to the endpoints. */
export interface Carrier {
  /** Prepares this delivery and stays with it; resolves exactly once, when it is final. */
  carry(broadcast: Broadcast, delivery: Delivery, endpoint: Endpoint | null): Promise<Homecoming>;
  /** The air is theirs at that instant. Called after the order is on the disk. */
  order(broadcastId: string, endpointIds: readonly string[], startAt: number): void;
  /** They must be silent now; their deliveries then come home. */
  halt(broadcastId: string, endpointIds: readonly string[], reason: StopReason): void;
}

/** Who decides about the air of one endpoint. */
export type DecideAir = (
  onAir: OnAir | null,
  waiting: readonly Candidate[],
  now: number,
  leadMs: number,
) => AirDecision;

/** Who knows how long recordings sound; those that are not ready are absent. */
export interface Library {
  durations(db: Executor, recordingIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** Who keeps the last word. */
export interface LastWord {
  append(tx: Executor, broadcast: Broadcast, deliveries: readonly Delivery[]): Promise<void>;
}
