import { expect, test } from 'vitest';
import { LinkDriver } from '#delivery';
import { newKeyPair } from '#link';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { Caller } from './caller.ts';

test('a driver that may not command hears who knocks and which epoch it obeys, welcomes nobody and signs nothing', async () => {
  const [station, speaker] = [newKeyPair(), newKeyPair()];
  const clock = new VirtualClock();
  const heard: Array<[string, number]> = [];
  let isFenced: boolean = true;
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ended = Promise.resolve({ kind: 'not_started', message: 'none here' } as const);
  const child = { ended, kill: () => undefined, endInput: () => undefined, write: async () => undefined };
  const world = {
    clock,
    random: new SeededRandom(1),
    files: new MemoryFiles(),
    logger: quiet,
    processes: { start: () => child },
  };
  const driver = new LinkDriver({
    world,
    shelf: { rendition: async () => null, read: async () => null },
    tell: () => undefined,
    keyOf: async (id) => (id === 'end_1' ? speaker.publicKey : null),
    signs: () => (isFenced ? null : { privatePem: station.privatePem, epoch: 9 }),
    heardEpoch: (id, epoch) => void heard.push([id, epoch]),
  });
  const knock = async (keys = speaker) => {
    const caller = new Caller(driver, 'end_1', station.publicKey, keys);
    caller.hello();
    await clock.settle();
    return caller;
  };
  driver.hush(['end_1']);
  const sentAway = await knock();
  expect([sentAway.isOpen, sentAway.orders, driver.isReachable('end_1')]).toEqual([false, [], false]);
  expect(heard).toEqual([['end_1', 0]]);
  await knock(newKeyPair());
  expect(heard).toHaveLength(1);

  isFenced = false;
  const welcome = await knock();
  expect([welcome.isOpen, welcome.orders.length > 0]).toEqual([true, true]);
});
