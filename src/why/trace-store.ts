import { chunks, type Executor } from '#store';
import { type Trace, trace } from './trace.ts';

/** One trace, and the endpoints that it is about. */
export interface Noted {
  readonly trace: Trace;
  readonly endpointIds: readonly string[];
}

/** Writes traces: one row each, and a small one for each endpoint. */
export async function insertTraces(db: Executor, noted: readonly Noted[]): Promise<void> {
  for (const some of chunks(noted)) {
    const rows = await db
      .insertInto('traces')
      .values(some.map((one) => ({ at: one.trace.at, trace: JSON.stringify(one.trace) })))
      .returning('id')
      .execute();
    const ids = rows.map((row) => row.id).sort((a, b) => a - b);
    const lines = some.flatMap((one, place) =>
      one.endpointIds.map((endpointId) => ({
        endpoint_id: endpointId,
        at: one.trace.at,
        trace_id: ids[place] as number,
      })),
    );
    for (const part of chunks(lines)) await db.insertInto('trace_endpoints').values(part).execute();
  }
}

/** The last `count` traces about an endpoint that were taken down before `before`, newest first. */
export async function lastTraces(db: Executor, endpointId: string, before: number, count: number): Promise<Trace[]> {
  const rows = await db
    .selectFrom('trace_endpoints')
    .innerJoin('traces', 'traces.id', 'trace_endpoints.trace_id')
    .select('traces.trace')
    .where('trace_endpoints.endpoint_id', '=', endpointId)
    .where('trace_endpoints.at', '<', before)
    .orderBy('trace_endpoints.at', 'desc')
    .orderBy('trace_endpoints.trace_id', 'desc')
    .limit(count)
    .execute();
  return rows.map((row) => trace.parse(JSON.parse(row.trace)));
}

/** Forgets at most `most` traces from before `before`; answers how many. */
export async function trimTraces(db: Executor, before: number, most: number): Promise<number> {
  const rows = await db.selectFrom('traces').select('id').where('at', '<', before).orderBy('at').limit(most).execute();
  for (const some of chunks(rows.map((row) => row.id))) {
    await db.deleteFrom('trace_endpoints').where('trace_id', 'in', some).execute();
    await db.deleteFrom('traces').where('id', 'in', some).execute();
  }
  return rows.length;
}
