import { expect, test } from 'vitest';
import { appendAsRun, lastProofs, readAsRun } from '#asrun';
import type { Delivery } from '#broadcast';
import { registerEndpoint } from '#endpoint';
import { addFmStation, fmSettings } from '#fm';
import { instantOf } from '#kernel';
import { changeArea, listAreas } from '#place';
import { findBulletins } from '#programme';
import { Commune } from '../../support/commune.ts';
import { broadcastOf, deliveryOf } from '../delivery/things.ts';

const FIVE = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? 0;

async function books() {
  const commune = new Commune({ wallMs: FIVE });
  await commune.addVillages(['Thôn Đông', 'Bản Nà Phặc']);
  const bulletinId = await commune.addBulletin({ title: 'Lịch tiêm chủng', durationMs: 60_000 });
  const { store, clock, villages } = commune;
  const programmeId = (await findBulletins(store.db, [bulletinId])).get(bulletinId)?.programme.id ?? null;
  const append = (id: string, plannedAt: number, endpointId: string, more: Partial<Delivery> = {}) =>
    appendAsRun(
      store.db,
      { clock, zone: 'Asia/Ho_Chi_Minh' },
      broadcastOf(id, plannedAt, 60_000, { bulletinId, programmeId }),
      [
        deliveryOf(id, endpointId, {
          state: 'played',
          reason: 'complete',
          evidence: 'E2',
          renderedMs: 60_000,
          ...more,
        }),
      ],
    );
  const [east = '', west = ''] = villages.map((village) => village.endpointId);
  const read = (filter: Parameters<typeof readAsRun>[1], page = { limit: 100, after: 0 }) =>
    readAsRun(store.db, filter, page);
  return { store, clock, random: commune.random, append, east, west, read };
}

test('a line bears the names of that day, also when they change later', async () => {
  const { store, append, east, read } = await books();
  await append('brc_1', FIVE, east);
  const area = (await listAreas(store.db)).find(({ name }) => name === 'Thôn Đông');
  // Renamed tomorrow: what was planned today is told as it was today, however late its last word comes.
  await changeArea(store.db, '2026-11-24', area?.id ?? '', { parentId: null, kind: 'thôn', name: 'Thôn khác' });
  await store.db.updateTable('endpoints').set({ name: 'Loa khác' }).execute();
  await append('brc_2', FIVE, east);
  await append('brc_3', FIVE + 86_400_000, east);
  expect((await read({})).map((line) => [line.village, line.endpointName, line.programme])).toEqual([
    ['Thôn Đông', 'Thôn Đông', 'Chương trình Lịch tiêm chủng'],
    ['Thôn Đông', 'Loa khác', 'Chương trình Lịch tiêm chủng'],
    ['Thôn khác', 'Loa khác', 'Chương trình Lịch tiêm chủng'],
  ]);
});

test('a delivery without a reason is not final and never gets into the log; none gets in twice', async () => {
  const { store, clock, append, east, read } = await books();
  const open = appendAsRun(store.db, { clock, zone: 'Asia/Ho_Chi_Minh' }, broadcastOf('brc_1', FIVE, 1000), [
    deliveryOf('brc_1', east),
  ]);
  await expect(open).rejects.toThrow('without a reason');
  await append('brc_2', FIVE, east);
  await expect(append('brc_2', FIVE, east)).rejects.toThrow();
  expect(await read({})).toHaveLength(1);
});

test('the log is asked by day, village, endpoint and programme, page by page, either way', async () => {
  const { append, east, west, read } = await books();
  for (let count = 0; count < 10; count += 1) await append(`brc_${count}`, FIVE + count, count % 2 ? east : west);
  expect(await read({ from: FIVE + 3, to: FIVE + 5 })).toHaveLength(2);
  expect(await read({ village: 'Thôn Đông' })).toHaveLength(5);
  expect(await read({ endpointId: west, from: FIVE + 4 })).toHaveLength(3);
  expect(await read({ programme: 'Không có' })).toEqual([]);
  const up = await read({}, { limit: 4, after: 0 });
  const next = await read({}, { limit: 4, after: up.at(-1)?.id ?? 0 });
  expect([...up, ...next].map((line) => line.broadcastId)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((n) => `brc_${n}`));
});

test('what went by FM says so, and counts as heard only as far as it was heard off air', async () => {
  const { store, clock, random, east, read } = await books();
  const settings = fmSettings.parse({ band: '54-68', frequencyKhz: 54_300, pi: '7A01', ps: 'XA TA' });
  const station = await addFmStation(store.db, { clock, random }, { name: 'Đài FM xã', areaId: null, settings });
  const main = { areaId: null, gainDb: 0, leadInMs: 0, protocol: 'fm', fmStationId: station.id } as const;
  const { endpoint } = await registerEndpoint(
    store.db,
    { clock, random },
    { ...main, name: 'Cụm thu', duty: 'stand_in' },
  );
  const last = (id: string, more: Partial<Delivery>) =>
    appendAsRun(store.db, { clock, zone: 'Asia/Ho_Chi_Minh' }, broadcastOf(id, FIVE, 60_000), [
      deliveryOf(id, endpoint.id, { state: 'handed_over', reason: 'by_fm', renderedMs: 60_000, ...more }),
    ]);
  await last('brc_1', { evidence: 'F0', isStandIn: true });
  await last('brc_2', { evidence: 'F2' });
  await appendAsRun(store.db, { clock, zone: 'Asia/Ho_Chi_Minh' }, broadcastOf('brc_3', FIVE, 60_000), [
    deliveryOf('brc_3', east, { state: 'played', reason: 'complete', evidence: 'E2', renderedMs: 60_000 }),
  ]);
  expect(
    (await read({})).map((line) => [line.carrier, line.fmStation, line.standIn, line.state, line.renderedMs]),
  ).toEqual([
    ['fm', 'Đài FM xã', true, 'handed_over', 0],
    ['fm', 'Đài FM xã', false, 'handed_over', 60_000],
    ['ip', '', false, 'played', 60_000],
  ]);
  expect((await read({ carrier: 'ip' })).map((line) => line.broadcastId)).toEqual(['brc_3']);
  for (const state of ['played', 'played_part'] as const)
    await expect(last('brc_4', { state, reason: 'complete', evidence: 'E2' })).rejects.toThrow('went by FM');
});

test('the last proof of each endpoint is its last sound that a device proved, not its last broadcast', async () => {
  const { store, append, east, west } = await books();
  const day = 86_400_000;
  await append('brc_1', FIVE, east);
  await append('brc_2', FIVE + day, east);
  await append('brc_3', FIVE, west);
  await append('brc_4', FIVE + day, west, { evidence: 'E1', renderedMs: 0 });
  const seen = async (from: number) =>
    (await lastProofs(store.db, from)).map(({ endpointId, plannedAt, evidence }) => [endpointId, plannedAt, evidence]);
  expect(new Set(await seen(FIVE))).toEqual(
    new Set([
      [east, FIVE + day, 'E2'],
      [west, FIVE, 'E2'],
    ]),
  );
  expect(await seen(FIVE + 1)).toEqual([[east, FIVE + day, 'E2']]);
});
