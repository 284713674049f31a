import { describe, expect, test } from 'vitest';
import { ALSA, processSink, wavSink } from '#speaker';
import { TAKEN_LATE_MS } from '../../../src/speaker/pump.ts';
import { Bench, ramp, rampAt, WALL_MS } from './sink-bench.ts';

const CUT_FADE_MS = 60;

describe('the WAV sink', () => {
  test('puts every sample at its time, and says in the header what time frame 0 was', async () => {
    const bench = new Bench();
    bench.offsetMs = 1_700_000_000_000.25;
    await bench.clock.advance(777);
    const sink = wavSink(bench.world(), '/heard.wav');
    await sink.start(bench.sinkClock);
    await bench.clock.advance(5_000);
    const play = bench.play(sink, ramp(1_500), 6_000.5);
    await bench.clock.advance(4_000);
    const { samples, rateHz, channels, startAtMs } = await bench.recording();
    expect([rateHz, channels]).toEqual([48_000, 1]);
    expect(Math.abs((startAtMs ?? 0) - 1_700_000_000_777.25)).toBeLessThan(0.1);
    expect(rampAt(samples)).toEqual({ from: (6_000.5 - 777) * 48, to: (7_500.5 - 777) * 48, isExact: true });
    expect(play.played).toMatchObject({ renderedMs: 1_500, gapsMs: 0, startedMonoMs: 6_000.5, reason: 'complete' });
    expect(play.heardMs.length).toBeGreaterThan(50);
    await sink.stop();
  });

  test('takes the station’s clock as soon as it is known, until there is sound', async () => {
    const bench = new Bench();
    const sink = wavSink(bench.world(), '/heard.wav');
    await sink.start(bench.sinkClock);
    await bench.clock.advance(2_000);
    expect((await bench.recording()).startAtMs).toBe(WALL_MS);
    bench.offsetMs = 5_000;
    bench.play(sink, ramp(100), 3_000);
    await bench.clock.advance(2_000);
    expect((await bench.recording()).startAtMs).toBe(5_000);
    bench.offsetMs = 9_000;
    await bench.clock.advance(2_000);
    expect((await bench.recording()).startAtMs).toBe(5_000);
    await sink.stop();
  });

  test('is as long as the time since its start, also while nothing sounds', async () => {
    const bench = new Bench();
    const sink = wavSink(bench.world(), '/heard.wav');
    await sink.start(bench.sinkClock);
    await bench.clock.advance(60_000);
    const { samples } = await bench.recording();
    expect(samples.length / 48).toBeGreaterThan(58_000);
    expect(samples.length / 48).toBeLessThanOrEqual(60_000);
    await sink.stop();
  });

  test('goes on in the same file after a restart: the hours between are silence', async () => {
    const bench = new Bench();
    const first = wavSink(bench.world(), '/heard.wav');
    await first.start(bench.sinkClock);
    bench.play(first, ramp(500), 1_000);
    await bench.clock.advance(2_000);
    await first.stop();
    await bench.clock.advance(180_000);
    const second = wavSink(bench.world(), '/heard.wav');
    await second.start(bench.sinkClock);
    bench.play(second, ramp(500), 190_000);
    await bench.clock.advance(20_000);
    const { samples, startAtMs } = await bench.recording();
    expect(startAtMs).toBe(WALL_MS);
    expect(rampAt(samples.slice(0, 48 * 5_000))).toEqual({ from: 48_000, to: 72_000, isExact: true });
    expect(rampAt(samples.slice(48 * 5_000))).toEqual({ from: 48 * 185_000, to: 48 * 185_500, isExact: true });
    await second.stop();
  });

  test('a file that it did not make is set aside, not overwritten', async () => {
    const bench = new Bench();
    await bench.files.replace('/heard.wav', Buffer.from('somebody’s holiday'));
    const sink = wavSink(bench.world(), '/heard.wav');
    await sink.start(bench.sinkClock);
    await bench.clock.advance(10_000);
    const names = await bench.files.list('/');
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(/^heard-until-2026-01-0.*\.wav$/);
    expect((await bench.recording()).samples.length).toBeGreaterThan(0);
    await sink.stop();
  });

  test('stops at once, and tells what was heard of it', async () => {
    const bench = new Bench();
    const sink = wavSink(bench.world(), '/heard.wav');
    await sink.start(bench.sinkClock);
    const abort = new AbortController();
    const play = bench.play(sink, ramp(5_000), 1_000, abort);
    await bench.clock.advance(3_003);
    abort.abort();
    await bench.clock.advance(100);
    expect(play.played).toMatchObject({
      renderedMs: 2_003 + CUT_FADE_MS + TAKEN_LATE_MS,
      reason: 'stopped',
      startedMonoMs: 1_000,
    });
    await bench.clock.advance(3_000);
    const { samples } = await bench.recording();
    expect(rampAt(samples.slice(0, 48 * 3_003))).toEqual({ from: 48_000, to: 48 * 3_003, isExact: true });
    expect(samples.slice(48 * (3_003 + TAKEN_LATE_MS + CUT_FADE_MS)).every((sample) => sample === 0)).toBe(true);
    const next = bench.play(sink, ramp(100), 7_000);
    await bench.clock.advance(2_000);
    expect(next.played).toMatchObject({ renderedMs: 100, reason: 'complete' });
    await sink.stop();
  });

  test('a play that is asked for too late begins at once and loses nothing', async () => {
    const bench = new Bench();
    const sink = wavSink(bench.world(), '/heard.wav');
    await sink.start(bench.sinkClock);
    await bench.clock.advance(5_555);
    const play = bench.play(sink, ramp(1_000), 2_000);
    await bench.clock.advance(2_000);
    expect(play.played).toMatchObject({ renderedMs: 1_000, gapsMs: 0, reason: 'complete' });
    expect((play.played?.startedMonoMs ?? 0) - 5_555).toBeLessThan(20);
    expect(rampAt((await bench.recording()).samples).isExact).toBe(true);
    await sink.stop();
  });

  test('a tick that comes later than the buffer is a gap: silence in its place, counted, and nothing after it is late', async () => {
    const bench = new Bench();
    const sink = wavSink(bench.world(), '/heard.wav', 200);
    await sink.start(bench.sinkClock);
    const play = bench.play(sink, ramp(3_000), 1_000);
    await bench.clock.advance(2_000);
    bench.busyUntilMs = 2_150;
    await bench.clock.advance(500);
    bench.busyUntilMs = 3_000;
    await bench.clock.advance(3_000);
    const gapsMs = play.played?.gapsMs ?? 0;
    expect(gapsMs).toBeGreaterThan(200);
    expect(gapsMs).toBeLessThan(350);
    expect(play.played).toMatchObject({ renderedMs: 3_000 - gapsMs, reason: 'complete' });
    const heard = (await bench.recording()).samples.slice(48_000, 48_000 + 3_000 * 48);
    expect(heard.filter((sample) => sample === 0).length).toBe(gapsMs * 48);
    const isInPlace = heard.every((sample, i) => sample === 0 || Math.round(sample * 32_768) === (i % 30_000) + 1);
    expect(isInPlace).toBe(true);
    await sink.stop();
  });

  test('sound that turns out damaged is not heard, and a full disk is a failed device, not a crash', async () => {
    const bench = new Bench();
    const sink = wavSink(bench.world(), '/heard.wav');
    await sink.start(bench.sinkClock);
    const damaged = bench.play(
      sink,
      ramp(3_000, (frame) => frame < 48_000),
      1_000,
    );
    await bench.clock.advance(3_000);
    expect(damaged.played?.reason).toBe('damaged');
    expect(damaged.played?.renderedMs).toBeLessThan(1_000);
    const play = bench.play(sink, ramp(3_000), 4_000);
    await bench.clock.advance(2_000);
    bench.files.capacityBytes = 0;
    await bench.clock.advance(2_000);
    expect(play.played?.reason).toBe('sink_failed');
    expect(play.played?.renderedMs).toBeGreaterThan(500);
    bench.files.capacityBytes = 2 ** 40;
    const again = bench.play(sink, ramp(500), 9_000);
    await bench.clock.advance(5_000);
    expect(again.played?.reason).toBe('complete');
    await sink.stop();
  });
});

describe('the player sink', () => {
  const samplesOf = (bytes: number[]) => {
    const raw = new Int16Array(Uint8Array.from(bytes).buffer);
    return Float32Array.from(raw, (sample) => sample / 32_768);
  };

  test('feeds a player at the pace of the clock, keeps it warm, and lets it go', async () => {
    const bench = new Bench();
    const sink = processSink(bench.world(), ALSA);
    await sink.start(bench.sinkClock);
    await bench.clock.advance(1_000);
    const play = bench.play(sink, ramp(500), 1_500);
    await bench.clock.advance(1_200);
    expect(play.played).toMatchObject({ renderedMs: 500, reason: 'complete', startedMonoMs: 1_500 });
    const [child] = bench.children;
    expect(child?.spec.command).toBe('aplay');
    // It was opened at 1000 and took its first sample 150 ms later.
    expect(rampAt(samplesOf(child?.bytes ?? []))).toEqual({ from: 350 * 48, to: 850 * 48, isExact: true });
    const next = bench.play(sink, ramp(500), 4_000);
    await bench.clock.advance(3_000);
    expect(next.played?.reason).toBe('complete');
    expect(bench.children).toHaveLength(1);
    await bench.clock.advance(15_000);
    expect(child?.hasInput).toBe(false);
    await sink.stop();
  });

  test('is quiet within 300 ms of a stop, and counts what was in the device', async () => {
    const bench = new Bench();
    const sink = processSink(bench.world(), ALSA);
    await sink.start(bench.sinkClock);
    const abort = new AbortController();
    const play = bench.play(sink, ramp(5_000), 1_000, abort);
    await bench.clock.advance(3_000);
    abort.abort();
    await bench.clock.advance(320);
    expect(play.played?.reason).toBe('stopped');
    expect((play.played?.endedMonoMs ?? 0) - 3_000).toBeLessThanOrEqual(300);
    expect(play.played?.renderedMs).toBe((play.played?.endedMonoMs ?? 0) - 1_000);
    await sink.stop();
  });

  test('a player that dies or stops taking sound is a failed sink, with what was rendered', async () => {
    const bench = new Bench();
    const sink = processSink(bench.world(), ALSA);
    await sink.start(bench.sinkClock);
    const dying = bench.play(sink, ramp(5_000), 1_000);
    await bench.clock.advance(2_000);
    bench.children[0]?.die();
    await bench.clock.advance(100);
    expect(dying.played?.reason).toBe('sink_failed');
    expect(dying.played?.renderedMs).toBeGreaterThanOrEqual(1_000);
    expect(dying.played?.renderedMs).toBeLessThan(1_200);
    const stuck = bench.play(sink, ramp(5_000), 3_000);
    await bench.clock.advance(1_500);
    for (const child of bench.children) child.accept = false;
    await bench.clock.advance(3_000);
    expect(stuck.played?.reason).toBe('sink_failed');
    expect(bench.children).toHaveLength(2);
    await sink.stop();
  });
});
