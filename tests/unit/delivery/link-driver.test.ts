import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Broadcast } from '#broadcast';
import { LinkDriver } from '#delivery';
import type { Endpoint } from '#endpoint';
import { newKeyPair, type OrderPayload, signText } from '#link';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const speakerKeys = newKeyPair();
const stationKeys = newKeyPair();
const ended = Promise.resolve({ kind: 'not_started', message: 'none here' } as const);
const child = { ended, kill: () => undefined, endInput: () => undefined, write: async () => undefined };

/** A driver whose shelf answers only when it is told to, with one speaker that has joined. */
async function joined() {
  const clock = new VirtualClock();
  const processes = { start: () => child };
  const world = { clock, random: new SeededRandom(1), files: new MemoryFiles(), logger: quiet, processes };
  const asked: Array<() => void> = [];
  const driver = new LinkDriver({
    world,
    shelf: {
      rendition: () =>
        new Promise((resolve) => asked.push(() => resolve({ sha256: 'a'.repeat(64), bytes: 10, durationMs: 1000 }))),
      read: async () => null,
    },
    signs: () => ({ privatePem: stationKeys.privatePem, epoch: 1 }),
    keyOf: async () => speakerKeys.publicKey,
    tell: () => undefined,
  });
  const frames: string[] = [];
  const send = (frame: string | Uint8Array) => void frames.push(Buffer.from(frame).toString());
  const events = driver.accept({ send, close: () => undefined, bufferedBytes: () => 0 });
  const { nonce } = JSON.parse(frames[0] ?? '') as { nonce: string };
  const signature = signText(speakerKeys.privatePem, 'hello', nonce);
  events.text(JSON.stringify({ type: 'hello', endpointId: 'end_1', signature, agentVersion: '1', begun: [] }));
  await nextTurn();
  const orders = () =>
    frames
      .map((frame) => JSON.parse(frame) as { type: string; payload: string })
      .filter(({ type }) => type === 'signed')
      .map(({ payload }) => JSON.parse(payload) as OrderPayload);
  return { driver, asked, orders };
}

const endpoint = { id: 'end_1', gainDb: 0 } as Endpoint;
const broadcast = (id: string): Broadcast => ({
  ...{ id, title: 'x', bulletinId: 'bul_1', origin: 'operator', level: 'scheduled', kind: 'bulletin' },
  ...{ plannedAt: 1000, notAfter: 2000, interruption: 'resume', state: 'on_air', acceptedAt: 0 },
  runningOrder: { items: [{ kind: 'audio', recordingId: 'rec_1', durationMs: 1000 }], durationMs: 1000 },
  ...{ endedAt: null, askedBy: null, haltReason: null, cutInAfterMs: null, endBy: null, precedence: 0 },
  ...{ note: null, variants: {}, programmeId: 'prg_1' },
});

test('a start never overtakes the plan that names it: while that is made, the entry travels with the start', async () => {
  const { driver, asked, orders } = await joined();
  const before = orders().length;
  driver.plan(endpoint, [broadcast('brc_1')]);
  driver.order(broadcast('brc_1'), ['end_1'], 1000);
  await nextTurn();
  expect(orders().slice(before)).toEqual([]);
  for (const answer of asked) answer();
  await nextTurn();
  const sent = orders().slice(before);
  expect(sent.map(({ order }) => order.order).sort()).toEqual(['now', 'plan']);
  const now = sent.find(({ order }) => order.order === 'now');
  expect(now?.order).toMatchObject({ targets: ['end_1'], startAt: 1000, entry: { broadcastId: 'brc_1' } });
});

test('an endpoint that is set softer gets all of its plan softer, and what starts at once too', async () => {
  const { driver, asked, orders } = await joined();
  const answerAll = async () => {
    for (const answer of asked.splice(0)) answer();
    await nextTurn();
  };
  driver.plan(endpoint, [broadcast('brc_1')]);
  await answerAll();
  driver.plan({ ...endpoint, gainDb: -6 }, [broadcast('brc_1')]);
  await answerAll();
  const plans = orders().flatMap(({ order }) => (order.order === 'plan' ? [order.entries[0]?.gainDb] : []));
  expect(plans.slice(-2)).toEqual([0, -6]);
  driver.plan({ ...endpoint, gainDb: -6 }, [broadcast('brc_2')]);
  driver.order(broadcast('brc_2'), ['end_1'], 1000);
  await answerAll();
  expect(orders().find(({ order }) => order.order === 'now')?.order).toMatchObject({ entry: { gainDb: -6 } });
});

test('a stop waits for no plan', async () => {
  const { driver, orders } = await joined();
  driver.plan(endpoint, [broadcast('brc_1')]);
  driver.halt('brc_1', ['end_1'], 'stopped_by_operator');
  expect(orders().at(-1)?.order.order).toBe('stop');
});

test('what was stopped while its plan was being made does not start afterwards', async () => {
  const { driver, asked, orders } = await joined();
  driver.plan(endpoint, [broadcast('brc_1')]);
  driver.order(broadcast('brc_1'), ['end_1'], 1000);
  driver.halt('brc_1', ['end_1'], 'stopped_by_operator');
  driver.plan(endpoint, []);
  await nextTurn();
  for (const answer of asked) answer();
  await nextTurn();
  expect(orders().map(({ order }) => order.order)).not.toContain('now');
});

test('a recording that is being looked for is not looked for again, and afterwards is', async () => {
  const { driver, asked, orders } = await joined();
  driver.plan(endpoint, [broadcast('brc_1'), broadcast('brc_2')]);
  expect(asked).toHaveLength(1);
  for (const answer of asked.splice(0)) answer();
  await nextTurn();
  expect(orders().at(-1)?.order).toMatchObject({ entries: [{ broadcastId: 'brc_1' }, { broadcastId: 'brc_2' }] });
  driver.plan(endpoint, [broadcast('brc_3')]);
  expect(asked).toHaveLength(1);
});
