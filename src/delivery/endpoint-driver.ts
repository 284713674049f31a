import type { Broadcast } from '#broadcast';
import type { Endpoint, LastReport, Protocol } from '#endpoint';
import type { EndpointGate } from '#gate';
import type { Evidence, Reason } from '#kernel';
import type { ShelvedRendition } from './ports.ts';

/** What an endpoint, through its driver, makes known. Facts in the past tense. */
export type DriverFact =
  /** It can be reached, and told which broadcasts it has begun. */
  | { readonly fact: 'joined'; readonly begun: ReadonlySet<string> }
  | { readonly fact: 'left' }
  | { readonly fact: 'seen'; readonly report: LastReport }
  | { readonly fact: 'placed'; readonly broadcastId: string }
  | { readonly fact: 'place_failed'; readonly broadcastId: string; readonly reason: Reason }
  | { readonly fact: 'started'; readonly broadcastId: string; readonly startedAt: number }
  /** It is proved so far while it is on air. */
  | { readonly fact: 'graded'; readonly broadcastId: string; readonly evidence: Evidence }
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
  /**
   * Start at that instant of the station's clock. What sounds there then (`cutsInto`, null: nothing) makes room by its
   * own policy and comes back by itself; an endpoint that decides for itself needs no word of it.
   */
  order(broadcast: Broadcast, endpointIds: readonly string[], startAt: number, cutsInto: string | null): void;
  /** Be silent now. */
  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void;
  /** The voice is over: the broadcast is as long as its running order says now. */
  conclude(broadcast: Broadcast, endpointIds: readonly string[]): void;
  /** Silence now, whatever sounds there. */
  hush(endpointIds: readonly string[]): void;
  /** The rules of the house where the endpoint hangs, and the audio that always lies there. The whole of both. */
  house(endpointId: string, rules: HouseRules): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What an endpoint must know to keep the rules by itself. */
export interface HouseRules {
  readonly gate: EndpointGate;
  readonly bank: readonly ShelvedRendition[];
}
