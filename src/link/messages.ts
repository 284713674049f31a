/**
 * What the station and a speaker say to each other over the link (docs/protocols/link.md). Instants are epoch
 * milliseconds of the station's clock; the speaker knows that clock by `clock-sync.ts`.
 */

import { z } from 'zod';
import { endpointGate } from '#gate';
import { INTERRUPTIONS, KINDS, LEVELS } from '#kernel';

const instant = z.number().int().min(0).max(8.64e15);
const durationMs = z.number().int().min(0).max(86_400_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().min(1).max(64);

/** Seconds since 1970, and room for a clock that ran ahead: what is above is no epoch, but an attempt to use them up. */
const MOST_EPOCH = 2 ** 40;

const planItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('audio'), sha256, bytes: z.number().int().positive(), durationMs }),
  z.strictObject({ kind: z.literal('silence'), durationMs }),
  /** What the stream of that id carries when it sounds (GET /link/v1/stream/<id>); nothing is placed ahead. */
  z.strictObject({ kind: z.literal('stream'), streamId: id, durationMs }),
]);
export type PlanItem = z.infer<typeof planItem>;

/** One entry with more items would cost a speaker its whole plan. */
export const MOST_ITEMS = 500;

const planEntry = z.strictObject({
  broadcastId: id,
  level: z.enum(LEVELS),
  plannedAt: instant,
  /** After this instant it must not start any more. */
  notAfter: instant,
  acceptedAt: instant,
  interruption: z.enum(INTERRUPTIONS),
  kind: z.enum(KINDS),
  /** How it starts when another holds the air: null: after it; 0: it cuts in; n: after waiting n ms it cuts in. */
  cutInAfterMs: durationMs.nullable(),
  /** What still sounds then is faded out; null: it may sound to its end. */
  endBy: instant.nullable(),
  /** The order among equals; smaller is earlier. */
  precedence: z.number().int().min(-1000).max(1000),
  /** The bulletin, so that the speaker can count repeats; null: none. */
  bulletinId: id.nullable(),
  /** Nobody knows yet how long it will be: `durationMs` is the longest. */
  isOpenEnded: z.boolean(),
  gainDb: z.number().min(-60).max(12),
  durationMs,
  items: z.array(planItem).max(MOST_ITEMS),
});
export type PlanEntry = z.infer<typeof planEntry>;

/** Audio that always lies on the speaker, so that an alarm is a small command. */
const bankAudio = z.strictObject({ sha256, bytes: z.number().int().positive(), durationMs });
export type BankAudio = z.infer<typeof bankAudio>;
/** So much audio may always lie on a speaker. */
export const MOST_BANK = 200;
/** Endpoints that an order for many is meant for. */
const targets = z.array(id).min(1).max(256);

/**
 * Orders are signed by the station. `to` is an endpoint, or "*": then a start or stop is for whoever has that broadcast in
 * its plan, and the others name their targets.
 */
const order = z.discriminatedUnion('order', [
  z.strictObject({ order: z.literal('plan'), entries: z.array(planEntry).max(10_000) }),
  z.strictObject({ order: z.literal('start'), broadcastId: id, startAt: instant }),
  z.strictObject({
    order: z.literal('stop'),
    broadcastId: id,
    reason: z.enum(['stopped_by_operator', 'pre_empted', 'rule_changed', 'source_lost', 'taken_back', 'not_valid']),
  }),
  /** The rules of the house where the speaker hangs, whole: what it was told of them before is forgotten. */
  z.strictObject({ order: z.literal('house'), gate: endpointGate.nullable(), bank: z.array(bankAudio).max(MOST_BANK) }),
  /** One more entry of the plan and its start in one, for what cannot wait for a plan. */
  z.strictObject({ order: z.literal('now'), targets, entry: planEntry, startAt: instant }),
  /** Silence now, whatever sounds. */
  z.strictObject({ order: z.literal('hush'), targets }),
  /** The voice is over: the broadcast is this long, from its first sample. */
  z.strictObject({ order: z.literal('conclude'), broadcastId: id, durationMs }),
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
      'outside_hours',
      'quiet_zone',
      'mourning',
      'day_limit',
      'repeat_limit',
      'slot_over',
      'source_lost',
      'taken_back',
      'not_valid',
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
    /** The highest epoch whose orders it obeyed; absent: a speaker of before. */
    epoch: z.number().int().min(0).max(MOST_EPOCH).optional(),
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
