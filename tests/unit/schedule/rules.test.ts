import { describe, expect, it } from 'vitest';
import { checkRule, occurrencesBetween } from '#schedule';

const at = (iso: string) => Date.parse(iso);
const plan = (rule: object, zone: string, from: string, to: string) =>
  occurrencesBetween(checkRule(rule), zone, at(from), at(to)).map(
    ({ date, time, atMs }) => `${date} ${time} ${new Date(atMs).toISOString().slice(0, 16)}Z`,
  );

describe('a clock that is changed (K09): once, at a defined instant, for every kind alike', () => {
  const kinds = (time: string, date: string) => [
    { every: 'once', date, time },
    { every: 'daily', times: [time] },
    { every: 'weekly', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], times: [time] },
    { every: 'monthly', days: [Number(date.slice(8))], times: [time] },
    { every: 'cron', expression: `${Number(time.slice(3))} ${Number(time.slice(0, 2))} * * *` },
  ];

  it.each([
    ['London spring gap', 'Europe/London', '2026-03-29', '01:30', '2026-03-29T01:00Z'],
    ['London autumn, first of two', 'Europe/London', '2026-10-25', '01:30', '2026-10-25T00:30Z'],
    ['Havana spring gap at midnight', 'America/Havana', '2026-03-08', '00:30', '2026-03-08T05:00Z'],
    ['Cairo, midnight does not exist', 'Africa/Cairo', '2026-04-24', '00:00', '2026-04-23T22:00Z'],
    ['Cairo, the hour before midnight comes twice', 'Africa/Cairo', '2026-10-29', '23:30', '2026-10-29T20:30Z'],
  ])('%s', (_, zone, date, time, instant) => {
    for (const rule of kinds(time, date)) {
      const found = plan(rule, zone, `${date}T00:00Z`, `${date}T00:00Z`.replace(/T.*/, 'T23:59Z'));
      const all = plan(rule, zone, new Date(at(`${date}T00:00Z`) - 86_400_000).toISOString(), `${date}T23:59Z`);
      expect([...new Set([...found, ...all])].filter((line) => line.startsWith(date))).toEqual([
        `${date} ${time} ${instant}`,
      ]);
    }
  });

  it('several times that fall on the end of a gap sound once, as the time that the clock shows', () => {
    const rule = { every: 'daily', times: ['00:30', '01:00', '01:30', '02:00'] };
    expect(plan(rule, 'Europe/London', '2026-03-29T00:00Z', '2026-03-30T00:00Z')).toEqual(
      ['2026-03-29 00:30 2026-03-29T00:30Z', '2026-03-29 02:00 2026-03-29T01:00Z'].concat([
        '2026-03-30 00:30 2026-03-29T23:30Z',
      ]),
    );
  });
});

describe('the edges of days and dates', () => {
  it('counts the first and the last day', () => {
    const rule = { every: 'daily', times: ['00:00', '23:55'], from: '2026-11-23', until: '2026-11-24' };
    expect(plan(rule, 'Asia/Ho_Chi_Minh', '2026-11-01T00:00Z', '2026-12-01T00:00Z')).toEqual([
      '2026-11-23 00:00 2026-11-22T17:00Z',
      '2026-11-23 23:55 2026-11-23T16:55Z',
      '2026-11-24 00:00 2026-11-23T17:00Z',
      '2026-11-24 23:55 2026-11-24T16:55Z',
    ]);
  });

  it('takes the start of a window and leaves its end', () => {
    const rule = { every: 'daily', times: ['05:30'] };
    expect(plan(rule, 'Asia/Ho_Chi_Minh', '2026-11-22T22:30:00Z', '2026-11-23T22:30:00Z')).toHaveLength(1);
    expect(plan(rule, 'Asia/Ho_Chi_Minh', '2026-11-22T22:30:00.001Z', '2026-11-23T22:30:00Z')).toHaveLength(0);
    expect(plan(rule, 'Asia/Ho_Chi_Minh', '2026-11-22T22:30:00Z', '2026-11-22T22:30:00Z')).toHaveLength(0);
  });

  it('a month without day 31 has none, and "last" is its end, leap years too', () => {
    const rule = { every: 'monthly', days: [31, 'last'], times: ['05:30'] };
    const dates = plan(rule, 'Asia/Ho_Chi_Minh', '2028-01-01T00:00Z', '2028-05-01T00:00Z').map((line) =>
      line.slice(0, 10),
    );
    expect(dates).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30']);
  });

  it('a replaced date may add a day, an excluded date takes every time of it', () => {
    const rule = {
      ...{ every: 'weekly', weekdays: ['mon'], times: ['05:30', '17:00'] },
      ...{ excluded: ['2026-11-23'], replaced: { '2026-11-25': ['09:00'] } },
    };
    expect(plan(rule, 'Asia/Ho_Chi_Minh', '2026-11-22T00:00Z', '2026-11-30T00:00Z')).toEqual([
      '2026-11-25 09:00 2026-11-25T02:00Z',
      '2026-11-30 05:30 2026-11-29T22:30Z',
    ]);
  });

  it('a year of half-hours is 17,520 occurrences, planned day by day', () => {
    const rule = checkRule({ every: 'cron', expression: '*/30 * * * *' });
    const year = occurrencesBetween(
      rule,
      'Asia/Ho_Chi_Minh',
      at('2025-01-01T00:00+07:00'),
      at('2026-01-01T00:00+07:00'),
    );
    expect(year).toHaveLength(17_520);
    expect(year.at(-1)).toMatchObject({ date: '2025-12-31', time: '23:30' });
  });
});
