import { describe, expect, it } from 'vitest';
import { recorderMachine } from '../../../src/console/record/recorder-machine.ts';
import { levelOf, loudestOf, wavHead } from '../../../src/console/record/sound.ts';
import { loudnessOf } from '../../../src/console/talk/course.ts';
import { samplesToBytes } from '../../../src/console/talk/pieces.ts';

const RATE_HZ = 48_000;
const tone = (level: number) =>
  samplesToBytes(
    Float32Array.from({ length: RATE_HZ / 20 }, (_, n) => level * Math.sin((n * 2 * Math.PI * 440) / RATE_HZ)),
  );

describe('the level of what the microphone gives', () => {
  it('is told in decibels, and in words that say what to do', () => {
    const { rmsDb, peakDb } = levelOf(tone(0.5));
    expect(peakDb).toBeCloseTo(-6, 0);
    expect(rmsDb).toBeCloseTo(-9, 0);
    expect([0, 0.005, 0.2, 1].map((level) => loudnessOf(levelOf(tone(level))))).toEqual([
      'none',
      'low',
      'good',
      'high',
    ]);
  });

  it('is that of the loudest moment for a while, so that a breath is no silence', () => {
    const loudest = loudestOf([tone(0), tone(0.5), tone(0.005)].map(levelOf));
    expect(loudnessOf(loudest)).toBe('good');
    expect(loudestOf([])).toEqual({ rmsDb: -100, peakDb: -100 });
  });

  it('of nothing at all is silence, not a fault', () => {
    expect(levelOf(new ArrayBuffer(0))).toEqual({ rmsDb: -100, peakDb: -100 });
  });
});

describe('the head of a WAV file', () => {
  it('tells how many bytes follow, at which rate, 16 bit and mono', () => {
    const head = wavHead(480, RATE_HZ);
    const view = new DataView(head.buffer);
    const word = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
    expect([word(0), word(8), word(12), word(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data']);
    expect(view.getUint32(4, true)).toBe(36 + 960);
    expect(view.getUint16(22, true)).toBe(1);
    expect(view.getUint32(24, true)).toBe(RATE_HZ);
    expect(view.getUint32(28, true)).toBe(RATE_HZ * 2);
    expect(view.getUint16(34, true)).toBe(16);
    expect(view.getUint32(40, true)).toBe(960);
  });
});

describe('the recorder', () => {
  const { next, states } = recorderMachine;
  const EVENTS = ['open', 'opened', 'failed', 'pause', 'finish', 'discard', 'take_up'] as const;

  it('knows these ways and no other', () => {
    const ways = states.flatMap((from) =>
      EVENTS.flatMap((event) => (next(from, event) === null ? [] : [`${from} ${event} ${next(from, event)}`])),
    );
    expect(ways).toEqual([
      'empty open opening',
      'empty take_up paused',
      'opening opened recording',
      'opening failed empty',
      'reopening opened recording',
      'reopening failed paused',
      'recording pause paused',
      'paused open reopening',
      'paused finish sent',
      'paused discard empty',
      'sent discard empty',
    ]);
  });

  it('never throws away what it is taking in, nor while the browser asks for the microphone', () => {
    for (const state of ['recording', 'opening', 'reopening'] as const) expect(next(state, 'discard')).toBeNull();
  });
});
