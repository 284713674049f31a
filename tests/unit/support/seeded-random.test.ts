import { expect, test } from 'vitest';
import { forSeeds, SeededRandom } from '../../support/seeded-random.ts';

test('the same seed gives the same bytes for ever', () => {
  expect(Buffer.from(new SeededRandom(1).bytes(8)).toString('hex')).toBe('91c1e37d78fb5a89');
  expect(new SeededRandom(7).bytes(64)).toEqual(new SeededRandom(7).bytes(64));
  expect(new SeededRandom(7).bytes(64)).not.toEqual(new SeededRandom(8).bytes(64));
});

test('numbers are spread evenly and stay inside their bounds', () => {
  const random = new SeededRandom(2);
  const counts = new Map<number, number>();
  for (let i = 0; i < 60_000; i++) {
    const value = random.int(-2, 3);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
  for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  const bytes = random.bytes(100_000);
  expect(Math.abs(bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length - 127.5)).toBeLessThan(1);
});

test('pick takes every item, shuffled keeps them all', () => {
  const random = new SeededRandom(4);
  const items = ['a', 'b', 'c', 'd'];
  expect(new Set(Array.from({ length: 100 }, () => random.pick(items)))).toEqual(new Set(items));
  expect(new Set(random.shuffled(items))).toEqual(new Set(items));
  expect(random.shuffled(items)).toHaveLength(4);
  expect(() => random.pick([])).toThrow(RangeError);
});

test('a failure names the seed that repeats it', async () => {
  const failing = forSeeds(10, 5, (random) => {
    if (random.seed === 13) throw new Error('broken');
  });
  if (process.env['SEED'] === undefined) await expect(failing).rejects.toThrow('with SEED=13: broken');
});
