import { expect, test } from 'vitest';
import { PeakFollower, squeeze } from '../../../src/media/peaks.ts';

function follow(samples: number[], cutBytes = 7): PeakFollower {
  const bytes = new Uint8Array(Float32Array.from(samples).buffer);
  const follower = new PeakFollower();
  for (let at = 0; at < bytes.length; at += cutBytes) follower.push(bytes.subarray(at, at + cutBytes));
  return follower;
}

test('length, peaks and energy do not depend on how the bytes are cut', () => {
  const samples = Array.from({ length: 8000 }, (_, i) => (i === 4000 ? -0.75 : 0.25));
  for (const cut of [1, 7, 4096, 1 << 20]) {
    const follower = follow(samples, cut);
    expect(follower.durationMs).toBe(1000);
    expect(follower.isFinite).toBe(true);
    expect(follower.peaks(4)).toEqual([25, 25, 75, 25]);
    expect(follower.envelope.energies[0]).toBeCloseTo(5);
    expect(follower.envelope.peaks.length).toBe(100);
  }
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a sample of %d is noticed', (bad) => {
  expect(follow([0.1, bad, 0.1]).isFinite).toBe(false);
});

test('the last piece counts even when it is not whole', () => {
  expect(follow([...Array(80).fill(0), 0.5]).peaks(1000)).toEqual([0, 50]);
  expect(follow([]).peaks(1000)).toEqual([]);
});

test('squeezing keeps every peak', () => {
  expect(squeeze([1, 5, 2, 3, 9, 4], 3)).toEqual([5, 3, 9]);
  expect(squeeze([1, 2], 3)).toEqual([1, 2]);
});
