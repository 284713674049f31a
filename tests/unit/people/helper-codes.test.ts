import { expect, test } from 'vitest';
import { Doorkeeper, HelperCodes } from '#people';
import { openStore } from '#store';
import { worldAt } from '../delivery/things.ts';

const DAY_MS = 86_400_000;

test('a code ends after its days, a phone after thirty or with the code, and rights are asked at each use', async () => {
  const world = worldAt(Date.UTC(2026, 10, 23));
  const { clock } = world;
  const store = openStore(':memory:');
  const [door, codes] = [new Doorkeeper(world, store), new HelperCodes(world, store)];
  const rights = [
    { verb: 'confirm', areaId: null, toAt: clock.wallMs() + 35 * DAY_MS },
    { verb: 'operate', areaId: null },
  ] as const;
  const { id } = await store.transact((tx) => door.addPerson(tx, { name: 'Chị Bảy', rights }, 'link'));
  const { code } = await store.transact((tx) => codes.make(tx, id, 40));
  const phone = await codes.signIn(code);
  const held = async (token: string) => (await codes.visitorOf(token))?.key?.rights;
  expect(await held(phone)).toEqual([{ verb: 'confirm', areaId: null }]);
  await clock.advance(29 * DAY_MS);
  expect(await held(phone)).toHaveLength(1);
  const second = await codes.signIn(code);
  await clock.advance(DAY_MS);
  expect(await held(phone)).toBe(undefined);
  expect(await held(second)).toHaveLength(1);
  await clock.advance(5 * DAY_MS);
  expect(await held(second)).toEqual([]);
  await clock.advance(5 * DAY_MS);
  expect(await codes.visitorOf(second)).toBe(null);
  await expect(codes.signIn(code)).rejects.toMatchObject({ code: 'HELPER_CODE_WRONG' });
  await store.close();
});
