import { writeAsked } from '#broadcast';
import { civilOf, notFound, StationError } from '#kernel';
import type { Handlers, House } from '../house.ts';
import { moveOf } from '../moving.ts';
import { outlookOf } from '../outlook.ts';
import { mustBeSaveable } from '../saving.ts';
import { senderOf } from './alerts.ts';
import { broadcastCard, endpointNames } from './broadcasts.ts';

/** Hears what was asked for once at another time instead. */
export function moveHandlers(house: House): Handlers<'moveBroadcast'> {
  const { store, playout, settings } = house;
  return {
    async moveBroadcast({ params: { id }, body }, { visitor, remember }) {
      const { draft, asked, broadcast, endpointIds, copyId } = await moveOf(house, id, body.startAt, visitor.owner);
      const outlook = await outlookOf(house, asked);
      if (outlook.refused) throw outlook.refused;
      await mustBeSaveable(house, asked, outlook, { isRule: false, confirmUnusual: body.confirmUnusual });
      const names = await endpointNames(house);
      const answer = await store.transact(async (tx) => {
        // Silent at the old time and heard at the new one: both are written, or neither.
        const cancelled = await playout.cancelPlanned(tx, [id], 'stopped_by_operator');
        if (!cancelled.has(id)) throw new StationError('BROADCAST_BEGUN');
        const [verdict] = await playout.accept(tx, [draft]);
        if (!verdict || 'refused' in verdict) throw verdict?.refused ?? notFound('bulletin');
        const own = { templateId: draft.templateId ?? null, zoneIds: draft.zoneIds };
        const moved = { ...own, movedFrom: id, copiedFrom: null, copyId };
        await writeAsked(tx, [{ broadcastId: verdict.broadcast.id, ...moved }]);
        const card = broadcastCard(verdict.broadcast, verdict.deliveries, names);
        await remember(tx, card);
        return card;
      });
      playout.wake();
      const { date, time } = civilOf(draft.plannedAt, settings.zone);
      const { name } = senderOf(visitor);
      const to = `${time.slice(0, 5)} ${date}`;
      const text = {
        vi: `${name} chuyển “${broadcast.title}” sang ${to}.`,
        en: `${name} moved “${broadcast.title}” to ${to}.`,
      };
      house.why.fact(endpointIds, { code: 'stopped', broadcastId: id, ...text });
      return answer;
    },
  };
}
