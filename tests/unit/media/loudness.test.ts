import { expect, test } from 'vitest';
import { gainThroughLimiter, limiterLossDb } from '../../../src/media/limiter.ts';
import {
  correctedGain,
  gainAgain,
  gainFor,
  isOff,
  type Loudness,
  loudnessWarnings,
} from '../../../src/media/loudness.ts';

const goal = { targetLufs: -16, truePeakMaxDbtp: -1.5 };
const loudness = (lufs: number, truePeakDbtp: number): Loudness => ({ measuredBy: 'ebur128', lufs, truePeakDbtp });
const flat = { peaks: Array(100).fill(0.1), energies: Array(100).fill(0.4) };
/** One loud piece in ten. */
const spiky = {
  peaks: Array.from({ length: 100 }, (_, i) => (i % 10 ? 0.1 : 0.8)),
  energies: Array.from({ length: 100 }, (_, i) => (i % 10 ? 0.4 : 6)),
};

test.each([
  ['quiet and even', -26, -14, { gainDb: 10, limitDb: null }],
  ['too loud', -9, -3, { gainDb: -7, limitDb: null }],
  ['barely heard', -60, -50, { gainDb: 30, limitDb: null }],
])('%s: one static gain', (_name, lufs, peak, gain) => {
  expect(gainFor(loudness(lufs, peak), flat, goal)).toEqual(gain);
});

test('peaks over the ceiling bring the limiter, and a gain that makes up for it', () => {
  const gain = gainFor(loudness(-24, -2), spiky, goal);
  expect(gain.limitDb).toBe(-3);
  expect(gain.gainDb).toBeGreaterThan(8.5);
  expect(gain.gainDb - limiterLossDb(spiky, gain.gainDb, -3)).toBeCloseTo(8.3, 1);
});

test('the limiter takes nothing below its limit, and ever more above it', () => {
  expect(limiterLossDb(flat, 10, -2.5)).toBe(0);
  const losses = [0, 3, 6, 9, 12].map((gainDb) => limiterLossDb(spiky, gainDb, -2.5));
  expect(losses).toEqual([...losses].sort((a, b) => a - b));
  expect(losses.at(-1)).toBeGreaterThan(3);
  expect(limiterLossDb({ peaks: [], energies: [] }, 10, -2.5)).toBe(0);
  expect(gainThroughLimiter(flat, 5, -2.5)).toBeCloseTo(5, 1);
});

test.each([
  ['good', [-16.4, -16.2], -1.6, null],
  ['too quiet', [-17, -17], -2, { gainDb: 7.5, limitDb: -2.5 }],
  ['too loud', [-15, -15], -2, { gainDb: 4.5, limitDb: -2.5 }],
  ['quiet in one codec only', [-16.6, -17.4], -2, { gainDb: 7.5, limitDb: -2.5 }],
  ['over the ceiling', [-16, -16], -1, { gainDb: 6.4, limitDb: -3.3 }],
])('a result that is %s', (_name, lufs, peak, better) => {
  const results = lufs.map((one) => ({ lufs: one, truePeakDbtp: peak }));
  const corrected = correctedGain({ gainDb: 6, limitDb: -2.5 }, 'ebur128', results, goal);
  if (better === null || corrected === null) expect(corrected).toBe(better);
  else {
    expect(corrected.gainDb).toBeCloseTo(better.gainDb);
    expect(corrected.limitDb).toBeCloseTo(better.limitDb);
  }
});

test('a short clip is not corrected by a loudness that means nothing', () => {
  const results = [{ lufs: -40, truePeakDbtp: -3 }];
  expect(correctedGain({ gainDb: 3, limitDb: null }, 'rms', results, goal)).toBeNull();
  expect(isOff('rms', results, goal)).toBe(false);
  expect(isOff('ebur128', [{ lufs: -17.2, truePeakDbtp: -3 }], goal)).toBe(true);
});

test('a recording that is rendered again keeps its gain', () => {
  expect(gainAgain(loudness(-22, -3), 7.4, goal)).toEqual({ gainDb: 7.4, limitDb: -3 });
  expect(gainAgain(loudness(-22, -12), 6, goal)).toEqual({ gainDb: 6, limitDb: null });
});

test.each([
  [loudness(-10, 1.2), { gainDb: -6, limitDb: null }, ['clipped']],
  [loudness(-40, -30), { gainDb: 24, limitDb: null }, ['quiet']],
  [loudness(-28, -2), { gainDb: 14, limitDb: -2.5 }, ['peaky']],
  [loudness(-18, -5), { gainDb: 2, limitDb: null }, []],
])('warnings of %j', (measured, gain, warnings) => {
  expect(loudnessWarnings(measured, gain)).toEqual(warnings);
});
