/** A broadcast that takes both roads at a real station: the log, what the village says of it, and the pages to print. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { civilOf } from '#kernel';
import { readPdf } from '../support/read-pdf.ts';
import { newKey, RealStation, until } from '../support/real-station.ts';
import { addBulletin, markedWav } from './scene.ts';

let station: RealStation;
let stationId: string;
let receiverId: string;
let broadcastId: string;
/** The civil day on which it is due: the test may run over midnight. */
let date: string;

beforeAll(async () => {
  station = await RealStation.open();
  const { api } = station;
  const area = { parentId: null, kind: 'thôn', name: 'Bản Nà Phặc', validFrom: null, validTo: null };
  const { id: areaId } = await api.call('addArea', { body: area });
  const horn = await api.call('addEndpoint', { body: { name: 'Loa hội trường', protocol: 'http', areaId } });
  const settings = { name: 'Đài FM xã', band: '54-68', frequencyKhz: 54_500, pi: '7A01', ps: 'XA MAU' } as const;
  stationId = (await api.call('addFmStation', { body: settings })).id;
  const receiver = { name: 'Cụm thu FM', areaId, hears: 'wired', clusters: 2 } as const;
  receiverId = (await api.call('addFmReceiver', { params: { id: stationId }, body: receiver })).endpointId;
  const endpointIds = [horn.endpoint.id, receiverId];
  const zone = await api.call('addZone', { body: { name: 'Toàn xã', endpointIds } });
  const recording = await api.readyRecording('Lịch tiêm chủng.wav', markedWav(0x2b07, 2000));
  const bulletinId = await addBulletin(station, recording.id, { title: 'Lịch tiêm chủng' });
  const broadcast = await api.call('addBroadcast', { body: { bulletinId, zoneIds: [zone.id] } });
  broadcastId = broadcast.id;
  date = civilOf(broadcast.plannedAt, 'Asia/Ho_Chi_Minh').date;
}, 60_000);
afterAll(() => station.close());

test('nobody can say that it was heard before it was due', async () => {
  const asked = { broadcastId, endpointId: receiverId, heard: 'heard', saidBy: 'Bà Sen', saidAt: 0 } as const;
  await expect(station.api.call('addHearing', { body: asked })).rejects.toMatchObject({ code: 'HEARING_TOO_EARLY' });
});

test('the log keeps the roads apart; the village counts once, and a person makes it "reported"', async () => {
  const { api } = station;
  const log = await until('the last word on both roads', 60_000, async () => {
    const lines = await api.call('listAsRun');
    return lines.length === 2 && lines;
  });
  const byRoad = Object.fromEntries(log.map((line) => [line.carrier, line]));
  expect(byRoad['fm']).toMatchObject({ fmStation: 'Đài FM xã', state: 'handed_over', renderedMs: 0, standIn: false });
  expect(byRoad['ip']).toMatchObject({ fmStation: '', state: 'failed', reason: 'not_listening' });

  const report = async () => (await api.call('villageReport', { query: { from: date, to: date } })).villages;
  expect(await report()).toMatchObject([
    {
      ...{ village: 'Bản Nà Phặc', technology: 'wired', hasIp: true, clusters: { it: 1, fm: 0, wired: 2 } },
      ...{ byIp: { broadcasts: 1, notHeard: 1 }, byFm: { broadcasts: 1, handedOver: 1 } },
      all: { broadcasts: 1, handedOver: 1, reported: 0, confirmed: 0, notHeard: 0 },
    },
  ]);
  const said = { broadcastId, endpointId: receiverId, heard: 'heard', saidBy: 'Bà Sen', saidAt: Date.now() } as const;
  const key = newKey();
  const hearing = await api.call('addHearing', { body: said, key });
  expect(await api.call('addHearing', { body: said, key })).toEqual(hearing);
  expect(await api.call('listHearings', { query: { broadcastId } })).toEqual([hearing]);
  expect((await report())[0]?.all).toMatchObject({ broadcasts: 1, reported: 1, handedOver: 0 });
  // The log itself says what it said before.
  expect(await api.call('listAsRun')).toEqual(log);
  const csv = await (await api.fetch('/api/v1/as-run.csv')).text();
  expect(csv).toMatch(/,carrier,fm_station,stand_in,area_path,station_code,cluster_code\r\n/);
  expect(csv).toMatch(/,fm,Đài FM xã,0,,,\r\n/);
}, 90_000);

test('the operator and the frequency office get pages that a reader of PDF understands', async () => {
  const { api } = station;
  const noted = await api.call('addInterference', {
    body: {
      ...{ stationId, endpointId: receiverId, fromAt: Date.now() - 60_000, languageHeard: 'tiếng lạ' },
      ...{ what: 'Loa tự kêu khi trạm không phát.', reportedBy: 'Bà Sen' },
    },
  });
  for (const [path, words] of [
    [`/api/v1/fm/stations/${stationId}/sheet?date=${date}`, ['PHIẾU PHÁT SÓNG', 'Lịch tiêm chủng', 'Bản Nà Phặc']],
    [`/api/v1/interference/${noted.id}/form`, ['BÁO CÁO CAN NHIỄU', 'Loa tự kêu', 'Cụm thu FM, Bản Nà Phặc']],
  ] as const) {
    const response = await api.fetch(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = readPdf(bytes).pages.join(' ');
    for (const word of words) expect(text).toContain(word);
    const { status, stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' });
    if (status === 0) expect(stdout.normalize('NFC')).toContain(words[0]);
  }
});
