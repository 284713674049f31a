import { addHearing, hearingsOf } from '#asrun';
import { findBroadcast } from '#broadcast';
import { notFound } from '#kernel';
import type { Handlers, House } from '../house.ts';
import { villageReportOf } from '../village-report.ts';

export function hearingHandlers(house: House): Handlers<'listHearings' | 'addHearing' | 'villageReport'> {
  const { store, world } = house;
  return {
    listHearings: async ({ query }) => {
      const found = await findBroadcast(store.db, query.broadcastId);
      if (!found) throw notFound('broadcast');
      return hearingsOf(
        store.db,
        found.deliveries.map(({ id }) => id),
      );
    },
    addHearing: ({ body }, { visitor, remember }) =>
      store.transact(async (tx) => {
        const hearing = await addHearing(tx, world, { ...body, writtenBy: visitor.name });
        await remember(tx, hearing);
        return hearing;
      }),
    villageReport: async ({ query }) => ({ villages: await villageReportOf(house, query.from, query.to) }),
  };
}
