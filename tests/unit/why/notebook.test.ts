import { expect, test } from 'vitest';
import type { Broadcast } from '#broadcast';
import { openStore } from '#store';
import { createWhy, type Decision, KEPT_MS, lastTraces } from '#why';
import { broadcastOf, worldAt } from '../delivery/things.ts';

const START = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const LATER = START + 10 * 365 * DAY_MS;

function notebook() {
  const store = openStore(':memory:');
  const world = worldAt(START);
  const why = createWhy({ world, store });
  why.start();
  const rows = async (table: 'traces' | 'trace_endpoints') =>
    Number(
      (
        await store.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
      ).count,
    );
  return { store, world, why, rows, known: knownOf('a', 'b', 'c') };
}

const knownOf = (...ids: string[]): ReadonlyMap<string, Broadcast> =>
  new Map(ids.map((id) => [id, broadcastOf(id, START, 60_000)]));

const decision = (endpointId: string, more: Partial<Decision> = {}): Decision => ({
  endpointId,
  at: START,
  onAir: null,
  start: { id: 'a', startAt: START },
  isReturn: false,
  preempted: null,
  expired: [],
  hindered: new Map([['b', 'behind']]),
  ...more,
});

test('equal decisions about many endpoints are one row and a line each; noting waits for nobody', async () => {
  const { why, world, rows, known, store } = notebook();
  why.note(
    Array.from({ length: 2000 }, (_, place) => decision(`end_${place}`)),
    known,
  );
  expect(await rows('traces')).toBe(0);
  await world.clock.advance(1000);
  await why.stop();
  expect([await rows('traces'), await rows('trace_endpoints')]).toEqual([1, 2000]);
  const [trace] = await lastTraces(store.db, 'end_1999', LATER, 5);
  expect(trace).toMatchObject({
    what: 'decision',
    winner: { broadcastId: 'a', startAt: START },
    candidates: [{ broadcastId: 'b', hindrance: 'behind' }],
  });
});

test('each trace belongs to its own endpoints, newest first', async () => {
  const { why, world, known, store } = notebook();
  why.note([decision('end_1'), decision('end_2', { start: { id: 'c', startAt: START } })], known);
  why.note(
    [decision('end_1', { at: START + 5, onAir: 'a', start: null, expired: [{ id: 'b', hindrance: 'air_taken' }] })],
    known,
  );
  why.fact(['end_2'], { code: 'hush', vi: 'Dừng tất cả.', en: 'All stopped.' });
  await world.clock.advance(1000);
  await why.stop();
  const one = await lastTraces(store.db, 'end_1', LATER, 5);
  expect(one.map(({ at }) => at)).toEqual([START + 5, START]);
  expect(one[0]).toMatchObject({ expired: [{ broadcastId: 'b', hindrance: 'air_taken' }], candidates: [] });
  const two = await lastTraces(store.db, 'end_2', LATER, 5);
  expect(two.map(({ what }) => what).sort()).toEqual(['decision', 'fact']);
  expect(two.find(({ what }) => what === 'decision')).toMatchObject({ winner: { broadcastId: 'c' } });
});

test('of those whose time is yet to come only the nearest are kept', async () => {
  const { why, store } = notebook();
  const ids = Array.from({ length: 30 }, (_, place) => `brc_${String(place).padStart(2, '0')}`);
  const known = new Map(ids.map((id, place) => [id, broadcastOf(id, START + (30 - place) * 60_000, 1000)]));
  why.note([decision('end_1', { start: null, hindered: new Map(ids.map((id) => [id, 'not_yet'])) })], known);
  await why.stop();
  const [trace] = await lastTraces(store.db, 'end_1', LATER, 1);
  expect(trace?.what === 'decision' && trace.candidates.map((one) => one.broadcastId)).toEqual([
    'brc_29',
    'brc_28',
    'brc_27',
  ]);
});

test('what is noted within a second is written together, and the rest in time', async () => {
  const { why, world, rows, known } = notebook();
  for (let second = 0; second < 3; second += 1) {
    for (let part = 0; part < 5; part += 1) {
      why.note([decision('end_1', { at: START + second * 1000 + part })], known);
      await world.clock.advance(200);
    }
  }
  expect(await rows('traces')).toBeGreaterThanOrEqual(10);
  await why.stop();
  expect(await rows('traces')).toBe(15);
});

test('a disk that takes nothing costs traces and says so; the next ones are written', async () => {
  const { why, world, rows, known, store } = notebook();
  const real = store.db.transaction.bind(store.db);
  store.db.transaction = () => {
    throw new Error('database or disk is full');
  };
  why.note([decision('end_1')], known);
  await world.clock.advance(2000);
  expect(world.logged).toEqual(['decisions not written']);
  store.db.transaction = real;
  why.note([decision('end_1', { at: START + 1 })], known);
  await why.stop();
  expect(await rows('traces')).toBe(1);
});

test('memory is bounded: what is too much at once is lost and said so', async () => {
  const { why, world, rows, known } = notebook();
  for (let count = 0; count < 6000; count += 1) why.note([decision('end_1', { at: START + count })], known);
  await world.clock.advance(2000);
  await why.stop();
  expect(await rows('traces')).toBe(5000);
  expect(world.logged).toEqual(['too many decisions at once: some are not kept']);
});

test('after ninety days it is forgotten', async () => {
  const { why, world, rows, known } = notebook();
  why.note([decision('end_1'), decision('end_2')], known);
  await world.clock.advance(2000);
  world.clock.jumpWall(KEPT_MS + DAY_MS);
  why.note([decision('end_1', { at: world.clock.wallMs() })], known);
  await why.stop();
  expect([await rows('traces'), await rows('trace_endpoints')]).toEqual([1, 1]);
});
