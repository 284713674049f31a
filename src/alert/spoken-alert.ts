import type { OrderItem } from '#broadcast';
import { findEndpoints } from '#endpoint';
import { newId, StationError, type World } from '#kernel';
import { listBank, readRecording } from '#media';
import { endpointsIn } from '#place';
import type { Executor } from '#store';
import { type Alert, alertOrder, type Sender } from './alert.ts';
import { accept, draftOf } from './alert-draft.ts';
import { soundingOf, stationAllClear } from './alert-plan.ts';
import { insertAlert } from './alert-store.ts';
import type { AlertPorts } from './ports.ts';

/** An alert whose words are spoken while they are heard. */
export interface SpokenWish {
  readonly zoneIds: readonly string[];
  /** The feed of the voice: the id of its live session. */
  readonly streamId: string;
  /** A siren or attention signal that goes before it; null: none. */
  readonly signalRecordingId: string | null;
  readonly title: string;
  readonly reason: string;
  /** When it begins, and how long the voice may take. */
  readonly plannedAt: number;
  readonly maxMs: number;
}

/** Throws RECORDING_NOT_READY, or ALERT_AUDIO_NOT_BANKED: a voice does not wait for speakers that fetch its signal. */
export async function signalOf(db: Executor, recordingId: string | null) {
  const signal = await soundingOf(db, recordingId);
  if (!signal || (await listBank(db)).includes(signal.recordingId)) return signal;
  const title = (await readRecording(db, signal.recordingId))?.title ?? signal.recordingId;
  throw new StationError('ALERT_AUDIO_NOT_BANKED', { title });
}

/**
 * Accepts the broadcast of a spoken alert (signal, then the voice until it is concluded) and writes it into the book, in
 * the caller's transaction. `leadMs`: how long the voice waits for the signal. Throws as `signalOf`, and ZONE_EMPTY.
 */
export async function speakAlert(
  tx: Executor,
  { world, air }: { readonly world: World; readonly air: AlertPorts['air'] },
  wish: SpokenWish,
  sender: Sender,
) {
  const { zoneIds, streamId, signalRecordingId, title, reason, plannedAt, maxMs } = wish;
  const endpoints = [...(await findEndpoints(tx, await endpointsIn(tx, { zoneIds, areaIds: [] }))).values()];
  if (endpoints.length === 0) throw new StationError('ZONE_EMPTY');
  const signal = await signalOf(tx, signalRecordingId);
  const leadInMs = Math.max(0, ...endpoints.map((endpoint) => endpoint.leadInMs));
  const before = alertOrder(signal, null, { repeats: 1, gapMs: 0 }, leadInMs);
  const voice: OrderItem = { kind: 'stream', streamId, durationMs: maxMs };
  const durationMs = before.durationMs + maxMs;
  const order = { items: [...before.items, voice], durationMs, isOpenEnded: true };
  // Who comes within reach while it is spoken hears the rest.
  const notAfter = plannedAt + durationMs;
  const endpointIds = endpoints.map((endpoint) => endpoint.id);
  const asked = { endpointIds, order, origin: 'alert', interruption: 'resume', plannedAt, notAfter } as const;
  const accepted = await accept(air, tx, draftOf({ ...asked, title, reason, sender }));
  const alert: Alert = {
    ...{ id: newId('alert', world.clock, world.random), broadcastId: accepted.broadcast.id, kind: 'alert' },
    ...{ refersTo: null, zoneIds, areaIds: [], signalRecordingId, recordingId: null, repeats: 1, gapMs: 0 },
    ...{ allClearRecordingId: await stationAllClear(tx), validUntil: notAfter, title, reason, sender },
    sentAt: world.clock.wallMs(),
  };
  await insertAlert(tx, alert);
  return { ...accepted, alert, leadMs: before.durationMs };
}
