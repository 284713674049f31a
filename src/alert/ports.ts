import type { Broadcast, Delivery, RunningOrder } from '#broadcast';
import type { Bilingual, StationError } from '#kernel';
import type { Executor } from '#store';

/** What is to be heard, ready made. */
export interface AlertDraft {
  readonly bulletinId: null;
  readonly ready: {
    readonly kind: 'emergency';
    readonly interruption: 'restart' | 'resume';
    readonly runningOrder: RunningOrder;
  };
  readonly zoneIds: readonly string[];
  readonly endpointIds: readonly string[];
  readonly origin: 'alert' | 'authority';
  readonly level: 'emergency';
  readonly plannedAt: number;
  readonly notAfter: number;
  /** Silent by then, however much of it is left; null: at its own end. */
  readonly endBy: number | null;
  readonly title: string;
  readonly askedBy: string;
  readonly cutInAfterMs: 0;
  readonly note: string;
  readonly purpose: 'all_clear' | null;
}

/** Who puts it on air. */
export interface Air {
  /** Accepts inside the caller's transaction; one answer per draft. */
  accept(
    tx: Executor,
    drafts: readonly AlertDraft[],
  ): Promise<
    Array<
      { readonly broadcast: Broadcast; readonly deliveries: readonly Delivery[] } | { readonly refused: StationError }
    >
  >;
  /** What was accepted is committed: order it now. */
  wake(): void;
  /** Silence on all its endpoints. False when it is over already. Works when the database does not. */
  halt(broadcastId: string, reason: 'taken_back' | 'stopped_by_operator'): Promise<boolean>;
  /** An open broadcast; null when it is over. */
  find(broadcastId: string): Broadcast | null;
  /** Which broadcast has the air of an endpoint now. */
  sitter(endpointId: string): string | null;
}

/** Which endpoints could begin within a second. */
export interface Reach {
  isReachable(endpointId: string): boolean;
}

/** Something that a person did, in the words in which it will be told to whoever asks why. */
export interface Deed extends Bilingual {
  readonly code: string;
  readonly broadcastId?: string;
}
/** Takes deeds down. Returns at once. */
export type NoteDeed = (endpointIds: readonly string[], deed: Deed) => void;

export interface AlertPorts {
  readonly air: Air;
  readonly reach: Reach;
  readonly note: NoteDeed;
}

/** What "stop" needs of the other rooms. */
export interface StopPorts {
  /** Silence on these endpoints at once, told to them before this returns for the first time. Ids of what was cut. */
  hush(endpointIds: readonly string[]): Promise<string[]>;
  halt(broadcastId: string, reason: 'stopped_by_operator'): Promise<boolean>;
  /**
   * Nothing but an emergency begins there until then: in memory, for whom the disk is too slow. Answers until when it
   * holds there, by endpoint: later where it was asked for longer before.
   */
  hold(endpointIds: readonly string[], untilAt: number, reason: string): ReadonlyMap<string, number>;
  /** Ends such a hold. */
  release(endpointIds: readonly string[]): void;
  /** The quiet spans in the database were changed, and that is committed. */
  gateChanged(): Promise<void>;
  readonly note: NoteDeed;
}
