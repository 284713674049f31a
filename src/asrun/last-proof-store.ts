import type { Evidence } from '#kernel';
import type { Executor } from '#store';

/** What a device said itself: its own audio clock, or a receiver that heard the transmitter. */
const PROOFS: readonly Evidence[] = ['E2', 'F2'];

/** The last sound of an endpoint that a device proved, if only in part. */
export interface LastProof {
  readonly endpointId: string;
  readonly title: string;
  readonly plannedAt: number;
  readonly durationMs: number;
  readonly renderedMs: number;
  readonly evidence: Evidence;
}

/** One for each endpoint that proved anything of what was planned from `from` on: its last one. */
export async function lastProofs(db: Executor, from: number): Promise<LastProof[]> {
  const proved = db
    .selectFrom('as_run')
    .where('as_run.planned_at', '>=', from)
    .where('evidence', 'in', PROOFS)
    .where('rendered_ms', '>', 0);
  const newest = proved
    .select(({ fn }) => ['as_run.endpoint_id', fn.max('as_run.planned_at').as('planned_at')])
    .groupBy('as_run.endpoint_id');
  const rows = await proved
    .innerJoin(newest.as('newest'), (join) =>
      join.onRef('newest.endpoint_id', '=', 'as_run.endpoint_id').onRef('newest.planned_at', '=', 'as_run.planned_at'),
    )
    .select(['as_run.endpoint_id', 'title', 'as_run.planned_at', 'duration_ms', 'rendered_ms', 'evidence'])
    .orderBy('as_run.id')
    .execute();
  const last = new Map(
    rows.map((row) => [
      row.endpoint_id,
      {
        ...{ endpointId: row.endpoint_id, title: row.title, plannedAt: row.planned_at, durationMs: row.duration_ms },
        ...{ renderedMs: row.rendered_ms, evidence: row.evidence as Evidence },
      },
    ]),
  );
  return [...last.values()];
}
