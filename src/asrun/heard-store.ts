import { chunks, type Executor } from '#store';

/**
 * The minutes (since the epoch) in which something began to sound on these endpoints, of what was planned from `from` on.
 * Alarms are left out: nobody gets used to them.
 */
export async function heardMinutes(db: Executor, endpointIds: readonly string[], from: number): Promise<number[]> {
  const minutes = new Set<number>();
  for (const some of chunks(endpointIds)) {
    const rows = await db
      .selectFrom('as_run')
      .select(({ eb }) => eb('started_at', '/', 60_000).as('minute'))
      .distinct()
      .where('endpoint_id', 'in', some)
      .where('planned_at', '>=', from)
      .where('started_at', 'is not', null)
      .where('level', '!=', 'emergency')
      .execute();
    for (const { minute } of rows) minutes.add(Math.floor(Number(minute)));
  }
  return [...minutes];
}
