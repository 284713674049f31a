import { expect, test } from 'vitest';
import type { OrderItem } from '#broadcast';
import { HttpDriver } from '#delivery';
import { Feed, FeedBook, FRAME_BYTES, FRAME_MS } from '#feed';
import { openGate } from '#gate';
import type { Shelf } from '../../../src/delivery/ports.ts';
import { Ear, named, spoken } from './ears.ts';
import { broadcastOf, endpointOf, type Told, worldAt } from './things.ts';

const START = Date.UTC(2026, 10, 23);
const SECOND = 1000;
const FRAMES = 250;
const LENGTH_MS = FRAMES * FRAME_MS;
const village = endpointOf('end_1', 'http');
const [a, b] = [broadcastOf('a', START + 10 * SECOND, LENGTH_MS), broadcastOf('b', START + 12 * SECOND, LENGTH_MS)];
const VOICES: Record<string, number> = { rec_a: 1, rec_b: 2 };

const shelf: Shelf = {
  rendition: async (recordingId) => ({ sha256: recordingId, bytes: 1, durationMs: LENGTH_MS }),
  read: async (sha256) => spoken(VOICES[sha256] ?? 9, FRAMES),
};

async function studio(from: Shelf = shelf) {
  const world = worldAt(START);
  const told: Told[] = [];
  const feeds = new FeedBook();
  const driver = new HttpDriver({
    world,
    shelf: from,
    feeds,
    tell: (endpointId, fact) => void told.push({ endpointId, fact }),
  });
  await driver.start();
  driver.plan(village, [a, b]);
  const ends = () => told.flatMap(({ fact }) => (fact.fact === 'ended' ? [fact] : []));
  return { world, driver, feeds, told, ends };
}

test('a device that listens hears the broadcast at its time, whole; all that is proved is that it was sent', async () => {
  const { world, driver, ends } = await studio();
  const ear = new Ear();
  driver.join(village.id, ear);
  await world.clock.advance(7 * SECOND);
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.advance(20 * SECOND);
  expect(ear.voices).toEqual(named(1, 0, FRAMES));
  const [end] = ends();
  expect(end).toMatchObject({ reason: 'complete', evidence: 'E0', renderedMs: LENGTH_MS });
  expect(Math.abs((end?.startedAt ?? 0) - a.plannedAt)).toBeLessThanOrEqual(FRAME_MS);
  await driver.stop();
});

test('a second device, or the same one again, does not make the broadcast begin anew', async () => {
  const { world, driver, told, ends } = await studio();
  const [first, second] = [new Ear(), new Ear()];
  driver.join(village.id, first);
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.advanceTo(a.plannedAt + 3 * SECOND);
  driver.join(village.id, second);
  expect(told.at(-1)).toMatchObject({ fact: { fact: 'joined', begun: new Set(['a']) } });
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.advance(20 * SECOND);
  expect(first.voices).toEqual(named(1, 0, FRAMES));
  expect(second.voices.at(-1)).toBe(`1:${FRAMES - 1}`);
  expect(ends().map((end) => end.reason)).toEqual(['complete']);
  await driver.stop();
});

test('the next broadcast, ordered while one sounds, neither cuts it nor loses its end', async () => {
  const { world, driver, ends } = await studio();
  const ear = new Ear();
  driver.join(village.id, ear);
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.advanceTo(a.plannedAt + 4 * SECOND);
  driver.order(b, [village.id], a.plannedAt + LENGTH_MS, null);
  await world.clock.advance(30 * SECOND);
  expect(ear.voices).toEqual([...named(1, 0, FRAMES), ...named(2, 0, FRAMES)]);
  expect(ends().map((end) => [end.broadcastId, end.reason])).toEqual([
    ['a', 'complete'],
    ['b', 'complete'],
  ]);
  await driver.stop();
});

test('what is halted while its audio is being read is never heard', async () => {
  const held: Array<(bytes: Uint8Array) => void> = [];
  const slow: Shelf = { ...shelf, read: () => new Promise((resolve) => held.push(resolve)) };
  const { world, driver, told } = await studio(slow);
  const ear = new Ear();
  driver.join(village.id, ear);
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.settle();
  driver.halt('a', [village.id], 'stopped_by_operator');
  for (const read of held) read(spoken(1, FRAMES));
  await world.clock.advance(60 * SECOND);
  expect(ear.voices).toEqual([]);
  expect(told.map(({ fact }) => fact.fact)).toEqual(['joined']);
  await driver.stop();
});

test('audio that cannot be read is told as damaged, and the station lives on', async () => {
  const broken: Shelf = { ...shelf, read: () => Promise.reject(new Error('EIO')) };
  const { world, driver, ends } = await studio(broken);
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.settle();
  expect(ends()).toMatchObject([{ reason: 'damaged', renderedMs: 0, evidence: 'E0', startedAt: null }]);
  const other: Shelf = { ...shelf, read: async () => new TextEncoder().encode('not mp3') };
  const second = await studio(other);
  second.driver.order(a, [village.id], a.plannedAt, null);
  await second.world.clock.settle();
  expect(second.ends()).toMatchObject([{ reason: 'damaged' }]);
  await Promise.all([driver.stop(), second.driver.stop()]);
});

test.each([
  ['nobody came', null, null, 'not_listening', 0],
  ['who came late', 2 * SECOND, null, 'joined_late', LENGTH_MS - 2 * SECOND],
  ['who left early', -SECOND, 2 * SECOND, 'left_early', 2 * SECOND],
] as const)('%s: the log says so and counts only what was sent', async (_who, joinMs, leaveMs, reason, renderedMs) => {
  const { world, driver, ends } = await studio();
  const ear = new Ear();
  const go = async (afterMs: number | null, act: () => void) => {
    if (afterMs === null) return;
    await world.clock.advanceTo(a.plannedAt + afterMs);
    act();
  };
  driver.order(a, [village.id], a.plannedAt, null);
  const leave: Array<() => void> = [];
  await go(joinMs, () => void leave.push(driver.join(village.id, ear)));
  await go(leaveMs, () => leave[0]?.());
  await world.clock.advanceTo(a.plannedAt + 30 * SECOND);
  const [end] = ends();
  expect(end?.reason).toBe(reason);
  expect(Math.abs((end?.renderedMs ?? 0) - renderedMs)).toBeLessThan(300);
  expect(end?.startedAt === null).toBe(renderedMs === 0);
  await driver.stop();
});

test('a broadcast that sounds is silenced at once, and says how far it was sent', async () => {
  const { world, driver, ends } = await studio();
  const ear = new Ear();
  driver.join(village.id, ear);
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.advanceTo(a.plannedAt + 2 * SECOND);
  driver.halt('a', [village.id], 'stopped_by_operator');
  driver.halt('a', [village.id], 'stopped_by_operator');
  await world.clock.advance(30 * SECOND);
  const [end, ...more] = ends();
  expect(more).toEqual([]);
  expect(end).toMatchObject({ reason: 'stopped_by_operator', renderedMs: ear.voices.length * FRAME_MS });
  expect(end?.renderedMs).toBeLessThanOrEqual(2 * SECOND);
  await driver.stop();
});

test('an urgent broadcast cuts in at its instant, and what it cut goes on behind it to its end', async () => {
  const { world, driver, ends } = await studio();
  const ear = new Ear();
  driver.join(village.id, ear);
  driver.order(a, [village.id], a.plannedAt, null);
  await world.clock.advanceTo(a.plannedAt + 2 * SECOND);
  driver.order(b, [village.id], a.plannedAt + 3 * SECOND, 'a');
  await world.clock.advance(30 * SECOND);
  const cutAt = ear.voices.indexOf('2:0');
  expect(Math.abs(cutAt * FRAME_MS - 3 * SECOND)).toBeLessThanOrEqual(FRAME_MS);
  expect(ear.voices).toEqual([...named(1, 0, cutAt), ...named(2, 0, FRAMES), ...named(1, cutAt, FRAMES)]);
  expect(ends().map((end) => [end.broadcastId, end.reason, end.renderedMs])).toEqual([
    ['b', 'complete', LENGTH_MS],
    ['a', 'complete', LENGTH_MS],
  ]);
  await driver.stop();
});

test('a live voice is heard as it is spoken, and when it is over its delivery is complete', async () => {
  const { world, driver, feeds, ends } = await studio();
  const ear = new Ear();
  driver.join(village.id, ear);
  const live = broadcastOf('live', START + 2 * SECOND, 600 * SECOND, {
    runningOrder: {
      items: [{ kind: 'stream', streamId: 'voice', durationMs: 600 * SECOND }],
      durationMs: 600 * SECOND,
      isOpenEnded: true,
    },
  });
  driver.plan(village, [live]);
  driver.order(live, [village.id], live.plannedAt, null);
  await world.clock.advanceTo(live.plannedAt);
  const feed = new Feed({ id: 'voice', clock: world.clock, delayMs: 1_200 });
  feeds.open(feed);
  for (let frame = 0; frame < 400; frame += 1) {
    await world.clock.advance(FRAME_MS);
    feed.push(spoken(7, frame + 1).subarray(frame * FRAME_BYTES));
  }
  feed.end();
  const durationMs = 400 * FRAME_MS + 1_200;
  driver.conclude({ ...live, runningOrder: { ...live.runningOrder, durationMs } }, [village.id]);
  await world.clock.advance(10 * SECOND);
  expect(ear.voices).toEqual(named(7, 0, 400));
  expect(ends()).toMatchObject([{ broadcastId: 'live', reason: 'complete', evidence: 'E0' }]);
  expect(Math.abs((ends()[0]?.renderedMs ?? 0) - durationMs)).toBeLessThanOrEqual(FRAME_MS);
  await driver.stop();
});

test('the end of the slot and the closing gate are kept, each told by its name; an emergency knows no gate', async () => {
  const minute = 60 * SECOND;
  const [startAt, closesAt] = [START + 10 * SECOND, START + minute];
  const gate = {
    ...openGate('Asia/Ho_Chi_Minh'),
    quietSpans: [{ from: closesAt, to: closesAt + 60 * minute, reason: 'đám tang' }],
  };
  const items: OrderItem[] = [{ kind: 'silence', durationMs: 5 * minute }];
  const long = { items, durationMs: 5 * minute };
  const cases = [
    ['slot', { endBy: startAt + 20 * SECOND }, 'slot_over', 20 * SECOND],
    ['gate', {}, 'quiet_zone', 50 * SECOND],
    ['alarm', { level: 'emergency' }, 'complete', 5 * minute],
  ] as const;
  for (const [id, more, reason, heardMs] of cases) {
    const { world, driver, ends } = await studio();
    const broadcast = broadcastOf(id, startAt, 5 * minute, { ...more, runningOrder: long });
    driver.house(village.id, { gate, bank: [] });
    driver.plan(village, [broadcast]);
    driver.join(village.id, new Ear());
    driver.order(broadcast, [village.id], startAt, null);
    await world.clock.advance(10 * minute);
    expect(ends()).toMatchObject([{ broadcastId: id, reason }]);
    expect(Math.abs((ends()[0]?.renderedMs ?? 0) - heardMs)).toBeLessThanOrEqual(FRAME_MS);
    await driver.stop();
  }
});

test('a hush silences what sounds and what waits, once', async () => {
  const { world, driver, ends } = await studio();
  const ear = new Ear();
  driver.join(village.id, ear);
  driver.order(a, [village.id], a.plannedAt, null);
  driver.order(b, [village.id], b.plannedAt, null);
  await world.clock.advanceTo(a.plannedAt + 2 * SECOND);
  driver.hush([village.id, 'end_nobody']);
  const heard = ear.voices.length;
  await world.clock.advance(30 * SECOND);
  expect(ear.voices).toHaveLength(heard);
  expect(ends().map((end) => [end.broadcastId, end.reason])).toEqual([
    ['a', 'stopped_by_operator'],
    ['b', 'stopped_by_operator'],
  ]);
  await driver.stop();
});

test('villages with other languages hear their own running order of the same broadcast', async () => {
  const { world, driver } = await studio();
  const other = endpointOf('end_2', 'http');
  const [ears, thai] = [new Ear(), new Ear()];
  driver.join(village.id, ears);
  driver.join(other.id, thai);
  driver.plan(other, [a]);
  driver.order(a, [village.id], a.plannedAt, null);
  driver.order({ ...a, runningOrder: b.runningOrder }, [other.id], a.plannedAt, null);
  await world.clock.advance(30 * SECOND);
  expect(ears.voices).toEqual(named(1, 0, FRAMES));
  expect(thai.voices).toEqual(named(2, 0, FRAMES));
  await driver.stop();
});
