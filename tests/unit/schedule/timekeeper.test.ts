import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHeartbeat } from '#schedule';
import { rows, rule, village } from './village.ts';

const START = '2026-11-23T12:00:00+07:00';

describe('the timekeeper', () => {
  it('plans by itself as time passes, and is quiet after stop', async () => {
    const { schedule, clock, ports, store } = await village(START);
    schedule.start();
    await schedule.createRule(rule());
    await clock.advance(6 * 3_600_000);
    expect(ports.accepted.length).toBeGreaterThanOrEqual(4);
    await schedule.stop();
    expect(clock.sleepers).toBe(0);
    const before = (await rows(store)).length;
    await clock.advance(48 * 3_600_000);
    expect((await rows(store)).length).toBe(before);
  });

  it('acts at once on a changed rule, also when it is woken in the middle of a look', async () => {
    const { schedule, clock, ports } = await village(START);
    schedule.start();
    await clock.settle(20);
    await schedule.createRule(rule());
    schedule.wake();
    await clock.settle(20);
    expect(ports.accepted).toHaveLength(4);
    await schedule.stop();
  });

  it('tries again after a failure', async () => {
    const { schedule, clock, ports, told } = await village(START);
    await schedule.createRule(rule());
    ports.failing = true;
    schedule.start();
    await clock.advance(1500);
    ports.failing = false;
    await clock.advance(6000);
    expect(ports.accepted).toHaveLength(4);
    expect(told).toContain('planning failed and will be tried again');
    await schedule.stop();
  });

  it('starts again after stop, and twice is once', async () => {
    const { schedule, clock, ports } = await village(START);
    schedule.start();
    schedule.start();
    await schedule.stop();
    await schedule.stop();
    schedule.start();
    await schedule.createRule(rule());
    await clock.advance(10_000);
    expect(ports.batches).toEqual([4]);
    await schedule.stop();
  });

  it('a second process and a restart on the same file fire nothing twice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loaxa-schedule-'));
    try {
      const one = await village(START, join(folder, 'station.db'));
      const two = await village(START, join(folder, 'station.db'));
      await one.schedule.createRule(rule());
      await Promise.allSettled([one.schedule.runOnce(), two.schedule.runOnce()]);
      await one.schedule.runOnce();
      await two.schedule.runOnce();
      await one.store.close();
      await two.store.close();
      const three = await village(START, join(folder, 'station.db'));
      expect(await three.schedule.runOnce()).toMatchObject({ planned: 0, accepted: 0 });
      expect(await rows(three.store)).toHaveLength(4);
      await three.store.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the heartbeat', () => {
  it('starts and stops without leaving a timer', async () => {
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const heartbeat = createHeartbeat(() => undefined, quiet);
    heartbeat.start();
    await heartbeat.stop();
  });
});
