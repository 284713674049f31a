import { describe, expect, test } from 'vitest';
import { compareHeard, findStart, resample } from '../../support/correlate.ts';
import { slidingProducts } from '../../support/fourier.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { CODECS, findFfmpeg, throughCodec } from './codecs.ts';

/** Something like speech: syllables of wandering harmonics with hiss and, now and then, a pause. */
function speech(durationMs: number, rateHz: number, seed = 1): Float32Array {
  const random = new SeededRandom(seed);
  const samples = new Float32Array(Math.round((durationMs / 1000) * rateHz));
  let [phase, pitchHz] = [0, 150];
  for (let at = 0; at < samples.length; ) {
    const length = Math.round(random.int(120, 280) * 0.001 * rateHz);
    const isPause = random.chance(0.12);
    const target = random.int(90, 280);
    const tilts = Array.from({ length: 14 }, (_, k) => random.fraction() / (1 + k / 3));
    for (let i = 0; i < length && at + i < samples.length; i++) {
      pitchHz += (target - pitchHz) * 0.0005;
      phase += (2 * Math.PI * pitchHz) / rateHz;
      let sum = 0.02 * (random.fraction() - 0.5);
      for (const [k, tilt] of tilts.entries()) sum += tilt * Math.sin((k + 1) * phase);
      const shape = 0.3 + 0.7 * Math.sin((Math.PI * i) / length);
      samples[at + i] = isPause ? 0 : 0.12 * sum * shape;
    }
    at += length;
  }
  return samples;
}

const RATE_HZ = 24_000;
const source = { samples: speech(12_000, RATE_HZ), rateHz: RATE_HZ };
const ms = (samples: number) => Math.round((samples / 1000) * RATE_HZ);

/** The source as heard `leadMs` late, changed by `change`. */
function heardAfter(leadMs: number, change: (samples: Float32Array) => Float32Array = (samples) => samples) {
  const samples = new Float32Array(ms(leadMs) + source.samples.length + ms(1500));
  samples.set(change(Float32Array.from(source.samples)), ms(leadMs));
  return { samples, rateHz: RATE_HZ };
}

describe('correlation of heard with sent', () => {
  test('sliding products are what the slow sum gives', () => {
    const random = new SeededRandom(8);
    const long = Float32Array.from({ length: 77 }, () => random.fraction() - 0.5);
    const piece = Float32Array.from({ length: 20 }, () => random.fraction() - 0.5);
    const slow = Array.from({ length: 58 }, (_, at) =>
      piece.reduce((sum, value, i) => sum + value * (long[at + i] ?? 0), 0),
    );
    const fast = slidingProducts(long, piece);
    expect(fast).toHaveLength(58);
    for (const [i, value] of slow.entries()) expect(fast[i]).toBeCloseTo(value, 6);
    expect(slidingProducts(piece, long)).toHaveLength(0);
  });

  test.each([
    [48_000, 16_000],
    [16_000, 48_000],
    [44_100, 16_000],
    [8000, 24_000],
  ])('a tone is the same tone from %i to %i Hz', (fromHz, toHz) => {
    const tone = (rateHz: number) =>
      Float32Array.from({ length: rateHz }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / rateHz));
    const [made, wanted] = [resample(tone(fromHz), fromHz, toHz), tone(toHz)];
    const worst = wanted
      .slice(2000, -2000)
      .reduce((most, value, i) => Math.max(most, Math.abs(value - (made[i + 2000] ?? 9))), 0);
    expect(worst).toBeLessThan(0.01);
  });

  test('an exact copy, later and quieter, is found to the tenth of a millisecond', () => {
    const found = compareHeard(
      heardAfter(1234.5, (samples) => samples.map((sample) => 0.2 * sample)),
      source,
    );
    expect(Math.abs(found.startMs - 1234.5)).toBeLessThan(0.1);
    expect(Math.abs(found.driftMs)).toBeLessThan(0.2);
    expect(found).toMatchObject({ gaps: [], coverage: 1 });
    expect(found.minCorrelation).toBeGreaterThan(0.99);
  });

  test('a source whose beginning was not heard begins before zero', () => {
    const late = { samples: source.samples.subarray(ms(3700)), rateHz: RATE_HZ };
    expect(Math.abs(findStart(late, source) + 3700)).toBeLessThan(0.2);
    const found = compareHeard(late, source);
    expect(Math.abs(found.startMs + 3700)).toBeLessThan(0.2);
    expect(found.coverage).toBeGreaterThan(0.6);
    expect(found.coverage).toBeLessThan(0.75);
  });

  test('another sound is not found', () => {
    const found = compareHeard({ samples: speech(12_000, RATE_HZ, 99), rateHz: RATE_HZ }, source);
    expect(found.coverage).toBeLessThan(0.1);
    expect(found.minCorrelation).toBeLessThan(0.5);
    expect(compareHeard({ samples: new Float32Array(RATE_HZ * 5), rateHz: RATE_HZ }, source)).toMatchObject({
      coverage: 0,
      gaps: [],
    });
  });

  test('a hole of 60 ms in voiced sound is found, with its place and length', () => {
    let [checked, found] = [0, 0];
    for (let atMs = 1000; atMs < 11_000; atMs += 1130) {
      const piece = source.samples.subarray(ms(atMs - 20), ms(atMs + 80));
      const isVoiced = piece.every(
        (_, i) => i % 480 > 0 || piece.subarray(i, i + 240).some((sample) => Math.abs(sample) > 0.05),
      );
      if (!isVoiced) continue;
      checked++;
      const { gaps, coverage } = compareHeard(
        heardAfter(500, (samples) => samples.fill(0, ms(atMs), ms(atMs + 60))),
        source,
      );
      expect(coverage).toBeGreaterThan(0.95);
      if (gaps.length !== 1) continue;
      if (Math.abs((gaps[0]?.atMs ?? 0) - atMs - 500) <= 15 && Math.abs((gaps[0]?.lengthMs ?? 0) - 60) <= 20) found++;
    }
    expect(checked).toBeGreaterThan(4);
    expect(found).toBe(checked);
  });

  test('a stall of 250 ms is a gap and stays as drift', () => {
    const found = compareHeard(
      heardAfter(100, (samples) => {
        const stalled = new Float32Array(samples.length + ms(250));
        stalled.set(samples.subarray(0, ms(9100)));
        stalled.set(samples.subarray(ms(9100)), ms(9350));
        return stalled;
      }),
      source,
    );
    expect(Math.abs(found.driftMs - 250)).toBeLessThan(1);
    expect(found.gaps.reduce((sum, gap) => sum + gap.lengthMs, 0)).toBeGreaterThan(150);
    expect(found.coverage).toBeGreaterThan(0.9);
  });

  test('a clock that is 200 ppm slow is drift and nothing else', () => {
    const slow = resample(source.samples, 24_000, 24_005);
    const found = compareHeard({ samples: slow, rateHz: 24_000 }, source);
    expect(Math.abs(found.driftMs - 11_500 * (5 / 24_000))).toBeLessThan(0.6);
    expect(found.coverage).toBe(1);
    expect(found.gaps).toEqual([]);
  });

  test('24 kHz and 48 kHz compare', () => {
    const heard = { samples: resample(heardAfter(777).samples, RATE_HZ, 48_000), rateHz: 48_000 };
    const found = compareHeard(heard, source);
    expect(Math.abs(found.startMs - 777)).toBeLessThan(0.2);
    expect(found.minCorrelation).toBeGreaterThan(0.99);
  });

  test('a minute at 48 kHz is compared in a few seconds', () => {
    const minute = { samples: speech(60_000, 48_000, 3), rateHz: 48_000 };
    const from = performance.now();
    expect(compareHeard(minute, minute).coverage).toBe(1);
    const tookMs = performance.now() - from;
    if (process.env['MEASURE']) console.log(`compared 60 s at 48 kHz in ${tookMs.toFixed(0)} ms`);
    expect(tookMs).toBeLessThan(8000);
  });

  const ffmpeg = findFfmpeg();
  /* AMR-NB keeps the voice and not the wave: marks are the instrument for it. */
  const waveCodecs = CODECS.filter(({ extension }) => extension !== 'amr');
  test.skipIf(!ffmpeg).for(waveCodecs)('$name keeps every voiced window above 0.8, without holes', (codec, context) => {
    const samples = throughCodec(ffmpeg as string, source.samples, RATE_HZ, codec);
    if (!samples) return context.skip('this ffmpeg has no such encoder');
    const found = compareHeard({ samples, rateHz: RATE_HZ }, source);
    if (process.env['MEASURE']) {
      console.log(
        `${codec.name}: start ${found.startMs.toFixed(1)} ms, least correlation ${found.minCorrelation.toFixed(3)}`,
      );
    }
    expect(found.minCorrelation).toBeGreaterThan(0.8);
    expect(found.gaps).toEqual([]);
  });
});
