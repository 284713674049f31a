import type { Bilingual, Level, Reason } from '#kernel';
import type { Visitor } from '#people';
import type { Executor } from '#store';

/** The rights under which somebody may speak. */
export type LiveLevel = Extract<Level, 'emergency' | 'live_authority' | 'live_commune'>;

/** What is to be put on air. */
export interface Talk {
  /** Also the id of the feed. */
  readonly sessionId: string;
  readonly level: LiveLevel;
  readonly zoneIds: readonly string[];
  readonly title: string;
  readonly speaker: Pick<Visitor, 'owner' | 'name'>;
  readonly note: string | null;
  /** What sounds before an emergency is spoken; null: nothing. */
  readonly signalRecordingId: string | null;
  /** Longest time that the talk may take. */
  readonly maxMs: number;
}

/** Who makes a broadcast of a talk and takes it off the air again. */
export interface Air {
  /**
   * Accepts the broadcast in the caller's transaction. `startAt`: the instant (epoch ms) from which the talker is heard,
   * that is: after `signalMs` of a signal or chime. `durationMs`: how long from then on at most. `go` orders it: for when
   * the transaction is on the disk. Throws a StationError when it may not be.
   */
  start(
    tx: Executor,
    talk: Talk,
  ): Promise<{
    readonly broadcastId: string;
    readonly startAt: number;
    readonly signalMs: number;
    readonly durationMs: number;
    go(): void;
  }>;
  /** Throws what `start` would throw of the signal. */
  checkSignal(recordingId: string | null): Promise<void>;
  /** Titles of the emergencies that sound on these endpoints now, by endpoint: no voice cuts into them. */
  emergencies(endpointIds: readonly string[]): ReadonlyMap<string, string>;
  /** The talk is over; what was said still sounds, to `endAt` (epoch ms). May be repeated. */
  conclude(broadcastId: string, endAt: number): Promise<void>;
  /** Silence now. Works when the database does not. May be repeated. */
  halt(broadcastId: string, reason: Reason): Promise<void>;
}

/** When the loudspeakers may sound. */
export interface Gate {
  /** Those of the endpoints at which this right may not sound now, each with the reason in words. */
  closed(db: Executor, endpointIds: readonly string[], level: LiveLevel): Promise<ReadonlyMap<string, Bilingual>>;
}

/** Which endpoints could begin within a second. */
export interface Reach {
  isReachable(endpointId: string): boolean;
}

/** Who may do what. Throws a coded error for those who may not. */
export interface Rights {
  demand(
    visitor: Visitor,
    act: 'speak' | 'cut_off',
    what: { readonly level: LiveLevel; readonly zoneIds: readonly string[] },
  ): Promise<void>;
}

/** What became of a talk: it is on air, or it is over. */
export interface TalkFact {
  readonly sessionId: string;
  readonly speaker: Pick<Visitor, 'owner' | 'name'>;
  readonly level: LiveLevel;
  readonly zoneIds: readonly string[];
  readonly source: string;
  readonly mountId: string | null;
  readonly broadcastId: string | null;
}

export interface LivePorts {
  /** Told when a talk goes on air, and how each one ended. */
  onAir(talk: TalkFact, fact: 'began' | { readonly ended: string }): void;
  readonly air: Air;
  readonly gate: Gate;
  readonly reach: Reach;
  readonly rights: Rights;
}
