import { civilOf, dateOfDay, dayNumber, instantOf } from '#kernel';
import { describeRule, occurrencesBetween, type Pattern, withOccurrence } from '#schedule';
import type { RouteAnswer, RouteInput } from '../../src/http/contract.ts';
import { FAKE_ZONE } from './fake-day.ts';
import type { FakeHouse } from './fake-house.ts';

type Calendar = RouteAnswer<'getCalendar'>;
const startOf = (date: string) => instantOf(date, '00:00', FAKE_ZONE) ?? 0;

/** The calendar of the fake station: its rules, and what was asked for once. */
export function fakeCalendar(house: FakeHouse, { from, days }: RouteInput<'getCalendar'>['query']): Calendar {
  const dates = Array.from({ length: days }, (_, more) => dateOfDay((dayNumber(from) ?? 0) + more));
  const to = startOf(dateOfDay((dayNumber(from) ?? 0) + days));
  const ends = { all: 3, played: 0, proved: 0, part: 0, handedOver: 0, withheld: 0 };
  const areaIds = house.areas.map(({ id }) => id);
  const plain = { isAskedOnce: false, durationMs: 95_000, slot: null, hindrance: null, areaIds, ends };
  const areasOf = (zoneIds: readonly string[]) => {
    const ids = new Set(house.zones.flatMap((zone) => (zoneIds.includes(zone.id) ? zone.endpointIds : [])));
    return [...new Set(house.endpoints.flatMap((one) => (ids.has(one.id) ? (one.areaId ?? []) : [])))];
  };
  const ruled = house.rules.flatMap(({ id: ruleId, title, pattern, active, zoneIds }) => {
    const heardIn = areasOf(zoneIds);
    return occurrencesBetween(pattern as Pattern, FAKE_ZONE, active ? Math.max(Date.now(), startOf(from)) : to, to).map(
      ({ date, time, atMs }): Calendar['slots'][number] => ({
        ...{ id: `${ruleId} ${date} ${time}`, broadcastId: null, ruleId, occurrence: { date, time }, title },
        ...{ kind: 'bulletin', level: 'scheduled', plannedAt: atMs, state: 'expected', ...plain, areaIds: heardIn },
        ...house.slotLooks[title],
      }),
    );
  });
  const once = dates
    .flatMap((date) => house.day.on(date))
    .map(({ id, title, kind, level, plannedAt, state }): Calendar['slots'][number] => ({
      ...{ id, broadcastId: id, ruleId: null, occurrence: null, title, kind, level, plannedAt, state, ...plain },
      isAskedOnce: true,
      ends: { ...ends, played: state === 'ended' ? 3 : 0, proved: state === 'ended' ? 3 : 0 },
    }));
  return {
    slots: [...ruled, ...once].toSorted((a, b) => a.plannedAt - b.plannedAt),
    copies: house.copies,
    isCut: false,
  };
}

export function adjusted(
  pattern: Record<string, unknown>,
  { date, time, to }: RouteInput<'adjustRule'>['body'],
): RouteAnswer<'adjustRule'> {
  const moved = withOccurrence(pattern as Pattern, { date, time }, to);
  return { pattern: { ...moved }, description: describeRule(moved) };
}

/** A civil date so many days from today. */
export function dateIn(days: number): string {
  return civilOf(Date.now() + days * 86_400_000, FAKE_ZONE).date;
}

const DAY_MS = 86_400_000;

/** What was asked for once, a whole number of weeks later; what is called so lapses. */
export function copyLines(
  house: FakeHouse,
  { from, to }: RouteInput<'previewWeekCopy'>['body'],
): RouteAnswer<'previewWeekCopy'> {
  const dates = Array.from({ length: 7 }, (_, more) => dateOfDay((dayNumber(from) ?? 0) + more));
  const byMs = ((dayNumber(to) ?? 0) - (dayNumber(from) ?? 0)) * DAY_MS;
  return dates
    .flatMap((date) => house.day.on(date))
    .filter(({ state }) => state !== 'cancelled')
    .map(({ id, title, plannedAt }) => ({
      ...{ broadcastId: id, title, startAt: plannedAt + byMs, areaIds: house.areas.map((area) => area.id) },
      ...(title.includes('hết hạn')
        ? { state: 'lapses' as const, text: { vi: 'bản tin không còn hiệu lực vào giờ đó', en: 'not valid then' } }
        : { state: 'comes' as const, text: null }),
    }));
}
