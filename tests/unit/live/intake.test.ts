import { expect, test } from 'vitest';
import { BoundedLine, ByteAllowance } from '../../../src/live/intake.ts';
import { LevelMeter } from '../../../src/live/level-meter.ts';
import { forSeeds } from '../../support/seeded-random.ts';

test('an allowance takes a burst, then what it allows in the long run, and no more', () =>
  forSeeds(1, 50, (random) => {
    const [perSecond, burst] = [1000, 3000];
    const allowance = new ByteAllowance(perSecond, burst, 0);
    let [taken, now] = [0, 0];
    for (let count = 0; count < 300; count += 1) {
      now += random.word() % 400;
      const bytes = random.word() % 900;
      if (allowance.take(bytes, now)) taken += bytes;
      expect(taken).toBeLessThanOrEqual(burst + (now / 1000) * perSecond + 0.001);
    }
    expect(taken).toBeGreaterThan((now / 1000) * perSecond * 0.8);
  }));

test('an honest source is never refused; two megabytes at once are', () => {
  const allowance = new ByteAllowance(512 * 1024, 1024 * 1024, 0);
  for (let now = 0; now < 60_000; now += 20) expect(allowance.take(48_000 * 2 * 0.02, now)).toBe(true);
  expect(allowance.take(2 * 1024 * 1024, 60_000)).toBe(false);
});

test('a line hands on in order, drops the oldest when the taker is slow, and gives its rest at the end', async () => {
  const taken: number[] = [];
  let dropped = 0;
  let release = Promise.withResolvers<void>();
  const line = new BoundedLine(
    10,
    async (bytes) => {
      taken.push(bytes[0] ?? 0);
      await release.promise;
    },
    (bytes) => {
      dropped += bytes;
    },
  );
  for (let piece = 1; piece <= 6; piece += 1) line.push(new Uint8Array(4).fill(piece));
  expect(dropped).toBe(12);
  let isDone = false;
  line.close(() => {
    isDone = true;
  });
  line.push(new Uint8Array(4).fill(99));
  const first = release;
  release = { ...first, promise: Promise.resolve() };
  first.resolve();
  await new Promise(setImmediate);
  expect(taken).toEqual([1, 5, 6]);
  expect(isDone).toBe(true);
});

test('a line whose taker is gone takes nothing more and still says that it is done', async () => {
  const line = new BoundedLine(
    10,
    () => Promise.reject(new Error('gone')),
    () => undefined,
  );
  line.push(new Uint8Array(4));
  await new Promise(setImmediate);
  line.push(new Uint8Array(4));
  await new Promise<void>((done) => line.close(done));
});

test('levels are shown ten times a second at most: the mean of the power, the highest peak, no minus infinity', () => {
  const meter = new LevelMeter();
  expect(meter.take({ rmsDb: Number.NEGATIVE_INFINITY, peakDb: Number.NEGATIVE_INFINITY }, 0)).toEqual({
    rmsDb: -100,
    peakDb: -100,
  });
  expect(meter.take({ rmsDb: -10, peakDb: -1 }, 50)).toBeNull();
  expect(meter.take({ rmsDb: Number.NEGATIVE_INFINITY, peakDb: -60 }, 100)).toEqual({ rmsDb: -13, peakDb: -1 });
});
