import { expect, test } from 'vitest';
import { holdReserve } from '#store';
import { MemoryFiles } from '../../support/memory-files.ts';

const MB = 1024 * 1024;

test('the room is really taken, kept over a restart, and given up once', async () => {
  const files = new MemoryFiles();
  await files.makeFolder('/data');
  const first = await holdReserve(files, '/data', 3 * MB + 5);
  expect(first.isHeld()).toBe(true);
  expect(await files.size('/data/reserve.bin')).toBe(3 * MB + 5);
  const second = await holdReserve(files, '/data', 3 * MB + 5);
  expect(second.isHeld()).toBe(true);
  expect(await Promise.all([second.release(), second.release()])).toEqual([true, false]);
  expect(second.isHeld()).toBe(false);
  expect(await files.size('/data/reserve.bin')).toBe(null);
});

test('without a wish for a reserve nothing is taken', async () => {
  const files = new MemoryFiles();
  await files.makeFolder('/data');
  const none = await holdReserve(files, '/data', 0);
  expect([none.isHeld(), await none.release(), await files.size('/data/reserve.bin')]).toEqual([false, false, null]);
});
