import { asDelivered } from '#broadcast';
import { type Bilingual, civilOf, dateOfDay, dayNumber, fill } from '#kernel';
import { consequencesOf, type Listener, moment, type Scene } from '#why';
import { askedByRule, askedOnce, dayBounds, draftFrom, mustBeZones } from '../asking.ts';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { moveOf } from '../moving.ts';
import { type AskedFor, type Outlook, outlookOf } from '../outlook.ts';
import { blockingOf, refusalsOf, unusualAt } from '../saving.ts';

type Names = 'broadcastConsequences' | 'moveConsequences' | 'ruleConsequences';
type Answer = RouteAnswer<Names>;

export function consequenceHandlers(house: House): Handlers<Names> {
  const { store, settings, world } = house;

  async function answer(asked: AskedFor, isRule: boolean): Promise<Answer> {
    const outlook = await outlookOf(house, asked);
    if (outlook.refused && !isRule) throw outlook.refused;
    const scene: Scene = { zone: settings.zone, date: civilOf(world.clock.wallMs(), settings.zone).date };
    const days = daysOf(asked, settings.zone);
    const { changes, listening, overlaps } = consequencesOf({ ...outlook, scene, days });
    const refusals = refusalsOf(outlook);
    const blocking = new Set(blockingOf(refusals, outlook, isRule));
    return {
      villages: villagesOf(outlook.listeners),
      starts: outlook.broadcasts.map(({ plannedAt }) => plannedAt),
      changes: changes.map(({ broadcastId, endpointIds, ...change }) => ({
        ...change,
        broadcastId: outlook.saved.has(broadcastId) ? broadcastId : null,
        endpointIds: [...endpointIds],
      })),
      refusals: [
        ...refusals.map((refusal) => {
          const { endpointIds, plannedAt, reason, clause, opensAt } = refusal;
          const text = fill(HELD, { at: moment(plannedAt, scene), clause, next: nextOf(opensAt, scene) });
          return { endpointIds: [...endpointIds], plannedAt, reason, text, opensAt, blocks: blocking.has(refusal) };
        }),
        // It may be approved until then: it is said, and keeps nobody from saving.
        ...unapprovedStarts(outlook).map(({ endpointIds, plannedAt }) => {
          const text = fill(UNAPPROVED, { at: moment(plannedAt, scene) });
          const rest = { opensAt: null, blocks: false };
          return { endpointIds: [...endpointIds], plannedAt, reason: 'not_approved' as const, text, ...rest };
        }),
        // The others hear it all the same: it is said, and keeps nobody from saving.
        ...outlook.leftOut.map(({ endpointIds, plannedAt, why }) => {
          const [rest, reason] = [{ opensAt: null, blocks: false }, 'licence_over' as const];
          return { endpointIds: [...endpointIds], plannedAt, reason, text: why.text, ...rest };
        }),
      ],
      listening,
      overlaps,
      unusualHour: (await unusualAt(house, asked, outlook)) !== null,
    };
  }

  /** Starts that nobody has approved as they are now. */
  function unapprovedStarts({ alike }: Outlook) {
    return alike.flatMap(({ endpointIds, fresh }) =>
      fresh.flatMap(({ broadcast, delivery }) => {
        const may = house.approvals.book.mayHear(delivery.endpointId, asDelivered(broadcast, delivery));
        return may ? [] : [{ endpointIds, plannedAt: broadcast.plannedAt }];
      }),
    );
  }

  return {
    broadcastConsequences: async ({ body }, { visitor }) => {
      await mustBeZones(store.db, body.zoneIds);
      return answer(askedOnce(house, draftFrom(house, body, visitor.owner)), false);
    },
    moveConsequences: async ({ params, body }, { visitor }) =>
      answer((await moveOf(house, params.id, body.startAt, visitor.owner)).asked, false),
    ruleConsequences: async ({ query, body }) => answer(await askedByRule(house, body, query.ruleId ?? null), true),
  };
}

const HELD: Bilingual = {
  vi: 'Lúc {at} không được phát: {clause}.{next}',
  en: 'At {at} it may not sound: {clause}.{next}',
};
const UNAPPROVED: Bilingual = {
  vi: 'Lúc {at} sẽ không phát nếu đến lúc đó vẫn chưa được duyệt.',
  en: 'At {at} it will not sound unless it is approved by then.',
};
const NEXT: Bilingual = { vi: ' Được phát từ {at}.', en: ' It may from {at} on.' };

function nextOf(opensAt: number | null, scene: Scene): Bilingual {
  return opensAt === null ? { vi: '', en: '' } : fill(NEXT, { at: moment(opensAt, scene) });
}

/** The civil days that the stretch touches, at most eight. */
function daysOf({ from, to, drafts }: AskedFor, zone: string) {
  const first = dayNumber(civilOf(drafts[0]?.plannedAt ?? from, zone).date) ?? 0;
  const last = dayNumber(civilOf(to - 1, zone).date) ?? first;
  const days = Array.from({ length: Math.min(8, last - first + 1) }, (_, more) => dateOfDay(first + more));
  return days.map((date) => ({ date, ...dayBounds(date, zone) }));
}

function villagesOf(listeners: readonly Listener[]): Answer['villages'] {
  const byVillage = Map.groupBy(listeners, ({ village }) => village);
  return [...byVillage].map(([village, all]) => ({
    village,
    endpoints: all.map(({ id, name, isReachable }) => ({ id, name, isReachable })),
  }));
}
