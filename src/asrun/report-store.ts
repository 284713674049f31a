import type { Evidence, FinalState } from '#kernel';
import type { Executor } from '#store';
import type { Carrier } from './as-run-store.ts';
import type { VillageCourse } from './village-report.ts';

/** All that the log says of what was planned in [from, to), as short as a report needs it. */
export async function loggedCourses(db: Executor, from: number, to: number): Promise<VillageCourse[]> {
  const rows = await db
    .selectFrom('as_run')
    .select(['delivery_id', 'broadcast_id', 'area_id', 'carrier', 'state', 'evidence', 'rendered_ms'])
    .where('planned_at', '>=', from)
    .where('planned_at', '<', to)
    .execute();
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    broadcastId: row.broadcast_id,
    areaId: row.area_id,
    carrier: row.carrier as Carrier,
    state: row.state as FinalState,
    evidence: row.evidence as Evidence,
    renderedMs: row.rendered_ms,
  }));
}
