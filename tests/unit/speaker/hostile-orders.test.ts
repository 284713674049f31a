/** What somebody on the line can do with orders of the station: show them again, to others, after a reboot; and orders that make no sense. */
import { expect, test } from 'vitest';
import { openGate } from '#gate';
import type { Order, PlanEntry } from '#link';
import { Village, ZONE } from './village.ts';

async function village(): Promise<Village> {
  const one = new Village();
  await one.on();
  return one;
}
const now = (entry: PlanEntry, startAt: number, targets = ['end_1']): Order => ({
  ...{ order: 'now', targets, entry, startAt },
});
const alarm = (one: Village, id: string, change: Partial<PlanEntry> = {}) =>
  one.entry(id, one.station.now(), { level: 'emergency', kind: 'emergency', ...change });
const heardOf = (one: Village) => one.heard.filter(({ ms }) => ms > 0).map(({ broadcastId }) => broadcastId);

test('an alarm, a silence, the rules of the house and the end of a voice are obeyed once, also after reboots', async () => {
  const one = await village();
  const { station, clock } = one;
  const soon = { to: '*', expiresAt: station.now() + 30_000 };
  const frames = [station.order(now(alarm(one, 'alarm'), station.now()), soon)];
  await clock.advance(40_000);
  frames.push(station.order({ order: 'hush', targets: ['end_1'] }, { to: '*' }));
  frames.push(station.tellHouse({ gate: openGate(ZONE) }));
  frames.push(station.order({ order: 'conclude', broadcastId: 'next', durationMs: 1 }, { to: '*' }));
  const at = station.now() + 60_000;
  station.plan(one.entry('next', at, { isOpenEnded: true }));
  station.start('next', at);
  await clock.advance(5_000);
  for (let reboots = 0; reboots < 3; reboots++) {
    await one.kill(true);
    await one.on();
    for (const frame of [...frames, ...frames.toReversed()]) station.raw(frame);
    await clock.advance(1_000);
  }
  await clock.advance(200_000);
  expect(heardOf(one)).toEqual(['alarm', 'next']);
  expect(one.sums('next').ms).toBe(20_000);
});

test('an order of an earlier life of the station is old, however high its number', async () => {
  const one = await village();
  const { station, clock } = one;
  station.epoch = 2;
  station.plan();
  await clock.advance(1_000);
  station.order(now(alarm(one, 'alarm'), station.now()), { to: '*', epoch: 1, seq: 1_000_000 });
  await clock.advance(60_000);
  expect(heardOf(one)).toEqual([]);
});

test('who is named among 256 obeys, who is not named does not, and more than 256 is no order', async () => {
  const one = await village();
  const { station, clock } = one;
  const others = Array.from({ length: 256 }, (_, n) => `end_x${n}`);
  station.order(now(alarm(one, 'others'), station.now(), others), { to: '*' });
  station.order(now(alarm(one, 'many'), station.now(), [...others, 'end_1']), { to: '*' });
  station.order({ order: 'hush', targets: others }, { to: 'end_1' });
  await clock.advance(30_000);
  station.order(now(alarm(one, 'ours'), station.now(), [...others.slice(1), 'end_1']), { to: '*' });
  await clock.advance(30_000);
  expect(heardOf(one)).toEqual(['ours']);
  expect(one.agent?.status()?.refused).toEqual({ not_for_us: 2, malformed: 1 });
});

test('what was to be over before it was told does not sound, and says so', async () => {
  const one = await village();
  const { station, clock } = one;
  station.order(now(alarm(one, 'over', { endBy: station.now() - 1_000 }), station.now()), { to: '*' });
  station.order(now(alarm(one, 'late', { notAfter: station.now() - 1_000 }), station.now() - 60_000), { to: '*' });
  await clock.advance(60_000);
  expect(heardOf(one)).toEqual([]);
  expect([station.ended('over')?.renderedMs, station.ended('late')?.renderedMs]).toEqual([0, 0]);
});

test('a house in a zone that nobody knows is no order: the rules before it hold, and the speaker goes on', async () => {
  const one = await village();
  const { station, clock } = one;
  station.tellHouse({ gate: openGate('Asia/Nowhere') });
  const at = station.now() + 10_000;
  station.plan(one.entry('news', at));
  station.start('news', at);
  await clock.advance(60_000);
  station.order(now(alarm(one, 'alarm'), station.now()), { to: '*' });
  await clock.advance(60_000);
  expect(heardOf(one)).toEqual(['news', 'alarm']);
  expect(one.agent?.status()?.refused).toEqual({ malformed: 1 });
});
