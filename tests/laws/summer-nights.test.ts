/**
 * The nights on which a zone moves its clock, lived by a station and a village there: what stands in the gap is heard once,
 * at its end; what stands in the hour that comes twice is heard once; windows open and close by the village clock.
 */
import { describe, expect, test } from 'vitest';
import { type GateRules, gateAt, OPEN_RULES } from '#gate';
import { civilOf, dateOfDay, dayNumber, instantOf } from '#kernel';
import { checkRule, occurrencesBetween } from '#schedule';
import { Commune } from '../support/commune.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Night {
  readonly zone: string;
  /** The civil date on which the clock is moved. */
  readonly date: string;
  readonly what: string;
  readonly times: readonly string[];
  readonly windows?: GateRules['windows'];
  readonly quietHours?: GateRules['quietHours'];
  /** The village clock when each sound begins, by its offset to UTC, and which time of the rule it is. */
  readonly heard: ReadonlyArray<readonly [time: string, startsAt: string]>;
}

const window = (from: string, to: string) => [{ name: 'Đêm', from, to }];

const NIGHTS: readonly Night[] = [
  {
    zone: 'Europe/London',
    date: '2026-03-29',
    what: '01:00 is 02:00: a rule in the gap is heard at its end, one at 02:30 at 02:30, each once',
    times: ['00:30', '01:30', '02:30'],
    heard: [
      ['00:30', '2026-03-29T00:30Z'],
      ['01:30', '2026-03-29T02:00+01:00'],
      ['02:30', '2026-03-29T02:30+01:00'],
    ],
  },
  {
    zone: 'Europe/London',
    date: '2026-03-29',
    what: 'a window that begins in the gap opens at its end, and one that ends in it is over then',
    times: ['00:10', '00:30', '01:30', '02:30', '02:50'],
    windows: [...window('00:20', '01:15'), ...window('01:45', '02:45')],
    heard: [
      ['00:30', '2026-03-29T00:30Z'],
      ['01:30', '2026-03-29T02:00+01:00'],
      ['02:30', '2026-03-29T02:30+01:00'],
    ],
  },
  {
    zone: 'Europe/London',
    date: '2026-10-25',
    what: '02:00 is 01:00: what stands in the hour that comes twice is heard the first time only',
    times: ['00:30', '01:30', '02:30'],
    heard: [
      ['00:30', '2026-10-25T00:30+01:00'],
      ['01:30', '2026-10-25T01:30+01:00'],
      ['02:30', '2026-10-25T02:30Z'],
    ],
  },
  {
    zone: 'America/Havana',
    date: '2026-03-08',
    what: 'midnight is 01:00: a rule at 00:30 is heard at 01:00, one at 02:30 at 02:30',
    times: ['00:30', '02:30', '23:40'],
    heard: [
      ['23:40', '2026-03-07T23:40-05:00'],
      ['00:30', '2026-03-08T01:00-04:00'],
      ['02:30', '2026-03-08T02:30-04:00'],
    ],
  },
  {
    zone: 'America/Havana',
    date: '2026-03-08',
    what: 'quiet hours that end in the gap are over at its end',
    times: ['00:30', '02:30', '23:40'],
    quietHours: [{ from: '21:30', to: '00:45' }],
    heard: [
      ['00:30', '2026-03-08T01:00-04:00'],
      ['02:30', '2026-03-08T02:30-04:00'],
    ],
  },
  {
    zone: 'America/Havana',
    date: '2026-11-01',
    what: '01:00 is midnight again: 00:30 is heard the first time, 02:30 once; quiet hours hold in both passes',
    times: ['00:10', '00:30', '02:30', '23:40'],
    quietHours: [{ from: '00:00', to: '00:20' }],
    heard: [
      ['23:40', '2026-10-31T23:40-04:00'],
      ['00:30', '2026-11-01T00:30-04:00'],
      ['02:30', '2026-11-01T02:30-05:00'],
    ],
  },
];

test.each(NIGHTS.map((night) => [`${night.zone} ${night.date}`, night.what, night] as const))(
  '%s: %s',
  async (_zone, _what, night) => {
    const { zone, date, times, windows = [], quietHours = [] } = night;
    const eve = dateOfDay((dayNumber(date) ?? 0) - 1);
    const day = new Commune({
      wallMs: instantOf(eve, '23:20', zone) ?? 0,
      rules: { ...OPEN_RULES, windows, quietHours },
      zone,
    });
    await day.start();
    await day.addVillages(['Đông']);
    await day.powerAllOn();
    for (const time of times) {
      const bulletinId = await day.addBulletin({ title: time, durationMs: 30 * SECOND });
      const input = {
        title: time,
        bulletinId,
        zoneIds: [day.zoneId],
        active: true,
        pattern: { every: 'daily', times: [time] },
      };
      await day.station?.house.schedule.createRule(input);
    }
    await day.clock.advanceTo(instantOf(date, '03:20', zone) ?? 0);
    const titles = new Map(
      (await day.store.db.selectFrom('broadcasts').select(['id', 'title']).execute()).map((row) => [row.id, row.title]),
    );
    const heard = day.villages[0]?.heard.map((one) => [
      titles.get(one.broadcastId),
      one.startAt,
      one.endAt - one.startAt,
    ]);
    expect(heard).toEqual(night.heard.map(([time, at]) => [time, Date.parse(at), 30 * SECOND]));
  },
);

/** The hands of the village clock, read minute by minute, without any arithmetic of ours. */
describe.each([
  ['Europe/London', '2026-03-29'],
  ['Europe/London', '2026-10-25'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
] as const)('%s, the whole days around %s', (zone, date) => {
  const from = (instantOf(date, '12:00', zone) ?? 0) - 36 * HOUR;
  const minutes = Array.from({ length: 60 * 60 }, (_, at) => from + at * MINUTE);
  const hands = (at: number) => civilOf(at, zone).time.slice(0, 5);

  const calendar = (at: number) => `${civilOf(at, zone).date} ${hands(at)}`;

  test('every hour of the day comes once by the clock, or at the end of the gap', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const time = `${String(hour).padStart(2, '0')}:30`;
      const rule = checkRule({ every: 'daily', times: [time] });
      const found = occurrencesBetween(rule, zone, from, from + 60 * HOUR);
      expect(new Set(found.map((one) => one.date)).size).toBe(found.length);
      const shown = minutes.filter((at) => hands(at) === time);
      const firsts = shown.filter((at, i) => at - (shown[i - 1] ?? 0) > 2 * HOUR);
      const inGap = found.filter((one) => !shown.includes(one.atMs));
      expect(found.filter((one) => shown.includes(one.atMs)).map((one) => one.atMs)).toEqual(firsts);
      for (const { date: on, atMs } of inGap) {
        expect(calendar(atMs - MINUTE) < `${on} ${time}` && calendar(atMs) > `${on} ${time}`).toBe(true);
      }
    }
  });

  test.each([
    ['00:30', '03:00'],
    ['01:30', '02:30'],
    ['23:30', '00:30'],
  ])('a window from %s to %s is open when the clock says so, and closes when it said', (opens, closes) => {
    const rules = { ...OPEN_RULES, windows: window(opens, closes) };
    const gate = { zone, versions: [{ from: '2026-01-01', rules }], exceptionDays: [], mourning: [], quietSpans: [] };
    const isShown = (time: string) =>
      opens < closes ? opens <= time && time < closes : opens <= time || time < closes;
    for (const at of minutes) {
      const word = gateAt(gate, { level: 'scheduled', kind: 'bulletin' }, at);
      expect(word.isOpen, new Date(at).toISOString()).toBe(isShown(hands(at)));
      const changesAt = word.isOpen ? word.closesAt : word.opensAt;
      if (changesAt === null || changesAt > at + MINUTE) continue;
      expect(isShown(hands(changesAt))).toBe(!word.isOpen);
    }
  });
});
