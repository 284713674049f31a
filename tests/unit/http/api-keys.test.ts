import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Right } from '#people';
import { addArea, putZone } from '#place';
import { type Route, routes } from '../../../src/http/contract.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
let zoneId: string;
let bulletinId: string;
const areas = { xa: '', dong: '' };

beforeAll(async () => {
  door = await openDoor();
  const { store, world } = door.house;
  await door.commune.addVillages(['Đông']);
  bulletinId = await door.commune.addBulletin({ title: 'Tin', durationMs: 5000 });
  const place = { validFrom: null, validTo: null };
  areas.xa = (await addArea(store.db, world, { ...place, parentId: null, kind: 'xã', name: 'Xã Mẫu' })).id;
  areas.dong = (await addArea(store.db, world, { ...place, parentId: areas.xa, kind: 'thôn', name: 'Thôn Đông' })).id;
  const endpointId = door.commune.villages[0]?.endpointId ?? '';
  await store.db.updateTable('endpoints').set({ area_id: areas.dong }).where('id', '=', endpointId).execute();
  zoneId = (await putZone(store.db, world, { name: 'Đông', areaId: null, endpointIds: [endpointId] })).id;
});
afterAll(() => door.close());

const PASSWORD = 'mưa nắng là việc của trời';

async function personWith(name: string, rights: readonly Right[]) {
  const { store, doorkeeper } = door.house;
  const { id, token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
  const session = await door.enrol((await doorkeeper.acceptInvite(token, PASSWORD)).session);
  return { id, ask: asking(session) };
}
const asking =
  (bearer: string) =>
  (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    door.ask(method, `/api/v1${path}`, body, { authorization: `Bearer ${bearer}`, ...headers });
const play = () => ({ bulletinId, zoneIds: [zoneId], startAt: door.house.world.clock.wallMs() + 3600_000 });
const inTown = (): Right => ({ verb: 'operate', areaId: areas.xa });
const inVillage = (): Right => ({ verb: 'operate', areaId: areas.dong });

describe('a program with a key', () => {
  test('does what the key says, while its maker may and until it is revoked', async () => {
    const hoa = await personWith('Hoa', [inTown()]);
    const made = await hoa.ask('POST', '/my/keys', { name: 'Bảng tin', rights: [inVillage()] });
    expect(made.status).toBe(201);
    expect(made.body.key).toMatchObject({ name: 'Bảng tin', owner: 'Hoa', state: 'good', lastUsedAt: null });
    expect(made.body.key.expiresAt - made.body.key.createdAt).toBe(90 * 86_400_000);
    const program = asking(made.body.secret);
    expect((await program('POST', '/broadcasts', play())).status).toBe(201);
    await door.ask('PUT', `/api/v1/people/${hoa.id}/rights`, { rights: [] });
    expect((await program('POST', '/broadcasts', play())).body.code).toBe('RIGHT_MISSING');
    await door.ask('PUT', `/api/v1/people/${hoa.id}/rights`, { rights: [inTown()] });
    expect((await program('POST', '/broadcasts', play())).status).toBe(201);
    expect((await hoa.ask('GET', '/my/keys')).body).toHaveLength(1);
    expect((await hoa.ask('DELETE', `/my/keys/${made.body.key.id}`)).status).toBe(200);
    expect((await program('POST', '/broadcasts', play())).body.code).toBe('AUTH_REQUIRED');
  });

  test('a village of the key is not the town', async () => {
    const { ask } = await personWith('Lan', [inTown()]);
    const { body } = await ask('POST', '/my/keys', { name: 'Thôn', rights: [inVillage()] });
    const area = { kind: 'thôn', name: 'Thôn Mới', parentId: areas.xa };
    expect((await asking(body.secret)('POST', '/areas', area)).status).toBe(403);
  });

  test('the same request sent again does not show the key again', async () => {
    const { ask } = await personWith('Cúc', [inTown()]);
    const first = await ask(
      'POST',
      '/my/keys',
      { name: 'Một', rights: [inTown()] },
      { 'idempotency-key': 'mot-lan-thoi' },
    );
    expect(first.status).toBe(201);
    const kept = await door.house.store.db.selectFrom('idempotency').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(first.body.secret);
  });

  test('a reader reads, and nobody else', async () => {
    const { ask } = await personWith('Nam', [{ verb: 'read', areaId: null }, inTown()]);
    const reader = await ask('POST', '/my/keys', { name: 'Đọc', rights: [{ verb: 'read', areaId: null }] });
    const writer = await ask('POST', '/my/keys', { name: 'Ghi', rights: [inTown()] });
    expect((await asking(reader.body.secret)('GET', '/broadcasts')).status).toBe(200);
    expect((await asking(reader.body.secret)('POST', '/broadcasts', play())).status).toBe(403);
    expect((await asking(writer.body.secret)('GET', '/broadcasts')).body.code).toBe('RIGHT_MISSING');
  });

  test('a key for emergencies is asked for by name', async () => {
    const { ask } = await personWith('Chủ tịch', [{ verb: 'emergency', areaId: null }]);
    const rights = [{ verb: 'emergency', areaId: null }];
    expect((await ask('POST', '/my/keys', { name: 'Tỉnh', rights })).body.code).toBe('KEY_EMERGENCY');
    const made = await ask('POST', '/my/keys', { name: 'Tỉnh', rights, emergencySystem: 'Hệ thống của tỉnh' });
    expect(made.status).toBe(201);
    expect(made.body.key.emergencySystem).toBe('Hệ thống của tỉnh');
  });

  test.each([0, 401, 1.5, null])('%s days are refused', async (days) => {
    const { ask } = await personWith(`Người ${days}`, [inTown()]);
    expect((await ask('POST', '/my/keys', { name: 'K', rights: [inTown()], days })).status).toBe(400);
  });
});

test('whoever maintains the station sees and ends the keys of everybody, and nobody else does', async () => {
  const minh = await personWith('Minh', [inTown()]);
  const keeper = await personWith('Kỹ thuật', [{ verb: 'maintain', areaId: null }]);
  const { body } = await minh.ask('POST', '/my/keys', { name: 'Của Minh', rights: [inTown()] });
  expect((await minh.ask('GET', '/keys')).status).toBe(403);
  expect((await keeper.ask('GET', '/keys')).body).toContainEqual(expect.objectContaining({ id: body.key.id }));
  expect((await keeper.ask('GET', '/my/keys')).body).toEqual([]);
  expect((await keeper.ask('DELETE', `/my/keys/${body.key.id}`)).status).toBe(404);
  expect((await minh.ask('DELETE', `/keys/${body.key.id}`)).status).toBe(403);
  expect((await keeper.ask('DELETE', `/keys/${body.key.id}`)).status).toBe(200);
  expect((await asking(body.secret)('GET', '/broadcasts')).status).toBe(401);
});

test('no key opens what is for people only, whatever its maker may', async () => {
  const every = ['read', 'edit', 'approve', 'operate', 'emergency', 'authority', 'gate', 'equip', 'inspect', 'confirm'];
  const all = every.map((verb) => ({ verb, areaId: null }) as Right);
  const boss = await personWith('Trưởng đài', [
    ...all,
    { verb: 'people', areaId: null },
    { verb: 'maintain', areaId: null },
    { verb: 'live', areaId: null },
  ]);
  const made = await boss.ask('POST', '/my/keys', { name: 'Tất cả', rights: all, emergencySystem: 'Thử' });
  expect(made.status).toBe(201);
  const program = asking(made.body.secret);
  const personal = (Object.values(routes) as Route[]).filter(
    ({ path, open }) => !open && /^\/(my|session|people|keys|security)(\/|$)/.test(path),
  );
  expect(personal.length).toBeGreaterThan(6);
  for (const { method, path } of personal) {
    const { status, body } = await program(
      method.toUpperCase(),
      path.replace('{id}', 'acc_0'),
      method === 'get' ? undefined : {},
    );
    expect([method, path, status >= 400, body.code], `${method} ${path}`).toEqual([
      method,
      path,
      true,
      expect.stringMatching(/^(KEY_NOT_HERE|RIGHT_MISSING|REQUEST_INVALID)$/),
    ]);
  }
  for (const [method, path] of [
    ['POST', '/live/mounts'],
    ['GET', '/live/mounts'],
    ['POST', '/live/sessions'],
    ['GET', '/session'],
    ['DELETE', '/session'],
    ['GET', '/my/keys'],
  ] as const) {
    const body = path.endsWith('sessions') ? { zoneIds: [zoneId] } : { name: 'x' };
    expect([path, (await program(method, path, method === 'POST' ? body : undefined)).body.code]).toEqual([
      path,
      'KEY_NOT_HERE',
    ]);
  }
});

test('a key in a cookie is no key', async () => {
  const { ask } = await personWith('Tú', [{ verb: 'read', areaId: null }]);
  const { body } = await ask('POST', '/my/keys', { name: 'K', rights: [{ verb: 'read', areaId: null }] });
  const headers = { authorization: '', cookie: `loaxa_session=${body.secret}` };
  expect((await door.ask('GET', '/api/v1/broadcasts', undefined, headers)).status).toBe(401);
});

test('a program that runs wild is slowed down, and nobody else', async () => {
  const { ask } = await personWith('Vội', [{ verb: 'operate', areaId: null }]);
  const keyNamed = async (name: string) => {
    const { body } = await ask('POST', '/my/keys', { name, rights: [{ verb: 'operate', areaId: null }] });
    return asking(body.secret);
  };
  const [wild, calm] = [await keyNamed('Cuồng'), await keyNamed('Hiền')];
  const statuses = new Set<number>();
  for (let n = 0; n < 200; n += 1) statuses.add((await wild('POST', '/stop/lift', { areaIds: 0 })).status);
  expect([...statuses]).toEqual([400, 429]);
  expect((await calm('POST', '/stop/lift', { areaIds: 0 })).status).toBe(400);
  expect((await ask('POST', '/stop/lift', { areaIds: 0 })).status).toBe(400);
});
