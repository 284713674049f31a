import type { Executor, Row } from '#store';
import type { Alert } from './alert.ts';

/** Writes a row of the book; no row of it can be changed or removed afterwards (a trigger sees to that). */
export async function insertAlert(tx: Executor, alert: Alert): Promise<void> {
  await tx
    .insertInto('alerts')
    .values({
      id: alert.id,
      broadcast_id: alert.broadcastId,
      kind: alert.kind,
      refers_to: alert.refersTo,
      zone_ids: JSON.stringify(alert.zoneIds),
      area_ids: JSON.stringify(alert.areaIds),
      signal_recording_id: alert.signalRecordingId,
      recording_id: alert.recordingId,
      all_clear_recording_id: alert.allClearRecordingId,
      repeats: alert.repeats,
      gap_ms: alert.gapMs,
      valid_until: alert.validUntil,
      title: alert.title,
      reason: alert.reason,
      sent_by: alert.sender.id,
      sent_name: alert.sender.name,
      sent_at: alert.sentAt,
    })
    .execute();
}

export async function findAlert(db: Executor, id: string): Promise<Alert | null> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? alertOf(row) : null;
}

/** What was written about this alert afterwards: that it was taken back, or cleared. */
export async function sequelsOf(db: Executor, ids: readonly string[]): Promise<Alert[]> {
  if (ids.length === 0) return [];
  return (await db.selectFrom('alerts').selectAll().where('refers_to', 'in', ids).execute()).map(alertOf);
}

/** The alerts themselves, newest first. */
export async function listAlerts(db: Executor, limit: number): Promise<Alert[]> {
  const query = db.selectFrom('alerts').selectAll().where('kind', '=', 'alert').orderBy('id', 'desc').limit(limit);
  return (await query.execute()).map(alertOf);
}

/** Every recording that an alert ever named: what was sent stays provable. */
export async function alertedRecordings(db: Executor): Promise<string[]> {
  const columns = ['signal_recording_id', 'recording_id', 'all_clear_recording_id'] as const;
  const rows = await db.selectFrom('alerts').select(columns).execute();
  return rows.flatMap((row) => columns.flatMap((column) => row[column] ?? []));
}

function alertOf(row: Row<'alerts'>): Alert {
  return {
    id: row.id,
    broadcastId: row.broadcast_id,
    kind: row.kind as Alert['kind'],
    refersTo: row.refers_to,
    zoneIds: JSON.parse(row.zone_ids) as string[],
    areaIds: JSON.parse(row.area_ids) as string[],
    signalRecordingId: row.signal_recording_id,
    recordingId: row.recording_id,
    allClearRecordingId: row.all_clear_recording_id,
    repeats: row.repeats,
    gapMs: row.gap_ms,
    validUntil: row.valid_until,
    title: row.title,
    reason: row.reason,
    sender: { id: row.sent_by, name: row.sent_name },
    sentAt: row.sent_at,
  };
}
