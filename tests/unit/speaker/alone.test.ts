import { expect, test } from 'vitest';
import { START_AT, Village } from './village.ts';

const HOUR_MS = 3_600_000;

/** A village that has its plan and its audio, and then loses the link. */
async function cutOff(village: Village, ...entries: Parameters<Village['entry']>[]): Promise<void> {
  await village.on();
  village.station.plan(...entries.map((entry) => village.entry(...entry)));
  await village.clock.advance(5_000);
  village.station.cut();
}

test('without a link the plan is played for 72 hours, and reported once when the link is back', async () => {
  const village = new Village();
  const { station, clock } = village;
  station.aheadMs = -777;
  const times = Array.from({ length: 12 }, (_, index) => station.now() + (index + 1) * 6 * HOUR_MS - 1);
  await cutOff(village, ...times.map((at, index) => [`b${index}`, at] as [string, number]));
  await clock.advance(73 * HOUR_MS);
  expect(village.heard.map(({ broadcastId, at, ms }) => [broadcastId, at, ms])).toEqual(
    times.map((at, index) => [`b${index}`, at, 20_000]),
  );
  expect(station.received.filter(({ report }) => report.event === 'ended')).toEqual([]);
  station.isReachable = true;
  await clock.advance(30_000);
  for (const [index, at] of times.entries()) {
    expect(station.told(`b${index}`)).toEqual(['placed', 'started', 'ended:complete']);
    expect(station.ended(`b${index}`)?.startedAt).toBe(at);
  }
  expect(village.agent?.status()?.unreported).toBe(0);
});

test('a speaker that was switched off and on without a link still plays by its plan', async () => {
  const village = new Village();
  const { station, clock } = village;
  station.aheadMs = 5_000;
  const at = station.now() + HOUR_MS;
  await cutOff(village, ['one', at]);
  await village.kill(true);
  await village.on();
  await clock.advance(2 * HOUR_MS);
  expect(village.heard).toEqual([{ broadcastId: 'one', fromMs: 0, at, ms: 20_000 }]);
});

test.each([HOUR_MS / 2, START_AT])(
  'a clock that lost %i ms: nothing sounds by itself until the station tells the time',
  async (jumpMs) => {
    const village = new Village();
    const { station, clock } = village;
    const at = station.now() + HOUR_MS;
    await cutOff(village, ['one', at], ['two', at + 2 * HOUR_MS]);
    await village.kill();
    clock.jumpWall(-jumpMs);
    station.aheadMs = jumpMs;
    await village.on();
    await clock.advance(2 * HOUR_MS);
    expect(village.heard).toEqual([]);
    station.isReachable = true;
    await clock.advance(30_000);
    station.start('two', at + 2 * HOUR_MS);
    await clock.advance(2 * HOUR_MS);
    expect(village.heard.map((one) => [one.broadcastId, one.at])).toEqual([['two', at + 2 * HOUR_MS]]);
    expect(station.told('one')).toEqual(['placed', 'ended:missed_window']);
  },
);

test('a station that falls silent without hanging up is taken for gone after 12 s', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 10_000;
  station.plan(village.entry('one', at));
  await clock.advance(9_000);
  station.answers = false;
  await clock.advance(30_000);
  const [heard] = village.heard;
  expect((heard?.at ?? 0) - at).toBeGreaterThan(1_000);
  expect((heard?.at ?? 0) - at).toBeLessThan(12_600);
  expect(village.sums('one')).toEqual({ ms: 20_000, twiceMs: 0 });
});

test('a link that blinks after the time of an entry does not make it play: the station may have a reason', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 10_000;
  station.plan(village.entry('one', at));
  await clock.advance(20_000);
  for (let blink = 0; blink < 5; blink++) {
    station.cut();
    await clock.advance(4_000);
    station.isReachable = true;
    await clock.advance(16_000);
  }
  expect(village.heard).toEqual([]);
});

test('a station that answers nothing but is connected is left after three heartbeats and called again', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const hellos = station.hellos.length;
  station.answers = false;
  await clock.advance(44_000);
  expect(village.agent?.status()?.isLinked).toBe(true);
  await clock.advance(2_000);
  expect(village.agent?.status()?.isLinked).toBe(false);
  station.answers = true;
  await clock.advance(30_000);
  expect(station.hellos.length).toBe(hellos + 1);
  expect(village.agent?.status()?.isLinked).toBe(true);
});

test('calls come quickly at first, then ever more seldom, and never more than 15 s apart', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  station.cut();
  await clock.advance(2);
  station.isReachable = true;
  await clock.advance(310);
  expect(village.agent?.status()?.isLinked).toBe(true);
  station.cut();
  await clock.advance(600_000);
  station.isReachable = true;
  await clock.advance(15_100);
  expect(village.agent?.status()?.isLinked).toBe(true);
});

test('the clock is known to a few milliseconds after 10 s of contact, however far off the own one is', async () => {
  const village = new Village();
  const { station, clock } = village;
  station.aheadMs = 86_400_000 * 20_000 - 123;
  station.delayMs = 4;
  await village.on();
  await clock.advance(10_000);
  const estimate = village.agent?.status()?.clock;
  expect(estimate?.errorMs).toBeLessThanOrEqual(4);
  expect(Math.abs((estimate?.offsetMs ?? 0) + clock.monoMs() - station.now())).toBeLessThanOrEqual(4);
  expect(station.heartbeats.at(-1)).toMatchObject({ playing: null, sink: 'analytic' });
});

test('an emergency that stands in the plan cuts into what sounds, also without a link', async () => {
  const village = new Village();
  const { station, clock } = village;
  const at = station.now() + 30_000;
  await cutOff(
    village,
    ['low', at, { interruption: 'restart' }],
    ['alarm', at + 5_000, { level: 'emergency', durationMs: 5_000 }],
    ['drop', at + 60_000, { interruption: 'drop' }],
    ['alarm 2', at + 65_000, { level: 'emergency', durationMs: 5_000 }],
  );
  await clock.advance(150_000);
  expect(village.heard.map(({ broadcastId, fromMs }) => [broadcastId, fromMs])).toEqual([
    ['low', 0],
    ['alarm', 0],
    ['low', 0],
    ['drop', 0],
    ['alarm 2', 0],
  ]);
  station.isReachable = true;
  await clock.advance(30_000);
  expect(station.told('low')).toEqual(['placed', 'started', 'ended:complete']);
  expect(station.told('drop')).toEqual(['placed', 'started', 'ended:pre_empted']);
});

test('answers to questions that were never asked do not move the clock', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const before = village.agent?.status()?.clock;
  for (let i = 0; i < 10; i++)
    station.raw(JSON.stringify({ type: 'time', echoMonoMs: clock.monoMs() - i, stationAt: 5 }));
  await clock.advance(1);
  expect(village.agent?.status()?.clock).toEqual(before);
});
