import type { RunningOrder } from '#broadcast';
import { type Endpoint, findEndpoints } from '#endpoint';
import { StationError } from '#kernel';
import { listBank, readRecording, readyDurations } from '#media';
import { endpointsIn } from '#place';
import { type Executor, readFact, writeFact } from '#store';
import { type AlertWish, alertOrder, type Sounding } from './alert.ts';

/** What an alert would be if it were sent now. */
export interface AlertPlan {
  readonly endpoints: readonly Endpoint[];
  readonly order: RunningOrder;
  /** Titles of recordings that do not lie on the speakers for sure. */
  readonly unbanked: readonly string[];
  readonly allClear: Sounding | null;
}

const ALL_CLEAR = 'alert_all_clear_recording';

/** The recording with which this station says that a danger is over; null: none is set. */
export function stationAllClear(db: Executor): Promise<string | null> {
  return readFact(db, ALL_CLEAR).then((id) => id || null);
}

/** Sets it; null: none. */
export async function writeStationAllClear(db: Executor, recordingId: string | null): Promise<void> {
  if (recordingId !== null) await soundingOf(db, recordingId);
  await writeFact(db, ALL_CLEAR, recordingId ?? '');
}

/** Resolves places and audio. Throws ALERT_EMPTY, ZONE_EMPTY, RECORDING_NOT_READY, NOT_FOUND. Nothing is written. */
export async function planAlert(db: Executor, wish: AlertWish): Promise<AlertPlan> {
  const { signalRecordingId, recordingId } = wish;
  if (signalRecordingId === null && recordingId === null) throw new StationError('ALERT_EMPTY');
  const endpoints = [...(await findEndpoints(db, await endpointsIn(db, wish))).values()];
  if (endpoints.length === 0) throw new StationError('ZONE_EMPTY');
  const [signal, words] = [await soundingOf(db, signalRecordingId), await soundingOf(db, recordingId)];
  const allClearId = wish.allClearRecordingId === undefined ? await stationAllClear(db) : wish.allClearRecordingId;
  const allClear = await soundingOf(db, allClearId);
  const banked = new Set(await listBank(db));
  const loose = [signal, words].flatMap((one) => (one && !banked.has(one.recordingId) ? [one.recordingId] : []));
  const unbanked = await Promise.all(loose.map(async (id) => (await readRecording(db, id))?.title ?? id));
  const leadInMs = Math.max(0, ...endpoints.map((endpoint) => endpoint.leadInMs));
  return { endpoints, order: alertOrder(signal, words, wish, leadInMs), unbanked, allClear };
}

/** How long a recording airs. Throws RECORDING_NOT_READY. */
export async function soundingOf<Id extends string | null>(
  db: Executor,
  recordingId: Id,
): Promise<Sounding | (Id extends null ? null : never)>;
export async function soundingOf(db: Executor, recordingId: string | null): Promise<Sounding | null> {
  if (recordingId === null) return null;
  const durationMs = (await readyDurations(db, [recordingId])).get(recordingId);
  if (durationMs === undefined) throw new StationError('RECORDING_NOT_READY');
  return { recordingId, durationMs };
}
