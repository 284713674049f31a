import { type Broadcast, broadcastsBetween, type Delivery, findBroadcast } from '#broadcast';
import { listEndpoints } from '#endpoint';
import { dateOfDay, dayNumber, instantOf, notFound, StationError } from '#kernel';
import { listZones } from '#place';
import { MISSED_AFTER_MS } from '#schedule';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listBroadcasts' | 'getBroadcast' | 'addBroadcast' | 'stopBroadcast';

/** "Now" means: as soon as the audio can be on the speakers. */
const NOW_AFTER_MS = 4000;

/** The instants at which a civil day begins and ends in a zone. */
export function dayBounds(date: string, zone: string): { from: number; to: number } {
  const day = dayNumber(date);
  if (day === null) throw new StationError('REQUEST_INVALID', { field: 'date', problem: 'YYYY-MM-DD' });
  const startOf = (number: number) =>
    instantOf(dateOfDay(number), '00:00', zone) ?? instantOf(dateOfDay(number), '01:00', zone);
  return { from: startOf(day) ?? 0, to: startOf(day + 1) ?? 0 };
}

export function broadcastHandlers({ store, world, playout, settings }: House): Handlers<Names> {
  function shown(
    broadcast: Broadcast,
    deliveries: readonly Delivery[],
    names: ReadonlyMap<string, string>,
  ): RouteAnswer<'getBroadcast'> {
    const { id, title, bulletinId, origin, level, kind, plannedAt, notAfter, state, runningOrder } = broadcast;
    return {
      id,
      title,
      bulletinId,
      origin,
      level,
      kind,
      plannedAt,
      notAfter,
      durationMs: runningOrder.durationMs,
      state,
      deliveries: deliveries.map(({ broadcastId: _, ...delivery }) => ({
        ...delivery,
        endpointName: names.get(delivery.endpointId) ?? '',
      })),
    };
  }

  async function namesOf(): Promise<Map<string, string>> {
    return new Map((await listEndpoints(store.db)).map((endpoint) => [endpoint.id, endpoint.name]));
  }

  async function one(id: string): Promise<RouteAnswer<'getBroadcast'>> {
    const found = await findBroadcast(store.db, id);
    if (!found) throw notFound('broadcast');
    return shown(found.broadcast, found.deliveries, await namesOf());
  }

  return {
    listBroadcasts: async ({ query }) => {
      const bounds =
        query.date === undefined
          ? { from: query.from ?? 0, to: query.to ?? Number.MAX_SAFE_INTEGER }
          : dayBounds(query.date, settings.zone);
      const names = await namesOf();
      const found = await broadcastsBetween(store.db, bounds.from, bounds.to, query.limit);
      return found.map(({ broadcast, deliveries }) => shown(broadcast, deliveries, names));
    },
    getBroadcast: ({ params }) => one(params.id),
    addBroadcast: async ({ body }, { visitor, remember }) => {
      const now = world.clock.wallMs();
      if (body.startAt !== null && body.startAt < now) throw new StationError('BROADCAST_PAST');
      const plannedAt = body.startAt ?? now + NOW_AFTER_MS;
      const names = await namesOf();
      const { bulletinId, templateId, cutInAfterMs, zoneIds, level } = body;
      mustNameOne(body);
      const notAfter = plannedAt + MISSED_AFTER_MS[level === 'priority' ? 'priority' : 'bulletin'];
      const draft = {
        bulletinId,
        templateId,
        cutInAfterMs,
        zoneIds,
        level,
        plannedAt,
        notAfter,
        origin: 'operator',
        title: null,
        askedBy: visitor.owner,
      } as const;
      const answer = await store.transact(async (tx) => {
        const zones = new Set((await listZones(tx)).map((zone) => zone.id));
        if (zoneIds.some((id) => !zones.has(id))) throw notFound('zone');
        const [verdict] = await playout.accept(tx, [draft]);
        if (!verdict || 'refused' in verdict) throw verdict?.refused ?? notFound('bulletin');
        const accepted = shown(verdict.broadcast, verdict.deliveries, names);
        await remember(tx, accepted);
        return accepted;
      });
      playout.wake();
      return answer;
    },
    stopBroadcast: async ({ params }) => {
      await one(params.id);
      if (!(await playout.halt(params.id, 'stopped_by_operator'))) throw new StationError('BROADCAST_OVER');
      return one(params.id);
    },
  };
}

/** Refuses what names nothing to play, or two things. */
function mustNameOne({ bulletinId, templateId }: { bulletinId: string | null; templateId: string | null }): void {
  if ((bulletinId === null) !== (templateId === null)) return;
  const problem = {
    vi: 'hãy chọn đúng một trong hai: bản tin hoặc khung chương trình',
    en: 'name exactly one of the two: a bulletin or a template',
  };
  throw new StationError('REQUEST_INVALID', { field: 'body.bulletinId', problem });
}
