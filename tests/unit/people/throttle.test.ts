import { describe, expect, test } from 'vitest';
import {
  bucketsOf,
  forgive,
  LIMITS,
  type Limit,
  type Strikes,
  sourceOf,
  strike,
  waitMs,
} from '../../../src/people/throttle.ts';

const LIMIT: Limit = { free: 3, firstMs: 1000, mostMs: 8000, forgetMs: 60_000 };
const struck = (count: number): Strikes => ({ count, lastAtMs: 100_000 });

describe('how long the next try waits', () => {
  test.each([
    ['nobody tried', undefined, 100_000, 0],
    ['fewer than are free', struck(2), 100_000, 0],
    ['the free ones are used', struck(3), 100_000, 1000],
    ['half of the wait is over', struck(3), 100_500, 500],
    ['the wait is over', struck(3), 101_000, 0],
    ['one more', struck(4), 100_000, 2000],
    ['two more', struck(5), 100_000, 4000],
    ['as long as it gets', struck(6), 100_000, 8000],
    ['a thousand more', struck(1000), 100_000, 8000],
    ['forgotten', struck(1000), 160_000, 0],
  ] as const)('%s', (_what, strikes, nowMs, wait) => {
    expect(waitMs(LIMIT, strikes, nowMs)).toBe(wait);
  });
});

test('a try counts from the first again once all is forgotten', () => {
  expect(strike(LIMIT, struck(5), 159_999)).toEqual({ count: 6, lastAtMs: 159_999 });
  expect(strike(LIMIT, struck(5), 160_000)).toEqual({ count: 1, lastAtMs: 160_000 });
});

test('who knows the way in clears what is his alone, not what he shares with others', () => {
  for (const name of ['pair', 'device', 'code', 'device_code'] as const) expect(forgive(name, struck(9))).toBe(null);
  for (const name of ['source', 'strangers'] as const) {
    expect(forgive(name, struck(9))).toEqual(struck(8));
    expect(forgive(name, struck(1))).toBe(null);
  }
});

test('a known device shares no bucket with anybody', () => {
  const stranger = { account: 'lan', source: '10.0.0.9', device: null };
  const known = { account: 'lan', source: '10.0.0.9', device: 'd1' };
  for (const step of ['password', 'code', 'recovery', 'passkey'] as const) {
    const strangers = new Set(bucketsOf({ ...stranger, step }).map((bucket) => bucket.join(' ')));
    const own = bucketsOf({ ...known, step }).map((bucket) => bucket.join(' '));
    expect(own).toHaveLength(1);
    expect(own.some((bucket) => strangers.has(bucket))).toBe(false);
  }
  expect(bucketsOf({ ...stranger, step: 'password' }).map(([name]) => name)).toEqual(['pair', 'source', 'strangers']);
  expect(bucketsOf({ ...stranger, step: 'code' }).map(([name]) => name)).toEqual([
    'pair',
    'code',
    'source',
    'strangers',
  ]);
});

test('six digits cannot be guessed in a year, from however many addresses', () => {
  const yearMs = 365 * 24 * 3600_000;
  for (const name of ['code', 'device_code'] as const) {
    const { free, mostMs } = LIMITS[name];
    const perDay = free + (24 * 3600_000) / mostMs;
    expect(perDay, name).toBeLessThan(400);
    expect(LIMITS[name].forgetMs).toBeGreaterThan(mostMs);
  }
  // Three steps of a million are right at any moment.
  const { mostMs, free } = LIMITS.code;
  expect(((yearMs / mostMs + free) * 3) / 1e6).toBeLessThan(0.06);
});

test.each([
  ['10.0.0.5', '10.0.0.5'],
  ['::ffff:10.0.0.5', '10.0.0.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s is one source: %s', (address, source) => {
  expect(sourceOf(address)).toBe(source);
});
