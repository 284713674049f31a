import { describe, expect, it } from 'vitest';
import { dateOfDay, dayNumber, lunarNewYear, lunarOf } from '#kernel';

/** First days of lunar years as they were, or are announced, in Việt Nam; 1985, 2007 and 2030 differ from China. */
const NEW_YEARS =
  '1985-01-21 2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-17 2008-02-07 ' +
  '2009-01-26 2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 ' +
  '2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 ' +
  '2029-02-13 2030-02-02';

describe('the lunar calendar', () => {
  it.each(NEW_YEARS.split(' '))('begins a year on %s', (date) => {
    const year = Number(date.slice(0, 4));
    expect(lunarOf(date)).toEqual({ day: 1, month: 1, isLeap: false, year });
    expect(lunarNewYear(year)).toBe(date);
  });

  it.each<[string, number, number, boolean, number]>([
    ['2025-07-25', 1, 6, true, 2025],
    ['2025-06-25', 1, 6, false, 2025],
    ['2023-03-22', 1, 2, true, 2023],
    ['2020-05-23', 1, 4, true, 2020],
    ['2026-04-26', 10, 3, false, 2026],
    ['2026-09-25', 15, 8, false, 2026],
    ['2026-02-16', 29, 12, false, 2025],
  ])('%s is day %i of month %i', (date, day, month, isLeap, year) => {
    expect(lunarOf(date)).toEqual({ day, month, isLeap, year });
  });

  it('goes on day by day for ninety years, months of 29 or 30 days, 12 or 13 in a year', () => {
    let before = lunarOf('1970-01-01');
    const starts = new Map<number, number>();
    for (let number = 1; number < 90 * 365; number += 1) {
      const now = lunarOf(dateOfDay(number));
      if (!before || !now) throw new Error('no lunar day');
      if (now.day === 1) {
        expect([29, 30], dateOfDay(number)).toContain(before.day);
        const follows = now.isLeap ? now.month === before.month : now.month === (before.month % 12) + 1;
        expect(follows, dateOfDay(number)).toBe(true);
        starts.set(now.year, (starts.get(now.year) ?? 0) + 1);
      } else expect({ ...now, day: now.day - 1 }, dateOfDay(number)).toEqual(before);
      before = now;
    }
    const full = [...starts.values()].slice(1, -1);
    expect(new Set(full)).toEqual(new Set([12, 13]));
  });

  it('agrees with the calendar of the platform, which goes by the clock of Beijing, on nearly every day', () => {
    const peer = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', day: 'numeric', month: 'numeric' });
    const first = dayNumber('2000-01-01') ?? 0;
    let same = 0;
    for (let more = 0; more < 30 * 365; more += 1) {
      const parts = peer.formatToParts(new Date((first + more) * 86_400_000));
      const own = lunarOf(dateOfDay(first + more));
      const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
      if (Number(of('day')) === own?.day && Number.parseInt(of('month'), 10) === own.month) same += 1;
    }
    // A new moon within the hour between the two clocks makes another month: one in 24, for 30 days.
    expect(same / (30 * 365)).toBeGreaterThan(0.93);
  });

  it('has nothing to say of what is no date', () => {
    expect(lunarOf('2026-02-30')).toBeNull();
  });
});
