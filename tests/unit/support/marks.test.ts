import { describe, expect, test } from 'vitest';
import { decodeMarks, encodeMarks, FRAME_MS } from '../../support/marks.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

/** `parts` one after the other. */
function joined(...parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function mixed(a: Float32Array, b: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));
}

/** Something like speech: three wandering harmonics in syllables, peak about 0.5. */
function babble(durationMs: number, rateHz: number, random: SeededRandom): Float32Array {
  let [phase, pitchHz] = [0, 150];
  return Float32Array.from({ length: Math.round((durationMs / 1000) * rateHz) }, (_, i) => {
    pitchHz = Math.min(300, Math.max(80, pitchHz + (random.fraction() - 0.5) * 0.5));
    phase += (2 * Math.PI * pitchHz) / rateHz;
    let sum = 0;
    for (let k = 1; k <= 12; k++) sum += Math.sin(k * phase) / k;
    return 0.25 * sum * Math.max(0, Math.sin((2 * Math.PI * 4 * i) / rateHz)) + 0.01 * (random.fraction() - 0.5);
  });
}

describe('audible marks', () => {
  const ids = [0, 1, 0x123456, 0xd1d1d1, 0xabcdef, 0xffffff];

  test.each([8000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000])('every frame is read at %i Hz', (rateHz) => {
    for (const id of ids) {
      const marks = decodeMarks(encodeMarks({ id, durationMs: 4 * FRAME_MS, rateHz }), rateHz);
      expect(marks.map((mark) => mark.id)).toEqual([id, id, id, id]);
      for (const [i, mark] of marks.entries()) expect(Math.abs(mark.atMs - i * FRAME_MS)).toBeLessThan(2);
    }
  });

  test('a frame counter rides along and wraps', () => {
    const rateHz = 8000;
    const samples = encodeMarks({ id: 0xbeef, durationMs: 258 * FRAME_MS, rateHz, withFrameCounter: true });
    const marks = decodeMarks(samples, rateHz);
    expect(marks).toHaveLength(258);
    expect(new Set(marks.map((mark) => mark.id))).toEqual(new Set([0xbeef]));
    expect(marks.map((mark) => mark.frame)).toEqual(Array.from({ length: 258 }, (_, i) => i % 256));
  });

  test('time is good to 2 ms wherever the sound begins', () => {
    const rateHz = 16_000;
    const sound = encodeMarks({ id: 0x00c0de, durationMs: FRAME_MS, rateHz });
    for (let lead = 0; lead < 160; lead += 7) {
      const [mark] = decodeMarks(joined(new Float32Array(lead), sound), rateHz);
      expect(Math.abs((mark?.atMs ?? -99) - (lead / rateHz) * 1000)).toBeLessThan(2);
    }
  });

  test('level is told and does not matter', () => {
    for (const levelDb of [-1, -20, -40, -60]) {
      const marks = decodeMarks(encodeMarks({ id: 77, durationMs: 2 * FRAME_MS, rateHz: 16_000, levelDb }), 16_000);
      expect(marks.map((mark) => mark.id)).toEqual([77, 77]);
      expect(Math.abs((marks[0]?.levelDb ?? 0) - levelDb)).toBeLessThan(1.5);
    }
  });

  test('two voices are both heard when they are mixed', () => {
    const rateHz = 16_000;
    const low = encodeMarks({ id: 0x111111, durationMs: 5 * FRAME_MS, rateHz, levelDb: -12 });
    const high = encodeMarks({ id: 0x222222, durationMs: 5 * FRAME_MS, rateHz, levelDb: -12, voice: 'high' });
    const marks = decodeMarks(mixed(low, joined(new Float32Array(3000), high)), rateHz);
    expect(marks.filter((mark) => mark.id === 0x111111 && mark.voice === 'low')).toHaveLength(5);
    expect(marks.filter((mark) => mark.id === 0x222222 && mark.voice === 'high')).toHaveLength(5);
  });

  test('a frame that is cut, holed or doubled is no frame', () => {
    const rateHz = 16_000;
    const frame = encodeMarks({ id: 0x5a5a5a, durationMs: FRAME_MS, rateHz });
    expect(decodeMarks(frame.subarray(0, 0.7 * rateHz), rateHz)).toEqual([]);
    expect(decodeMarks(frame.subarray(0.1 * rateHz), rateHz)).toEqual([]);
    for (let symbol = 0; symbol < 10; symbol++) {
      const holed = Float32Array.from(frame);
      holed.fill(0, symbol * 0.08 * rateHz, (symbol * 0.08 + 0.06) * rateHz);
      expect(decodeMarks(holed, rateHz)).toEqual([]);
    }
    const doubled = joined(frame.subarray(0, 0.4 * rateHz), frame.subarray(0.32 * rateHz));
    expect(decodeMarks(doubled, rateHz)).toEqual([]);
  });

  test('any one or two changed symbols are noticed', () => {
    const rateHz = 8000;
    const random = new SeededRandom(5);
    const wrong: string[] = [];
    for (let round = 0; round < 200; round++) {
      const right = random.int(0, 0xffffff);
      const frame = encodeMarks({ id: right, durationMs: FRAME_MS, rateHz });
      const other = encodeMarks({ id: random.int(0, 0xffffff), durationMs: FRAME_MS, rateHz });
      for (let k = random.int(1, 2); k > 0; k--) {
        const [from, to] = [random.int(0, 9) * 640, random.int(0, 9) * 640];
        frame.set(other.slice(from, from + 640), to);
      }
      for (const mark of decodeMarks(frame, rateHz)) if (mark.id !== right) wrong.push(`${right} ${mark.id}`);
    }
    expect(wrong).toEqual([]);
  });

  test('noise, tones and babble hold no marks; marks under babble are read and never misread', () => {
    const rateHz = 16_000;
    const random = new SeededRandom(11);
    const noise = Float32Array.from({ length: 60 * rateHz }, () => random.fraction() - 0.5);
    expect(decodeMarks(noise, rateHz)).toEqual([]);
    const speech = babble(60_000, rateHz, random);
    expect(decodeMarks(speech, rateHz)).toEqual([]);
    const under = encodeMarks({ id: 0x0dada0, durationMs: 60_000, rateHz, levelDb: -20, voice: 'high' });
    const marks = decodeMarks(mixed(speech, under), rateHz);
    expect(new Set(marks.map((mark) => mark.id))).toEqual(new Set([0x0dada0]));
    expect(marks.length).toBeGreaterThan(55);
  });

  test('no wrong id in 400 random frames with noise 6 dB below', () => {
    const rateHz = 8000;
    const random = new SeededRandom(3);
    const ids = Array.from({ length: 400 }, () => random.int(0, 0xffffff));
    const clean = joined(...ids.map((id) => encodeMarks({ id, durationMs: FRAME_MS, rateHz, levelDb: -6 })));
    const marks = decodeMarks(
      clean.map((sample) => sample + (random.fraction() - 0.5) * 0.5),
      rateHz,
    );
    expect(marks.map((mark) => mark.id)).toEqual(ids);
  });

  test('an id that does not fit is refused', () => {
    expect(() => encodeMarks({ id: 2 ** 24, durationMs: 900, rateHz: 8000 })).toThrow(RangeError);
    expect(() => encodeMarks({ id: 2 ** 16, durationMs: 900, rateHz: 8000, withFrameCounter: true })).toThrow(
      RangeError,
    );
  });

  test('a minute at 48 kHz is decoded in well under a second', () => {
    const rateHz = 48_000;
    const samples = encodeMarks({ id: 42, durationMs: 60_000, rateHz });
    const from = performance.now();
    const marks = decodeMarks(samples, rateHz);
    const tookMs = performance.now() - from;
    expect(marks).toHaveLength(66);
    expect(tookMs).toBeLessThan(1000);
    if (process.env['MEASURE']) console.log(`decoded 60 s at 48 kHz in ${tookMs.toFixed(0)} ms`);
  });
});
