/** Acts on areas in a whole station on a virtual clock: when they hold, what is told of the days before, and who loses. */
import { afterEach, expect, test } from 'vitest';
import { findEndpoint } from '#endpoint';
import { instantOf } from '#kernel';
import { addArea, endpointsIn, findArea, listActs, listAreas } from '#place';
import { Commune } from '../../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (date: string, time: string) => instantOf(date, time, ZONE) ?? Number.NaN;
let commune: Commune;

async function scene() {
  commune = new Commune({ wallMs: at('2026-11-23', '22:00') });
  const { house } = await commune.start();
  await commune.addVillages(['Thôn Đông', 'Thôn Tây']);
  const [east, west] = await listAreas(commune.store.db);
  const { territory, store } = house;
  const merge = {
    ...{ kind: 'merge' as const, areaIds: [east?.id ?? '', west?.id ?? ''], hoursOf: null, carryRights: true },
    into: { parentId: null, kind: 'thôn', name: 'Thôn Đông Tây', code: null },
  };
  const plan = async (onDate: string, act: Parameters<typeof territory.preview>[1]['act'] = merge) => {
    const { preview } = await territory.preview(store.db, { act, onDate });
    const asked = { act, onDate, seen: preview.seen, document: '12/QĐ-UBND', note: '' };
    return territory.write(asked, 'Lan', async () => undefined);
  };
  return { house, store, territory, plan, east: east?.id ?? '', west: west?.id ?? '' };
}
afterEach(() => commune.kill());

test('an act of tomorrow holds from the first second of tomorrow, without anybody', async () => {
  const { store, plan, east, territory } = await scene();
  const { newIds } = await plan('2026-11-24');
  await commune.clock.advanceTo(at('2026-11-23', '23:59:59'));
  expect((await findArea(store.db, east))?.validTo).toBeNull();
  await commune.clock.advanceTo(at('2026-11-24', '00:00:00'));
  await commune.clock.settle(20);
  expect((await findArea(store.db, east))?.validTo).toBe('2026-11-23');
  for (const village of commune.villages)
    expect((await findEndpoint(store.db, village.endpointId))?.areaId).toBe(newIds[0]);
  expect((await listActs(store.db))[0]).toMatchObject({ state: 'done', document: '12/QĐ-UBND', writtenBy: 'Lan' });
  // Nobody was there at midnight: the audit log tells of it all the same.
  await commune.clock.advance(2000);
  const noted = await store.db
    .selectFrom('audit_entries')
    .select('body')
    .where('what', '=', 'carryOutAreaAct')
    .execute();
  expect(noted.map(({ body }) => JSON.parse(body))).toMatchObject([
    { who: { kind: 'system' }, outcome: 'ok', detail: { kind: 'merge', onDate: '2026-11-24', writtenBy: 'Lan' } },
  ]);
  // Whoever still speaks to the old village reaches the new one.
  const all = commune.villages.map(({ endpointId }) => endpointId).sort();
  expect(await endpointsIn(store.db, { zoneIds: [], areaIds: [east] })).toEqual(all);
  await expect(territory.undo((await listActs(store.db))[0]?.id ?? '', null)).rejects.toMatchObject({
    code: 'AREA_ACT_SETTLED',
  });
});

test('what was taken back does not happen', async () => {
  const { store, plan, territory } = await scene();
  const { id } = await plan('2026-11-24');
  await territory.undo(id, 'Lan');
  await commune.clock.advanceTo(at('2026-11-24', '00:05'));
  expect((await listAreas(store.db)).every(({ validTo }) => validTo === null)).toBe(true);
  expect((await listActs(store.db))[0]).toMatchObject({ state: 'undone', settledBy: 'Lan' });
});

test('a station that was down over midnight begins the day with it', async () => {
  const { store, plan, east } = await scene();
  await plan('2026-11-24');
  commune.kill();
  commune.clock.jumpWall(3 * 86_400_000);
  await commune.start();
  expect((await findArea(store.db, east))?.validTo).toBe('2026-11-23');
});

test('yesterday and what is too far ahead are refused', async () => {
  const { plan } = await scene();
  for (const date of ['2026-11-22', '2030-01-01', '2026-02-30'])
    await expect(plan(date)).rejects.toMatchObject({ code: 'AREA_ACT_DATE' });
});

test('of two moves at once that would make a circle one is refused', async () => {
  const { territory, store, east, west } = await scene();
  const ask = async (areaId: string, parentId: string) => {
    const asked = { act: { kind: 'move' as const, areaId, parentId }, onDate: territory.today() };
    const { preview } = await territory.preview(store.db, asked);
    return { ...asked, seen: preview.seen, document: '', note: '' };
  };
  const [one, two] = [await ask(east, west), await ask(west, east)];
  const ends = await Promise.allSettled([one, two].map((asked) => territory.write(asked, null, async () => undefined)));
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ code: 'AREA_CYCLE' });
});

test('of two moves for one day that would make a circle the second cannot be planned', async () => {
  const { plan, east, west } = await scene();
  await plan('2026-11-25', { kind: 'move', areaId: east, parentId: west });
  await expect(plan('2026-11-25', { kind: 'move', areaId: west, parentId: east })).rejects.toMatchObject({
    code: 'AREA_CYCLE',
  });
  // Nor before it, when the one that is planned could not be done any more.
  await expect(plan('2026-11-24', { kind: 'move', areaId: west, parentId: east })).rejects.toMatchObject({
    code: 'AREA_ACT',
  });
});

test('what cannot be done on its day is said, and stops nothing', async () => {
  const { store, plan, east } = await scene();
  await plan('2026-11-24');
  const { id } = await addArea(
    store.db,
    { clock: commune.clock, random: commune.random },
    { parentId: null, kind: 'xã', name: 'X' },
  );
  await store.db.updateTable('areas').set({ valid_to: '2026-11-01' }).where('id', '=', east).execute();
  await plan('2026-11-24', { kind: 'rename', areaId: id, name: 'Y', areaKind: 'xã' });
  await commune.clock.advanceTo(at('2026-11-24', '00:01'));
  expect((await listActs(store.db)).map(({ state }) => state)).toEqual(['failed', 'done']);
  expect((await findArea(store.db, id))?.name).toBe('Y');
});

test('a preview that is old by now is not confirmed', async () => {
  const { territory, store, east, west } = await scene();
  const act = { kind: 'move' as const, areaId: east, parentId: west };
  const { preview } = await territory.preview(store.db, { act, onDate: '2026-11-24' });
  await store.db.updateTable('endpoints').set({ area_id: west }).execute();
  const asked = { act, onDate: '2026-11-24', seen: preview.seen, document: '', note: '' };
  await expect(territory.write(asked, null, async () => undefined)).rejects.toMatchObject({
    code: 'AREA_PLAN_CHANGED',
  });
});
