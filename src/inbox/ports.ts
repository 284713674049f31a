import type { Broadcast, Delivery, RunningOrder } from '#broadcast';
import type { EndpointGate } from '#gate';
import type { Bilingual, Kind, Level, Reason, StationError } from '#kernel';
import type { Executor } from '#store';

/** A priority item, ready made, or a bulletin that somebody scheduled. */
export interface InboxDraft {
  readonly bulletinId: string | null;
  readonly ready?: { readonly kind: 'priority'; readonly interruption: 'resume'; readonly runningOrder: RunningOrder };
  readonly zoneIds: readonly string[];
  readonly endpointIds: readonly string[];
  readonly origin: 'authority' | 'operator';
  readonly level: Extract<Level, 'priority' | 'scheduled'>;
  readonly plannedAt: number;
  readonly notAfter: number;
  readonly title: string;
  readonly askedBy: string;
  readonly note: string | null;
}

/** Who puts it on air, and in which order. */
export interface Air {
  accept(
    tx: Executor,
    drafts: readonly InboxDraft[],
  ): Promise<
    Array<
      { readonly broadcast: Broadcast; readonly deliveries: readonly Delivery[] } | { readonly refused: StationError }
    >
  >;
  wake(): void;
  /** All that is planned or on air. */
  open(): Broadcast[];
  /** Cancels those that no endpoint was ordered to begin; answers which. */
  cancelPlanned(tx: Executor, broadcastIds: readonly string[], reason: Reason): Promise<ReadonlySet<string>>;
  /** The first of them goes first among equals. Call what it answers after the commit. */
  putInOrder(tx: Executor, broadcastIds: readonly string[]): Promise<() => void>;
}

/** The right to the air as the arbitration sees it: negative when `a` goes first. */
export type CompareRight = (a: Claim, b: Claim) => number;
interface Claim {
  readonly id: string;
  readonly level: Level;
  readonly precedence: number;
  readonly plannedAt: number;
  readonly acceptedAt: number;
  readonly notAfter: number;
}

/** Who keeps schedule rules. */
export interface Rules {
  /** Throws RULE_PATTERN, RULE_NEVER, RULE_TOO_OFTEN. */
  check(pattern: unknown): void;
  /** `also` runs in the same transaction. */
  create(
    rule: { title: string; bulletinId: string; zoneIds: readonly string[]; pattern: unknown },
    also: (tx: Executor) => Promise<void>,
  ): Promise<void>;
}

/** Who sends emergencies. */
export interface Alarm {
  send(
    urgent: {
      readonly title: string;
      readonly reason: string;
      readonly recordingId: string;
      readonly zoneIds: readonly string[];
      readonly areaIds: readonly string[];
      readonly validForMs: number;
    },
    sender: { readonly id: string; readonly name: string },
    also: (tx: Executor, broadcastId: string | null) => Promise<void>,
  ): Promise<void>;
}

/** Who keeps what is approved. What comes from above was approved there, by name. */
export interface Approvals {
  /** In the caller's transaction; call `settle` after the commit, before anything of it is looked for on air. */
  fromAbove(
    tx: Executor,
    what: { readonly itemId: string; readonly recordingId: string; readonly source: string },
  ): Promise<void>;
  bulletinFromAbove(tx: Executor, bulletinId: string, source: string): Promise<void>;
  settle(): Promise<void>;
}

export interface InboxPorts {
  readonly air: Air;
  readonly approvals: Approvals;
  readonly rules: Rules;
  readonly alarm: Alarm;
  /** How late a broadcast of a kind may still begin. */
  lateMs(kind: Kind): number;
  /** The gate of an endpoint as it stands now. */
  gateOf(endpointId: string): EndpointGate;
  readonly compareRight: CompareRight;
  /** Takes down what a person did, for whoever asks later why. Returns at once. */
  note(endpointIds: readonly string[], deed: Bilingual & { readonly code: string; readonly broadcastId: string }): void;
}
