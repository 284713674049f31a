import { expect, test } from 'vitest';
import { appendAsRun, readAsRun } from '#asrun';
import { type Broadcast, findBroadcast, openBroadcasts, writeDelivery } from '#broadcast';
import { type Carrier, type Homecoming, Playout } from '#playout';
import { decideAir } from '#queue';
import { Commune } from '../../support/commune.ts';
import { worldAt } from '../delivery/things.ts';

const START = Date.UTC(2026, 10, 23);
const MINUTE = 60_000;

/** A carrier that only notes what it is told; the test decides when a delivery comes home. */
class Porch implements Carrier {
  readonly carried: string[] = [];
  readonly orders: Array<{ broadcastId: string; endpointIds: readonly string[]; startAt: number }> = [];
  readonly halts: string[] = [];
  readonly acknowledged: string[] = [];
  readonly #waiting = new Map<string, (homecoming: Homecoming) => void>();

  carry(broadcast: Broadcast, delivery: { endpointId: string }): Promise<Homecoming> {
    const key = `${broadcast.id} ${delivery.endpointId}`;
    this.carried.push(key);
    return new Promise((resolve) => this.#waiting.set(key, resolve));
  }

  order(broadcastId: string, endpointIds: readonly string[], startAt: number): void {
    this.orders.push({ broadcastId, endpointIds, startAt });
  }

  halt(broadcastId: string): void {
    this.halts.push(broadcastId);
  }

  conclude(): void {
    throw new Error('nobody speaks here');
  }

  hush(): void {}

  comeHome(broadcastId: string, endpointId: string, state: 'played' | 'cancelled' = 'played'): void {
    const reason = state === 'played' ? 'complete' : 'stopped_by_operator';
    const outcome = {
      state,
      reason,
      evidence: 'E2',
      startedAt: START,
      endedAt: START + 1000,
      renderedMs: 1000,
    } as const;
    const acknowledge = () => void this.acknowledged.push(endpointId);
    this.#waiting.get(`${broadcastId} ${endpointId}`)?.({ outcome, acknowledge });
  }
}

/** A desk on the books of a commune whose own station is switched off. */
async function desk() {
  const commune = new Commune({ wallMs: START });
  await commune.addVillages(['Đông', 'Tây']);
  const bulletinId = await commune.addBulletin({ title: 'Tin', durationMs: 1000 });
  const { store, zoneId } = commune;
  const world = worldAt(START);
  const failures: string[] = [];
  const overs: Array<[string, string]> = [];
  const open = () => {
    const porch = new Porch();
    const playout = new Playout({
      world,
      store,
      carrier: porch,
      decideAir,
      gate: { ask: () => ({ ok: true }), canBeLeftOut: () => false },
      note: () => undefined,
      over: (id, reason) => void overs.push([id, reason]),
      library: {
        durations: async (_db, ids) => new Map(ids.map((id) => [id, 1000])),
        mayRelay: async () => null,
        mayCarry: async () => new Map(),
        noteMayNot: () => undefined,
      },
      lastWord: {
        async append(tx, broadcast, deliveries) {
          const ids = new Set(deliveries.map((one) => one.endpointId));
          const at = failures.findIndex((id) => ids.has(id));
          if (at >= 0) throw new Error(`disk: ${failures.splice(at, 1)[0]}`);
          await appendAsRun(tx, world.clock, broadcast, deliveries);
        },
      },
    });
    return { porch, playout };
  };
  const draft = (plannedAt: number) =>
    ({
      bulletinId,
      zoneIds: [zoneId],
      origin: 'operator',
      level: 'scheduled',
      plannedAt,
      notAfter: plannedAt + 5 * MINUTE,
      title: null,
      askedBy: null,
    }) as const;
  const accept = async (playout: Playout, plannedAt: number) => {
    const [verdict] = await store.transact((tx) => playout.accept(tx, [draft(plannedAt)]));
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing was accepted');
    return verdict.broadcast.id;
  };
  const endpointIds = commune.villages.map((village) => village.endpointId);
  const [one = '', two = ''] = endpointIds;
  const log = () => readAsRun(store.db, {}, { limit: 100, after: 0 });
  return { store, world, open, accept, draft, one, two, log, failures, overs };
}

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
