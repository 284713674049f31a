import type { Level } from '#kernel';
import { chunks, type Executor } from '#store';
import { type DeliveryState, isOpen } from './machines.ts';

/** What one endpoint played, plays or is to play in [from, to), soonest first: the load of its day. */
export async function loadBetween(
  db: Executor,
  endpointIds: readonly string[],
  from: number,
  to: number,
): Promise<Map<string, Array<{ startAt: number; endAt: number; bulletinId: string | null; level: Level }>>> {
  const load = new Map<string, Array<{ startAt: number; endAt: number; bulletinId: string | null; level: Level }>>();
  for (const some of chunks(endpointIds)) {
    const rows = await db
      .selectFrom('deliveries')
      .innerJoin('broadcasts', 'broadcasts.id', 'deliveries.broadcast_id')
      .select([
        ...(['deliveries.endpoint_id', 'deliveries.state', 'deliveries.start_at', 'deliveries.started_at'] as const),
        ...([
          'deliveries.ended_at',
          'deliveries.rendered_ms',
          'broadcasts.planned_at',
          'broadcasts.duration_ms',
        ] as const),
        ...(['broadcasts.bulletin_id', 'broadcasts.level'] as const),
      ])
      .where('deliveries.endpoint_id', 'in', some)
      .where('broadcasts.planned_at', '>=', from)
      .where('broadcasts.planned_at', '<', to)
      .orderBy('broadcasts.planned_at')
      .execute();
    for (const row of rows) {
      const isOver = !isOpen(row.state as DeliveryState);
      const startAt = row.started_at ?? row.start_at ?? row.planned_at;
      // Nobody proves how long a transmitter was heard: it counts as long as it was on air.
      const carriedMs = row.state === 'handed_over' && row.ended_at !== null ? row.ended_at - startAt : 0;
      const heardMs = Math.max(row.rendered_ms, carriedMs);
      if (isOver && heardMs === 0) continue;
      const endAt = startAt + (isOver ? heardMs : row.duration_ms);
      const own = load.get(row.endpoint_id) ?? [];
      load.set(row.endpoint_id, own);
      own.push({ startAt, endAt, bulletinId: row.bulletin_id, level: row.level as Level });
    }
  }
  return load;
}
