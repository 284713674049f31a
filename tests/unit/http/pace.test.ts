/** How fast one person may ask, and what is never limited below what a person can press. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paceOf } from '../../../src/http/admit.ts';
import { type Route, type RouteName, routes } from '../../../src/http/contract.ts';
import { PACES, PaceBook, type PaceKind } from '../../../src/http/pace.ts';
import { type Door, openDoor } from './door.ts';

/** So often a finger that drums presses a key in a second. */
const FINGER_EACH_SECOND = 12;
const KINDS = Object.keys(PACES) as PaceKind[];

describe('the book', () => {
  test.each(KINDS)('%s: a burst, then so many in each second, for ever', (kind) => {
    const { burst, eachSecond } = PACES[kind];
    const book = new PaceBook();
    const takenAt = (monoMs: number, tries: number) =>
      Array.from({ length: tries }, () => book.take(kind, 'a', monoMs)).filter((wait) => wait === null).length;
    expect(takenAt(0, burst + 500)).toBe(burst);
    for (let second = 1; second <= 10; second++) expect(takenAt(second * 1000, 500)).toBe(eachSecond);
    expect(takenAt(10_000_000, burst + 500)).toBe(burst);
  });

  test('says after how long it may come again, and keeps its word', () => {
    const book = new PaceBook();
    for (let at = 0; at < PACES.urgent.burst; at++) expect(book.take('urgent', 'a', 5)).toBeNull();
    const seconds = book.take('urgent', 'a', 5);
    expect(seconds).toBe(1);
    expect(book.take('urgent', 'a', 5 + (seconds ?? 0) * 1000)).toBeNull();
  });

  test('nobody is slowed down by others, nor one kind by another', () => {
    const book = new PaceBook();
    while (book.take('write', 'runs wild', 0) === null);
    expect(book.take('write', 'somebody else', 0)).toBeNull();
    for (const kind of KINDS) if (kind !== 'write') expect(book.take(kind, 'runs wild', 0), kind).toBeNull();
  });

  test('a crowd of askers does not fill the memory, and who asks all the time is not forgotten', () => {
    const book = new PaceBook();
    while (book.take('read', 'wild', 0) === null);
    for (let at = 0; at < 50_000; at++) {
      book.take('read', `asker ${at}`, 1);
      if (at % 5000 === 0) expect(book.take('read', 'wild', 1)).not.toBeNull();
    }
  });
});

test('a finger on the button is never kept waiting: an hour of drumming', () => {
  const book = new PaceBook();
  for (let at = 0; at < FINGER_EACH_SECOND * 3600; at++)
    expect(book.take('urgent', 'a', (at * 1000) / FINGER_EACH_SECOND)).toBeNull();
});

test('silence, alarms and taking the microphone away are urgent, and nothing else is', () => {
  const all = Object.entries(routes as Record<string, Route>) as Array<[RouteName, Route]>;
  const urgent = all.filter(([name, route]) => paceOf(name, route) === 'urgent').map(([name]) => name);
  expect(urgent.sort()).toEqual(
    [
      'stop',
      'liftStop',
      'stopBroadcast',
      'killLiveSession',
      'prepareAlert',
      'sendAlert',
      'cancelAlert',
      'clearAlert',
    ].sort(),
  );
  expect(new Set(all.map(([name, route]) => paceOf(name, route)))).toEqual(new Set(KINDS));
});

describe('at the door', () => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
  });
  afterAll(() => door.close());

  test('who writes without end is told when to come again, and can still press stop', async () => {
    const { id } = (await door.ask('POST', '/api/v1/areas', { kind: 'thôn', name: 'Thôn' })).body;
    const write = () => door.ask('PUT', `/api/v1/areas/${id}`, { kind: 'thôn', name: 'Thôn' });
    let refused = await write();
    for (let tries = 0; refused.status === 200 && tries < PACES.write.burst; tries += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, write));
      refused = answers.find(({ status }) => status !== 200) ?? refused;
    }
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await door.ask('POST', '/api/v1/stop', { all: true })).status).not.toBe(429);
    expect((await door.ask('GET', '/api/v1/areas')).status).toBe(200);
  });
});
