import { afterEach, beforeEach, expect, test } from 'vitest';
import { PASSWORD, type Scene, signInScene, type Visitor } from './sign-in-scene.ts';

const DAY_MS = 24 * 3600_000;

let scene: Scene;
let lan: Visitor;
let lanId: string;
beforeEach(async () => {
  scene = await signInScene();
  lan = await scene.duty();
  await scene.enrol(lan);
  lanId = (await scene.house.doorkeeper.people())[0]?.id ?? '';
});
afterEach(() => scene.close());

/** Somebody else who manages people everywhere, until then or without an end. */
async function manager(name: string, toAt: number | null = null) {
  const rights = [{ verb: 'people', areaId: null, toAt }];
  const { body } = await lan.ask('POST', '/people', { name, rights });
  const own = scene.visitor('10.0.0.6');
  await own.ask('POST', '/invite', { token: body['token'], password: PASSWORD });
  return { own, id: (body['person'] as { id: string }).id };
}
const strip = () => lan.ask('PUT', `/people/${lanId}/rights`, { rights: [] });

test('a closed account is out at once, and opened again it has its password and its rights', async () => {
  const nam = await manager('Nam');
  expect((await lan.ask('POST', `/people/${nam.id}/closed`, { closed: true })).body['closedAt']).toBe(
    scene.clock.wallMs(),
  );
  expect(await nam.own.isIn()).toBe(false);
  expect((await nam.own.signIn('Nam')).code).toBe('AUTH_WRONG');
  expect((await lan.ask('POST', `/people/${nam.id}/closed`, { closed: false })).body['closedAt']).toBe(null);
  expect((await nam.own.signIn('Nam')).status).toBe(200);
  expect((await nam.own.ask('GET', '/session')).body['rights']).toEqual([{ verb: 'people', areaId: null }]);
});

test('nobody closes himself', async () => {
  await manager('Nam');
  expect((await lan.ask('POST', `/people/${lanId}/closed`, { closed: true })).code).toBe('PERSON_SELF');
});

test('who is closed, has no password yet, or manages for a time only does not stand in for the last manager', async () => {
  expect((await strip()).code).toBe('LAST_MANAGER');
  await lan.ask('POST', '/people', { name: 'Chưa vào', rights: [{ verb: 'people', areaId: null }] });
  expect((await strip()).code).toBe('LAST_MANAGER');
  await manager('Có hạn', scene.clock.wallMs() + 30 * DAY_MS);
  expect((await strip()).code).toBe('LAST_MANAGER');
  const nam = await manager('Nam');
  await lan.ask('POST', `/people/${nam.id}/closed`, { closed: true });
  expect((await strip()).code).toBe('LAST_MANAGER');
  await lan.ask('POST', `/people/${nam.id}/closed`, { closed: false });
  expect((await strip()).status).toBe(200);
});

test('whoever manages a part may not close or reset somebody who holds more', async () => {
  const nam = await manager('Nam');
  const rights = [{ verb: 'operate', areaId: null }];
  const { body } = await lan.ask('POST', '/people', { name: 'Bình', rights });
  const id = (body['person'] as { id: string }).id;
  const { store } = scene.house;
  const row = { id: 'are_1', kind: 'thôn', name: 'Đông' } as const;
  await store.db
    .insertInto('areas')
    .values({ ...row, created_at: 1 } as never)
    .execute();
  await store.transact((tx) =>
    scene.house.doorkeeper.setRights(tx, nam.id, [{ verb: 'people', areaId: 'are_1' }], lanId),
  );
  await scene.enrol(nam.own);
  const tried = [
    await nam.own.ask('POST', `/people/${id}/closed`, { closed: true }),
    await nam.own.ask('DELETE', `/people/${id}/factors`),
  ];
  expect(tried.map(({ code }) => code)).toEqual(['RIGHT_MISSING', 'RIGHT_MISSING']);
});

test('whoever is told to slow down stands in the audit log by name', async () => {
  // A question is not written down; it counts all the same.
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.all(Array.from({ length: 51 }, () => lan.ask('POST', '/factors/passkeys/begin')));
  }
  expect((await lan.ask('POST', '/people', { name: 'Nam', rights: [] })).code).toBe('RATE_LIMITED');
  await scene.house.audit.flush();
  const rows = await scene.house.store.db.selectFrom('audit_entries').select('body').orderBy('seq').execute();
  expect(JSON.parse(rows.at(-1)?.body ?? '{}')).toMatchObject({
    ...{ what: 'addPerson', outcome: 'RATE_LIMITED' },
    who: { kind: 'account', id: lanId, name: 'Lan' },
  });
});
