import type { Broadcast } from '#broadcast';
import type { Endpoint, LastReport, Protocol } from '#endpoint';
import type { Evidence, Reason } from '#kernel';

/** What an endpoint, through its driver, makes known. Facts in the past tense. */
export type DriverFact =
  /** It can be reached, and told which broadcasts it has begun. */
  | { readonly fact: 'joined'; readonly begun: ReadonlySet<string> }
  | { readonly fact: 'left' }
  | { readonly fact: 'seen'; readonly report: LastReport }
  | { readonly fact: 'placed'; readonly broadcastId: string }
  | { readonly fact: 'place_failed'; readonly broadcastId: string; readonly reason: Reason }
  | { readonly fact: 'started'; readonly broadcastId: string; readonly startedAt: number }
  | { readonly fact: 'progress'; readonly broadcastId: string; readonly renderedMs: number }
  | {
      readonly fact: 'ended';
      readonly broadcastId: string;
      readonly startedAt: number | null;
      readonly endedAt: number;
      readonly renderedMs: number;
      readonly reason: Reason;
      readonly evidence: Evidence;
      /** Lets the endpoint forget it; called once it is on our disk. */
      acknowledge(): void;
    };

/** Where drivers tell their facts. */
export type TellFact = (endpointId: string, fact: DriverFact) => void;

/**
 * One way to reach loudspeakers. Everything is level-triggered: `plan` says the whole of what an endpoint will have to
 * play, and may be repeated at any time; `order` and `halt` may be repeated too.
 */
export interface EndpointDriver {
  readonly protocol: Protocol;
  /** True when the endpoint plays on by itself while the station is down. */
  readonly playsAlone: boolean;
  isReachable(endpointId: string): boolean;
  /** What will have to be played; what is absent and has not begun is forgotten. */
  plan(endpoint: Endpoint, broadcasts: readonly Broadcast[]): void;
  /** Start at that instant of the station's clock. */
  order(broadcast: Broadcast, endpointIds: readonly string[], startAt: number): void;
  /** Be silent now. */
  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
