import type { Broadcast, Delivery } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { Evidence, FinalState, Level, Reason } from '#kernel';
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

/** A broadcast that wants the air of one endpoint. */
export interface Candidate {
  readonly id: string;
  readonly level: Level;
  readonly plannedAt: number;
  readonly acceptedAt: number;
  readonly notAfter: number;
}

/** The broadcast that has the air of one endpoint. */
export interface OnAir {
  readonly id: string;
  readonly level: Level;
  readonly endsAt: number;
}

/** Who starts, who leaves, who waited too long, and when the answer can change by itself. */
export interface AirDecision {
  readonly start: { readonly id: string; readonly startAt: number } | null;
  readonly preempted: string | null;
  readonly expired: readonly string[];
  readonly lookAgainAt: number | null;
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
