import { expect, test } from 'vitest';
import { addHearing, hearingsOf, hearingsSince } from '#asrun';
import { insertBroadcasts } from '#broadcast';
import { instantOf } from '#kernel';
import { Commune } from '../../support/commune.ts';
import { broadcastOf, deliveryOf } from '../delivery/things.ts';

const FIVE = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? 0;

async function books(now: number) {
  const broadcast = { ...broadcastOf('brc_1', FIVE, 60_000), bulletinId: null, programmeId: null };
  const commune = new Commune({ wallMs: now });
  await commune.addVillages(['Thôn Đông', 'Thôn Tây']);
  const [east = '', west = ''] = commune.villages.map((village) => village.endpointId);
  await insertBroadcasts(commune.store.db, [broadcast], [deliveryOf('brc_1', east)], now);
  const said = (more: Partial<Parameters<typeof addHearing>[2]> = {}) =>
    addHearing(commune.store.db, commune, {
      ...{ broadcastId: 'brc_1', endpointId: east, heard: 'heard', saidBy: 'Bà Sen' },
      ...{ saidAt: FIVE + 60_000, note: 'nghe rõ', writtenBy: null, ...more },
    });
  return { db: commune.store.db, clock: commune.clock, said, east, west };
}

test('what a person said is kept in the order in which it was written, and nobody can change it', async () => {
  const { db, clock, said } = await books(FIVE + 600_000);
  const first = await said();
  await clock.advance(1000);
  const second = await said({ heard: 'not_heard', saidBy: 'Ông Ba', saidAt: FIVE + 1 });
  expect(await hearingsOf(db, [first.deliveryId])).toEqual([first, second]);
  expect(await hearingsOf(db, [])).toEqual([]);
  expect(await hearingsSince(db, FIVE + 2)).toEqual([first]);
  await expect(db.updateTable('hearing_reports').set({ heard: 'heard' }).execute()).rejects.toThrow('append-only');
  await expect(db.deleteFrom('hearing_reports').execute()).rejects.toThrow('append-only');
});

test('nobody can have heard what was not due, was not sent there, or will be said tomorrow', async () => {
  const { db, said, west } = await books(FIVE + 600_000);
  await expect(said({ saidAt: FIVE - 1 })).rejects.toMatchObject({ code: 'HEARING_TOO_EARLY' });
  await expect(said({ endpointId: west })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(said({ broadcastId: 'brc_2' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(said({ saidAt: FIVE + 86_400_000 })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  expect(await hearingsSince(db, 0)).toEqual([]);
});

test('before the planned time there is nothing to be heard, even by a clock that is a little ahead', async () => {
  const { said } = await books(FIVE - 1000);
  await expect(said({ saidAt: FIVE + 500 })).rejects.toMatchObject({ code: 'HEARING_TOO_EARLY' });
});

test('a clock that is a little ahead is taken back to now', async () => {
  const { said } = await books(FIVE + 1000);
  expect((await said({ saidAt: FIVE + 20_000 })).saidAt).toBe(FIVE + 1000);
});
