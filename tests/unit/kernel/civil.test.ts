import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilOf, dateOfDay, dayNumber, instantOf, isZone, secondOfDay, zoneOffsetMs } from '#kernel';

const VN = 'Asia/Ho_Chi_Minh';
const utc = (text: string) => Date.parse(text);

test('five in the morning in the village', () => {
  expect(instantOf('2026-11-23', '05:00', VN)).toBe(utc('2026-11-22T22:00:00Z'));
  expect(civilOf(utc('2026-11-22T22:00:00.999Z'), VN)).toEqual({ date: '2026-11-23', time: '05:00:00', weekday: 1 });
  expect(civilOf(utc('2026-11-22T16:59:59Z'), VN)).toEqual({ date: '2026-11-22', time: '23:59:59', weekday: 7 });
});

test.each([
  ['Europe/Berlin', '2026-03-29', '02:30'],
  ['America/New_York', '2026-03-08', '02:00'],
  ['Australia/Lord_Howe', '2026-10-04', '02:15'],
  ['Africa/Cairo', '2026-04-24', '00:30'],
  ['Pacific/Apia', '2011-12-30', '12:00'],
])('in %s there was no %s %s', (zone, date, time) => {
  expect(instantOf(date, time, zone)).toBe(null);
});

test.each([
  ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00Z'],
  ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z'],
  ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z'],
])('in %s %s %s comes twice: the first one counts', (zone, date, time, at) => {
  expect(instantOf(date, time, zone)).toBe(utc(at));
});

test.each([
  ['Asia/Kathmandu', 5.75],
  ['Asia/Kolkata', 5.5],
  ['Pacific/Chatham', 13.75],
  ['America/St_Johns', -3.5],
  ['Pacific/Kiritimati', 14],
])('%s is %f hours from Greenwich in November 2026', (zone, hours) => {
  expect(zoneOffsetMs(zone, utc('2026-11-23T00:00:00Z'))).toBe(hours * 3600_000);
});

test('there and back again, in every zone, at any second', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const second = fc.integer({ min: utc('1985-01-01') / 1000, max: utc('2099-12-31') / 1000 });
  fc.assert(
    fc.property(second, fc.constantFrom(...zones), (at, zone) => {
      const { date, time, weekday } = civilOf(at * 1000, zone);
      const back = instantOf(date, time, zone);
      // An hour that comes twice gives its first coming.
      expect(back).not.toBe(null);
      expect(at * 1000 - (back ?? 0)).toBeGreaterThanOrEqual(0);
      expect(at * 1000 - (back ?? 0)).toBeLessThanOrEqual(2 * 3600_000);
      expect(civilOf(back ?? 0, zone)).toEqual({ date, time, weekday });
    }),
    { numRuns: 1000 },
  );
});

test('days that are none, and times that are none', () => {
  for (const date of [
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '26-01-01',
    '',
    '2026-01-01T00:00',
    '0000-00-00',
  ])
    expect(dayNumber(date), date).toBe(null);
  for (const time of ['24:00', '5:00', '05:60', '05:00:60', '', '05', '05:00:00.5', ' 05:00'])
    expect(secondOfDay(time), time).toBe(null);
  expect(instantOf('2026-02-30', '05:00', VN)).toBe(null);
  expect(instantOf('2026-02-28', '25:00', VN)).toBe(null);
});

test('days are numbered without gaps, leap days included', () => {
  const first = dayNumber('1999-12-31') ?? 0;
  for (let day = 0; day < 2000; day += 1) expect(dayNumber(dateOfDay(first + day))).toBe(first + day);
  expect(dayNumber('2000-02-29')).toBe(first + 60);
  expect(secondOfDay('23:59:59')).toBe(86_399);
});

test('a zone is one that this machine knows', () => {
  expect(['Asia/Ho_Chi_Minh', 'UTC', 'Europe/Berlin'].every(isZone)).toBe(true);
  expect(['', 'Asia/Hanoi2', 'x'.repeat(1000), 'Asia/Ho_Chi_Minh\n'].some(isZone)).toBe(false);
});
