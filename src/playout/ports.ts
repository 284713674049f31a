import type { Broadcast, Delivery } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { Evidence, FinalState, Level, Reason, StationError } from '#kernel';
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
export type StopReason = Reason;

/** Who carries sound to the endpoints. */
export interface Carrier {
  /** True when the endpoint goes on by itself while the station is down. */
  playsAlone(endpoint: Endpoint): boolean;
  /** Prepares this delivery and stays with it; resolves exactly once, when it is final. */
  carry(broadcast: Broadcast, delivery: Delivery, endpoint: Endpoint | null): Promise<Homecoming>;
  /**
   * The air is theirs at that instant; what sounds there then (`cutsInto`, null: nothing) makes room by its own policy.
   * Called after the order is on the disk.
   */
  order(broadcastId: string, endpointIds: readonly string[], startAt: number, cutsInto: string | null): void;
  /** They must be silent now; their deliveries then come home. */
  halt(broadcastId: string, endpointIds: readonly string[], reason: StopReason): void;
  /** False: nobody has said that it began there. */
  hasBegun(broadcastId: string, endpointId: string): boolean;
  /** The voice is over: the broadcast is as long as its running order says now. */
  conclude(broadcast: Broadcast): void;
  /** Silence now on these endpoints, whatever sounds there, known to us or not. */
  hush(endpointIds: readonly string[]): void;
}

/** A broadcast that wants the air of one endpoint. */
export interface Candidate {
  readonly id: string;
  readonly level: Level;
  readonly plannedAt: number;
  readonly acceptedAt: number;
  readonly notAfter: number;
  readonly precedence: number;
  readonly cutInAfterMs: number | null;
}

/** The broadcast that has the air of one endpoint. */
export interface OnAir {
  readonly id: string;
  readonly level: Level;
  readonly plannedAt: number;
  readonly endsAt: number;
}

/** What the house rules say to a start; `askAgainAt` null: they will not say anything else by themselves. */
export type GateWord =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: Reason; readonly askAgainAt: number | null };

/** Who starts, who leaves, who waited too long and why, and when the answer can change by itself. */
export interface AirDecision {
  readonly start: { readonly id: string; readonly startAt: number } | null;
  readonly preempted: string | null;
  readonly expired: readonly string[];
  readonly lookAgainAt: number | null;
  readonly hindered: ReadonlyMap<string, string>;
}

/** Who decides about the air of one endpoint. */
export type DecideAir = (
  onAir: OnAir | null,
  waiting: readonly Candidate[],
  now: number,
  leadMs: number,
  ask: (candidate: { readonly id: string }, startAt: number) => GateWord,
) => AirDecision;

/** Who knows how long recordings sound, what may be relayed, and who may carry it. */
export interface Library {
  /** Those that are not ready are absent. */
  durations(db: Executor, recordingIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Why a relay source may not be taken at an instant; null: it may. */
  mayRelay(db: Executor, relayId: string, at: number): Promise<StationError | null>;
  /** Which of these endpoints may carry nothing ordinary at an instant, and why. */
  mayCarry(db: Executor, endpointIds: readonly string[], at: number): Promise<ReadonlyMap<string, StationError>>;
  /**
   * Takes down that some endpoints were not to carry what was just accepted: an emergency goes to them all the same, of
   * anything else they were left out. Must return at once.
   */
  noteMayNot(broadcast: Broadcast, refusals: ReadonlyMap<string, StationError>): void;
  /** Which of these bulletins are approved as they are now. */
  approvedOf(db: Executor, bulletinIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** True when somebody who may has approved all that would be heard on the endpoint. Pure and quick. */
export type MayHear = (endpointId: string, broadcast: Broadcast) => boolean;

/** Who keeps the last word. */
export interface LastWord {
  append(tx: Executor, broadcast: Broadcast, deliveries: readonly Delivery[]): Promise<void>;
}

/** The house rules of the endpoints, as they stand now. Pure and quick: asked at each decision. */
export interface Gatekeeper {
  /** `load`: what the endpoint played on that day, or is about to. */
  ask(endpointId: string, broadcast: Broadcast, startAt: number, load: readonly DaySpan[]): GateWord;
  /** True for receivers that stay closed while others hear their transmitter: their house speaks for them alone. */
  canBeLeftOut(endpointId: string): boolean;
}
export interface DaySpan {
  readonly startAt: number;
  readonly endAt: number;
  readonly bulletinId: string | null;
}

/** One decision about the air of one endpoint, for whoever asks later why. */
export interface Decision {
  readonly endpointId: string;
  readonly at: number;
  readonly onAir: string | null;
  readonly start: { readonly id: string; readonly startAt: number } | null;
  /** True when `start` goes on by itself after it lost the air. */
  readonly isReturn: boolean;
  readonly preempted: string | null;
  /** Waited too long, each with what kept it from the air to the end. */
  readonly expired: ReadonlyArray<{ readonly id: string; readonly hindrance: string }>;
  /** Why each of the others did not start. */
  readonly hindered: ReadonlyMap<string, string>;
}

/**
 * The broadcast is silent everywhere, or was just told to be, for whoever still makes its sound. May come more than once.
 * Must return at once.
 */
export type NoteOver = (broadcastId: string, reason: StopReason) => void;

/**
 * It failed with the last who carried it, and is about to end: somebody may stand in. Resolves when that is decided and, if
 * so, on the disk.
 */
export type LastLook = (broadcastId: string) => Promise<void>;

/** Takes decisions down. Must return at once: the air does not wait for the book. */
export type NoteDecisions = (decisions: readonly Decision[], broadcasts: ReadonlyMap<string, Broadcast>) => void;

/** What playout needs of the other rooms. */
export interface PlayoutPorts {
  readonly carrier: Carrier;
  readonly library: Library;
  readonly lastWord: LastWord;
  readonly decideAir: DecideAir;
  readonly gate: Gatekeeper;
  readonly mayHear: MayHear;
  readonly note: NoteDecisions;
  readonly over: NoteOver;
  readonly lastLook: LastLook;
}
