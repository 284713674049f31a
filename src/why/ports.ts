import type { Broadcast } from '#broadcast';

/** One decision about the air of one endpoint, as the desk tells it. */
export interface Decision {
  readonly endpointId: string;
  readonly at: number;
  readonly onAir: string | null;
  readonly start: { readonly id: string; readonly startAt: number } | null;
  /** True when `start` goes on by itself after it lost the air. */
  readonly isReturn: boolean;
  readonly preempted: string | null;
  readonly expired: ReadonlyArray<{ readonly id: string; readonly hindrance: string }>;
  /** Why each of the others did not start. */
  readonly hindered: ReadonlyMap<string, string>;
}

/** What the desk knows of the broadcasts that its decisions name. */
export type Known = ReadonlyMap<string, Broadcast>;
