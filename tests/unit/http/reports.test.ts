/** The report of the villages, what people say, and printed pages, as a console asks for them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAsRun } from '#asrun';
import { type Delivery, insertBroadcasts } from '#broadcast';
import { registerEndpoint } from '#endpoint';
import { addFmStation, addInterference, addReceiver, askTask, fmSettings, receiverSettings } from '#fm';
import { addArea, putZone } from '#place';
import { readPdf } from '../../support/read-pdf.ts';
import { broadcastOf, deliveryOf } from '../delivery/things.ts';
import { type Door, openDoor } from './door.ts';

const HOUR = 3_600_000;
const FONTS = ['400Regular/BeVietnamPro_400Regular.ttf', '700Bold/BeVietnamPro_700Bold.ttf'];

let door: Door;
/** 07:00 of 23/11/2026 in the village. */
let now: number;
let fmsId: string;
const areas = new Map<string, string>();
const ids = new Map<string, string>();
const areaOf = (name: string) => areas.get(name) ?? '';
const idOf = (key: string) => ids.get(key) ?? '';

beforeAll(async () => {
  door = await openDoor();
  const { commune, house } = door;
  const { store, world } = house;
  now = world.clock.wallMs();
  await store.transact(async (tx) => {
    for (const name of ['Thôn Đông', 'Thôn Tây', 'Bản Xa']) {
      const place = { parentId: null, kind: 'thôn', name, validFrom: null, validTo: null };
      areas.set(name, (await addArea(tx, world, place)).id);
    }
    const settings = fmSettings.parse({
      ...{ band: '54-68', frequencyKhz: 54_300, pi: '7A01', ps: 'XA TA', licenceNumber: '12/GP', audio: 'hand' },
    });
    fmsId = (await addFmStation(tx, world, { name: 'Đài FM xã', areaId: null, settings })).id;
    const add = async (key: string, area: string, hears: 'fm' | 'wired' | null, clusters = 1) => {
      const road = hears ? ({ protocol: 'fm', fmStationId: fmsId } as const) : ({ protocol: 'http' } as const);
      const place = { name: `Cụm ${key}`, areaId: areaOf(area), gainDb: 0, leadInMs: 0 };
      const { endpoint } = await registerEndpoint(tx, world, { ...place, ...road });
      if (hears) await addReceiver(tx, endpoint.id, fmsId, receiverSettings.parse({ hears, clusters }));
      ids.set(key, endpoint.id);
    };
    await add('ip', 'Thôn Đông', null);
    await add('fm', 'Thôn Đông', 'fm', 3);
    await add('west', 'Thôn Tây', 'fm');
    await add('wire', 'Thôn Tây', 'wired', 2);
    const zone = { name: 'Toàn xã', areaId: null, endpointIds: [...ids.values()] };
    commune.zoneId = (await putZone(tx, world, zone)).id;
  });
  for (const font of FONTS) {
    const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/be-vietnam-pro/${font}`);
    await commune.files.makeFolder(dirname(path));
    await commune.files.replace(path, new Uint8Array(readFileSync(path)));
  }
});
afterAll(() => door.close());

/** A broadcast that is over, or open where nothing is said of how it ended. */
async function past(id: string, hoursAgo: number, ends: Record<string, Partial<Delivery> | null>) {
  const { store, world } = door.house;
  const broadcast = { ...broadcastOf(id, now - hoursAgo * HOUR, 60_000), bulletinId: null, programmeId: null };
  const deliveries = Object.entries(ends).map(([key, end]) => deliveryOf(id, idOf(key), end ?? {}));
  const isOver = deliveries.every((one) => one.reason !== null);
  const endedAt = isOver ? now : null;
  await store.transact(async (tx) => {
    await insertBroadcasts(tx, [{ ...broadcast, state: isOver ? 'ended' : 'on_air', endedAt }], deliveries, now);
    const over = deliveries.filter((one) => one.reason !== null);
    await appendAsRun(tx, { clock: world.clock, zone: 'Asia/Ho_Chi_Minh' }, broadcast, over);
  });
}
const played = { state: 'played', reason: 'complete', evidence: 'E2', renderedMs: 60_000 } as const;
const dead = { state: 'failed', reason: 'unreachable' } as const;
const byFm = { state: 'handed_over', reason: 'by_fm', evidence: 'F0' } as const;

async function pdf(path: string) {
  const response = await fetch(`${door.base}/api/v1${path}`, { headers: { authorization: `Bearer ${door.session}` } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(response.headers.get('content-disposition')).toMatch(/^inline; filename="[a-z0-9_-]+\.pdf"$/);
  return readPdf(new Uint8Array(await response.arrayBuffer())).pages;
}

test('a village counts a broadcast once, a person beside the device, and every class of cluster apart', async () => {
  await past('brc_1', 3, { ip: played, fm: byFm, west: byFm, wire: byFm });
  await past('brc_2', 2, { ip: dead, fm: byFm, west: byFm, wire: byFm });
  await past('brc_3', 1, { ip: null, west: byFm });
  // What is not due yet is no question.
  await past('brc_9', -2, { ip: null });
  const said = { saidBy: 'Bà Sen', saidAt: now - HOUR, note: 'nghe rõ' };
  const asked = { broadcastId: 'brc_2', endpointId: idOf('fm'), heard: 'heard', ...said };
  const { status, body } = await door.ask('POST', '/api/v1/hearings', asked);
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...said, heard: 'heard', deliveryId: `dlv_brc_2_${idOf('fm')}` });
  expect((await door.ask('GET', '/api/v1/hearings?broadcastId=brc_2')).body).toEqual([body]);
  expect((await door.ask('GET', '/api/v1/hearings?broadcastId=brc_1')).body).toEqual([]);

  const day = '/api/v1/reports/villages?from=2026-11-23&to=2026-11-23';
  const { villages } = (await door.ask('GET', day)).body;
  expect(villages.map((one: { village: string }) => one.village)).toEqual(['Thôn Đông', 'Thôn Tây']);
  const [east, west] = villages;
  expect(east).toMatchObject({
    ...{ areaId: areaOf('Thôn Đông'), technology: 'fm', hasIp: true, clusters: { it: 1, fm: 3, wired: 0 } },
    byIp: { broadcasts: 3, confirmed: 1, notHeard: 1, open: 1, airMs: 60_000 },
    byFm: { broadcasts: 2, handedOver: 1, reported: 1 },
    all: { broadcasts: 3, confirmed: 1, reported: 1, handedOver: 0, notHeard: 0, open: 1 },
  });
  expect(west).toMatchObject({
    ...{ technology: 'both', hasIp: false, clusters: { it: 0, fm: 1, wired: 2 } },
    byIp: { broadcasts: 0 },
    all: { broadcasts: 3, handedOver: 3, airMs: 0 },
  });
  // A report of many days lets others go first between them: somebody has to move the clock.
  const report = async (from: string, to: string) => {
    let found: typeof villages | null = null;
    const asking = door.ask('GET', `/api/v1/reports/villages?from=${from}&to=${to}`).then(({ body: answer }) => {
      found = answer.villages;
    });
    await door.commune.clock.runUntil(() => found !== null, 60_000);
    await asking;
    return found;
  };
  expect((await report('2026-11-21', '2026-11-22'))[0].all.broadcasts).toBe(0);
  expect(await report('2026-11-20', '2026-11-26')).toEqual(villages);
});

test('what a village says is written down by those who operate there, once, and never before its time', async () => {
  const { store, doorkeeper } = door.house;
  const person = { name: 'trực tây', rights: [{ verb: 'operate', areaId: areaOf('Thôn Tây') }] } as const;
  const { token } = await store.transact((tx) => doorkeeper.addPerson(tx, person, 'link'));
  const { session } = await doorkeeper.acceptInvite(token, 'mưa nắng là việc của trời');
  await past('brc_4', 1, { ip: dead, west: byFm });
  const said = { broadcastId: 'brc_4', heard: 'partly', saidBy: 'Ông Ba', saidAt: now };
  const say = (more: object, headers = { authorization: `Bearer ${session}` }) =>
    door.ask('POST', '/api/v1/hearings', { ...said, endpointId: idOf('west'), ...more }, headers);
  expect((await say({ endpointId: idOf('ip') })).body.code).toBe('RIGHT_MISSING');
  const key = { authorization: `Bearer ${session}`, 'idempotency-key': 'hearing-of-the-west' };
  const first = await say({}, key);
  expect(first.body).toMatchObject({ heard: 'partly', note: '', writtenBy: 'trực tây' });
  expect((await say({}, key)).body).toEqual(first.body);
  expect((await door.ask('GET', '/api/v1/hearings?broadcastId=brc_4')).body).toEqual([first.body]);
  expect((await say({ saidAt: now - 2 * HOUR })).body.code).toBe('HEARING_TOO_EARLY');
  expect((await say({ saidAt: now + HOUR })).body.code).toBe('REQUEST_INVALID');
  expect((await say({ endpointId: idOf('wire') })).status).toBe(404);
});

test.each([
  ['from=2026-11-23&to=2026-11-22', 'query.to'],
  ['from=2020-01-01&to=2026-11-22', 'query.to'],
  ['from=2026-02-30&to=2026-03-01', 'date'],
])('a report %s is refused', async (query, field) => {
  const { status, body } = await door.ask('GET', `/api/v1/reports/villages?${query}`);
  expect([status, body.code, body.field]).toEqual([400, 'REQUEST_INVALID', field]);
});

test('the sheet of a day holds what is accepted, what the rules will bring, and what was called off', async () => {
  const { commune, house } = door;
  const bulletinId = await commune.addBulletin({ title: 'Lịch tiêm chủng', durationMs: 320_000 });
  const wish = { title: 'Tiêm chủng buổi chiều', bulletinId, zoneIds: [commune.zoneId], active: true };
  await house.schedule.createRule({ ...wish, pattern: { every: 'daily', times: ['17:00'] } });
  await commune.clock.advance(10_000);
  const soon = { bulletinId, zoneIds: [commune.zoneId], startAt: now + 2 * HOUR, confirmUnusual: true };
  const added = await door.ask('POST', '/api/v1/broadcasts', soon);
  expect(added.status).toBe(201);

  const today = await pdf(`/fm/stations/${fmsId}/sheet?date=2026-11-23`);
  const all = today.join(' ');
  for (const words of ['09:00', 'Lịch tiêm chủng', 'Chương trình Lịch tiêm chủng', 'dài 5:20', 'Thôn Tây', '54,3 MHz'])
    expect(all).toContain(words);
  expect(all).toContain('Lich tiem chung');
  expect(all).toContain('17:00 dài 5:20 Tiêm chủng buổi chiều');
  expect(all).not.toContain('ĐÃ HỦY');
  // Beyond what is planned ahead there is only the rule.
  const later = await pdf(`/fm/stations/${fmsId}/sheet?date=2026-11-29`);
  expect(later).toHaveLength(1);
  expect(later[0]).toContain('Chủ nhật, ngày 29/11/2026');
  expect(later[0]).toContain('17:00 dài 5:20 Tiêm chủng buổi chiều');
  expect(later[0]).not.toContain('09:00');

  expect((await door.ask('POST', `/api/v1/broadcasts/${added.body.id}/stop`)).status).toBe(200);
  expect((await pdf(`/fm/stations/${fmsId}/sheet?date=2026-11-23`)).join(' ')).toContain('ĐÃ HỦY, KHÔNG PHÁT');
  expect((await pdf(`/fm/stations/${fmsId}/sheet?date=2026-11-01`)).join(' ')).toContain('không có buổi phát nào');
  expect((await door.ask('GET', '/api/v1/fm/stations/fms_none/sheet?date=2026-11-23')).status).toBe(404);
});

test('the report of interference holds what was written down and what the village did', async () => {
  const { store, world } = door.house;
  const interference = await store.transact(async (tx) => {
    const found = await addInterference(tx, world, {
      ...{ stationId: fmsId, endpointId: idOf('fm'), areaId: null, fromAt: now - HOUR, toAt: null },
      ...{ languageHeard: 'tiếng lạ', what: 'Loa tự kêu', recordingId: null, reportedBy: 'Bà Sen', writtenBy: 'Dũng' },
    });
    const task = {
      kind: 'cut_power',
      endpointId: idOf('fm'),
      helperName: 'Ông Ba',
      helperPhone: '0912',
    } as const;
    await askTask(tx, world, found.id, { ...task, note: '', askedBy: 'Dũng' });
    return found;
  });
  const [page = '', ...rest] = await pdf(`/interference/${interference.id}/form`);
  expect(rest).toEqual([]);
  for (const words of [
    'Đài FM xã',
    'Cụm fm, Thôn Đông',
    'tiếng lạ',
    '06:00 ngày 23/11/2026',
    'Ngắt điện',
    'Ông Ba, 0912',
  ])
    expect(page).toContain(words);
  expect((await door.ask('GET', '/api/v1/interference/itf_none/form')).status).toBe(404);
});
