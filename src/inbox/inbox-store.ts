import type { Executor, Row } from '#store';
import type { InboxItem, ItemClass, ItemState } from './item.ts';

export async function insertItem(tx: Executor, item: InboxItem): Promise<void> {
  await tx
    .insertInto('inbox_items')
    .values({
      id: item.id,
      class: item.class,
      title: item.title,
      source: item.source,
      external_id: item.externalId,
      recording_id: item.recordingId,
      zone_ids: JSON.stringify(item.zoneIds),
      area_ids: JSON.stringify(item.areaIds),
      valid_to: item.validTo,
      note: item.note,
      state: item.state,
      received_at: item.receivedAt,
      sent_by: item.sentBy,
      decided_by: item.decidedBy,
      decided_at: item.decidedAt,
      decision: item.decision,
      broadcast_id: item.broadcastId,
    })
    .execute();
}

export async function findItem(db: Executor, id: string): Promise<InboxItem | null> {
  const row = await db.selectFrom('inbox_items').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? itemOf(row) : null;
}

/** The item that this source has sent under this number. */
export async function findSent(db: Executor, source: string, externalId: string): Promise<InboxItem | null> {
  const sent = db.selectFrom('inbox_items').selectAll().where('source', '=', source);
  const row = await sent.where('external_id', '=', externalId).executeTakeFirst();
  return row ? itemOf(row) : null;
}

/** Newest first. */
export async function listItems(db: Executor, limit: number): Promise<InboxItem[]> {
  const rows = await db.selectFrom('inbox_items').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(itemOf);
}

/** Items that wait for a decision although they are not valid any more. */
export async function listOverdue(db: Executor, now: number): Promise<InboxItem[]> {
  const waiting = db.selectFrom('inbox_items').selectAll().where('state', '=', 'waiting');
  return (await waiting.where('valid_to', '<=', now).execute()).map(itemOf);
}

/** The recordings of items that nobody has decided. */
export async function undecidedRecordings(db: Executor): Promise<string[]> {
  const query = db.selectFrom('inbox_items').select('recording_id').where('state', '=', 'waiting');
  return (await query.execute()).map((row) => row.recording_id);
}

/** Writes a decision; false when it was decided in the meantime. */
export async function writeDecision(
  tx: Executor,
  id: string,
  decision: {
    readonly state: ItemState;
    readonly decidedBy: string | null;
    readonly decidedAt: number;
    readonly decision: string | null;
    readonly broadcastId: string | null;
  },
): Promise<boolean> {
  const { state, decidedBy, decidedAt, broadcastId } = decision;
  const written = await tx
    .updateTable('inbox_items')
    .set({
      ...{ state, decided_by: decidedBy, decided_at: decidedAt },
      ...{ decision: decision.decision, broadcast_id: broadcastId },
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return written.numUpdatedRows > 0n;
}

/** A placed item has another broadcast now: a person put it at another time. */
export async function writeItemBroadcast(tx: Executor, before: string, after: string): Promise<void> {
  await tx.updateTable('inbox_items').set({ broadcast_id: after }).where('broadcast_id', '=', before).execute();
}

function itemOf(row: Row<'inbox_items'>): InboxItem {
  return {
    id: row.id,
    class: row.class as ItemClass,
    title: row.title,
    source: row.source,
    externalId: row.external_id,
    recordingId: row.recording_id,
    zoneIds: JSON.parse(row.zone_ids) as string[],
    areaIds: JSON.parse(row.area_ids) as string[],
    validTo: row.valid_to,
    note: row.note,
    state: row.state as ItemState,
    receivedAt: row.received_at,
    sentBy: row.sent_by,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decision: row.decision,
    broadcastId: row.broadcast_id,
  };
}
