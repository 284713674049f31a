import { describe, expect, test } from 'vitest';
import { decodeMarks, encodeMarks, FRAME_MS, type Voice } from '../../support/marks.ts';
import { SeededRandom, seedOf } from '../../support/seeded-random.ts';
import { CODECS, findFfmpeg, throughCodec } from './codecs.ts';

const FRAMES = Number(process.env['MARK_FRAMES'] ?? 20);
const ffmpeg = findFfmpeg();

/** `FRAMES` frames with ids by chance, each one its own sound, one after the other. */
function frames(ids: readonly number[], rateHz: number, voice: Voice, levelDb: number): Float32Array {
  const frame = (FRAME_MS / 1000) * rateHz;
  const sound = new Float32Array(ids.length * frame);
  for (const [i, id] of ids.entries())
    sound.set(encodeMarks({ id, durationMs: FRAME_MS, rateHz, voice, levelDb }), i * frame);
  return sound;
}

describe.skipIf(!ffmpeg)('marks through real codecs', () => {
  const cases = CODECS.flatMap((codec) =>
    (['low', 'high'] as const).map((voice) => ({ name: codec.name, codec, voice })),
  );

  test.for(cases)(
    '$name, $voice voice: every frame right, none wrong',
    { timeout: 120_000 },
    ({ codec, voice }, context) => {
      const seed = seedOf(1936);
      const random = new SeededRandom(seed);
      const rateHz = 48_000;
      const ids = Array.from({ length: FRAMES }, () => random.int(0, 0xffffff));
      const heard = throughCodec(ffmpeg as string, frames(ids, rateHz, voice, random.int(-26, -3)), rateHz, codec);
      if (!heard) return context.skip('this ffmpeg has no such encoder');
      const marks = decodeMarks(heard, rateHz);
      const wrong = marks.filter((mark) => mark.id !== ids[Math.round(mark.atMs / FRAME_MS)]);
      const atMs = marks.map((mark) => mark.atMs - Math.round(mark.atMs / FRAME_MS) * FRAME_MS);
      const middleMs = atMs.toSorted((a, b) => a - b)[atMs.length >> 1] ?? 0;
      const jitterMs = Math.max(...atMs.map((ms) => Math.abs(ms - middleMs)));
      if (process.env['MEASURE']) {
        console.log(
          `${codec.name} ${voice}: ${marks.length}/${ids.length}, wrong ${wrong.length}, delay ${middleMs.toFixed(1)}, jitter ${jitterMs.toFixed(2)} ms`,
        );
      }
      expect(wrong, `SEED=${seed}`).toEqual([]);
      expect(marks.length / ids.length, `SEED=${seed}`).toBeGreaterThanOrEqual(0.99 - 1 / FRAMES);
      expect(jitterMs, `SEED=${seed}`).toBeLessThan(5);
    },
  );
});
