import { copyOf, findBroadcasts, writeAsked } from '#broadcast';
import { newId, notFound, StationError } from '#kernel';
import type { Handlers, House } from '../house.ts';
import { FIXED_BEFORE_MS } from '../moving.ts';
import { planCopy } from '../week-copy.ts';

/** A week is copied by one act, and taken back by one. */
export function weekCopyHandlers(house: House): Handlers<'previewWeekCopy' | 'copyWeek' | 'undoWeekCopy'> {
  const { store, playout, world } = house;
  return {
    previewWeekCopy: async ({ body }, { visitor }) =>
      (await planCopy(house, body, visitor.owner)).map(({ line: { areaIds, ...line } }) => ({
        ...line,
        areaIds: [...areaIds],
      })),
    async copyWeek({ body }, { visitor, remember }) {
      const all = await planCopy(house, body, visitor.owner);
      const chosen = body.broadcastIds.map((id) => {
        const planned = all.find(({ line }) => line.broadcastId === id);
        const draft = planned?.draft;
        // What the person saw is not so any more.
        if (!draft) throw new StationError('COPY_CHANGED');
        return { id, draft };
      });
      const copyId = newId('copy', world.clock, world.random);
      const answer = await store.transact(async (tx) => {
        const verdicts = await playout.accept(
          tx,
          chosen.map(({ draft }) => draft),
        );
        const asked = chosen.map(({ id, draft }, place) => {
          const verdict = verdicts[place];
          if (!verdict || 'refused' in verdict) throw new StationError('COPY_CHANGED');
          const { templateId = null, zoneIds } = draft;
          return {
            ...{ broadcastId: verdict.broadcast.id, templateId, zoneIds },
            ...{ movedFrom: null, copiedFrom: id, copyId },
          };
        });
        await writeAsked(tx, asked);
        const copy = { id: copyId, count: asked.length };
        await remember(tx, copy);
        return copy;
      });
      playout.wake();
      return answer;
    },
    async undoWeekCopy({ params: { id } }) {
      const ids = await copyOf(store.db, id);
      if (ids.length === 0) throw notFound('copy');
      const open = (await findBroadcasts(store.db, ids)).filter(({ state }) => state !== 'cancelled');
      const now = world.clock.wallMs();
      if (open.some(({ state, plannedAt }) => state !== 'planned' || plannedAt - now < FIXED_BEFORE_MS))
        throw new StationError('COPY_BEGUN');
      await store.transact(async (tx) => {
        const asked = open.map((one) => one.id);
        const cancelled = await playout.cancelPlanned(tx, asked, 'stopped_by_operator');
        if (asked.some((one) => !cancelled.has(one))) throw new StationError('COPY_BEGUN');
      });
      playout.wake();
      return { id, count: open.length };
    },
  };
}
