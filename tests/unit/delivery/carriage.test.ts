import { expect, test, vi } from 'vitest';
import { Carriage, type EndpointDriver } from '#delivery';
import { broadcastOf, deliveryOf, endpointOf, worldAt } from './things.ts';

const driver: EndpointDriver = {
  ...{ protocol: 'link', playsAlone: true, isReachable: () => true },
  ...{ plan: () => undefined, order: () => undefined, halt: () => undefined },
  ...{ conclude: () => undefined, hush: () => undefined, house: () => undefined },
  ...{ start: async () => undefined, stop: async () => undefined },
};

const AT = Date.UTC(2026, 0, 5);

test('one that began is not given up because the station that it told died before it wrote who was seen', async () => {
  const world = worldAt(AT);
  const silent: EndpointDriver = { ...driver, isReachable: () => false };
  const parts = { world, drivers: [silent], remember: async () => undefined, noteSeen: () => undefined };
  const carriage = new Carriage(parts);
  await carriage.start();
  const delivery = deliveryOf('brc_1', 'end_1', { state: 'playing', evidence: 'E1', startAt: AT, startedAt: AT });
  const settled = vi.fn();
  const home = carriage.carry(broadcastOf('brc_1', AT, 5000), delivery, endpointOf('end_1'));
  void home.then(settled);
  await world.clock.advance(600_000);
  expect(settled).not.toHaveBeenCalled();
  const facts = { startedAt: AT, endedAt: AT + 5000, renderedMs: 5000, reason: 'complete', evidence: 'E2' } as const;
  carriage.tell('end_1', { fact: 'ended', broadcastId: 'brc_1', ...facts, acknowledge: () => undefined });
  expect((await home).outcome).toMatchObject({ state: 'played', evidence: 'E2' });
  const stopped = carriage.stop();
  await world.clock.advance(10_000);
  await stopped;
});

test('a report that is repeated is acknowledged when it is on the disk, and not before', async () => {
  const world = worldAt(1000);
  const parts = { world, drivers: [driver], remember: async () => undefined, noteSeen: () => undefined };
  const carriage = new Carriage(parts);
  const delivery = deliveryOf('brc_1', 'end_1', { state: 'playing', startAt: 1000, startedAt: 1000 });
  const home = carriage.carry(broadcastOf('brc_1', 1000, 1000), delivery, endpointOf('end_1'));
  const told = [vi.fn(), vi.fn(), vi.fn()] as const;
  const report = (acknowledge: () => void) => {
    const facts = { startedAt: 1000, endedAt: 2000, renderedMs: 1000, reason: 'complete', evidence: 'E2' } as const;
    carriage.tell('end_1', { fact: 'ended', broadcastId: 'brc_1', ...facts, acknowledge });
  };
  const counts = () => told.map((one) => one.mock.calls.length);
  report(told[0]);
  // The link broke before the answer: the speaker comes back and says it again, while the disk is slow.
  report(told[1]);
  const { acknowledge } = await home;
  expect(counts()).toEqual([0, 0, 0]);
  acknowledge();
  expect(counts()).toEqual([1, 1, 0]);
  // What is settled is settled: a third time it is acknowledged at once.
  report(told[2]);
  expect(counts()).toEqual([1, 1, 1]);
});
