import { expect, test } from 'vitest';
import { newKeyPair } from '#link';
import { Village } from './village.ts';

test('an ordered broadcast that was placed sounds at its time and is reported whole', async () => {
  const village = new Village();
  const { station, clock } = village;
  station.aheadMs = 3_600_000;
  await village.on();
  const at = station.now() + 30_000;
  station.plan(village.entry('one', at));
  await clock.advance(5_000);
  expect(station.told('one')).toEqual(['placed']);
  station.start('one', at);
  await clock.advance(60_000);
  expect(village.heard).toEqual([{ broadcastId: 'one', fromMs: 0, at, ms: 20_000 }]);
  expect(station.told('one')).toEqual(['placed', 'started', 'ended:complete']);
  expect(station.ended('one')).toMatchObject({ startedAt: at, endedAt: at + 20_000, renderedMs: 20_000 });
  expect(station.mentioned.length).toBeGreaterThan(2);
});

test('with the link up and no start order an entry waits, and is missed at the end of its time', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 10_000;
  station.plan(village.entry('one', at, { notAfter: at + 60_000 }));
  await clock.advance(60_000);
  expect(village.heard).toEqual([]);
  await clock.advance(20_000);
  expect(village.heard).toEqual([]);
  expect(station.told('one')).toEqual(['placed', 'ended:missed_window']);
});

test('orders that are forged, foreign, replayed or expired are counted and not obeyed', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 10_000;
  station.plan(village.entry('one', at));
  await clock.advance(2_000);
  const order = { order: 'start', broadcastId: 'one', startAt: at } as const;
  station.order(order, { key: newKeyPair().privatePem });
  station.order(order, { to: 'end_2' });
  station.order(order, { seq: 1 });
  station.order(order, { epoch: 0 as 1 });
  station.order(order, { expiresAt: station.now() - 1 });
  station.raw('{"type":"signed"}');
  station.raw('not JSON');
  await clock.advance(60_000);
  expect(village.heard).toEqual([]);
  expect(village.agent?.status()?.refused).toEqual({ forged: 1, not_for_us: 1, old: 1, malformed: 3, expired: 1 });
});

test('an order that was obeyed in an earlier life is not obeyed again', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 100_000;
  station.plan(village.entry('one', at));
  const start = station.start('one', at);
  await clock.advance(1_000);
  station.plan();
  station.plan(village.entry('one', at));
  await clock.advance(1_000);
  await village.kill(true);
  await village.on();
  station.raw(start);
  await clock.advance(150_000);
  expect(village.heard).toEqual([]);
  expect(village.agent?.status()?.refused).toEqual({ old: 1 });
});

test('a start order waits for the audio, and gives up at the end of its time', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  station.serve = () => ({ status: 503 });
  const at = station.now() + 5_000;
  station.plan(village.entry('late', at), village.entry('never', at, { notAfter: at + 30_000 }));
  station.start('late', at);
  station.start('never', at);
  await clock.advance(60_000);
  expect(village.heard).toEqual([]);
  expect(station.told('never')).toEqual(['ended:not_placed']);
  station.serve = null;
  await clock.advance(120_000);
  expect(village.sums('late')).toEqual({ ms: 20_000, twiceMs: 0 });
  expect(station.told('late')).toEqual(['placed', 'started', 'ended:complete']);
});

test('a second start order for the same broadcast does not make it heard twice', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 5_000;
  station.plan(village.entry('one', at));
  station.start('one', at);
  await clock.advance(10_000);
  station.cut();
  await clock.advance(2_000);
  station.isReachable = true;
  await clock.advance(20_000);
  expect(station.hellos.at(-1)?.begun).toEqual(['one']);
  station.plan(village.entry('one', at));
  station.start('one', station.now() + 1_000);
  await clock.advance(60_000);
  expect(village.sums('one')).toEqual({ ms: 20_000, twiceMs: 0 });
});

test('a stop order makes it quiet within 300 ms and is reported with its reason', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 5_000;
  station.plan(village.entry('one', at), village.entry('two', at + 60_000));
  station.start('one', at);
  await clock.advance(10_000);
  station.stop('one');
  station.stop('two', 'rule_changed');
  station.stop('unknown');
  await clock.advance(300);
  expect(village.heard).toEqual([{ broadcastId: 'one', fromMs: 0, at, ms: 5_000 }]);
  expect(station.ended('one')).toMatchObject({ renderedMs: 5_000, reason: 'stopped_by_operator' });
  expect(station.ended('two')).toMatchObject({ renderedMs: 0, startedAt: null, reason: 'rule_changed' });
  station.stop('one');
  station.start('two', at + 60_000);
  await clock.advance(120_000);
  expect(village.heard).toHaveLength(1);
});

test('what leaves the plan does not begin; what sounds goes on', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 5_000;
  station.plan(village.entry('one', at), village.entry('two', at + 30_000));
  station.start('one', at);
  station.start('two', at + 30_000);
  await clock.advance(10_000);
  station.plan();
  await clock.advance(60_000);
  expect(village.sums('one').ms).toBe(20_000);
  expect(village.sums('two').ms).toBe(0);
});

test('a warning takes the air at once; what it cut goes on afterwards', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 5_000;
  station.plan(village.entry('low', at), village.entry('dropped', at + 40_000, { interruption: 'drop' }));
  station.start('low', at);
  await clock.advance(10_000);
  const alarm = village.entry('alarm', station.now(), { level: 'emergency', durationMs: 5_000 });
  station.plan(village.entry('low', at), alarm);
  await clock.advance(100);
  station.start('alarm', station.now());
  await clock.advance(60_000);
  const [first, second, third] = village.heard;
  expect([first?.broadcastId, second?.broadcastId, third?.broadcastId]).toEqual(['low', 'alarm', 'low']);
  expect(village.sums('low')).toEqual({ ms: 20_000, twiceMs: 0 });
  expect((second?.at ?? 0) - ((first?.at ?? 0) + (first?.ms ?? 0))).toBeGreaterThanOrEqual(0);
  expect(station.told('low')).toEqual(['placed', 'started', 'ended:complete']);
});

test('two at once: the second has the air after the first, or was too late because of it', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 5_000;
  const short = village.entry('short', at + 1_000, { notAfter: at + 10_000 });
  station.plan(village.entry('one', at), village.entry('two', at), short);
  for (const id of ['one', 'two']) station.start(id, at);
  station.start('short', at + 1_000);
  await clock.advance(60_000);
  expect(village.heard.map(({ broadcastId, at: heardAt }) => [broadcastId, heardAt - at])).toEqual([
    ['one', 0],
    ['two', 20_000],
  ]);
  expect(station.told('short')).toEqual(['placed', 'ended:seat_taken']);
});
