import { z } from 'zod';
import type { Evidence, Interruption, Kind, Level, Reason } from '#kernel';
import type { BroadcastState, DeliveryState } from './machines.ts';

const orderItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('audio'), recordingId: z.string(), durationMs: z.number().int() }),
  z.strictObject({ kind: z.literal('silence'), durationMs: z.number().int() }),
]);
/** What is played, in which order. */
export type OrderItem = z.infer<typeof orderItem>;
export const runningOrder = z.strictObject({ items: z.array(orderItem), durationMs: z.number().int() });
export type RunningOrder = z.infer<typeof runningOrder>;

/** The one noun that flows: a bulletin to be heard on endpoints at a time, with a right to the air. */
export interface Broadcast {
  readonly id: string;
  readonly title: string;
  readonly bulletinId: string;
  readonly origin: 'schedule' | 'operator';
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
}
