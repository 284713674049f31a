import { addArea, changeArea, listAreas, listZones, putZone } from '#place';
import { mustNotFeed } from '../fm-checks.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listAreas' | 'addArea' | 'changeArea' | 'listZones' | 'addZone' | 'changeZone';

export function placeHandlers({ store, world, gateChanged }: House): Handlers<Names> {
  return {
    listAreas: () => listAreas(store.db),
    addArea: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        const area = await addArea(tx, world, body);
        await remember(tx, area);
        return area;
      }),
    async changeArea({ params, body }) {
      const area = await store.transact((tx) => changeArea(tx, params.id, body));
      // Who lies in it may have other areas above now, and with them other rules.
      await gateChanged();
      return area;
    },
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
