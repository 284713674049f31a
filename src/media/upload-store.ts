import type { Executor } from '#store';

/** An upload on its way. Bytes below `receivedBytes` would survive a power cut. */
export interface Upload {
  readonly id: string;
  readonly title: string;
  readonly totalBytes: number;
  /** What the sender announced, if it did. */
  readonly sha256: string | null;
  readonly receivedBytes: number;
  /** The recording that came of it, once all bytes are here. */
  readonly recordingId: string | null;
}

export async function insertUpload(
  db: Executor,
  upload: { id: string; title: string; totalBytes: number; sha256: string | null },
  createdAt: number,
): Promise<void> {
  const { id, title, totalBytes, sha256 } = upload;
  const times = { created_at: createdAt, touched_at: createdAt };
  const row = { id, title, sha256, total_bytes: totalBytes, received_bytes: 0, recording_id: null, ...times };
  await db.insertInto('uploads').values(row).execute();
}

export async function readUpload(db: Executor, id: string): Promise<Upload | null> {
  const row = await db.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    title: row.title,
    totalBytes: row.total_bytes,
    sha256: row.sha256,
    receivedBytes: row.received_bytes,
    recordingId: row.recording_id,
  };
}

export async function setReceived(db: Executor, id: string, receivedBytes: number, touchedAt: number): Promise<void> {
  await db
    .updateTable('uploads')
    .set({ received_bytes: receivedBytes, touched_at: touchedAt })
    .where('id', '=', id)
    .execute();
}

export async function setUploadRecording(db: Executor, id: string, recordingId: string): Promise<void> {
  await db.updateTable('uploads').set({ recording_id: recordingId }).where('id', '=', id).execute();
}

export async function deleteUpload(db: Executor, id: string): Promise<void> {
  await db.deleteFrom('uploads').where('id', '=', id).execute();
}

/** Unfinished uploads that nobody touched since `before`. */
export async function abandonedUploads(db: Executor, before: number): Promise<string[]> {
  const rows = await db
    .selectFrom('uploads')
    .select('id')
    .where('recording_id', 'is', null)
    .where('touched_at', '<', before)
    .execute();
  return rows.map((row) => row.id);
}
