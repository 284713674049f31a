import { expect, test } from 'vitest';
import type { Programme } from '#programme';
import { buildRunningOrder } from '../../../src/playout/running-order.ts';

const plain: Programme = {
  id: 'prg_1',
  name: 'Bản tin sáng',
  kind: 'bulletin',
  openingChimeId: null,
  closingChimeId: null,
  repeats: 1,
  pauseMs: 1000,
  leadInMs: 0,
  tailMs: 0,
  interruption: 'resume',
};
const durations = new Map([
  ['chime', 3000],
  ['end', 2000],
  ['news', 60_000],
]);
const audio = (recordingId: string) => ({ kind: 'audio', recordingId, durationMs: durations.get(recordingId) });
const silence = (durationMs: number) => ({ kind: 'silence', durationMs });

test('a bare programme is its bulletin', () => {
  expect(buildRunningOrder(plain, ['news'], durations, 0)).toEqual({ items: [audio('news')], durationMs: 60_000 });
});

test('lead-in, chime, the bulletin as often as wanted with pauses between, closing chime, tail', () => {
  const full = { ...plain, openingChimeId: 'chime', closingChimeId: 'end', repeats: 3, leadInMs: 500, tailMs: 700 };
  const order = buildRunningOrder(full, ['news'], durations, 0);
  expect(order?.items).toEqual([
    silence(500),
    audio('chime'),
    audio('news'),
    silence(1000),
    audio('news'),
    silence(1000),
    audio('news'),
    audio('end'),
    silence(700),
  ]);
  expect(order?.durationMs).toBe(500 + 3000 + 3 * 60_000 + 2 * 1000 + 2000 + 700);
});

test('the slowest amplifier decides the lead-in of all, so that neighbours stay together', () => {
  expect(buildRunningOrder({ ...plain, leadInMs: 500 }, ['news'], durations, 800)?.items[0]).toEqual(silence(800));
  expect(buildRunningOrder({ ...plain, leadInMs: 500 }, ['news'], durations, 100)?.items[0]).toEqual(silence(500));
});

test('nothing is built while one of its recordings is not ready', () => {
  expect(buildRunningOrder(plain, ['missing'], durations, 0)).toBe(null);
  expect(buildRunningOrder({ ...plain, openingChimeId: 'missing' }, ['news'], durations, 0)).toBe(null);
  expect(buildRunningOrder({ ...plain, closingChimeId: 'missing' }, ['news'], durations, 0)).toBe(null);
});

test('pauses of nothing leave no empty item', () => {
  const order = buildRunningOrder({ ...plain, repeats: 2, pauseMs: 0 }, ['news'], durations, 0);
  expect(order?.items).toEqual([audio('news'), audio('news')]);
});
