import type { Kind, Level, Reason } from '#kernel';
import type { Executor } from '#store';
import { runningOrder } from './broadcast.ts';
import { type DeliveryState, isOpen } from './machines.ts';

/** One broadcast on one endpoint, with all that its right to the air is made of, and how it stands or ended. */
export interface AirCourse {
  readonly broadcastId: string;
  readonly title: string;
  readonly level: Level;
  readonly kind: Kind;
  readonly plannedAt: number;
  readonly notAfter: number;
  readonly acceptedAt: number;
  readonly precedence: number;
  readonly cutInAfterMs: number | null;
  readonly durationMs: number;
  readonly state: DeliveryState;
  readonly reason: Reason | null;
  readonly startAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderedMs: number;
  /** When its last word was written; null: it is open. */
  readonly closedAt: number | null;
}

/** What waits longest for its turn (legal awareness) does so for a week. */
const LONGEST_WAIT_MS = 8 * 86_400_000;

/** What was planned on an endpoint before `to` and was not over before `from`, soonest first. */
export async function coursesBetween(db: Executor, endpointId: string, from: number, to: number): Promise<AirCourse[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .innerJoin('deliveries', 'deliveries.broadcast_id', 'broadcasts.id')
    .select([
      ...(['broadcasts.id', 'broadcasts.title', 'broadcasts.level', 'broadcasts.kind', 'planned_at'] as const),
      ...(['not_after', 'accepted_at', 'precedence', 'cut_in_after_ms', 'duration_ms', 'variants'] as const),
      ...(['deliveries.state', 'deliveries.reason', 'start_at', 'started_at', 'deliveries.ended_at'] as const),
      ...(['rendered_ms', 'updated_at', 'variant'] as const),
    ])
    .where('deliveries.endpoint_id', '=', endpointId)
    .where('broadcasts.planned_at', '<', to)
    .where('broadcasts.planned_at', '>=', from - LONGEST_WAIT_MS)
    .orderBy('broadcasts.planned_at')
    .orderBy('broadcasts.id')
    .execute();
  const all = rows.map(({ variants, variant, updated_at: updatedAt, ...row }): AirCourse => {
    const state = row.state as DeliveryState;
    const own = variants === '{}' ? undefined : (JSON.parse(variants) as Record<string, unknown>)[variant];
    return {
      broadcastId: row.id,
      title: row.title,
      level: row.level as Level,
      kind: row.kind as Kind,
      plannedAt: row.planned_at,
      notAfter: row.not_after,
      acceptedAt: row.accepted_at,
      precedence: row.precedence,
      cutInAfterMs: row.cut_in_after_ms,
      durationMs: own === undefined ? row.duration_ms : runningOrder.parse(own).durationMs,
      state,
      reason: row.reason as Reason | null,
      startAt: row.start_at,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      renderedMs: row.rendered_ms,
      closedAt: isOpen(state) ? null : updatedAt,
    };
  });
  return all.filter((one) => one.plannedAt >= from || one.closedAt === null || one.closedAt >= from);
}
