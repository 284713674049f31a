import { addHearing, hearingsOf } from '#asrun';
import { broadcastsBetween } from '#broadcast';
import { listEndpoints } from '#endpoint';
import { answerTask, listInterference, tasksOf } from '#fm';
import { civilOf, StationError } from '#kernel';
import { mayDo } from '#people';
import { listAreas } from '#place';
import { dayBounds } from '../asking.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'addVillageCode' | 'revokeVillageCode' | 'villageToday' | 'sayHeard' | 'doneVillageTask';

const MOST_BROADCASTS = 2000;
const DAY_MS = 86_400_000;
/** A task that was done stays in sight for a while. */
const DONE_SHOWN_MS = 2 * DAY_MS;

/** The helper's page: own villages only, and never what a device proved. */
export function villageHandlers(house: House): Handlers<Names> {
  const { store, world, settings, doorkeeper, helpers, bell } = house;
  return {
    addVillageCode: async ({ params, body }) => {
      const person = (await doorkeeper.people()).find(({ id }) => id === params.id);
      if (!person?.rights.some(({ verb }) => verb === 'confirm')) throw new StationError('HELPER_WITHOUT_AREA');
      return store.transact((tx) => helpers.make(tx, person.id, body.days));
    },
    revokeVillageCode: async ({ params }) => {
      await store.transact((tx) => helpers.revoke(tx, params.id));
      await bell.ring(params.id);
      return {};
    },
    villageToday: async (_input, { visitor }) => {
      const { db } = store;
      const now = world.clock.wallMs();
      const areas = await listAreas(db);
      const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]));
      const rights = await doorkeeper.rightsOf(visitor);
      const isOwn = (areaId: string | null) => mayDo(rights, 'confirm', [areaId], parents);
      const villages = new Map(areas.map(({ id, name }) => [id, name]));
      const own = new Map((await listEndpoints(db)).filter(({ areaId }) => isOwn(areaId)).map((one) => [one.id, one]));
      const { from } = dayBounds(civilOf(now - DAY_MS, settings.zone).date, settings.zone);
      const { to } = dayBounds(civilOf(now, settings.zone).date, settings.zone);
      const found = (await broadcastsBetween(db, from, to, MOST_BROADCASTS)).flatMap(({ broadcast, deliveries }) =>
        deliveries.flatMap(({ id, endpointId }) => {
          const endpoint = own.get(endpointId);
          return endpoint ? [{ broadcast, endpoint, deliveryId: id }] : [];
        }),
      );
      const hearings = await hearingsOf(
        db,
        found.map(({ deliveryId }) => deliveryId),
      );
      const said = new Map(hearings.map((one) => [one.deliveryId, one.heard]));
      const known = (await listInterference(db)).filter(({ endpointId, areaId }) =>
        endpointId === null ? isOwn(areaId) : own.has(endpointId),
      );
      const tasks = await tasksOf(
        db,
        known.map(({ id }) => id),
      );
      return {
        name: visitor.name,
        zone: settings.zone,
        now,
        broadcasts: found
          .map(({ broadcast: { id: broadcastId, title, plannedAt }, endpoint, deliveryId }) => ({
            ...{ broadcastId, title, plannedAt, endpointId: endpoint.id },
            place: [villages.get(endpoint.areaId ?? ''), endpoint.name].filter(Boolean).join(' – '),
            mayBeSaid: plannedAt <= now,
            said: said.get(deliveryId) ?? null,
          }))
          .reverse(),
        tasks: tasks
          .filter(({ doneAt }) => doneAt === null || now - doneAt < DONE_SHOWN_MS)
          .map(({ id, kind, endpointId, note, askedAt, doneAt }) => ({
            ...{ id, kind, note, askedAt, doneAt },
            place: own.get(endpointId ?? '')?.name ?? '',
          })),
      };
    },
    sayHeard: ({ body }, { visitor, remember }) =>
      store.transact(async (tx) => {
        const saidBy = `${visitor.name ?? ''} (người trực thôn)`.trim();
        const said = { ...body, saidBy, saidAt: world.clock.wallMs(), note: '', writtenBy: visitor.name };
        await addHearing(tx, world, said);
        await remember(tx, {});
        return {};
      }),
    doneVillageTask: ({ params }, { visitor, remember }) =>
      store.transact(async (tx) => {
        const doneBy = visitor.name ?? '';
        await answerTask(tx, world.clock, params.id, { doneAt: world.clock.wallMs(), doneBy, answer: '' });
        await remember(tx, {});
        return {};
      }),
  };
}
