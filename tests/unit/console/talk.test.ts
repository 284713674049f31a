import { describe, expect, it } from 'vitest';
import { FRESH_COURSE, hearMessage, loudnessOf } from '../../../src/console/talk/course.ts';
import { PieceCutter, samplesToBytes } from '../../../src/console/talk/pieces.ts';

const text = { vi: 'v', en: 'e' };

describe('the course of a talk, as its station tells it', () => {
  it('counts in, is on the air, and ends with the reason', () => {
    const counting = hearMessage(FRESH_COURSE, { state: 'counting_in', text, secondsLeft: 3 });
    expect(counting).toMatchObject({ state: 'counting_in', secondsLeft: 3, onAirAt: null });
    const onAir = hearMessage(counting, { state: 'on_air', text, onAirAt: 1000 });
    expect(onAir).toMatchObject({ state: 'on_air', secondsLeft: null, onAirAt: 1000 });
    const lost = hearMessage(onAir, { state: 'lost', text });
    expect(lost).toMatchObject({ state: 'lost', onAirAt: 1000 });
    const detail = { vi: 'd', en: 'd' };
    expect(hearMessage(lost, { end: 'refused_input', text, detail })).toMatchObject({
      state: 'ended',
      end: { text, detail },
    });
  });

  it('keeps one warning of a kind, the newest, until it is done with', () => {
    const again = { vi: 'lần nữa', en: 'again' };
    let course = hearMessage(FRESH_COURSE, { warning: 'silent', text, secondsLeft: 40 });
    course = hearMessage(course, { warning: 'silent', text: again, secondsLeft: 35 });
    course = hearMessage(course, { warning: 'pre_empted', text, secondsLeft: null });
    expect(course.warnings.map(({ code }) => code)).toEqual(['silent', 'pre_empted']);
    expect(course.warnings[0]?.text).toEqual(again);
    course = hearMessage(course, { level: { rmsDb: -80, peakDb: -70 } });
    expect(course.warnings).toHaveLength(2);
    course = hearMessage(course, { level: { rmsDb: -20, peakDb: -9 } });
    course = hearMessage(course, { warning: 'heard_again', text, secondsLeft: null });
    expect(course.warnings.map(({ code }) => code)).toEqual(['heard_again']);
  });

  it('calls a level by what to do about it', () => {
    const levels = [null, { rmsDb: -60, peakDb: -50 }, { rmsDb: -40, peakDb: -20 }, { rmsDb: -20, peakDb: -8 }];
    expect(levels.map(loudnessOf)).toEqual(['none', 'none', 'low', 'good']);
    expect(loudnessOf({ rmsDb: -10, peakDb: -0.2 })).toBe('high');
  });
});

describe('what the microphone gives', () => {
  it('becomes little-endian samples, held at the edges', () => {
    const bytes = new DataView(samplesToBytes(new Float32Array([0, 1, -1, 2, -2, 0.5])));
    expect([0, 2, 4, 6, 8, 10].map((at) => bytes.getInt16(at, true))).toEqual([0, 32767, -32768, 32767, -32768, 16384]);
  });

  it('is cut into pieces of one length without losing or doubling a sample', () => {
    const cutter = new PieceCutter(100);
    const given: number[] = [];
    const samples = Float32Array.from({ length: 1000 }, (_, at) => at / 1000);
    for (let at = 0; at < samples.length; at += 128) {
      cutter.take(samples.subarray(at, at + 128), (bytes) => {
        expect(bytes.byteLength).toBe(200);
        for (const sample of new Int16Array(bytes)) given.push(sample);
      });
    }
    expect(given).toEqual([...samples].map((sample) => Math.round(sample * 32767)));
  });
});
