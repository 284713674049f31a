import { describe, expect, test } from 'vitest';
import { ALSA, processSink, type Track, wavSink } from '#speaker';
import { TAKEN_LATE_MS } from '../../../src/speaker/pump.ts';
import { Bench, rampAt } from './sink-bench.ts';

const LOUD = 10_000;
const FADE_MS = 400;
const CUT_MS = 60 + TAKEN_LATE_MS;

/** A sound that is as loud everywhere. */
function even(ms: number): Track {
  return {
    broadcastId: 'even',
    fromMs: 0,
    frames: ms * 48,
    readyFrames: () => Number.POSITIVE_INFINITY,
    read: async (_atFrame, into) => {
      into.fill(LOUD);
      return 0;
    },
    close: async () => {},
  };
}

/** A sound that comes piece by piece: it may be read up to the instant that `until` gives; some of it never comes. */
function coming(ms: number, until: () => number, isLost: (monoMs: number) => boolean = () => false): Track {
  return {
    ...even(ms),
    readyFrames: (_atFrame, monoMs) => Math.max(0, Math.round((until() - monoMs) * 48)),
    read: async (_atFrame, into, monoMs) => {
      let missing = 0;
      for (let i = 0; i < into.length; i++) {
        const at = monoMs + i / 48;
        const isThere = at < until() && !isLost(at);
        into[i] = isThere ? LOUD : 0;
        if (!isThere) missing += 1;
      }
      return missing;
    },
  };
}

async function recorder() {
  const bench = new Bench();
  const sink = wavSink(bench.world(), '/heard.wav');
  await sink.start(bench.sinkClock);
  /** How loud it was at an instant, between 0 and 1. */
  const loudness = async () => {
    const { samples } = await bench.recording();
    return (monoMs: number) => (((samples[Math.round(monoMs * 48)] ?? 0) * 32_768) / LOUD) as number;
  };
  return { bench, sink, loudness };
}

describe('told when to be silent', () => {
  test('it grows softer for 400 ms, evenly, and is silent from that instant on', async () => {
    const { bench, sink, loudness } = await recorder();
    const play = bench.play(sink, even(10_000), 1_000, undefined, () => 4_000);
    await bench.clock.advance(6_000);
    expect(play.played).toMatchObject({ renderedMs: 3_000, gapsMs: 0, reason: 'stopped', endedMonoMs: 4_000 });
    const at = await loudness();
    expect([at(1_000), at(3_599)]).toEqual([1, 1]);
    for (const left of [390, 300, 200, 100, 10]) expect(at(4_000 - left)).toBeCloseTo(left / FADE_MS, 3);
    expect([at(4_000), at(5_000)]).toEqual([0, 0]);
    await sink.stop();
  });

  test('told late, what was written ahead is written again, softer', async () => {
    const { bench, sink, loudness } = await recorder();
    let silentAt: number | null = null;
    const play = bench.play(sink, even(10_000), 1_000, undefined, () => silentAt);
    await bench.clock.advance(3_000);
    silentAt = 3_200;
    await bench.clock.advance(3_000);
    expect(play.played).toMatchObject({ renderedMs: 2_200, reason: 'stopped' });
    const at = await loudness();
    expect([at(2_999), at(3_300)]).toEqual([1, 0]);
    expect(at(3_110)).toBeCloseTo(0.5, 1);
    await sink.stop();
  });

  test('told too late, it is silent after 60 ms', async () => {
    const { bench, sink } = await recorder();
    let silentAt: number | null = null;
    const play = bench.play(sink, even(10_000), 1_000, undefined, () => silentAt);
    await bench.clock.advance(3_000);
    silentAt = 500;
    await bench.clock.advance(3_000);
    expect(play.played?.reason).toBe('stopped');
    expect((play.played?.endedMonoMs ?? 0) - 3_000).toBeLessThanOrEqual(CUT_MS + 20);
    await sink.stop();
  });

  test('the instant may move and go: what counts is the last word', async () => {
    const { bench, sink, loudness } = await recorder();
    let silentAt: number | null = 3_000;
    const play = bench.play(sink, even(5_000), 1_000, undefined, () => silentAt);
    await bench.clock.advance(2_000);
    silentAt = 8_000;
    await bench.clock.advance(2_000);
    silentAt = 4_600;
    await bench.clock.advance(100);
    silentAt = null;
    await bench.clock.advance(4_000);
    expect(play.played).toMatchObject({ renderedMs: 5_000, reason: 'complete' });
    const at = await loudness();
    expect([3_000, 4_300, 4_700, 5_999].map(at)).toEqual([1, 1, 1, 1]);
    await sink.stop();
  });

  test('a clock that settles by a millisecond does not begin the fade anew', async () => {
    const { bench, sink, loudness } = await recorder();
    let asked = 0;
    bench.play(sink, even(10_000), 1_000, undefined, () => 4_000 + (asked++ % 2 === 0 ? 0.4 : -0.4));
    await bench.clock.advance(6_000);
    const at = await loudness();
    for (let ms = 3_610; ms < 3_990; ms += 10) expect(Math.abs(at(ms) - (4_000 - ms) / FADE_MS)).toBeLessThan(0.01);
    await sink.stop();
  });

  test('what ends before is whole and loud to its end', async () => {
    const { bench, sink, loudness } = await recorder();
    const play = bench.play(sink, even(1_000), 1_000, undefined, () => 2_000);
    await bench.clock.advance(3_000);
    expect(play.played).toMatchObject({ renderedMs: 1_000, reason: 'complete' });
    expect((await loudness())(1_999)).toBe(1);
    await sink.stop();
  });

  test('what would begin then never sounds', async () => {
    const { bench, sink } = await recorder();
    const play = bench.play(sink, even(1_000), 1_000, undefined, () => 1_000);
    await bench.clock.advance(3_000);
    expect(play.played).toMatchObject({ renderedMs: 0, startedMonoMs: null, reason: 'stopped' });
    expect((await bench.recording()).samples.every((sample) => sample === 0)).toBe(true);
    await sink.stop();
  });

  test('a device that takes nothing back fades what it has not got yet', async () => {
    const bench = new Bench();
    const sink = processSink(bench.world(), ALSA);
    await sink.start(bench.sinkClock);
    let silentAt: number | null = null;
    const play = bench.play(sink, even(10_000), 1_000, undefined, () => silentAt);
    await bench.clock.advance(3_000);
    silentAt = 3_100;
    await bench.clock.advance(3_000);
    expect(play.played?.reason).toBe('stopped');
    expect((play.played?.endedMonoMs ?? 0) - 3_000).toBeLessThanOrEqual(280);
    const raw = new Int16Array(Uint8Array.from(bench.children[0]?.bytes ?? []).buffer);
    const last = raw.findLastIndex((sample) => sample !== 0);
    const steps = [...raw.slice(last - CUT_MS * 48, last)].map((sample, i, all) => sample - (all[i + 1] ?? sample));
    expect(Math.max(...steps.map(Math.abs))).toBeLessThan(10);
    await sink.stop();
  });
});

describe('told to be silent at once', () => {
  test('it does not click: 30 ms as it was, then 60 ms down to nothing, also out of a fade that is under way', async () => {
    for (const silentAt of [null, 3_200]) {
      const { bench, sink } = await recorder();
      const abort = new AbortController();
      const play = bench.play(sink, even(10_000), 1_000, abort, () => silentAt);
      await bench.clock.advance(3_000);
      abort.abort();
      await bench.clock.advance(1_000);
      expect(play.played).toMatchObject({ reason: 'stopped', renderedMs: 2_000 + CUT_MS });
      const { samples } = await bench.recording();
      const heard = samples.slice(1_001 * 48);
      const steps = heard.map((sample, i) => Math.abs(sample - (heard[i + 1] ?? sample)) * 32_768);
      expect(Math.max(...steps)).toBeLessThan(10);
      expect(heard.slice((2_000 + CUT_MS) * 48).every((sample) => sample === 0)).toBe(true);
      await sink.stop();
    }
  });

  test('before its first sample came out nothing sounds', async () => {
    const { bench, sink } = await recorder();
    const abort = new AbortController();
    const play = bench.play(sink, even(10_000), 3_000, abort);
    await bench.clock.advance(2_900);
    abort.abort();
    await bench.clock.advance(100);
    expect(play.played).toMatchObject({ renderedMs: 0, startedMonoMs: null, reason: 'stopped' });
    await bench.clock.advance(3_000);
    expect((await bench.recording()).samples.every((sample) => sample === 0)).toBe(true);
    await sink.stop();
  });
});

describe('sound that is being made right now', () => {
  test('is written as it comes, in its place, without a gap', async () => {
    const { bench, sink, loudness } = await recorder();
    const { clock } = bench;
    // It comes in lumps of 240 ms, 300 ms before it sounds at the latest.
    const play = bench.play(
      sink,
      coming(5_000, () => Math.floor(clock.monoMs() / 240) * 240 + 540),
      1_000,
    );
    await clock.advance(7_000);
    expect(play.played).toMatchObject({ renderedMs: 5_000, gapsMs: 0, reason: 'complete', startedMonoMs: 1_000 });
    const at = await loudness();
    for (let ms = 1_000; ms < 6_000; ms += 7) expect(at(ms)).toBe(1);
    await sink.stop();
  });

  test('what has not come by its time is a gap, counted once, and what comes after it is in its place', async () => {
    const { bench, sink, loudness } = await recorder();
    const { clock } = bench;
    const isLost = (monoMs: number) => monoMs >= 3_000 && monoMs < 3_700;
    const play = bench.play(
      sink,
      coming(5_000, () => clock.monoMs() + 400, isLost),
      1_000,
    );
    await clock.advance(7_000);
    expect(play.played?.gapsMs).toBeCloseTo(700, 0);
    expect(play.played?.renderedMs).toBeCloseTo(4_300, 0);
    const at = await loudness();
    expect([2_999, 3_001, 3_699, 3_701].map(at)).toEqual([1, 0, 0, 1]);
    await sink.stop();
  });

  test('with nothing at all nothing was heard: no start, no sound, all gap', async () => {
    const { bench, sink } = await recorder();
    const play = bench.play(
      sink,
      coming(5_000, () => 0),
      1_000,
    );
    await bench.clock.advance(7_000);
    expect(play.played).toMatchObject({ renderedMs: 0, startedMonoMs: null, reason: 'complete' });
    expect(play.played?.gapsMs).toBeCloseTo(5_000, 3);
    expect(play.heardMs).toEqual([]);
    await sink.stop();
  });

  test('a beginning that came late starts when it came', async () => {
    const { bench, sink } = await recorder();
    const { clock } = bench;
    const play = bench.play(
      sink,
      coming(
        5_000,
        () => clock.monoMs() + 400,
        (monoMs) => monoMs < 2_000,
      ),
      1_000,
    );
    await clock.advance(7_000);
    expect(play.played?.startedMonoMs).toBeCloseTo(2_000, 0);
    expect(play.played?.renderedMs).toBeCloseTo(4_000, 0);
    await sink.stop();
  });

  test('a gap that was written ahead and taken back is not counted', async () => {
    const { bench, sink } = await recorder();
    const abort = new AbortController();
    const play = bench.play(
      sink,
      coming(
        10_000,
        () => 20_000,
        (monoMs) => monoMs >= 3_100,
      ),
      1_000,
      abort,
    );
    await bench.clock.advance(3_000);
    abort.abort();
    await bench.clock.advance(500);
    expect(play.played).toMatchObject({ renderedMs: 2_000 + CUT_MS, gapsMs: 0 });
    await sink.stop();
  });
});

test('an emergency’s first sample comes right after the last of what it cut', async () => {
  const { bench, sink } = await recorder();
  const abort = new AbortController();
  const low = bench.play(sink, even(10_000), 1_000, abort);
  await bench.clock.advance(3_000);
  abort.abort();
  await bench.clock.runUntil(() => low.played !== null, 300);
  const high = bench.play(sink, even(1_000), bench.clock.monoMs());
  await bench.clock.advance(3_000);
  expect((high.played?.startedMonoMs ?? 0) - 3_000).toBeLessThanOrEqual(100);
  expect(high.played).toMatchObject({ renderedMs: 1_000, reason: 'complete' });
  expect(rampAt((await bench.recording()).samples).to).toBe(((high.played?.startedMonoMs ?? 0) + 1_000) * 48);
  await sink.stop();
});
