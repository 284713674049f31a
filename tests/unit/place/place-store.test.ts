import { afterEach, beforeEach, expect, test } from 'vitest';
import { registerEndpoint, retireEndpoint } from '#endpoint';
import { addArea, changeArea, endpointsOfZones, listAreas, listZones, putZone } from '#place';
import { openStore, type Store } from '#store';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

let store: Store;
const TODAY = '2026-11-23';
const make = { clock: new VirtualClock(), random: new SeededRandom(5) };

beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const area = (name: string, parentId: string | null = null) =>
  addArea(store.db, make, { parentId, kind: 'thôn', name, validFrom: null, validTo: null });
const endpoint = async (name: string) => {
  const asked = { name, areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
  return (await registerEndpoint(store.db, make, asked)).endpoint.id;
};
const missing = expect.objectContaining({ code: 'NOT_FOUND' });

test('areas form a tree of whatever kinds; an area cannot lie within itself, however far below', async () => {
  const commune = await area('Xã');
  const village = await area('Thôn', commune.id);
  const group = await area('Tổ', village.id);
  const { id, ...rest } = commune;
  for (const parentId of [commune.id, village.id, group.id]) {
    await expect(changeArea(store.db, TODAY, id, { ...rest, parentId })).rejects.toMatchObject({ code: 'AREA_CYCLE' });
  }
  await expect(area('Lạc', 'are_0')).rejects.toEqual(missing);
  await expect(changeArea(store.db, TODAY, 'are_0', rest)).rejects.toEqual(missing);
  await expect(changeArea(store.db, TODAY, id, { ...rest, parentId: 'are_0' })).rejects.toEqual(missing);
  expect(await listAreas(store.db)).toHaveLength(3);
});

test('a zone holds each endpoint once, and forgets those that were taken out', async () => {
  const [one, two] = [await endpoint('Một'), await endpoint('Hai')];
  const zone = await putZone(store.db, make, { name: 'Cả xã', areaId: null, endpointIds: [two, one, two] });
  expect(zone.endpointIds).toEqual([one, two].sort());
  await putZone(store.db, make, { id: zone.id, name: 'Cả xã', areaId: null, endpointIds: [two] });
  expect(await listZones(store.db)).toEqual([{ ...zone, endpointIds: [two] }]);
});

test('a zone of an unknown area or endpoint is refused, and so is a change of an unknown zone', async () => {
  const ask = { name: 'Vùng', areaId: null, endpointIds: [] };
  await expect(putZone(store.db, make, { ...ask, areaId: 'are_0' })).rejects.toEqual(missing);
  const unknown = store.transact((tx) => putZone(tx, make, { ...ask, endpointIds: ['end_0'] }));
  await expect(unknown).rejects.toEqual(missing);
  await expect(putZone(store.db, make, { ...ask, id: 'zon_0' })).rejects.toEqual(missing);
  expect(await listZones(store.db)).toEqual([]);
});

test('what is played in a zone goes to the endpoints that are in use', async () => {
  const [one, two] = [await endpoint('Một'), await endpoint('Hai')];
  const all = await putZone(store.db, make, { name: 'Tất cả', areaId: null, endpointIds: [one, two] });
  const few = await putZone(store.db, make, { name: 'Một', areaId: null, endpointIds: [one] });
  await retireEndpoint(store.db, make.clock, one);
  const members = await endpointsOfZones(store.db, [all.id, few.id, 'zon_0']);
  expect([...members]).toEqual([[all.id, [two]]]);
  expect((await endpointsOfZones(store.db, [])).size).toBe(0);
});
