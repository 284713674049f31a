import type { ShownFilter } from '#asrun';
import { isOpen, openBroadcasts } from '#broadcast';
import { findEndpoints } from '#endpoint';
import { matches } from '#kernel';
import type { Executor } from '#store';

/** How many deliveries were due by now and have no last word, so no line yet. Null: the filter asks for what only lines have. */
export async function dueAndOpen(db: Executor, filter: ShownFilter, now: number): Promise<number | null> {
  const { from = 0, to = Number.POSITIVE_INFINITY, level, text, areaIds, endpointId, carrier } = filter;
  if (filter.word !== undefined || filter.village !== undefined || filter.programme !== undefined) return null;
  const { broadcasts, deliveries } = await openBroadcasts(db);
  const due = broadcasts.filter(
    (one) =>
      one.plannedAt >= from &&
      one.plannedAt < Math.min(to, now) &&
      (level === undefined || one.level === level) &&
      (text === undefined || matches(one.title, text)),
  );
  const ids = new Set(due.map(({ id }) => id));
  const waiting = deliveries.filter((one) => ids.has(one.broadcastId) && isOpen(one.state));
  const endpoints = await findEndpoints(db, [...new Set(waiting.map((one) => one.endpointId))]);
  return waiting.filter((one) => {
    const endpoint = endpoints.get(one.endpointId);
    const goesBy = endpoint?.protocol === 'fm' ? 'fm' : 'ip';
    if (endpointId !== undefined && one.endpointId !== endpointId) return false;
    if (carrier !== undefined && carrier !== goesBy) return false;
    return areaIds === undefined || areaIds.includes(endpoint?.areaId ?? '');
  }).length;
}
