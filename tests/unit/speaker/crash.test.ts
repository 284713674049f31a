import { expect, test } from 'vitest';
import { forSeeds } from '../../support/seeded-random.ts';
import { Village } from './village.ts';

/** A village in the middle of a broadcast of 20 s. */
async function midway(
  change: Parameters<Village['entry']>[2],
  afterMs = 8_000,
): Promise<{ village: Village; at: number }> {
  const village = new Village();
  await village.on();
  const at = village.station.now() + 5_000;
  village.station.plan(village.entry('one', at, change));
  village.station.start('one', at);
  await village.clock.advance(5_000 + afterMs);
  return { village, at };
}

test('after a power cut a broadcast goes on where it was, repeating no more than half a second', async () => {
  const { village, at } = await midway({ interruption: 'resume' });
  const { station, clock } = village;
  await village.kill(true);
  await clock.advance(60_000);
  await village.on();
  await clock.advance(60_000);
  const sums = village.sums('one');
  expect(sums.ms - sums.twiceMs).toBe(20_000);
  expect(sums.twiceMs).toBeLessThanOrEqual(500);
  expect(station.told('one')).toEqual(['placed', 'started', 'ended:complete']);
  expect(station.ended('one')).toMatchObject({ startedAt: at, renderedMs: 20_000 });
});

test('a broadcast that cannot go on in time ends as interrupted, with what was rendered', async () => {
  const { village } = await midway({ interruption: 'resume' });
  const { station, clock } = village;
  await village.kill(true);
  await clock.advance(330_000);
  await village.on();
  await clock.advance(30_000);
  expect(village.heard).toHaveLength(1);
  expect(station.told('one')).toEqual(['placed', 'started', 'ended:interrupted']);
  expect(station.ended('one')?.renderedMs).toBeGreaterThan(7_400);
  expect(station.ended('one')?.renderedMs).toBeLessThanOrEqual(8_000);
});

test('one that is to start anew does so only while it may still start', async () => {
  for (const [notAfterMs, heard] of [
    [300_000, 2],
    [20_000, 1],
  ] as const) {
    const village = new Village();
    await village.on();
    const at = village.station.now() + 5_000;
    village.station.plan(village.entry('one', at, { interruption: 'restart', notAfter: at + notAfterMs }));
    village.station.start('one', at);
    await village.clock.advance(13_000);
    await village.kill();
    await village.clock.advance(60_000);
    await village.on();
    await village.clock.advance(60_000);
    expect(village.heard.map((one) => one.fromMs)).toEqual(Array.from({ length: heard }, () => 0));
    expect(village.station.told('one').at(-1)).toBe(heard === 2 ? 'ended:complete' : 'ended:interrupted');
  }
});

test('one that is dropped when interrupted ends as interrupted', async () => {
  const { village } = await midway({ interruption: 'drop' });
  await village.kill();
  await village.on();
  await village.clock.advance(30_000);
  expect(village.heard).toHaveLength(1);
  expect(village.station.told('one')).toEqual(['placed', 'started', 'ended:interrupted']);
});

test('a stop that came just before the power cut holds after it', async () => {
  const { village } = await midway({ interruption: 'resume' });
  village.station.stop('one');
  await village.clock.advance(1);
  await village.kill(true);
  await village.on();
  await village.clock.advance(60_000);
  expect(village.heard).toHaveLength(1);
  expect(village.station.told('one').at(-1)).toBe('ended:stopped_by_operator');
});

test.each([0, 200, 400, 600, 800])(
  'on a slow disk, too, a killed agent knows where it was (%i ms)',
  async (afterMs) => {
    const village = new Village();
    await village.on();
    const { station, clock } = village;
    village.syncMs = 900;
    const at = station.now() + 5_000;
    station.plan(village.entry('one', at));
    station.start('one', at);
    await clock.advance(13_000 + afterMs);
    await village.kill();
    village.syncMs = 0;
    await village.on();
    await clock.advance(60_000);
    const { ms, twiceMs } = village.sums('one');
    expect(ms - twiceMs).toBe(20_000);
    expect(twiceMs).toBeLessThanOrEqual(500);
  },
);

test('switched off with care, it goes on at the very sample', async () => {
  const { village } = await midway({ interruption: 'resume' }, 8_123);
  await village.agent?.stop();
  await village.on();
  await village.clock.advance(60_000);
  expect(village.sums('one')).toEqual({ ms: 20_000, twiceMs: 0 });
});

/** One morning with two broadcasts, the agent killed at its n-th disk operation and started again a second later. */
async function killedAt(operation: number, when: 'before' | 'after', powerCut: boolean): Promise<Village> {
  const village = new Village();
  const { station, clock } = village;
  await village.on({ dieAt: { operation, when } });
  const at = station.now() + 10_000;
  const tell = () => {
    station.plan(
      village.entry('one', at, { durationMs: 3_000 }),
      village.entry('two', at + 8_000, { durationMs: 3_000 }),
    );
    station.start('one', at);
    station.start('two', at + 8_000);
  };
  let toldOn = village.life;
  if (station.isJoined) tell();
  for (let step = 0; step < 400; step++) {
    await clock.advance(100);
    if (village.life.dead) {
      await village.kill(powerCut);
      await clock.advance(1_000);
      await village.on();
    }
    if (station.isJoined && toldOn !== village.life) {
      toldOn = village.life;
      tell();
    }
  }
  return village;
}

test('killed at any disk operation, nothing is lost, nothing heard twice, and every report comes', async () => {
  const whole = await killedAt(1_000_000, 'after', false);
  const count = whole.life.operations;
  expect(count).toBeGreaterThan(60);
  for (let operation = 8; operation <= count; operation += 1) {
    const when = operation % 2 === 0 ? 'before' : 'after';
    const village = await killedAt(operation, when, operation % 3 !== 0);
    for (const id of ['one', 'two']) {
      const sums = village.sums(id);
      const context = `killed ${when} operation ${operation}: ${id}`;
      expect(sums.twiceMs, context).toBeLessThanOrEqual(500);
      expect(sums.ms - sums.twiceMs, context).toBe(3_000);
      expect(village.station.told(id).at(-1), context).toBe('ended:complete');
      const ends = village.station.received.filter(
        ({ report }) => report.broadcastId === id && report.event === 'ended',
      );
      expect(new Set(ends.map(({ seq }) => seq)).size, context).toBe(1);
    }
    expect(village.agent?.status()?.unreported).toBe(0);
  }
}, 120_000);

test('whatever is cut, killed and called back at whatever moment: at most once, and always told', async () => {
  await forSeeds(100, 60, async (random) => {
    const village = new Village();
    const { station, clock } = village;
    await village.on();
    const base = station.now() + 20_000;
    const entries = Array.from({ length: 5 }, (_, index) =>
      village.entry(`b${index}`, base + random.int(0, 60_000), {
        interruption: random.pick(['resume', 'resume', 'drop'] as const),
        level: random.pick(['scheduled', 'priority', 'emergency'] as const),
        durationMs: random.int(2_000, 15_000),
      }),
    );
    const stopped = new Set<string>();
    let toldOn = village.life;
    const tell = () => {
      toldOn = village.life;
      station.plan(...entries.filter((entry) => !stopped.has(entry.broadcastId)));
      for (const { broadcastId, plannedAt } of entries)
        if (!stopped.has(broadcastId)) station.start(broadcastId, plannedAt);
    };
    tell();
    for (let step = 0; step < 120; step++) {
      await clock.advance(random.int(1, 2_000));
      if (random.chance(0.04)) station.cut();
      else if (random.chance(0.2)) station.isReachable = true;
      if (random.chance(0.04)) {
        await village.kill(random.chance(0.7));
        await clock.advance(random.int(1, 5_000));
        await village.on();
      }
      if (station.isJoined && (toldOn !== village.life || random.chance(0.1))) tell();
      if (random.chance(0.02) && station.isJoined) {
        const { broadcastId } = random.pick(entries);
        stopped.add(broadcastId);
        station.stop(broadcastId);
      }
    }
    station.isReachable = true;
    await clock.advance(400_000);
    await clock.advance(400_000);
    for (const { broadcastId, durationMs, interruption } of entries) {
      const { ms, twiceMs } = village.sums(broadcastId);
      const plays = village.heard.filter((one) => one.broadcastId === broadcastId).length;
      expect(twiceMs, broadcastId).toBeLessThanOrEqual(500 * Math.max(0, plays - 1));
      if (interruption === 'drop') expect(plays, broadcastId).toBeLessThanOrEqual(1);
      const ends = station.received.filter(
        ({ report }) => report.broadcastId === broadcastId && report.event === 'ended',
      );
      expect(new Set(ends.map(({ seq }) => seq)).size, broadcastId).toBe(1);
      const end = station.ended(broadcastId);
      // Never more told than heard, and no more than a second less.
      expect(end?.renderedMs ?? -1, broadcastId).toBeLessThanOrEqual(ms + 1);
      expect(end?.renderedMs ?? -1, broadcastId).toBeGreaterThanOrEqual(ms - twiceMs - 500);
      if (end?.reason === 'complete') expect(ms - twiceMs, broadcastId).toBeCloseTo(durationMs, 0);
    }
    expect(village.agent?.status()?.unreported).toBe(0);
  });
}, 120_000);
