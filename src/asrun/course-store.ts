import type { Reason } from '#kernel';
import { chunks, type Executor } from '#store';
import { hearingsSince } from './hearing-store.ts';
import { lastHearings } from './village-word.ts';

/** The ends of deliveries after this line, oldest first: of what was planned from `from` on. */
export async function coursesAfter(
  db: Executor,
  { after, from, limit }: { readonly after: number; readonly from: number; readonly limit: number },
): Promise<Array<{ id: number; endpointId: string; plannedAt: number; reason: Reason; renderedMs: number }>> {
  const rows = await db
    .selectFrom('as_run')
    .select(['id', 'endpoint_id', 'planned_at', 'reason', 'rendered_ms'])
    .where('id', '>', after)
    .where('planned_at', '>=', from)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, endpointId: row.endpoint_id, plannedAt: row.planned_at },
    ...{ reason: row.reason as Reason, renderedMs: row.rendered_ms },
  }));
}

/** What people said of each delivery since then, as far as it is in the log, in the order in which it was written. */
export async function wordsSince(
  db: Executor,
  from: number,
): Promise<Array<{ endpointId: string; saidAt: number; isWell: boolean }>> {
  const said = [...lastHearings(await hearingsSince(db, from)).values()].sort((a, b) => a.createdAt - b.createdAt);
  const where = new Map<string, string>();
  for (const some of chunks(said.map(({ deliveryId }) => deliveryId))) {
    const lines = db.selectFrom('as_run').select(['delivery_id', 'endpoint_id']).where('delivery_id', 'in', some);
    for (const row of await lines.execute()) where.set(row.delivery_id, row.endpoint_id);
  }
  return said.flatMap(({ deliveryId, saidAt, heard }) => {
    const endpointId = where.get(deliveryId);
    return endpointId === undefined ? [] : [{ endpointId, saidAt, isWell: heard === 'heard' }];
  });
}
