import { expect, test } from 'vitest';
import { Carriage, LinkDriver, type TellFact } from '#delivery';
import { newKeyPair } from '#link';
import type { Homecoming } from '../../../src/delivery/ports.ts';
import { Caller } from './caller.ts';
import { broadcastOf, deliveryOf, endpointOf, worldAt } from './things.ts';

const START = Date.UTC(2026, 10, 23);
const SECOND = 1000;
const AT = START + 10 * SECOND;
const LENGTH = 30 * SECOND;
const station = newKeyPair();

/** One speaker in reach with a broadcast ordered for `AT`; what comes home is noted. */
async function ordered() {
  const world = worldAt(START);
  const keys = newKeyPair();
  const tell: TellFact = (endpointId, fact) => carriage.tell(endpointId, fact);
  const driver = new LinkDriver({
    world,
    shelf: {
      rendition: async () => ({ sha256: 'a'.repeat(64), bytes: 1, durationMs: LENGTH }),
      read: async () => null,
    },
    tell,
    keyOf: async () => keys.publicKey,
    signs: () => ({ privatePem: station.privatePem, epoch: 1 }),
  });
  const parts = { world, drivers: [driver], remember: async () => undefined, noteSeen: () => undefined };
  const carriage: Carriage = new Carriage(parts);
  await carriage.start();
  const callAgain = async () => {
    const caller = new Caller(driver, 'end_1', station.publicKey, keys);
    caller.hello();
    await world.clock.settle();
    return caller;
  };
  const speaker = await callAgain();
  const homecomings: Homecoming[] = [];
  const broadcast = broadcastOf('brc_1', AT, LENGTH);
  void carriage
    .carry(broadcast, deliveryOf('brc_1', 'end_1'), endpointOf('end_1'))
    .then((homecoming) => homecomings.push(homecoming));
  await world.clock.settle();
  speaker.report({ event: 'placed', broadcastId: 'brc_1' });
  await world.clock.advanceTo(AT - 3 * SECOND);
  carriage.order('brc_1', ['end_1'], AT, null);
  await world.clock.settle();
  const outcomes = () => homecomings.map(({ outcome }) => [outcome.state, outcome.reason, outcome.renderedMs]);
  return { world, carriage, speaker, outcomes, callAgain };
}

const ended = { event: 'ended', broadcastId: 'brc_1', reason: 'stopped_by_operator' } as const;

test('a stop that crosses the news of the start: the log says how much was heard, not "cancelled"', async () => {
  const { world, carriage, speaker, outcomes } = await ordered();
  await world.clock.advanceTo(AT + 300);
  carriage.halt('brc_1', ['end_1'], 'stopped_by_operator');
  expect(speaker.orders.at(-1)).toMatchObject({ order: 'stop', broadcastId: 'brc_1' });
  await world.clock.advance(400);
  speaker.report({ event: 'started', broadcastId: 'brc_1', startedAt: AT });
  speaker.report({ ...ended, startedAt: AT, endedAt: AT + 600, renderedMs: 600 });
  await world.clock.settle();
  expect(outcomes()).toEqual([['played_part', 'stopped_by_operator', 600]]);
  await carriage.stop();
});

test('a stop long before the start settles it at once', async () => {
  const { world, carriage, outcomes } = await ordered();
  carriage.halt('brc_1', ['end_1'], 'stopped_by_operator');
  await world.clock.settle();
  expect(outcomes()).toEqual([['cancelled', 'stopped_by_operator', 0]]);
  carriage.halt('brc_1', ['end_1'], 'stopped_by_operator');
  await carriage.stop();
});

test('a speaker that was stopped at its start and never says more is settled within seconds', async () => {
  const { world, carriage, outcomes } = await ordered();
  await world.clock.advanceTo(AT - 100);
  carriage.halt('brc_1', ['end_1'], 'stopped_by_operator');
  await world.clock.settle();
  expect(outcomes()).toEqual([]);
  await world.clock.advance(11 * SECOND);
  expect(outcomes()).toEqual([['cancelled', 'stopped_by_operator', 0]]);
  await carriage.stop();
});

test('a speaker that comes back from behind a cut line says whether it had begun', async () => {
  const { world, carriage, speaker, outcomes } = await ordered();
  speaker.hangUp();
  await world.clock.advanceTo(AT + 10 * SECOND);
  carriage.halt('brc_1', ['end_1'], 'stopped_by_operator');
  await world.clock.advance(60 * SECOND);
  expect(outcomes()).toEqual([]);
  await carriage.stop();
});

test('a speaker that is back has time to hand over what it wrote down while the line was cut', async () => {
  const { world, speaker, outcomes, callAgain, carriage } = await ordered();
  speaker.hangUp();
  await world.clock.advanceTo(AT + 20 * 60 * SECOND);
  const again = await callAgain();
  await world.clock.advance(10 * SECOND);
  expect(outcomes()).toEqual([]);
  again.report({ ...ended, reason: 'sink_failed', startedAt: null, endedAt: AT, renderedMs: 0 });
  await world.clock.settle();
  expect(outcomes()).toEqual([['failed', 'sink_failed', 0]]);
  await carriage.stop();
});

test('what an endpoint says of a broadcast that is not its own changes nothing', async () => {
  const { world, carriage, speaker, outcomes } = await ordered();
  const others = speaker.report({ ...ended, broadcastId: 'brc_9', startedAt: AT, endedAt: AT, renderedMs: 1 });
  speaker.report({ event: 'started', broadcastId: 'brc_9', startedAt: AT });
  speaker.report({ event: 'progress', broadcastId: 'brc_9', renderedMs: 5 });
  await world.clock.settle();
  expect(outcomes()).toEqual([]);
  expect(speaker.acks).toContain(others);
  await carriage.stop();
});
