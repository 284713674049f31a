import { describe, expect, test } from 'vitest';
import { isWithinHours, mayAdminister, type Plane, type WeekSpan, type Wish } from '#admin';
import { readNetworks } from '#kernel';

const HANOI = 'Asia/Ho_Chi_Minh';
const BERLIN = 'Europe/Berlin';
const OFFICE = '10.1.2.3';
const STREET = '203.0.113.9';
/** Monday to Friday, office hours. */
const HOURS: readonly WeekSpan[] = [{ weekdays: [1, 2, 3, 4, 5], from: '07:30', to: '17:00' }];
const at = (iso: string) => Date.parse(iso);
const MONDAY_10 = at('2026-11-23T10:00:00+07:00');
const MONDAY_2 = at('2026-11-23T02:00:00+07:00');
const SUNDAY_10 = at('2026-11-22T10:00:00+07:00');
const networks = readNetworks('10.1.0.0/16, 2001:db8::/32');
if ('wrong' in networks) throw new Error(networks.wrong.en);
const OPEN = { networks: null, hours: [] };
const CLOSED = { networks, hours: HOURS };

describe('may this request administer?', () => {
  const rows: Array<[string, typeof OPEN | typeof CLOSED, Plane, Wish, string, number, boolean, string]> = [
    ['a fresh station has no rules', OPEN, 'only', 'administer', STREET, MONDAY_2, false, 'yes'],
    ['nor has its set-up', OPEN, 'only', 'set_up', STREET, MONDAY_2, false, 'yes'],
    ['the office in its hours', CLOSED, 'only', 'administer', OFFICE, MONDAY_10, false, 'yes'],
    ['the office in the clothes of IPv6', CLOSED, 'only', 'administer', `::ffff:${OFFICE}`, MONDAY_10, false, 'yes'],
    ['the office over IPv6', CLOSED, 'only', 'administer', '2001:db8::7', MONDAY_10, false, 'yes'],
    ['from the street', CLOSED, 'only', 'administer', STREET, MONDAY_10, false, 'address'],
    ['from nowhere', CLOSED, 'only', 'administer', '', MONDAY_10, false, 'address'],
    ['the office by night', CLOSED, 'only', 'administer', OFFICE, MONDAY_2, false, 'hours'],
    ['the office on Sunday', CLOSED, 'only', 'administer', OFFICE, SUNDAY_10, false, 'hours'],
    ['the printed link by night', CLOSED, 'only', 'administer', OFFICE, MONDAY_2, true, 'yes'],
    ['the printed link in the street', CLOSED, 'only', 'administer', STREET, MONDAY_2, true, 'address'],
    ['set-up from the street', CLOSED, 'only', 'set_up', STREET, MONDAY_10, false, 'address'],
    ['set-up by night', CLOSED, 'only', 'set_up', OFFICE, MONDAY_2, false, 'yes'],
    ['an inspector anywhere, any time', CLOSED, 'only', 'inspect', STREET, MONDAY_2, false, 'yes'],
    ['an emergency at two in the morning, from the street', CLOSED, 'only', 'work', STREET, MONDAY_2, false, 'yes'],
    ['the same through the public door', CLOSED, 'public', 'work', STREET, MONDAY_2, false, 'yes'],
    ['an address nobody can read', CLOSED, 'public', 'work', '', MONDAY_2, false, 'yes'],
    ['people through the public door', OPEN, 'public', 'administer', OFFICE, MONDAY_10, false, 'not_here'],
    ['the printed link there', OPEN, 'public', 'administer', OFFICE, MONDAY_10, true, 'not_here'],
    ['an inspector there', OPEN, 'public', 'inspect', OFFICE, MONDAY_10, false, 'not_here'],
    ['set-up there', OPEN, 'public', 'set_up', OFFICE, MONDAY_10, false, 'not_here'],
    ['people through the other door', OPEN, 'admin', 'administer', OFFICE, MONDAY_10, false, 'yes'],
    ['an inspector there', OPEN, 'admin', 'inspect', OFFICE, MONDAY_10, false, 'yes'],
    ['work there, from the office by night', CLOSED, 'admin', 'work', OFFICE, MONDAY_2, false, 'yes'],
    ['anything there from the street', CLOSED, 'admin', 'work', STREET, MONDAY_10, false, 'address'],
    ['people there by night', CLOSED, 'admin', 'administer', OFFICE, MONDAY_2, false, 'hours'],
  ];
  test.each(rows)('%s', (_what, rules, plane, wish, address, now, isBreakGlass, word) => {
    expect(mayAdminister(rules, HANOI, { plane, wish, address, at: now, isBreakGlass })).toBe(word);
  });

  test('what is no administration is refused at no hour of a week and from no address', () => {
    for (let hour = 0; hour < 7 * 24; hour += 1) {
      for (const plane of ['only', 'public'] as const) {
        const asked = {
          plane,
          wish: 'work' as const,
          address: STREET,
          at: MONDAY_2 + hour * 3600_000,
          isBreakGlass: false,
        };
        expect(mayAdminister(CLOSED, HANOI, asked)).toBe('yes');
      }
    }
  });
});

describe('hours of administration', () => {
  const NIGHT: readonly WeekSpan[] = [{ weekdays: [7], from: '22:00', to: '02:00' }];
  const ALL_DAY: readonly WeekSpan[] = [{ weekdays: [3], from: '00:00', to: '00:00' }];
  const SPRING: readonly WeekSpan[] = [{ weekdays: [7], from: '02:30', to: '04:00' }];
  test.each<[string, readonly WeekSpan[], string, string, boolean]>([
    ['the first minute counts', HOURS, HANOI, '2026-11-23T07:30:00+07:00', true],
    ['the minute before does not', HOURS, HANOI, '2026-11-23T07:29:59+07:00', false],
    ['the last minute does not', HOURS, HANOI, '2026-11-23T17:00:00+07:00', false],
    ['the one before counts', HOURS, HANOI, '2026-11-23T16:59:59+07:00', true],
    ['the civil day is that of the station, not of Greenwich', HOURS, HANOI, '2026-11-22T23:00:00Z', false],
    ['before midnight', NIGHT, HANOI, '2026-11-22T23:59:00+07:00', true],
    ['after midnight it still is the evening before', NIGHT, HANOI, '2026-11-23T01:59:00+07:00', true],
    ['and then it is over', NIGHT, HANOI, '2026-11-23T02:00:00+07:00', false],
    ['the small hours of its own day are the evening before', NIGHT, HANOI, '2026-11-22T01:00:00+07:00', false],
    ['from midnight to midnight is a day', ALL_DAY, HANOI, '2026-11-25T23:59:00+07:00', true],
    ['and no more', ALL_DAY, HANOI, '2026-11-26T00:00:00+07:00', false],
    ['nor less', ALL_DAY, HANOI, '2026-11-25T00:00:00+07:00', true],
    ['02:30 that does not exist: open when clocks show 03:00', SPRING, BERLIN, '2026-03-29T01:00:00Z', true],
    ['closed when they show 01:59', SPRING, BERLIN, '2026-03-29T00:59:00Z', false],
    ['the hour that comes twice: the first time', SPRING, BERLIN, '2026-10-25T00:30:00Z', true],
    ['the hour that comes twice: the second time', SPRING, BERLIN, '2026-10-25T01:30:00Z', true],
  ])('%s', (_what, spans, zone, iso, isOpen) => {
    expect(isWithinHours(spans, zone, at(iso))).toBe(isOpen);
  });
});
