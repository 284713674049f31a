import { findBroadcast } from '#broadcast';
import type { InboxItem, Question } from '#inbox';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';

type Names = 'sendItem' | 'listItems' | 'getItem' | 'scheduleItem' | 'declineItem' | 'listQuestions' | 'answerQuestion';

function itemShown({ sentBy: _, decidedBy: __, ...item }: InboxItem): RouteAnswer<'getItem'> {
  return { ...item, zoneIds: [...item.zoneIds], areaIds: [...item.areaIds] };
}

export function inboxHandlers({ inbox, store }: House): Handlers<Names> {
  async function sideOf(broadcastId: string) {
    const broadcast = (await findBroadcast(store.db, broadcastId))?.broadcast;
    return { broadcastId, title: broadcast?.title ?? '', plannedAt: broadcast?.plannedAt ?? 0 };
  }

  async function questionShown(question: Question): Promise<RouteAnswer<'listQuestions'>[number]> {
    const { id, broadcastA, broadcastB, answerBy, askedAt, state, firstBroadcast, answeredAt } = question;
    const [above, own] = [await sideOf(broadcastA), await sideOf(broadcastB)];
    return { id, above, own, answerBy, askedAt, state, first: firstBroadcast, answeredAt };
  }

  const questions = async (limit: number) => Promise.all((await inbox.questions(limit)).map(questionShown));

  return {
    sendItem: async ({ body }, { visitor, remember }) => {
      const given = { ...body, reason: 'reason' in body ? body.reason : null };
      const also = (tx: Parameters<typeof remember>[0], item: InboxItem) => remember(tx, itemShown(item));
      return itemShown(await inbox.receive(given, senderOf(visitor), also));
    },
    listItems: async ({ query }) => (await inbox.list(query.limit)).map(itemShown),
    getItem: async ({ params }) => itemShown(await inbox.find(params.id)),
    scheduleItem: async ({ params, body }, { visitor }) =>
      itemShown(await inbox.schedule(params.id, body, senderOf(visitor))),
    declineItem: async ({ params, body }, { visitor }) =>
      itemShown(await inbox.decline(params.id, body.reason, senderOf(visitor))),
    listQuestions: ({ query }) => questions(query.limit),
    answerQuestion: async ({ params, body }, { visitor }) => {
      await inbox.answer(params.id, body.first, senderOf(visitor));
      return questions(100);
    },
  };
}
