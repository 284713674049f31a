import { expect, test } from 'vitest';
import { openStore } from '#store';
import { checkKey, fingerprint, recall, remember } from '../../../src/http/idempotency-store.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const WEEK_MS = 7 * 24 * 3600_000;
const KEY = 'a-key-of-the-console';
const answer = { status: 201, body: '{"id":"are_1"}' };

test('a request sent again gets the answer of the first; another request under its key is refused', async () => {
  const store = openStore(':memory:');
  const clock = new VirtualClock();
  const print = fingerprint('addArea', '/areas', { name: 'Thôn Đông' });
  expect(await recall(store.db, 'Lan', KEY, print)).toBe(null);
  await remember(store.db, clock, 'Lan', KEY, print, answer);
  expect(await recall(store.db, 'Lan', KEY, print)).toEqual(answer);
  expect(await recall(store.db, 'Nam', KEY, print)).toBe(null);
  const other = fingerprint('addArea', '/areas', { name: 'Thôn Đoài' });
  await expect(recall(store.db, 'Lan', KEY, other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  await store.close();
});

test('keys are forgotten after a week', async () => {
  const store = openStore(':memory:');
  const clock = new VirtualClock();
  await remember(store.db, clock, 'Lan', KEY, 'first', answer);
  await clock.advance(WEEK_MS + 1);
  await remember(store.db, clock, 'Lan', 'another-key', 'second', answer);
  expect(await recall(store.db, 'Lan', KEY, 'anything')).toBe(null);
  expect(await recall(store.db, 'Lan', 'another-key', 'second')).toEqual(answer);
  await store.close();
});

test('a key is 8 to 200 plain characters', () => {
  for (const bad of ['short', 'có dấu tiếng Việt', 'x'.repeat(201), 'with space in it']) {
    expect(() => checkKey(bad)).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_INVALID' }));
  }
  expect(checkKey('12345678')).toBe('12345678');
});
