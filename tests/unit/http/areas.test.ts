/** Areas through the door of a real station: acts, their preview, the rights that they need, files, identities. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Right } from '#people';
import { type Door, openDoor } from './door.ts';

const PASSWORD = 'mưa nắng là việc của trời';
const FILES = join(import.meta.dirname, '../territory/files');
const TODAY = '2026-11-23';
let door: Door;
const ids = new Map<string, string>();
const id = (name: string) => ids.get(name) ?? '';
const post = (path: string, body: unknown) => door.ask('POST', `/api/v1${path}`, body);

beforeAll(async () => {
  door = await openDoor();
  const add = async (name: string, parent: string | null) => {
    const { body } = await post('/areas', { kind: 'xã', name, parentId: parent === null ? null : id(parent) });
    ids.set(name, body.id);
  };
  await add('Tỉnh', null);
  for (const one of ['A', 'B']) {
    await add(one, 'Tỉnh');
    await add(`Thôn ${one}`, one);
    const { body } = await post('/endpoints', { name: `Loa ${one}`, areaId: id(`Thôn ${one}`), code: `L${one}` });
    ids.set(`Loa ${one}`, body.endpoint.id);
  }
});
afterAll(() => door.close());

async function personWith(name: string, rights: readonly Right[]) {
  const { store, doorkeeper } = door.house;
  const { token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
  // Whoever hands out rights has proved who he is by a second factor.
  const session = await door.enrol((await doorkeeper.acceptInvite(token, PASSWORD)).session);
  return (method: string, path: string, body?: unknown) =>
    door.ask(method, `/api/v1${path}`, body, { authorization: `Bearer ${session}` });
}

test('a name that changes today was another one yesterday', async () => {
  const asked = { onDate: TODAY, act: { kind: 'rename', areaId: id('Thôn A'), name: 'Thôn Mới', areaKind: 'thôn' } };
  const { body: preview } = await post('/area-acts/preview', asked);
  expect(preview.renames).toEqual([{ id: id('Thôn A'), before: 'xã Thôn A', after: 'thôn Thôn Mới' }]);
  const done = await post('/area-acts', { ...asked, seen: preview.seen, document: '7/NQ' });
  expect(done).toMatchObject({ status: 201, body: { state: 'done', document: '7/NQ', onDate: TODAY } });
  const nameOn = async (date: string) => {
    const { body } = await door.ask('GET', `/api/v1/areas/on/${date}`);
    return body.find((area: { id: string }) => area.id === id('Thôn A'))?.name;
  };
  expect([await nameOn('2026-11-22'), await nameOn(TODAY), await nameOn('2027-06-01')]).toEqual([
    ...['Thôn A', 'Thôn Mới', 'Thôn Mới'],
  ]);
});

test('whoever sets up equipment cannot hand out rights by a merger', async () => {
  const chief = await personWith('An', [{ verb: 'operate', areaId: id('A') }]);
  const setter = await personWith('Bình', [{ verb: 'equip', areaId: id('Tỉnh') }]);
  const both = await personWith('Chi', [
    { verb: 'equip', areaId: id('Tỉnh') },
    { verb: 'people', areaId: id('Tỉnh') },
  ]);
  const into = { parentId: id('Tỉnh'), kind: 'xã', name: 'Xã Chung' };
  const asked = { onDate: '2026-12-01', act: { kind: 'merge', areaIds: [id('A'), id('B')], into } };
  expect((await chief('POST', '/area-acts/preview', asked)).status).toBe(403);
  const { body: preview } = await setter('POST', '/area-acts/preview', asked);
  expect(preview.gains).toMatchObject([{ name: 'An', areas: ['Xã Chung'] }]);
  expect(preview.touched).toMatchObject({ endpoints: 2, people: 1 });
  const confirmed = { ...asked, seen: preview.seen };
  expect(await setter('POST', '/area-acts', confirmed)).toMatchObject({ status: 403, body: { code: 'RIGHT_MISSING' } });
  expect(await both('POST', '/area-acts', { ...confirmed, seen: 'x' })).toMatchObject({ status: 409 });
  const written = await both('POST', '/area-acts', confirmed);
  expect(written).toMatchObject({ status: 201, body: { state: 'planned', writtenBy: 'Chi' } });
  const undone = await setter('DELETE', `/area-acts/${written.body.id}`);
  expect(undone).toMatchObject({ status: 200, body: { state: 'undone', settledBy: 'Bình' } });
  expect((await setter('DELETE', `/area-acts/${written.body.id}`)).body.code).toBe('AREA_ACT_SETTLED');
});

test('a correction may not make anybody gain a right, a circle or an end of what is held', async () => {
  const put = (name: string, parent: string) =>
    door.ask('PUT', `/api/v1/areas/${id(name)}`, { kind: 'xã', name, parentId: id(parent) });
  await personWith('Dung', [{ verb: 'operate', areaId: id('B') }]);
  expect((await put('Thôn A', 'B')).body.code).toBe('AREA_NEEDS_ACT');
  expect((await put('A', 'Thôn A')).body).toMatchObject({ code: 'AREA_CYCLE', status: 409 });
  const held = await door.ask('DELETE', `/api/v1/areas/${id('Thôn A')}`);
  expect(held.body).toMatchObject({ code: 'AREA_HELD', status: 409 });
  expect(held.body.detail.vi).toContain('1 cụm loa');
  const { body } = await post('/areas', { kind: 'thôn', name: 'Nhầm', parentId: id('A') });
  expect((await door.ask('DELETE', `/api/v1/areas/${body.id}`)).status).toBe(200);
  const { body: all } = await door.ask('GET', '/api/v1/areas');
  expect(all.find((area: { id: string }) => area.id === body.id)).toMatchObject({ validTo: '2026-11-22' });
});

test('codes are unique, and an identity stands beside what carries it', async () => {
  const twice = await post('/endpoints', { name: 'Loa khác', areaId: id('Thôn B'), code: 'LA' });
  expect(twice.body).toMatchObject({ code: 'CODE_TAKEN', status: 409 });
  const brand = { stationCode: 'DT-B', name: 'Đài xã B', paperName: 'Đài truyền thanh xã B', holderIds: [id('B')] };
  expect((await post('/brands', brand)).status).toBe(201);
  expect((await post('/brands', brand)).body.code).toBe('CODE_TAKEN');
  const { body: endpoints } = await door.ask('GET', '/api/v1/endpoints');
  const codes = endpoints.map((one: { name: string; stationCode: string }) => [one.name, one.stationCode]);
  expect(Object.fromEntries(codes)).toMatchObject({ 'Loa A': '', 'Loa B': 'DT-B' });
  const { body: report } = await door.ask('GET', `/api/v1/reports/villages?from=${TODAY}&to=${TODAY}`);
  expect(report.villages.find((one: { areaId: string }) => one.areaId === id('Thôn B'))).toMatchObject({
    ...{ village: 'Thôn B', areaPath: 'B, Tỉnh', stationCodes: ['DT-B'] },
  });
});

test('a file is looked through, taken once, and the same again changes nothing', async () => {
  const send = async (name: string, query = '') => {
    const response = await fetch(`${door.base}/api/v1/areas/import${query}`, {
      ...{ method: 'POST', body: readFileSync(join(FILES, name)) },
      headers: { authorization: `Bearer ${door.session}`, 'content-type': 'application/octet-stream' },
    });
    return { status: response.status, body: await response.json() };
  };
  const { body: found } = await send('good-utf16le-tab.csv');
  expect(found).toMatchObject({ taken: false, counts: { areas: { new: 2 } }, wrongCount: 0 });
  expect(await send('good-utf16le-tab.csv', '?seen=other')).toMatchObject({ status: 409 });
  expect(await send('good-utf16le-tab.csv', `?seen=${found.seen}`)).toMatchObject({
    status: 200,
    body: { taken: true },
  });
  expect((await send('good-comma-quoted.csv')).body.counts.areas).toEqual({ new: 0, changed: 1, same: 1 });
  expect((await send('good-semicolon-bom.csv')).body.counts.areas).toEqual({ new: 0, changed: 0, same: 2 });
  expect(await send('bad-tcvn3.csv')).toMatchObject({ status: 422, body: { code: 'IMPORT_FILE' } });
  const { body: wrong } = await send('wrong-cells.csv');
  expect(await send('wrong-cells.csv', `?seen=${wrong.seen}`)).toMatchObject({
    status: 422,
    body: { code: 'IMPORT_WRONG' },
  });
});
