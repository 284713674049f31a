/** Who may change an FM station, its receivers, and what is written of interference. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Right } from '#people';
import { addArea } from '#place';
import { type Door, openDoor } from './door.ts';

const PASSWORD = 'mưa nắng là việc của trời';
const STATION = { name: 'Đài xã', band: '54-68', frequencyKhz: 54_500, pi: '7A01', ps: 'XA MAU' };

let door: Door;
const areas = new Map<string, string>();
beforeAll(async () => {
  door = await openDoor();
  const { store, world } = door.house;
  for (const name of ['Đông', 'Tây']) {
    const place = { parentId: null, kind: 'thôn', name, validFrom: null, validTo: null };
    areas.set(name, (await addArea(store.db, world, place)).id);
  }
});
afterAll(() => door.close());

const area = (name: string) => areas.get(name) ?? '';
async function personWith(name: string, rights: readonly Right[]) {
  const { store, doorkeeper } = door.house;
  const { token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
  const { session } = await doorkeeper.acceptInvite(token, PASSWORD);
  return async (method: string, path: string, body?: unknown) => {
    const { status, body: answer } = await door.ask(method, `/api/v1${path}`, body, {
      authorization: `Bearer ${session}`,
    });
    return { status, code: answer?.code as string | undefined, answer };
  };
}
const no = { status: 403, code: 'RIGHT_MISSING' };

test('stations are for those who set the gate everywhere; receivers for those who set it there and at the station', async () => {
  const boss = await personWith('chủ', [
    { verb: 'gate', areaId: null },
    { verb: 'read', areaId: null },
  ]);
  const east = await personWith('đông', [
    { verb: 'gate', areaId: area('Đông') },
    { verb: 'read', areaId: area('Đông') },
  ]);
  const both = await personWith('hai thôn', [
    { verb: 'gate', areaId: area('Đông') },
    { verb: 'gate', areaId: area('Tây') },
  ]);
  const operator = await personWith('trực', [
    { verb: 'operate', areaId: null },
    { verb: 'read', areaId: null },
  ]);
  const inEast = { ...STATION, areaId: area('Đông') };
  for (const ask of [east, operator]) expect(await ask('POST', '/fm/stations', inEast)).toMatchObject(no);
  const { status, answer } = await boss('POST', '/fm/stations', inEast);
  expect(status).toBe(201);
  // Whoever opens its addresses counts as the computer at the transmitter.
  const pathsFor = async (ask: typeof boss) => (await ask('GET', '/fm/stations')).answer[0].paths;
  expect(await pathsFor(boss)).toMatchObject({ manifest: expect.stringContaining('?key=') });
  for (const ask of [east, operator]) expect(await pathsFor(ask)).toBe(null);
  for (const [method, path] of [
    ['PUT', ''],
    ['DELETE', ''],
    ['POST', '/key'],
  ] as const)
    expect(await both(method, `/fm/stations/${answer.id}${path}`, method === 'PUT' ? inEast : undefined)).toMatchObject(
      no,
    );

  const receivers = `/fm/stations/${answer.id}/receivers`;
  expect(await east('POST', receivers, { name: 'Thu Tây', areaId: area('Tây') })).toMatchObject(no);
  expect(await operator('POST', receivers, { name: 'Thu Đông', areaId: area('Đông') })).toMatchObject(no);
  const added = await both('POST', receivers, { name: 'Thu Tây', areaId: area('Tây') });
  expect(added.status).toBe(201);
  const path = `/fm/receivers/${added.answer.endpointId}`;
  // Out of one place and into another: the right is needed in both.
  expect(await east('PUT', path, { name: 'Thu', areaId: area('Đông') })).toMatchObject(no);
  expect(await east('DELETE', path)).toMatchObject(no);
  expect((await both('DELETE', path)).status).toBe(200);
});

test('interference and its tasks are for those who operate the place; whoever may read anywhere sees them', async () => {
  const boss = await personWith('chủ hai', [{ verb: 'gate', areaId: null }]);
  const east = await personWith('trực đông', [
    { verb: 'operate', areaId: area('Đông') },
    { verb: 'read', areaId: area('Đông') },
  ]);
  const west = await personWith('trực tây', [{ verb: 'operate', areaId: area('Tây') }]);
  const station = await boss('POST', '/fm/stations', { ...STATION, pi: '7A02', areaId: area('Tây') });
  const receiver = await boss('POST', `/fm/stations/${station.answer.id}/receivers`, {
    name: 'Thu',
    areaId: area('Đông'),
  });
  const said = { languageHeard: 'lạ', what: 'Tiếng lạ', reportedBy: 'Ông Ba', fromAt: door.house.world.clock.wallMs() };
  const there = { ...said, stationId: station.answer.id, endpointId: receiver.answer.endpointId };
  expect(await west('POST', '/interference', there)).toMatchObject(no);
  const written = await east('POST', '/interference', there);
  expect(written).toMatchObject({ status: 201, answer: { writtenBy: 'trực đông', place: 'Thu' } });
  const path = `/interference/${written.answer.id}`;
  const task = { kind: 'cut_power', helperName: 'Anh Tư' };
  expect(await west('POST', `${path}/tasks`, task)).toMatchObject(no);
  const asked = await east('POST', `${path}/tasks`, task);
  expect(asked.answer.tasks).toMatchObject([{ askedBy: 'trực đông' }]);
  const answer = { doneAt: said.fromAt, doneBy: 'Anh Tư', answer: 'Xong' };
  expect(await west('POST', `/village-tasks/${asked.answer.tasks[0].id}/answer`, answer)).toMatchObject(no);
  expect(await west('POST', `${path}/close`, { toAt: said.fromAt, note: 'Hết' })).toMatchObject(no);
  // Without receivers or area it is where the station is.
  const atStation = { ...said, stationId: station.answer.id };
  expect(await east('POST', '/interference', atStation)).toMatchObject(no);
  expect((await west('POST', '/interference', atStation)).status).toBe(201);
  expect((await east('GET', '/interference')).answer).toHaveLength(2);
});
