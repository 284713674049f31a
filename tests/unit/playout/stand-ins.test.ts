/** Endpoints that are added to a broadcast which is open already. */
import { expect, test, vi } from 'vitest';
import { type Delivery, findBroadcast, openBroadcasts } from '#broadcast';
import { desk, MINUTE, START } from './desk-scene.ts';

/** A broadcast for one endpoint, and another endpoint that can stand in. */
async function scene() {
  const all = await desk();
  const { store, world, open, draft, one } = all;
  const { playout, porch } = open();
  await playout.start();
  const asked = { ...draft(START + MINUTE), zoneIds: [], endpointIds: [one] };
  const [verdict] = await store.transact((tx) => playout.accept(tx, [asked]));
  if (!verdict || 'refused' in verdict) throw new Error('nothing was accepted');
  playout.wake();
  await world.clock.advance(MINUTE);
  const id = verdict.broadcast.id;
  const standIn = async () => {
    const added = await store.transact((tx) => playout.standIns.add(tx, id, [all.two]));
    await playout.standIns.joined(added);
  };
  return { ...all, playout, porch, id, standIn };
}

test('who stands in when the last of them has failed is heard before the broadcast is over', async () => {
  const { playout, porch, id, one, two, world, standIn, lookLast, store, log } = await scene();
  lookLast(standIn);
  porch.comeHome(id, one, 'failed');
  await world.clock.advance(5000);
  expect(porch.carried).toContain(`${id} ${two}`);
  expect(porch.orders.map((order) => order.endpointIds)).toEqual([[one], [two]]);
  expect((await findBroadcast(store.db, id))?.broadcast.endedAt).toBeNull();
  porch.comeHome(id, two);
  await world.clock.advance(1000);
  expect((await log()).map((line) => [line.endpointId, line.state])).toEqual([
    [one, 'failed'],
    [two, 'played'],
  ]);
  expect((await openBroadcasts(store.db)).broadcasts).toEqual([]);
  await playout.stop();
});

test('who was written down in the moment of its end is not forgotten', async () => {
  const { playout, porch, id, one, two, world, store, log } = await scene();
  let added: Delivery[] = [];
  const adding = store.transact(async (tx) => {
    added = await playout.standIns.add(tx, id, [two]);
  });
  porch.comeHome(id, one);
  await adding;
  await world.clock.settle(40);
  expect(added).toHaveLength(1);
  await playout.standIns.joined(added);
  await world.clock.advance(1000);
  porch.comeHome(id, two);
  await world.clock.advance(1000);
  expect((await log()).map((line) => line.endpointId)).toEqual([one, two]);
  expect((await openBroadcasts(store.db)).broadcasts).toEqual([]);
  await playout.stop();
});

test('who cannot be read in the moment in which he is added is taken a little later', async () => {
  const { playout, porch, id, two, world, standIn, store } = await scene();
  const read = vi.spyOn(store.db, 'selectFrom');
  const isHurt = (table: unknown) => table === 'endpoints';
  const real = read.getMockImplementation();
  expect(real).toBeUndefined();
  const original = Object.getPrototypeOf(store.db).selectFrom as typeof store.db.selectFrom;
  let failures = 2;
  read.mockImplementation(((table: never) => {
    if (isHurt(table) && failures > 0) {
      failures -= 1;
      throw new Error('disk: busy');
    }
    return original.call(store.db, table);
  }) as never);
  await standIn().catch(() => undefined);
  await world.clock.advance(5000);
  expect(porch.carried).toContain(`${id} ${two}`);
  read.mockRestore();
  await playout.stop();
});
