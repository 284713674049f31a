import { z } from 'zod';
import type { Evidence, Interruption, Kind, Level, Reason } from '#kernel';
import type { BroadcastState, DeliveryState } from './machines.ts';

const orderItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('audio'), recordingId: z.string(), durationMs: z.number().int() }),
  z.strictObject({ kind: z.literal('silence'), durationMs: z.number().int() }),
  /** What a feed has at that moment: a voice or a relayed station. One that was interrupted goes on at "now". */
  z.strictObject({ kind: z.literal('stream'), streamId: z.string(), durationMs: z.number().int() }),
]);
/** What is played, in which order. */
export type OrderItem = z.infer<typeof orderItem>;
export const runningOrder = z.strictObject({
  items: z.array(orderItem),
  durationMs: z.number().int(),
  /** True while nobody knows how long it will be: `durationMs` is the longest that it may be. */
  isOpenEnded: z.boolean().optional(),
});
export type RunningOrder = z.infer<typeof runningOrder>;

/** Who made a broadcast: a rule, an officer, the system above, an alarm, a voice. */
export const ORIGINS = ['schedule', 'operator', 'authority', 'alert', 'live'] as const;
export type Origin = (typeof ORIGINS)[number];

/** The one noun that flows: a bulletin to be heard on endpoints at a time, with a right to the air. */
export interface Broadcast {
  readonly id: string;
  readonly title: string;
  /** Null when it is not one bulletin: a voice, an alarm, a programme of many parts. */
  readonly bulletinId: string | null;
  /** The strand it belongs to; null: none (a voice, an alarm). */
  readonly programmeId: string | null;
  readonly origin: Origin;
  readonly level: Level;
  readonly kind: Kind;
  readonly plannedAt: number;
  readonly notAfter: number;
  readonly interruption: Interruption;
  readonly runningOrder: RunningOrder;
  readonly state: BroadcastState;
  readonly acceptedAt: number;
  readonly endedAt: number | null;
  readonly askedBy: string | null;
  /** Why somebody wants it silent; its deliveries may still have to say how they ended. */
  readonly haltReason: Reason | null;
  /** How it starts when another holds the air: null: after it; 0: it cuts in; n: it waits at most n ms, then cuts in. */
  readonly cutInAfterMs: number | null;
  /** The end of its slot: what still sounds then is faded out. */
  readonly endBy: number | null;
  /** The order among equals that a person decided; smaller is earlier. */
  readonly precedence: number;
  /** Why, in the words of the person who asked for it. */
  readonly note: string | null;
  /** What it is for, where its level does not say it: it ends an alarm that has the same level and title. */
  readonly purpose?: 'all_clear' | null;
  /** Running orders for endpoints with other languages, by the key that their deliveries carry. */
  readonly variants: Readonly<Record<string, RunningOrder>>;
}

/** A broadcast as one delivery carries it: with the running order of its own languages. */
export function asDelivered(broadcast: Broadcast, delivery: Delivery): Broadcast {
  const own = broadcast.variants[delivery.variant];
  return own === undefined ? broadcast : { ...broadcast, runningOrder: own };
}

/** One broadcast on one endpoint, and what is proved of it. */
export interface Delivery {
  readonly id: string;
  readonly broadcastId: string;
  readonly endpointId: string;
  readonly state: DeliveryState;
  readonly evidence: Evidence;
  readonly reason: Reason | null;
  /** When the endpoint was told to start. */
  readonly startAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderedMs: number;
  /** Which running order it plays; empty: the broadcast's own. */
  readonly variant: string;
  /** True when it was added to stand in for endpoints of the same village that could not be reached. */
  readonly isStandIn: boolean;
}
