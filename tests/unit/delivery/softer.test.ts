import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { FRAME_BYTES, isOurMp3, SILENT_FRAME } from '#feed';
import { STEP_DB, softer, stepsOf } from '../../../src/delivery/http/softer.ts';
import { FFMPEG } from '../../e2e/scene.ts';
import { spoken } from './ears.ts';

test.each([
  [0, 0],
  [-0.7, 0],
  [-1.505, -1],
  [-3, -2],
  [-6, -4],
  [-20, -13],
  [6, 4],
  [Number.NEGATIVE_INFINITY, -64],
])('%d dB are %i steps', (db, steps) => expect(stepsOf(db) + 0).toBe(steps));

test('only the gain of a frame changes, and a frame without sound keeps none', () => {
  const frames = spoken(1, 3);
  for (let at = 0; at < frames.length; at += FRAME_BYTES) frames.set([0b1010_1010, 0b0101_0101], at + 7);
  const gainOf = (bytes: Uint8Array, frame: number) =>
    (((bytes[frame * FRAME_BYTES + 7] ?? 0) & 3) << 6) | ((bytes[frame * FRAME_BYTES + 8] ?? 0) >> 2);
  const before = gainOf(frames, 0);
  const out = softer(frames, (frame) => -frame);
  expect([0, 1, 2].map((frame) => gainOf(out, frame))).toEqual([before, before - 1, before - 2]);
  const masked = (bytes: Uint8Array) =>
    bytes.map((byte, at) => (at % FRAME_BYTES === 7 ? byte & ~3 : at % FRAME_BYTES === 8 ? byte & 3 : byte));
  expect(masked(out)).toEqual(masked(frames));
  expect([softer(frames, () => -999), softer(frames, () => 999)].map((bytes) => gainOf(bytes, 1))).toEqual([0, 255]);
  expect(softer(SILENT_FRAME, () => 10)).toEqual(SILENT_FRAME);
});

const hasFfmpeg = spawnSync(FFMPEG, ['-version']).status === 0;
if (!hasFfmpeg && process.env['LOAXA_NO_SKIP'] === '1') throw new Error('ffmpeg is missing: install it');

describe.skipIf(!hasFfmpeg)('as a decoder hears it', () => {
  const run = (input: Uint8Array | undefined, ...args: string[]) =>
    spawnSync(FFMPEG, ['-loglevel', 'error', ...args], { input, maxBuffer: 2 ** 26 }).stdout;
  const tone = run(
    undefined,
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=24000:duration=3', '-af', 'volume=6dB', '-ac', '1'],
    ...['-c:a', 'libmp3lame', '-b:a', '48k', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'],
    ...['-write_id3v1', '0', '-f', 'mp3', '-'],
  );
  /** The level in dB of each piece of `ms`. */
  const levels = (mp3: Uint8Array, ms: number): number[] => {
    const raw = run(mp3, '-f', 'mp3', '-i', '-', '-f', 's16le', '-ar', '24000', '-ac', '1', '-');
    const samples = new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
    const size = ms * 24;
    return Array.from({ length: Math.floor(samples.length / size) }, (_, n) => {
      const part = samples.subarray(n * size, (n + 1) * size);
      return 10 * Math.log10(part.reduce((sum, sample) => sum + sample * sample, 0) / size / 32_768 ** 2 + 1e-12);
    });
  };
  const whole = levels(tone, 2_000)[0] ?? 0;

  test.each([-1.5, -3, -6, -12, -20, -40, 3])('%d dB are as many decibels', (db) => {
    const changed = softer(tone, () => stepsOf(db));
    expect(isOurMp3(changed)).toBe(true);
    const [level = 0] = levels(changed, 2_000);
    expect(Math.abs(level - whole - stepsOf(db) * STEP_DB)).toBeLessThan(0.6);
    expect(Math.abs(level - whole - db)).toBeLessThan(1.4);
  });

  test('a ramp over 17 frames falls evenly and ends in silence', () => {
    const first = 50;
    const ramp = softer(tone, (frame) => {
      const left = Math.max(1e-9, Math.min(1, 1 - (frame - first + 0.5) / 17));
      return stepsOf(20 * Math.log10(left));
    });
    const heard = levels(ramp, 24);
    const ofRamp = heard.slice(first, first + 17);
    expect(heard.slice(10, first - 2).every((level) => Math.abs(level - whole) < 1)).toBe(true);
    expect(ofRamp.every((level, at) => at === 0 || level <= (ofRamp[at - 1] ?? 0) + 0.5)).toBe(true);
    expect(heard.slice(first + 19, first + 60).every((level) => level < -80)).toBe(true);
  });
});
