import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Plane } from '#admin';
import { openServer, type WebServer } from '#http';
import { setBank } from '#media';
import type { Right, Verb } from '#people';
import { putZone } from '#place';
import { wishOf } from '../../../src/http/admin-door.ts';
import { type RouteName, routes } from '../../../src/http/contract.ts';
import { NEEDS } from '../../../src/http/needs.ts';
import { type Door, openDoor } from './door.ts';

const OFFICE = { addresses: ['10.1.0.0/16'], asker: '10.1.2.3' };
const NEVER_NOW = [{ weekdays: [7], from: '01:00', to: '01:01' }];
const PASSWORD = 'mưa nắng là việc của trời';

let door: Door;
const others: WebServer[] = [];
/** An alert that goes out. */
let alert: object;
beforeAll(async () => {
  door = await openDoor();
  const { commune, house } = door;
  await commune.addVillages(['Đông']);
  await commune.addBulletin({ title: 'Lũ về', durationMs: 5000 });
  const recordings = house.store.db.selectFrom('recordings').select('id').where('title', '=', 'Lũ về');
  const recording = await recordings.executeTakeFirstOrThrow();
  await setBank(house.store.db, recording.id, true);
  await house.bankChanged();
  const endpointIds = commune.villages.map(({ endpointId }) => endpointId);
  const zone = await putZone(house.store.db, house.world, { name: 'Cả xã', areaId: null, endpointIds });
  const what = { title: 'Lũ', reason: 'Nước dâng nhanh', recordingId: recording.id };
  alert = { ...what, zoneIds: [zone.id], repeats: 1, allowUnplaced: true, confirm: true };
});
afterAll(async () => {
  for (const one of others) await one.stop();
  await door.close();
});
afterEach(async () => {
  const { store } = door.house;
  await store.db.deleteFrom('facts').where('name', '=', 'admin_rules').execute();
});

async function personWith(name: string, rights: readonly Right[]) {
  const { store, doorkeeper } = door.house;
  const { token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
  const session = await door.enrol((await doorkeeper.acceptInvite(token, PASSWORD)).session);
  return (method: string, path: string, body?: unknown) =>
    door.ask(method, `/api/v1${path}`, body, { authorization: `Bearer ${session}` });
}
const everywhere = (...verbs: Right['verb'][]): Right[] => verbs.map((verb) => ({ verb, areaId: null }));

test('a route that names people or maintenance is administration, but for the codes of village helpers', () => {
  const names = Object.keys(routes) as RouteName[];
  const verbsOf = (name: RouteName): readonly Verb[] => {
    const need = NEEDS[name];
    return typeof need === 'string' ? [] : need.verbs;
  };
  const named = names.filter((name) => verbsOf(name).some((verb) => verb === 'people' || verb === 'maintain'));
  expect(named.length).toBeGreaterThan(8);
  // Whoever runs the broadcasts of a village gives its helper a code by day and by night.
  expect(named.filter((name) => wishOf(name) === 'work')).toEqual(['addVillageCode', 'revokeVillageCode']);
  expect(wishOf('setUp')).toBe('set_up');
  const alarms = names.filter((name) => verbsOf(name).includes('emergency'));
  expect(alarms.length).toBeGreaterThan(5);
  expect(alarms.filter((name) => wishOf(name) !== 'work')).toEqual([]);
});

test('a fresh station is administered from everywhere, at any time, and says so', async () => {
  const ask = await personWith('Kỹ thuật 1', everywhere('maintain'));
  expect((await ask('GET', '/security')).body).toEqual({
    addresses: [],
    isFixed: false,
    hours: [],
    yourAddress: '127.0.0.1',
    adminPort: null,
  });
});

test('from another address people and maintenance are closed, and everything else is open', async () => {
  const ask = await personWith('Mọi việc', everywhere('people', 'maintain', 'inspect', 'operate', 'read', 'emergency'));
  await door.house.admin.setAddresses(OFFICE.addresses, OFFICE.asker);
  expect(await ask('GET', '/people')).toMatchObject({ status: 403, body: { code: 'ADMIN_ADDRESS' } });
  expect((await ask('GET', '/people')).body.detail.vi).toContain('127.0.0.1');
  expect((await ask('PUT', '/security/addresses', { addresses: [] })).body.code).toBe('ADMIN_ADDRESS');
  expect((await ask('GET', '/broadcasts')).status).toBe(200);
  expect((await ask('POST', '/stop', { all: true })).status).toBe(200);
  const setUp = { token: 'x'.repeat(20), name: 'Kẻ lạ', password: PASSWORD };
  expect((await ask('POST', '/set-up', setUp)).body.code).toBe('ADMIN_ADDRESS');
  const forged = {
    authorization: `Bearer ${door.session}`,
    'x-forwarded-for': OFFICE.asker,
    forwarded: 'for=10.1.2.3',
  };
  expect((await door.ask('GET', '/api/v1/people', undefined, forged)).body.code).toBe('ADMIN_ADDRESS');
});

test('nobody locks themselves out: the list must hold who sets it, and closing the hours now is asked twice', async () => {
  const ask = await personWith('Kỹ thuật 2', everywhere('maintain'));
  const set = (addresses: string[]) => ask('PUT', '/security/addresses', { addresses });
  expect((await set(['10.1.0.0/16'])).body.code).toBe('ADMIN_LOCKED_OUT');
  expect(await set(['10.1.0.0/33', '127.0.0.1'])).toMatchObject({ status: 400, body: { field: 'body.addresses' } });
  expect((await set(['10.1.0.0/16', '127.0.0.0/8'])).body.addresses).toEqual(['10.1.0.0/16', '127.0.0.0/8']);
  expect((await set([])).body.addresses).toEqual([]);
  const hours = { hours: NEVER_NOW };
  expect((await ask('PUT', '/security/hours', hours)).body.code).toBe('ADMIN_HOURS_NOW');
  expect((await ask('PUT', '/security/hours', { ...hours, confirm: true })).body.hours).toEqual(NEVER_NOW);
  expect((await ask('GET', '/security')).body.code).toBe('ADMIN_HOURS');
});

test.each([
  ['a weekday that is none', { hours: [{ weekdays: [8], from: '07:00', to: '17:00' }] }],
  ['no weekday', { hours: [{ weekdays: [], from: '07:00', to: '17:00' }] }],
  ['an hour that is none', { hours: [{ weekdays: [1], from: '24:00', to: '25:00' }] }],
  ['a time without its zero', { hours: [{ weekdays: [1], from: '7:00', to: '17:00' }] }],
])('hours with %s are refused', async (_what, body) => {
  expect((await door.ask('PUT', '/api/v1/security/hours', body)).status).toBe(400);
});

test('at two in the morning administration is closed, an emergency goes out, and the printed link opens', async () => {
  const { house, commune } = door;
  const office = [{ weekdays: [1, 2, 3, 4, 5], from: '07:30', to: '17:00' }];
  await house.admin.setHours(office, true);
  const now = house.world.clock.wallMs();
  commune.clock.jumpWall(Date.parse('2026-11-23T02:00:00+07:00') - now);
  const ask = await personWith('Chủ tịch', everywhere('emergency', 'people', 'maintain', 'operate'));
  expect((await ask('GET', '/people')).body.code).toBe('ADMIN_HOURS');
  expect((await ask('GET', '/keys')).body.code).toBe('ADMIN_HOURS');
  expect(await ask('POST', '/alerts', alert)).toMatchObject({ status: 201 });
  expect((await ask('POST', '/stop', { all: true })).status).toBe(200);
  // door.session came by the link that is printed at the machine
  expect((await door.ask('GET', '/api/v1/people')).status).toBe(200);
  commune.clock.jumpWall(now - house.world.clock.wallMs());
});

describe('with a door of its own for administration', () => {
  const bases = new Map<Plane, string>();
  beforeAll(async () => {
    for (const plane of ['public', 'admin'] as const) {
      const server = await openServer(door.house, '/nowhere', '127.0.0.1', 0, plane);
      others.push(server);
      bases.set(plane, `http://127.0.0.1:${server.port}`);
    }
  });
  const at = async (plane: Plane, method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${door.session}`, 'content-type': 'application/json' };
    const response = await fetch(`${bases.get(plane)}${path}`, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: /^[[{]/.test(text) ? JSON.parse(text) : text };
  };

  test('every route of administration and of the audit log is unknown at the public one, and no other is', async () => {
    let hidden = 0;
    for (const [name, route] of Object.entries(routes) as Array<[RouteName, (typeof routes)[RouteName]]>) {
      const path = `/api/v1${route.path.replaceAll(/\{\w+\}/g, 'end_0')}`;
      const { status, body } = await at(
        'public',
        route.method.toUpperCase(),
        path,
        route.method === 'get' ? undefined : [],
      );
      const isHidden = status === 404 && JSON.stringify(body).includes('đường dẫn');
      expect([name, isHidden]).toEqual([name, wishOf(name) !== 'work']);
      hidden += isHidden ? 1 : 0;
    }
    expect(hidden).toBeGreaterThan(8);
  });

  test('the public one tells nothing of the machine and has no documents', async () => {
    expect((await at('public', 'GET', '/healthz')).body).toEqual({ ok: expect.any(Boolean) });
    expect((await at('public', 'GET', '/api/v1/openapi.json')).status).toBe(404);
    expect((await at('admin', 'GET', '/healthz')).body).toHaveProperty('checks');
    expect((await at('admin', 'GET', '/api/v1/openapi.json')).status).toBe(200);
  });

  test('the console works whole at the one of administration; loudspeakers have no business there', async () => {
    expect((await at('admin', 'GET', '/api/v1/people')).status).toBe(200);
    expect((await at('admin', 'GET', '/api/v1/broadcasts')).status).toBe(200);
    expect((await at('admin', 'POST', '/api/v1/stop', { all: true })).status).toBe(200);
    expect((await at('admin', 'POST', '/link/v1/claim', {})).status).toBe(404);
    expect((await at('public', 'POST', '/link/v1/claim', {})).status).toBe(400);
  });

  test('an emergency goes out through either', async () => {
    for (const plane of ['public', 'admin'] as const) {
      expect((await at(plane, 'POST', '/api/v1/alerts', alert)).status).toBe(201);
    }
  });

  test('who is not on the list finds the door of administration shut altogether', async () => {
    await door.house.admin.setAddresses(OFFICE.addresses, OFFICE.asker);
    expect((await at('admin', 'GET', '/api/v1/broadcasts')).body.code).toBe('ADMIN_ADDRESS');
    expect((await at('public', 'GET', '/api/v1/broadcasts')).status).toBe(200);
  });
});
