import { expect, test } from 'vitest';
import { type DriverFact, LinkDriver } from '#delivery';
import { newKeyPair, type SpeakerMessage } from '#link';
import { sessionMachine } from '../../../src/delivery/link/session.ts';
import { Caller } from './caller.ts';
import { type Told, worldAt } from './things.ts';

const START = Date.UTC(2026, 10, 23);
const SECOND = 1000;
const station = newKeyPair();

async function switchboard(keyOf?: (id: string) => Promise<string | null>) {
  const world = worldAt(START);
  const told: Told[] = [];
  const keys = newKeyPair();
  const driver = new LinkDriver({
    world,
    shelf: { rendition: async () => null, read: async () => null },
    tell: (endpointId, fact) => void told.push({ endpointId, fact }),
    keyOf: keyOf ?? (async (id) => (id === 'end_1' ? keys.publicKey : null)),
    signs: () => ({ privatePem: station.privatePem, epoch: 1 }),
  });
  await driver.start();
  const call = (id = 'end_1', own = keys) => new Caller(driver, id, station.publicKey, own);
  const join = async () => {
    const caller = call();
    caller.hello();
    await world.clock.settle();
    return caller;
  };
  const facts = <Name extends DriverFact['fact']>(name: Name) =>
    told.flatMap(({ fact }) => (fact.fact === name ? [fact as Extract<DriverFact, { fact: Name }>] : []));
  return { world, driver, told, call, join, facts };
}

test('a conversation knows each event only where it belongs', () => {
  const table = Object.fromEntries(
    sessionMachine.states.map((state) => [
      state,
      (['hello', 'accept', 'close'] as const).map((event) => sessionMachine.next(state, event)),
    ]),
  );
  expect(table).toEqual({
    challenged: ['checking', null, 'closed'],
    checking: [null, 'joined', 'closed'],
    joined: [null, null, 'closed'],
    closed: [null, null, null],
  });
});

test('the speaker’s own key opens the link; the token dies with the conversation', async () => {
  const { driver, join, told } = await switchboard();
  const speaker = await join();
  expect(speaker.heard.map((one) => one.type).slice(0, 2)).toEqual(['challenge', 'welcome']);
  const token = speaker.audioToken ?? '';
  expect(driver.holderOf(token)).toBe('end_1');
  speaker.hangUp();
  speaker.hangUp();
  expect(driver.holderOf(token)).toBe(null);
  expect(told.map(({ fact }) => fact.fact)).toEqual(['joined', 'left']);
  await driver.stop();
});

test('another key, an endpoint that nobody knows, another challenge’s answer, or a database that fails: no link', async () => {
  const failing = await switchboard(() => Promise.reject(new Error('disk')));
  const { driver, call, world, join } = await switchboard();
  const answered = await join();
  const first = answered.heard[0];
  const replayed = call();
  const strangers = [call('end_1', newKeyPair()), call('end_2'), replayed, failing.call()];
  for (const one of strangers) if (one !== replayed) one.hello();
  replayed.hello([], first?.type === 'challenge' ? first.nonce : '');
  await world.clock.settle();
  for (const one of strangers) {
    expect(one.isOpen).toBe(false);
    expect(one.heard.map((message) => message.type)).toEqual(['challenge']);
  }
  expect(driver.isReachable('end_1')).toBe(true);
  expect(driver.isReachable('end_2')).toBe(false);
  await Promise.all([driver.stop(), failing.driver.stop()]);
});

test('who does not say who it is, is cut off within half a minute, however much it says', async () => {
  const { driver, call, world } = await switchboard();
  const [silent, chatty] = [call(), call()];
  for (let second = 0; second < 30; second += 1) {
    if (chatty.isOpen) chatty.say({ type: 'time', monoMs: second });
    await world.clock.advance(SECOND);
  }
  expect([silent.isOpen, chatty.isOpen]).toEqual([false, false]);
  expect(chatty.heard.map((message) => message.type)).toEqual(['challenge']);
  await driver.stop();
});

test('a speaker that asks for the time and does not read the answers fills no memory', async () => {
  const { driver, join } = await switchboard();
  const speaker = await join();
  speaker.isReading = false;
  for (let count = 0; count < 100_000; count += 1) speaker.say({ type: 'time', monoMs: count });
  expect(speaker.unreadBytes).toBeLessThan(70_000);
  await driver.stop();
});

test('before it has joined a speaker may tell nothing', async () => {
  const { driver, call, told, world } = await switchboard();
  const caller = call();
  caller.report({ event: 'placed', broadcastId: 'brc_1' });
  await world.clock.settle();
  expect(caller.isOpen).toBe(false);
  expect(told).toEqual([]);
  await driver.stop();
});

test.each<[string, string | SpeakerMessage]>([
  ['no JSON', '{"type":'],
  ['an unknown message', '{"type":"reboot"}'],
  ['a second hello', { type: 'hello', endpointId: 'end_1', signature: '', agentVersion: '1', begun: [] }],
  ['a negative count', '{"type":"report","seq":1,"report":{"event":"progress","broadcastId":"b","renderedMs":-1}}'],
  ['infinity', '{"type":"time","monoMs":1e999}'],
  ['a field too many', '{"type":"time","monoMs":1,"admin":true}'],
  ['__proto__', '{"type":"time","monoMs":1,"__proto__":{"type":"hello"}}'],
  ['a list', '[]'],
  ['null', 'null'],
])('%s ends the conversation and nothing else', async (_what, frame) => {
  const { driver, join, world, call } = await switchboard();
  const speaker = await join();
  speaker.sayRaw(typeof frame === 'string' ? frame : JSON.stringify(frame));
  await world.clock.settle();
  expect(speaker.isOpen).toBe(false);
  expect(driver.isReachable('end_1')).toBe(false);
  const again = call();
  again.hello();
  await world.clock.settle();
  expect(driver.isReachable('end_1')).toBe(true);
  await driver.stop();
});

test('nothing that is told lies in the future, and an end without sound proves nothing', async () => {
  const { driver, join, facts, world } = await switchboard();
  const speaker = await join();
  const [broadcastId, never] = ['brc_1', 8.64e15];
  speaker.report({ event: 'started', broadcastId, startedAt: never });
  const ended = { event: 'ended', broadcastId, reason: 'complete' } as const;
  speaker.report({ ...ended, startedAt: never, endedAt: never, renderedMs: 5000 });
  speaker.report({ ...ended, startedAt: START - 10, endedAt: START - 5, renderedMs: 0 });
  const now = world.clock.wallMs();
  expect(facts('started').map((fact) => fact.startedAt)).toEqual([now]);
  expect(facts('ended').map((fact) => [fact.startedAt, fact.endedAt, fact.evidence])).toEqual([
    [now, now, 'E2'],
    [START - 10, START - 5, 'E0'],
  ]);
  await driver.stop();
});

test('an end is acknowledged only when somebody says that it is written', async () => {
  const { driver, join, facts } = await switchboard();
  const speaker = await join();
  const ended = { event: 'ended', broadcastId: 'b', startedAt: 1, endedAt: 2, renderedMs: 1 } as const;
  const seq = speaker.report({ ...ended, reason: 'complete' });
  expect(speaker.acks).toEqual([]);
  facts('ended')[0]?.acknowledge();
  expect(speaker.acks).toEqual([seq]);
  speaker.hangUp();
  expect(() => facts('ended')[0]?.acknowledge()).not.toThrow();
  await driver.stop();
});

test('the newest conversation of a speaker counts, and the older one is closed without a "left" that is believed', async () => {
  const { driver, join, told } = await switchboard();
  const older = await join();
  const newer = await join();
  expect([older.isOpen, newer.isOpen]).toEqual([false, true]);
  expect(driver.isReachable('end_1')).toBe(true);
  expect(driver.holderOf(older.audioToken ?? '')).toBe(null);
  expect(driver.holderOf(newer.audioToken ?? '')).toBe('end_1');
  expect(told.at(-1)?.fact.fact).toBe('joined');
  await driver.stop();
});

test('a speaker of which nothing is heard for three heartbeats is gone, one that talks stays', async () => {
  const { driver, join, world } = await switchboard();
  await join();
  await world.clock.advance(46 * SECOND);
  await world.clock.advance(15 * SECOND);
  expect(driver.isReachable('end_1')).toBe(false);
  const talking = await join();
  for (let count = 0; count < 20; count += 1) {
    talking.say({ type: 'time', monoMs: 1 });
    await world.clock.advance(15 * SECOND);
  }
  expect(driver.isReachable('end_1')).toBe(true);
  await driver.stop();
  expect(talking.isOpen).toBe(false);
});
