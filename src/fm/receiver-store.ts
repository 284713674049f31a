import { notFound } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import { type FmReceiver, type ReceiverSettings, receiverSettings } from './fm-station.ts';

function receiverOf(row: Row<'fm_receivers'>): FmReceiver {
  return {
    ...receiverSettings.parse(JSON.parse(row.settings)),
    endpointId: row.endpoint_id,
    stationId: row.station_id,
  };
}

/** The receivers in use that hang on these stations, or on any; in the order of their ids. */
export async function receiversOf(db: Executor, stationIds?: readonly string[]): Promise<FmReceiver[]> {
  const asked = db.selectFrom('fm_receivers').selectAll().orderBy('endpoint_id');
  const rows = await (stationIds ? asked.where('station_id', 'in', [...stationIds]) : asked).execute();
  return rows.map(receiverOf);
}

/** Those of these endpoints that are FM receivers, by endpoint id. */
export async function findReceivers(db: Executor, endpointIds: readonly string[]): Promise<Map<string, FmReceiver>> {
  const found = new Map<string, FmReceiver>();
  for (const some of chunks([...new Set(endpointIds)])) {
    const rows = await db.selectFrom('fm_receivers').selectAll().where('endpoint_id', 'in', some).execute();
    for (const row of rows) found.set(row.endpoint_id, receiverOf(row));
  }
  return found;
}

/** Says what kind of receivers an endpoint is that was registered in the same transaction. */
export async function addReceiver(
  db: Executor,
  endpointId: string,
  stationId: string,
  settings: ReceiverSettings,
): Promise<FmReceiver> {
  const row = { endpoint_id: endpointId, station_id: stationId, settings: JSON.stringify(settings) };
  await db.insertInto('fm_receivers').values(row).execute();
  return receiverOf(row);
}

/** Changes what is set of receivers, or NOT_FOUND. */
export async function changeReceiver(
  db: Executor,
  endpointId: string,
  settings: ReceiverSettings,
): Promise<FmReceiver> {
  const row = await db
    .updateTable('fm_receivers')
    .set({ settings: JSON.stringify(settings) })
    .where('endpoint_id', '=', endpointId)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('fm_receiver');
  return receiverOf(row);
}

/** Forgets receivers whose endpoint is taken out of use in the same transaction, or NOT_FOUND. */
export async function removeReceiver(db: Executor, endpointId: string): Promise<void> {
  const removed = await db.deleteFrom('fm_receivers').where('endpoint_id', '=', endpointId).executeTakeFirst();
  if (removed.numDeletedRows === 0n) throw notFound('fm_receiver');
}
