import { listZones, putZone } from '#place';
import { mustNotFeed } from '../fm-checks.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listZones' | 'addZone' | 'changeZone';

export function placeHandlers({ store, world }: House): Handlers<Names> {
  return {
    listZones: async () => (await listZones(store.db)).map((zone) => ({ ...zone, endpointIds: [...zone.endpointIds] })),
    addZone: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        await mustNotFeed(tx, body.endpointIds);
        const zone = await putZone(tx, world, body);
        const answer = { ...zone, endpointIds: [...zone.endpointIds] };
        await remember(tx, answer);
        return answer;
      }),
    changeZone: ({ params, body }) =>
      store.transact(async (tx) => {
        await mustNotFeed(tx, body.endpointIds);
        const zone = await putZone(tx, world, { id: params.id, ...body });
        return { ...zone, endpointIds: [...zone.endpointIds] };
      }),
  };
}
