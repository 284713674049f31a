/** The calendar: what was planned, what rules will bring, and what became of it, gathered into slots. */
import { asDelivered, type Broadcast, broadcastsBetween, type Delivery, findAsked, movedAway } from '#broadcast';
import { listEndpoints } from '#endpoint';
import { REASONS, type Reason } from '#kernel';
import { endpointsOfZones } from '#place';
import type { ExpectedDue, PlannedOccurrence, Rule } from '#schedule';
import type { RouteAnswer } from './contract.ts';
import type { House } from './house.ts';

type Slot = RouteAnswer<'getCalendar'>['slots'][number];
type Planned = { readonly broadcast: Broadcast; readonly deliveries: readonly Delivery[] };

/** One answer holds so many slots: some years of a busy commune in its widest span. */
const MOST_SLOTS = 3000;
/** Called back unheard, and planned anew as far as it may be: what came in its place is told, or its occurrence. */
const CALLED_BACK: readonly string[] = ['rule_changed', 'not_valid', 'not_approved'] satisfies Reason[];
const NO_ENDS = { all: 0, played: 0, proved: 0, part: 0, handedOver: 0, withheld: 0 };

/** All slots planned in [from, to). */
export async function calendarOf(house: House, from: number, to: number): Promise<RouteAnswer<'getCalendar'>> {
  const { store, schedule, playout, world } = house;
  const found = await broadcastsBetween(store.db, from, to, MOST_SLOTS);
  const ids = found.map(({ broadcast }) => broadcast.id);
  const [asked, moved] = [await findAsked(store.db, ids), await movedAway(store.db, ids)];
  const written = found.filter(
    ({ broadcast, deliveries }) => !moved.has(broadcast.id) && !isCalledBack(broadcast, deliveries),
  );
  const occurrences = await schedule.occurrences(from, to, MOST_SLOTS);
  const dues = await schedule.expected(Math.max(from, world.clock.wallMs()), to, null);
  const rules = new Map((await schedule.rules()).map((rule) => [rule.id, rule]));
  const areas = new Map((await listEndpoints(store.db)).map(({ id, areaId }) => [id, areaId]));
  const zones = await endpointsOfZones(
    store.db,
    [...rules.values()].flatMap(({ zoneIds }) => zoneIds),
  );

  const areasOf = (endpointIds: readonly string[]) => [...new Set(endpointIds.flatMap((id) => areas.get(id) ?? []))];
  const endpointsOf = (zoneIds: readonly string[]) => [...new Set(zoneIds.flatMap((id) => zones.get(id) ?? []))];
  const hindranceOf = (planned: Planned) => hindered(house, planned);

  const named = new Map(
    occurrences.flatMap((one) => (one.broadcastId === null ? [] : [[one.broadcastId, one] as const])),
  );
  const coming = dues.slice(0, MOST_SLOTS);
  const prepared = await playout.prepare(store.db, coming.map(house.draftOf));
  const slots: Slot[] = [
    ...written.map((planned) => ({
      ...writtenSlot(planned, named.get(planned.broadcast.id) ?? null),
      isAskedOnce: asked.has(planned.broadcast.id),
      areaIds: areasOf(planned.deliveries.map(({ endpointId }) => endpointId)),
      hindrance: planned.broadcast.state === 'planned' ? hindranceOf(planned) : null,
    })),
    ...occurrences.flatMap((one): Slot[] => {
      const rule = rules.get(one.ruleId);
      if (!rule || one.broadcastId !== null || one.reason === 'rule_changed') return [];
      return [{ ...unplannedSlot(one, rule), areaIds: areasOf(endpointsOf(rule.zoneIds)) }];
    }),
    ...coming.flatMap((due, place): Slot[] => {
      const verdict = prepared[place];
      if (!verdict) return [];
      const plain = { ...dueSlot(due), areaIds: areasOf(endpointsOf(due.zoneIds)) };
      if ('refused' in verdict) {
        const { text, code } = verdict.refused;
        const hindrance = { reason: null, text, endpoints: endpointsOf(due.zoneIds).length };
        return [{ ...plain, hindrance: { ...hindrance, isEmpty: code === 'PROGRAMME_EMPTY' } }];
      }
      return [{ ...plain, ...lengthOf(verdict.broadcast), hindrance: hindranceOf(verdict) }];
    }),
  ].sort((a, b) => a.plannedAt - b.plannedAt || (a.id < b.id ? -1 : 1));
  const now = world.clock.wallMs();
  const copied = found.flatMap(({ broadcast }) => {
    const copyId = asked.get(broadcast.id)?.copyId ?? null;
    return copyId === null || broadcast.state === 'cancelled' ? [] : [{ copyId, broadcast }];
  });
  const copies = [...Map.groupBy(copied, ({ copyId }) => copyId)].flatMap(([id, own]) => {
    const isOpen = own.every(({ broadcast }) => broadcast.state === 'planned' && broadcast.plannedAt > now);
    return isOpen
      ? [{ id, count: own.length, firstAt: Math.min(...own.map(({ broadcast }) => broadcast.plannedAt)) }]
      : [];
  });
  return { slots, copies, isCut: [found, occurrences, dues].some(({ length }) => length >= MOST_SLOTS) };
}

function isCalledBack({ haltReason }: Broadcast, deliveries: readonly Delivery[]): boolean {
  return CALLED_BACK.includes(haltReason ?? '') && deliveries.every((one) => one.startedAt === null);
}

function writtenSlot(
  { broadcast, deliveries }: Planned,
  occurrence: PlannedOccurrence | null,
): Omit<Slot, 'areaIds' | 'hindrance' | 'isAskedOnce'> {
  const { id, title, kind, level, plannedAt, state } = broadcast;
  const ended = (...states: ReadonlyArray<Delivery['state']>) => deliveries.filter((one) => states.includes(one.state));
  return {
    ...{ id, broadcastId: id, ruleId: occurrence?.ruleId ?? null, title, kind, level, plannedAt, state },
    occurrence: occurrence && { date: occurrence.date, time: occurrence.time },
    ...lengthOf(broadcast),
    ends: {
      all: deliveries.length,
      played: ended('played').length,
      proved: ended('played').filter(({ evidence }) => evidence === 'E2').length,
      part: ended('played_part').length,
      handedOver: ended('handed_over').length,
      withheld: ended('withheld').length,
    },
  };
}

/** It came due, and no broadcast was made of it: not yet, or never. */
function unplannedSlot(
  { ruleId, date, time, plannedAt, state, reason }: PlannedOccurrence,
  rule: Rule,
): Omit<Slot, 'areaIds'> {
  const why = reason !== null && reason in REASONS ? (reason as Reason) : null;
  return {
    ...{ id: `${ruleId} ${date} ${time}`, broadcastId: null, ruleId, occurrence: { date, time } },
    isAskedOnce: false,
    ...{ title: rule.title, kind: 'bulletin', level: 'scheduled', plannedAt, durationMs: null, slot: null },
    state: state === 'planned' ? 'waiting' : 'dropped',
    hindrance: why && { reason: why, text: REASONS[why], endpoints: 0 },
    ends: NO_ENDS,
  };
}

function dueSlot({ ruleId, date, time, title, kind, plannedAt }: ExpectedDue): Omit<Slot, 'areaIds'> {
  return {
    ...{ id: `${ruleId} ${date} ${time}`, broadcastId: null, ruleId, occurrence: { date, time }, title, kind },
    isAskedOnce: false,
    ...{ level: kind === 'priority' ? 'priority' : 'scheduled', plannedAt, durationMs: null, slot: null },
    ...{ state: 'expected', hindrance: null, ends: NO_ENDS },
  };
}

/** How long it is, and how it fills its slot. What crosses the end is faded out there. */
function lengthOf({
  plannedAt,
  endBy,
  runningOrder: { durationMs, isOpenEnded },
}: Broadcast): Pick<Slot, 'durationMs' | 'slot'> {
  if (endBy === null || isOpenEnded) return { durationMs, slot: null };
  const missingMs = endBy - plannedAt - durationMs;
  return { durationMs, slot: { underMs: Math.max(0, missingMs), overMs: Math.max(0, -missingMs) } };
}

/** What the rules of the house, or a missing approval, would say to it at its time: the commonest answer. */
function hindered({ askAir }: House, { broadcast, deliveries }: Planned): Slot['hindrance'] {
  const counts = new Map<Reason, number>();
  for (const delivery of deliveries) {
    const word = askAir(delivery.endpointId, asDelivered(broadcast, delivery), broadcast.plannedAt, []);
    if (!word.ok) counts.set(word.reason, (counts.get(word.reason) ?? 0) + 1);
  }
  const [worst] = [...counts].sort(([, a], [, b]) => b - a);
  return worst ? { reason: worst[0], text: REASONS[worst[0]], endpoints: worst[1] } : null;
}
