import { expect, test } from 'vitest';
import { findBroadcast, openBroadcasts, writeDelivery } from '#broadcast';
import { desk, MINUTE, START } from './desk-scene.ts';

test('a broadcast is over only when the last word on every endpoint is on the disk, whatever dies in between', async () => {
  const { open, accept, one, two, log, failures, world, store } = await desk();
  const first = open();
  await first.playout.start();
  const id = await accept(first.playout, START + MINUTE);
  first.playout.wake();
  await world.clock.settle(20);
  failures.push(one);
  first.porch.comeHome(id, one);
  first.porch.comeHome(id, two);
  await world.clock.settle(20);
  // The disk refused the one and took the other. Then the power fails.
  expect((await log()).map((line) => line.endpointId)).toEqual([two]);
  expect(first.porch.acknowledged).toEqual([two]);
  const second = open();
  await second.playout.start();
  expect(second.porch.carried).toEqual([`${id} ${one}`]);
  second.porch.comeHome(id, one);
  await world.clock.settle(20);
  expect((await log()).map((line) => line.endpointId).sort()).toEqual([one, two].sort());
  expect((await findBroadcast(store.db, id))?.broadcast.state).toBe('ended');
});

test('a last word that the disk refused is written when it has room again, and only then may the speaker forget', async () => {
  const { open, accept, one, two, log, failures, world, store } = await desk();
  const { porch, playout } = open();
  await playout.start();
  const id = await accept(playout, START + MINUTE);
  playout.wake();
  await world.clock.settle(20);
  failures.push(one, one, one);
  porch.comeHome(id, one);
  porch.comeHome(id, two);
  await world.clock.advance(MINUTE);
  expect(porch.acknowledged).toEqual([two, one]);
  expect(await log()).toHaveLength(2);
  expect((await findBroadcast(store.db, id))?.broadcast).toMatchObject({ state: 'ended' });
  await playout.stop();
});

test('a station that died between the last delivery and the end of the broadcast ends it at the next start', async () => {
  const { open, accept, one, two, world, store } = await desk();
  const first = open();
  await first.playout.start();
  const id = await accept(first.playout, START + MINUTE);
  first.playout.wake();
  await world.clock.settle(20);
  first.porch.comeHome(id, one);
  first.porch.comeHome(id, two);
  await world.clock.settle(20);
  await store.db.updateTable('broadcasts').set({ state: 'on_air', ended_at: null }).execute();
  const second = open();
  await second.playout.start();
  await world.clock.settle(20);
  expect(second.porch.carried).toEqual([]);
  expect((await openBroadcasts(store.db)).broadcasts).toEqual([]);
  expect((await findBroadcast(store.db, id))?.broadcast.state).toBe('ended');
});

test('"stop" pressed in the instant of acceptance finds the broadcast', async () => {
  const { open, accept, world, one, two } = await desk();
  const { porch, playout } = open();
  await playout.start();
  await world.clock.settle(20);
  const id = await accept(playout, START + MINUTE);
  playout.wake();
  // No turn of the event loop between the click on "play" and the click on "stop".
  expect(await playout.halt(id, 'stopped_by_operator')).toBe(true);
  expect(porch.halts).toEqual([id]);
  expect(porch.carried.sort()).toEqual([`${id} ${one}`, `${id} ${two}`].sort());
  await world.clock.advance(10 * MINUTE);
  expect(porch.orders).toEqual([]);
  await playout.stop();
});

test('several at once do not hide an accepted broadcast from one another', async () => {
  const { open, accept, world, store } = await desk();
  const { porch, playout } = open();
  await playout.start();
  await world.clock.settle(20);
  const id = await accept(playout, START + MINUTE);
  const all = await Promise.all([1, 2, 3].map(() => playout.halt(id, 'stopped_by_operator')));
  expect(all).toEqual([true, true, true]);
  const other = await accept(playout, START + MINUTE);
  const [cancelled] = await Promise.all([
    store.transact((tx) => playout.cancelPlanned(tx, [other], 'rule_changed')),
    playout.halt('brc_nobody', 'stopped_by_operator'),
  ]);
  expect([...cancelled]).toEqual([other]);
  playout.wake();
  await world.clock.advance(MINUTE);
  expect(porch.orders).toEqual([]);
  await playout.stop();
});

test('what was accepted before the start of playout is taken up once', async () => {
  const { open, accept, world } = await desk();
  const { porch, playout } = open();
  const id = await accept(playout, START + MINUTE);
  await playout.start();
  await world.clock.advance(MINUTE);
  expect(porch.carried).toHaveLength(2);
  expect(porch.orders).toMatchObject([{ broadcastId: id, startAt: START + MINUTE }]);
  await playout.stop();
});

test('what was rolled back is never put on air', async () => {
  const { open, draft, store, world } = await desk();
  const { porch, playout } = open();
  await playout.start();
  const asking = store.transact(async (tx) => {
    await playout.accept(tx, [draft(START + MINUTE)]);
    throw new Error('changed my mind');
  });
  await expect(asking).rejects.toThrow('changed my mind');
  playout.wake();
  await world.clock.advance(10 * MINUTE);
  expect([porch.carried, porch.orders]).toEqual([[], []]);
  await playout.stop();
});

test('what is final stays final, whatever is written late', async () => {
  const { open, accept, one, two, world, store } = await desk();
  const { porch, playout } = open();
  await playout.start();
  const id = await accept(playout, START + MINUTE);
  playout.wake();
  await world.clock.settle(20);
  const before = (await openBroadcasts(store.db)).deliveries;
  porch.comeHome(id, one);
  porch.comeHome(id, two);
  await world.clock.settle(20);
  for (const delivery of before) await writeDelivery(store.db, { ...delivery, state: 'playing' }, START);
  const states = (await findBroadcast(store.db, id))?.deliveries.map((delivery) => delivery.state);
  expect(states).toEqual(['played', 'played']);
  await playout.stop();
});

test('whoever makes its sound is told when it is over: stopped, silenced everywhere, or at home everywhere', async () => {
  const { open, accept, one, two, world, overs, failures } = await desk();
  const { porch, playout } = open();
  await playout.start();
  const onAir = async () => {
    const id = await accept(playout, world.clock.wallMs());
    playout.wake();
    await world.clock.settle(20);
    return id;
  };
  const stopped = await onAir();
  await playout.halt(stopped, 'taken_back');
  expect(overs.splice(0)).toEqual([[stopped, 'taken_back']]);
  for (const endpointId of [one, two]) porch.comeHome(stopped, endpointId, 'cancelled');
  await world.clock.settle(20);
  overs.splice(0);

  const hushed = await onAir();
  await playout.hush([one]);
  expect(overs).toEqual([]);
  await playout.hush([one, two]);
  expect(overs.splice(0)).toEqual([[hushed, 'stopped_by_operator']]);
  for (const endpointId of [one, two]) porch.comeHome(hushed, endpointId, 'cancelled');
  await world.clock.settle(20);
  overs.splice(0);

  const played = await onAir();
  porch.comeHome(played, one);
  await world.clock.settle(20);
  expect(overs).toEqual([]);
  // The disk takes nothing, and the talker hears of it all the same.
  failures.push(two, two, two);
  porch.comeHome(played, two);
  await world.clock.settle(2);
  expect(overs).toEqual([[played, 'complete']]);
  await playout.stop();
});
