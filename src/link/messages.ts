/**
 * What the station and a speaker say to each other over the link (docs/protocols/link.md). Instants are epoch
 * milliseconds of the station's clock; the speaker knows that clock by `clock-sync.ts`.
 */

import { z } from 'zod';
import { INTERRUPTIONS, LEVELS } from '#kernel';

const instant = z.number().int().min(0).max(8.64e15);
const durationMs = z.number().int().min(0).max(86_400_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().min(1).max(64);

const planItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('audio'), sha256, bytes: z.number().int().positive(), durationMs }),
  z.strictObject({ kind: z.literal('silence'), durationMs }),
]);
export type PlanItem = z.infer<typeof planItem>;

const planEntry = z.strictObject({
  broadcastId: id,
  level: z.enum(LEVELS),
  plannedAt: instant,
  /** After this instant it must not start any more. */
  notAfter: instant,
  acceptedAt: instant,
  interruption: z.enum(INTERRUPTIONS),
  gainDb: z.number().min(-60).max(12),
  durationMs,
  items: z.array(planItem).max(500),
});
export type PlanEntry = z.infer<typeof planEntry>;

/** Orders are signed by the station. `to` is an endpoint, or "*" for whoever has that broadcast in its plan. */
const order = z.discriminatedUnion('order', [
  z.strictObject({ order: z.literal('plan'), entries: z.array(planEntry).max(10_000) }),
  z.strictObject({ order: z.literal('start'), broadcastId: id, startAt: instant }),
  z.strictObject({
    order: z.literal('stop'),
    broadcastId: id,
    reason: z.enum(['stopped_by_operator', 'pre_empted', 'rule_changed']),
  }),
]);
export type Order = z.infer<typeof order>;
export type StopReason = Extract<Order, { order: 'stop' }>['reason'];

/** The signed part: who, in which life of the station (`epoch`), in which order (`seq`), until when, what. */
export const orderPayload = z.strictObject({
  to: id,
  epoch: z.number().int().min(1),
  seq: z.number().int().min(1),
  expiresAt: instant,
  order,
});
export type OrderPayload = z.infer<typeof orderPayload>;

const signedOrder = z.strictObject({
  type: z.literal('signed'),
  /** JSON text of an OrderPayload, exactly the bytes that were signed. */
  payload: z.string().max(8_000_000),
  signature: z.string().max(128),
});
export type SignedOrder = z.infer<typeof signedOrder>;

export const stationMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('challenge'), nonce: z.string().max(128) }),
  z.strictObject({
    type: z.literal('welcome'),
    endpointId: id,
    audioToken: z.string().max(128),
    heartbeatMs: durationMs,
  }),
  z.strictObject({ type: z.literal('time'), echoMonoMs: z.number(), stationAt: z.number() }),
  z.strictObject({ type: z.literal('ack'), seq: z.number().int().min(0) }),
  signedOrder,
]);
export type StationMessage = z.infer<typeof stationMessage>;

/** What a speaker tells about one broadcast. Kept on the speaker until the station acknowledged it. */
const report = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('placed'), broadcastId: id }),
  z.strictObject({
    event: z.literal('place_failed'),
    broadcastId: id,
    reason: z.enum(['damaged', 'speaker_storage_full', 'not_placed']),
  }),
  z.strictObject({ event: z.literal('started'), broadcastId: id, startedAt: instant }),
  z.strictObject({ event: z.literal('progress'), broadcastId: id, renderedMs: durationMs }),
  z.strictObject({
    event: z.literal('ended'),
    broadcastId: id,
    startedAt: instant.nullable(),
    endedAt: instant,
    renderedMs: durationMs,
    /** complete: every millisecond was rendered; otherwise why not. */
    reason: z.enum([
      'complete',
      'interrupted',
      'sink_failed',
      'underrun',
      'damaged',
      'not_placed',
      'pre_empted',
      'stopped_by_operator',
      'rule_changed',
      'seat_taken',
      'missed_window',
    ]),
  }),
]);
export type Report = z.infer<typeof report>;

export const speakerMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    endpointId: id,
    signature: z.string().max(128),
    agentVersion: z.string().max(32),
    /** Broadcasts that this speaker has begun or finished, so that none is ordered twice. */
    begun: z.array(id).max(10_000),
  }),
  z.strictObject({ type: z.literal('time'), monoMs: z.number() }),
  z.strictObject({
    type: z.literal('heartbeat'),
    playing: id.nullable(),
    freeBytes: z.number().min(0),
    clockOffsetMs: z.number(),
    clockErrorMs: z.number(),
    sink: z.string().max(64),
  }),
  /** seq 0: a passing note (progress) that needs no acknowledgement. */
  z.strictObject({ type: z.literal('report'), seq: z.number().int().min(0), report }),
]);
export type SpeakerMessage = z.infer<typeof speakerMessage>;

/** POST /link/v1/claim: a speaker trades its claim code for an identity. */
export const claimRequest = z.strictObject({ code: z.string().min(4).max(32), publicKey: z.string().max(128) });
export const claimReply = z.strictObject({ endpointId: id, stationKey: z.string().max(128) });

/** Parses one frame; null when it is not a message of that kind. Never throws. */
export function parseMessage<Message>(schema: z.ZodType<Message>, text: string): Message | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
