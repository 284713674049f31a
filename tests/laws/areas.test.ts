/** Laws of the dated tree, whatever is merged, split, moved, renamed, closed and taken back, in whatever order. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { registerMany } from '#endpoint';
import { dateOfDay, dayNumber, isStationError, type World } from '#kernel';
import { type AreaAct, type AreaSpan, addArea, areaAct, listActs, pathUp, readSpans, spansOn } from '#place';
import { openStore, type Store } from '#store';
import { type Land, landOn, parentsOf, Territory } from '#territory';
import { SeededRandom } from '../support/seeded-random.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 23, 3);

const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });

/** Numbers stand for whatever areas there are when their turn comes. */
const pick = fc.nat(1000);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      areas: fc.tuple(pick, pick, pick),
      fresh: fc.boolean(),
      carry: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('split' as const), area: pick, half: pick, closes: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), area: pick, parent: fc.option(pick) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), area: pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), area: pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: pick }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
const steps = fc.array(fc.record({ step, ahead: fc.constantFrom(0, 0, 0, 1, 3, 8) }), { minLength: 1, maxLength: 14 });

function actOf(land: Land, what: Step, today: string, at: number): AreaAct | null {
  const open = [...land.areas.values()].filter(({ validTo }) => validTo === null || validTo >= today);
  const id = (number: number) => open[number % open.length]?.id ?? '';
  switch (what.kind) {
    case 'merge': {
      const areaIds = [...new Set(what.areas.map(id))];
      const parentId = land.areas.get(areaIds[0] ?? '')?.parentId ?? null;
      const into = what.fresh ? { parentId, kind: 'xã', name: `Xã ${at}` } : { areaId: areaIds[0] ?? '' };
      return areaAct.parse({ kind: 'merge', areaIds, into, carryRights: what.carry });
    }
    case 'split': {
      const areaId = id(what.area);
      const below = open.filter(({ parentId }) => parentId === areaId).map((area) => area.id);
      const own = land.endpoints.filter((endpoint) => endpoint.areaId === areaId).map((endpoint) => endpoint.id);
      const cut = what.half % (below.length + 1);
      const parts = [
        { kind: 'xã', name: `Nửa ${at}`, areaIds: below.slice(0, cut), endpointIds: own },
        { kind: 'xã', name: `Nửa kia ${at}`, areaIds: what.closes ? below.slice(cut) : [] },
      ];
      return areaAct.parse({ kind: 'split', areaId, parts, closes: what.closes });
    }
    case 'move':
      return { kind: 'move', areaId: id(what.area), parentId: what.parent === null ? null : id(what.parent) };
    case 'rename':
      return { kind: 'rename', areaId: id(what.area), name: `Tên ${at}`, areaKind: 'thôn' };
    case 'close':
      return { kind: 'close', areaId: id(what.area) };
    default:
      return null;
  }
}

function mustBeForest(parents: ReadonlyMap<string, string | null>): void {
  for (const [id, parent] of parents) {
    const path = pathUp(id, parents);
    expect(parents.get(path.at(-1) ?? '') ?? null, 'a circle').toBeNull();
    if (parent !== null) expect(parents.has(parent), 'a parent that is not there').toBe(true);
  }
}

const told = (spans: ReadonlyMap<string, AreaSpan>) =>
  JSON.stringify([...spans].map(([id, { parentId, name }]) => [id, parentId, name]).sort());

async function furnish(store: Store, world: Pick<World, 'clock' | 'random'>): Promise<void> {
  await store.transact(async (tx) => {
    const add = (name: string, parentId: string | null) => addArea(tx, world, { parentId, kind: 'xã', name });
    const province = await add('Tỉnh', null);
    for (const one of ['A', 'B', 'C']) {
      const commune = await add(`Xã ${one}`, province.id);
      for (const number of [1, 2]) {
        const { id: areaId } = await add(`Thôn ${one}${number}`, commune.id);
        const plain = { protocol: 'http', duty: 'main', fmStationId: null } as const;
        await registerMany(tx, world, [{ ...plain, areaId, name: `Loa ${one}${number}`, code: `${one}${number}` }]);
      }
      const now = world.clock.wallMs();
      const account = { id: `acc_${one}`, name: one, password_phc: '', created_at: now };
      await tx.insertInto('accounts').values(account).execute();
      const right = { area_id: commune.id, verb: 'operate', granted_by: null, created_at: now };
      await tx
        .insertInto('rights')
        .values({ ...right, account_id: account.id })
        .execute();
    }
  });
}

/** Which endpoints somebody may use. */
function reachOf({ endpoints, rights, areas }: Land): Map<string, Set<string>> {
  const parents = parentsOf(areas);
  return new Map(
    [...new Set(rights.map(({ accountId }) => accountId))].map((accountId) => {
      const held = new Set(rights.filter((right) => right.accountId === accountId).map(({ areaId }) => areaId));
      const mine = endpoints.filter(({ areaId }) => pathUp(areaId, parents).some((id) => held.has(id)));
      return [accountId, new Set(mine.map(({ id }) => id))];
    }),
  );
}

it('on every day the tree is a forest, no cluster is lost, what is past never changes, and nobody gains unseen', async () => {
  const written = { count: 0, carried: 0 };
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const store = openStore(':memory:');
      const clock = new VirtualClock({ wallMs: START });
      const random = new SeededRandom(7);
      const logger = { info() {}, warn() {}, error() {} };
      const world = { clock, random, logger } as unknown as World;
      const territory = new Territory({
        world,
        store,
        zone: ZONE,
        changed: async () => undefined,
        tookEffect: () => undefined,
      });
      await furnish(store, world);
      const past = new Map<string, string>();
      for (const [at, { step: what, ahead }] of all.entries()) {
        const today = territory.today();
        const before = await territory.land(store.db);
        if (what.kind === 'days') {
          const spans = await readSpans(store.db);
          past.set(today, told(spansOn(spans, today)));
          // The station is down meanwhile, and takes up what came due.
          clock.jumpWall(what.days * DAY_MS);
          await territory.start();
          await territory.stop();
        } else if (what.kind === 'undo') {
          const planned = await listActs(store.db, 'planned');
          const one = planned[what.which % Math.max(1, planned.length)];
          if (one) await territory.undo(one.id, null);
        } else {
          const onDate = dateOfDay((dayNumber(today) ?? 0) + ahead);
          const act = actOf(before, what, today, at) as AreaAct;
          try {
            const { preview } = await territory.preview(store.db, { act, onDate });
            const asked = { act, onDate, seen: preview.seen, document: '', note: '' };
            const done = await territory.write(asked, null, async () => undefined);
            written.count += 1;
            if (ahead === 0) {
              const after = await territory.land(store.db);
              const wanted = landOn(before, [done], today);
              expect(new Map([...after.areas].sort())).toEqual(new Map([...wanted.areas].sort()));
              expect(after.endpoints).toEqual(wanted.endpoints);
              const rights = (land: Land) => land.rights.map((one) => JSON.stringify(one)).sort();
              expect(rights(after)).toEqual(rights(wanted));
              const gained = new Set(preview.gains.map(({ accountId }) => accountId));
              const reach = reachOf(before);
              for (const [accountId, endpointIds] of reachOf(after)) {
                if (gained.has(accountId)) continue;
                for (const id of endpointIds) expect(reach.get(accountId)?.has(id), 'an unseen gain').toBe(true);
              }
            }
          } catch (error) {
            if (!isStationError(error)) throw error;
          }
        }
        const now = territory.today();
        const spans = await readSpans(store.db);
        const land = await territory.land(store.db);
        for (const [date, was] of past) expect(told(spansOn(spans, date)), date).toBe(was);
        const here = spansOn(spans, now);
        mustBeForest(new Map([...here].map(([id, { parentId }]) => [id, parentId])));
        expect(land.endpoints).toHaveLength(6);
        for (const { areaId } of land.endpoints) expect(here.has(areaId ?? '')).toBe(true);
        for (const [id, { parentId, name }] of here) expect(land.areas.get(id)).toMatchObject({ parentId, name });
        const later = landOn(land, await listActs(store.db, 'planned'), dateOfDay((dayNumber(now) ?? 0) + 30));
        const open = [...later.areas.values()].filter(({ validTo }) => validTo === null);
        mustBeForest(new Map(open.map(({ id, parentId }) => [id, parentId])));
      }
      written.carried += (await listActs(store.db, 'done')).filter(({ onDate }) => onDate > '2026-11-23').length;
      await store.close();
    }),
    runs(60),
  );
  // Laws about nothing would hold too.
  if (!seed) expect(Math.min(written.count, written.carried * 5), JSON.stringify(written)).toBeGreaterThan(30);
}, 120_000);
