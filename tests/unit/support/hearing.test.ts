import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hearPlays, hearWav } from '../../support/hearing.ts';
import { encodeMarks } from '../../support/marks.ts';
import { forSeeds } from '../../support/seeded-random.ts';
import { writeWav } from '../../support/wav.ts';

const RATE_HZ = 16_000;

/** A recording of `durationMs` in which parts of sounds are placed. */
function tape(durationMs: number, ...parts: { atMs: number; sound: Float32Array; fromMs?: number; toMs?: number }[]) {
  const samples = new Float32Array((durationMs / 1000) * RATE_HZ);
  for (const { atMs, sound, fromMs = 0, toMs = (sound.length / RATE_HZ) * 1000 } of parts) {
    const piece = sound.subarray(Math.round((fromMs / 1000) * RATE_HZ), Math.round((toMs / 1000) * RATE_HZ));
    const at = Math.round((atMs / 1000) * RATE_HZ);
    for (const [i, sample] of piece.entries())
      if (at + i < samples.length) samples[at + i] = (samples[at + i] ?? 0) + sample;
  }
  return samples;
}

const sound = (id: number, durationMs = 20_000, voice: 'low' | 'high' = 'low') =>
  encodeMarks({ id, durationMs, rateHz: RATE_HZ, withFrameCounter: true, voice });
const a = sound(0xa);
const b = sound(0xb);

function expectNear(actual: number | null | undefined, expected: number, withinMs = 22) {
  expect(actual).not.toBeNull();
  expect(Math.abs((actual ?? Infinity) - expected), `${actual} is not near ${expected}`).toBeLessThanOrEqual(withinMs);
}

describe('hearing', () => {
  test('a whole play', () => {
    const [play, ...more] = hearPlays(tape(30_000, { atMs: 3003, sound: a }), RATE_HZ);
    expect(more).toEqual([]);
    expect(play).toMatchObject({ markId: 0xa, voice: 'low', fromMs: 0, gaps: [] });
    expectNear(play?.startMs, 3003, 3);
    expectNear(play?.endMs, 23_003);
  });

  test('starts and ends inside a frame, in silence or against another sound, are found', async () => {
    await forSeeds(40, 60, (random) => {
      const cutMs = random.int(2000, 6000);
      const otherMs = random.int(2000, 4000);
      const restMs = cutMs + random.int(2500, 6000);
      const pauseMs = random.pick([0, 0, 200]);
      const back = cutMs + pauseMs + otherMs;
      const voice = random.pick(['low', 'high'] as const);
      const samples = tape(
        back + pauseMs + restMs - cutMs + 1000,
        { atMs: 0, sound: a, toMs: cutMs },
        { atMs: cutMs + pauseMs, sound: sound(random.int(0x100, 0xffff), 20_000, voice), toMs: otherMs },
        { atMs: back + pauseMs, sound: a, fromMs: cutMs, toMs: restMs },
      );
      const plays = hearPlays(samples, RATE_HZ);
      expect(plays.map((play) => play.markId === 0xa)).toEqual([true, false, true]);
      const [before, other, after] = plays;
      /* Tones that both sounds happen to share can hide the seam for a symbol or two. */
      const seamMs = pauseMs > 0 ? 24 : 190;
      expectNear(before?.endMs, cutMs, seamMs);
      expectNear(other?.startMs, cutMs + pauseMs, 3);
      expectNear(other?.endMs, back, seamMs);
      expectNear(after?.startMs, back + pauseMs, seamMs);
      expectNear(after?.fromMs, cutMs, seamMs);
      expectNear(after?.endMs, back + pauseMs + restMs - cutMs);
    });
  });

  test('a hole of 60 ms is a gap of that length', () => {
    for (let holeMs = 5000; holeMs < 5900; holeMs += 45) {
      const samples = tape(21_000, { atMs: 500, sound: a });
      samples.fill(0, (holeMs / 1000) * RATE_HZ, ((holeMs + 60) / 1000) * RATE_HZ);
      const plays = hearPlays(samples, RATE_HZ);
      expect(plays).toHaveLength(1);
      expect(plays[0]?.gaps).toHaveLength(1);
      expectNear(plays[0]?.gaps[0]?.lengthMs, 80, 26);
      expectNear(plays[0]?.gaps[0]?.atMs, holeMs, 25);
    }
  });

  test('a stall of 300 ms is a gap inside one play', () => {
    const samples = tape(30_000, { atMs: 0, sound: a, toMs: 7250 }, { atMs: 7550, sound: a, fromMs: 7250 });
    const plays = hearPlays(samples, RATE_HZ);
    expect(plays).toHaveLength(1);
    expect(plays[0]?.gaps).toHaveLength(1);
    expectNear(plays[0]?.gaps[0]?.lengthMs, 300);
    expectNear(plays[0]?.endMs, 20_300);
  });

  test('a repeat and a skip begin a new play that says from where', () => {
    const repeat = tape(30_000, { atMs: 0, sound: a, toMs: 9000 }, { atMs: 9000, sound: a, fromMs: 6300 });
    const [, repeated] = hearPlays(repeat, RATE_HZ);
    expectNear(repeated?.fromMs, 6300);
    expectNear(repeated?.startMs, 9000);
    const skip = tape(30_000, { atMs: 0, sound: a, toMs: 9000 }, { atMs: 9000, sound: a, fromMs: 11_700 });
    const [, skipped] = hearPlays(skip, RATE_HZ);
    expectNear(skipped?.fromMs, 11_700);
  });

  test('a second play from the beginning begins at 0, also after the counter wrapped', () => {
    const long = encodeMarks({ id: 9, durationMs: 250_000, rateHz: 8000, withFrameCounter: true });
    const twice = new Float32Array(long.length + 8000 * 60);
    twice.set(long);
    twice.set(long.subarray(0, 8000 * 50), long.length + 8000 * 5);
    const plays = hearPlays(twice, 8000);
    expect(plays).toHaveLength(2);
    expectNear(plays[0]?.endMs, 250_000);
    expectNear(plays[1]?.startMs, 255_000, 3);
  });

  test('two sounds that are mixed are heard as two plays that overlap', () => {
    const alarm = sound(0xe, 6000, 'high');
    const plays = hearPlays(tape(25_000, { atMs: 0, sound: a, toMs: 9500 }, { atMs: 8000, sound: alarm }), RATE_HZ);
    expect(plays.map((play) => play.markId)).toEqual([0xa, 0xe]);
    expectNear((plays[0]?.endMs ?? 0) - (plays[1]?.startMs ?? 0), 1500, 30);
  });

  test('plain marks without a counter: one after the other, a stall, no place', () => {
    const plain = encodeMarks({ id: 0xabcdef, durationMs: 9000, rateHz: RATE_HZ });
    const plays = hearPlays(tape(25_000, { atMs: 100, sound: plain }, { atMs: 9100, sound: b, toMs: 5000 }), RATE_HZ);
    expect(plays.map(({ markId, fromMs }) => [markId, fromMs])).toEqual([
      [0xabcdef, null],
      [0xb, 0],
    ]);
    expectNear(plays[0]?.endMs, 9100);
    const stalled = tape(12_000, { atMs: 0, sound: plain, toMs: 4000 }, { atMs: 4250, sound: plain, fromMs: 4000 });
    expectNear(hearPlays(stalled, RATE_HZ)[0]?.gaps[0]?.lengthMs, 250);
  });

  test('a WAV file is heard by its own clock', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hearing-'));
    try {
      const startAtMs = Date.UTC(2026, 0, 5, 22, 29, 58, 500);
      const path = join(folder, 'ear.wav');
      await writeFile(path, writeWav(tape(8000, { atMs: 1500, sound: a, toMs: 5000 }), { rateHz: RATE_HZ, startAtMs }));
      const [play] = await hearWav(path);
      expectNear(play?.startMs, Date.UTC(2026, 0, 5, 22, 30), 3);
      expectNear(play?.endMs, Date.UTC(2026, 0, 5, 22, 30, 5));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
