import { type Broadcast, broadcastsBetween, type Delivery, findBroadcast, writeAsked } from '#broadcast';
import { listEndpoints } from '#endpoint';
import { notFound, StationError } from '#kernel';
import { askedOnce, dayBounds, draftFrom, mustBeZones } from '../asking.ts';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { outlookOf } from '../outlook.ts';
import { mustBeSaveable } from '../saving.ts';
import { senderOf } from './alerts.ts';

type Names = 'listBroadcasts' | 'getBroadcast' | 'addBroadcast' | 'stopBroadcast';

export function broadcastHandlers(house: House): Handlers<Names> {
  const { store, playout, settings } = house;

  async function one(id: string): Promise<RouteAnswer<'getBroadcast'>> {
    const found = await findBroadcast(store.db, id);
    if (!found) throw notFound('broadcast');
    return broadcastCard(found.broadcast, found.deliveries, await endpointNames(house));
  }

  return {
    listBroadcasts: async ({ query }) => {
      const bounds =
        query.date === undefined
          ? { from: query.from ?? 0, to: query.to ?? Number.MAX_SAFE_INTEGER }
          : dayBounds(query.date, settings.zone);
      const names = await endpointNames(house);
      const found = await broadcastsBetween(store.db, bounds.from, bounds.to, query.limit);
      return found.map(({ broadcast, deliveries }) => broadcastCard(broadcast, deliveries, names));
    },
    getBroadcast: ({ params }) => one(params.id),
    addBroadcast: async ({ body }, { visitor, remember }) => {
      const draft = draftFrom(house, body, visitor.owner);
      const names = await endpointNames(house);
      await mustBeZones(store.db, body.zoneIds);
      const asked = askedOnce(house, draft);
      const outlook = await outlookOf(house, asked);
      if (outlook.refused) throw outlook.refused;
      await mustBeSaveable(house, asked, outlook, { isRule: false, confirmUnusual: body.confirmUnusual });
      const answer = await store.transact(async (tx) => {
        const [verdict] = await playout.accept(tx, [draft]);
        if (!verdict || 'refused' in verdict) throw verdict?.refused ?? notFound('bulletin');
        const { templateId = null, zoneIds } = draft;
        const own = { templateId, zoneIds, movedFrom: null, copiedFrom: null, copyId: null };
        await writeAsked(tx, [{ broadcastId: verdict.broadcast.id, ...own }]);
        const accepted = broadcastCard(verdict.broadcast, verdict.deliveries, names);
        await remember(tx, accepted);
        return accepted;
      });
      playout.wake();
      return answer;
    },
    stopBroadcast: async ({ params }, { visitor }) => {
      const { title } = await one(params.id);
      const endpointIds = playout.endpointsOf(params.id);
      if (!(await playout.halt(params.id, 'stopped_by_operator'))) throw new StationError('BROADCAST_OVER');
      const { name } = senderOf(visitor);
      const said = { vi: `${name} dừng “${title}”.`, en: `${name} stopped “${title}”.` };
      house.why.fact(endpointIds, { code: 'stopped', broadcastId: params.id, ...said });
      return one(params.id);
    },
  };
}

/** A broadcast as the edge tells it. */
export function broadcastCard(
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

export async function endpointNames({ store }: House): Promise<Map<string, string>> {
  return new Map((await listEndpoints(store.db)).map((endpoint) => [endpoint.id, endpoint.name]));
}
