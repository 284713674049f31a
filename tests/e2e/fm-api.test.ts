/** FM stations, their receivers and interference over REST at a real station: what is kept, refused, hidden and followed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { civilOf, dateOfDay, dayNumber } from '#kernel';
import { type Ask, RealStation, Refusal } from '../support/real-station.ts';
import { addBulletin, markedWav } from './scene.ts';

let station: RealStation;
let areaId: string;
beforeAll(async () => {
  station = await RealStation.open();
  const area = { parentId: null, kind: 'thôn', name: 'Thôn Đông', validFrom: null, validTo: null };
  areaId = (await station.api.call('addArea', { body: area })).id;
}, 60_000);
afterAll(() => station.close());

const SECRET = 'mật khẩu bộ mã hóa';
type StationInput = Ask<'addFmStation'>['body'];
type Line = NonNullable<StationInput['lines']>[number];

const line: Line = {
  ...{ name: 'Bộ mã hóa', profile: 'uecp', transport: 'tcp', host: 'rds.lan', port: 4001 },
  ...{ site: 1, encoder: 1, answers: true, password: SECRET },
};
const body: StationInput = {
  ...{ name: 'Đài xã', areaId: null, band: '54-68', frequencyKhz: 54_500, pi: '7A01', ps: 'XA MAU' },
  ...{ licenceNumber: '12/GP', languages: ['vi'], lines: [line] },
};

const refused = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error) => {
      if (error instanceof Refusal) return error;
      throw error;
    },
  );
const newAgent = async (name: string) => {
  const asked = { name, areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
  return (await station.api.call('addEndpoint', { body: asked })).endpoint;
};

test('a station is kept, shown with its warnings, changed, given new addresses, and never tells a password', async () => {
  const { api } = station;
  const key = 'a-key-for-the-station-1';
  const added = await api.call('addFmStation', { body, key });
  expect(added).toMatchObject({
    ...{ name: 'Đài xã', ecc: 'F2', isReachable: false, onAir: null, receivers: [], lineStandings: expect.any(Array) },
    licence: { state: 'unknown', mayBePlanned: true },
  });
  expect(added.lines[0]).toMatchObject({ hasPassword: true, host: 'rds.lan' });
  expect(added.lines[0]).not.toHaveProperty('password');
  expect(added.warnings.map(({ en }) => en)).toEqual([
    expect.stringContaining('Nobody entered the last day'),
    expect.stringContaining('no receivers yet'),
  ]);
  expect(await api.call('addFmStation', { body, key })).toEqual(added);

  const { id } = added;
  const silent = { ...line, password: '' };
  const changed = await api.call('changeFmStation', {
    params: { id },
    body: {
      ...body,
      name: 'Đài xã mới',
      lines: [
        { ...silent, port: 4002 },
        { ...silent, name: 'Dự phòng', host: 'b.lan' },
      ],
    },
  });
  expect(changed.lines.map((one) => [one.port, one.hasPassword])).toEqual([
    [4002, true],
    [4001, false],
  ]);
  const renewed = await api.call('renewFmKey', { params: { id } });
  const keyOf = (path: string) => path.split('key=')[1] ?? '';
  const keys = Object.values(renewed.paths ?? {}).map(keyOf);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[\w-]{22}$/);
  expect(keys[0]).not.toBe(keyOf(added.paths?.manifest ?? ''));
  const listed = await api.call('listFmStations', {});
  expect(listed).toEqual([renewed]);
  expect(JSON.stringify(listed)).not.toContain(SECRET);
  await api.call('retireFmStation', { params: { id } });
  expect(await api.call('listFmStations', {})).toEqual([]);
  expect(await refused(api.call('renewFmKey', { params: { id } }))).toMatchObject({ code: 'NOT_FOUND' });
});

test('what cannot be a station is refused with its code and what to do', async () => {
  const { api } = station;
  const add = (more: object) => refused(api.call('addFmStation', { body: { ...body, ...more } }));
  expect(await add({ frequencyKhz: 54_550 })).toMatchObject({ code: 'REQUEST_INVALID' });
  expect(await add({ frequencyKhz: 99_900 })).toMatchObject({ code: 'FM_FREQUENCY' });
  expect(await add({ pi: '1A01' })).toMatchObject({ code: 'REQUEST_INVALID' });
  expect(await add({ offAirUrl: 'ftp://x/y' })).toMatchObject({ code: 'REQUEST_INVALID' });
  expect(await add({ languages: ['tiếng'] })).not.toBeNull();
  expect(await add({ areaId: 'are_0' })).toMatchObject({ code: 'NOT_FOUND' });
  const wrong = await add({ lines: [{ ...line, transport: 'serial', host: '', port: 0, path: '/dev/../etc/passwd' }] });
  expect(wrong).toMatchObject({ code: 'FM_LINE', problem: { field: 'path' } });
  expect(wrong?.problem.detail?.vi).toContain('/dev/ttyUSB0');
  expect(await api.call('listFmStations', {})).toEqual([]);
});

test('the agent at a transmitter is one of ours, in no zone, and stays so', async () => {
  const { api } = station;
  const [agent, other] = [await newAgent('Loa máy phát'), await newAgent('Loa đình')];
  const horn = { name: 'Loa HTTP', areaId: null, protocol: 'http', gainDb: 0, leadInMs: 0 } as const;
  const http = (await api.call('addEndpoint', { body: horn })).endpoint;
  const zone = { name: 'Vùng đình', areaId: null };
  await api.call('addZone', { body: { ...zone, endpointIds: [other.id] } });
  const add = (audioEndpointId: string | null) =>
    api.call('addFmStation', { body: { ...body, pi: '7A02', audio: 'agent', audioEndpointId } });
  for (const id of [null, 'end_0', http.id, other.id]) {
    expect(await refused(add(id)), String(id)).toMatchObject({ code: 'FM_AGENT' });
  }
  const { id } = await add(agent.id);
  const zoned = api.call('addZone', { body: { ...zone, name: 'Vùng khác', endpointIds: [agent.id] } });
  expect(await refused(zoned)).toMatchObject({ code: 'FM_AGENT_BUSY' });
  const retired = api.call('retireEndpoint', { params: { id: agent.id } });
  expect(await refused(retired)).toMatchObject({ code: 'FM_AGENT_BUSY' });
  await api.call('retireFmStation', { params: { id } });
  await api.call('retireEndpoint', { params: { id: agent.id } });
});

test('receivers are an endpoint that follows its station and is changed only there', async () => {
  const { api } = station;
  const own = { ...body, pi: '7A03' };
  const { id } = await api.call('addFmStation', { body: own });
  const params = { id };
  const east = {
    name: 'Thu Đông',
    areaId,
    duty: 'main',
    confirmerName: 'Bà Lan',
    confirmerPhone: '0900000000',
  } as const;
  const groups = api.call('addFmReceiver', { params, body: { ...east, onGroups: ['0123456789AB'] } });
  expect(await refused(groups)).toMatchObject({ code: 'FM_GROUPS' });
  const receiver = await api.call('addFmReceiver', { params, body: { ...east, clusters: 4 } });
  const standIn = await api.call('addFmReceiver', { params, body: { name: 'Thu Tây', areaId, duty: 'stand_in' } });
  const endpoints = async () =>
    (await api.call('listEndpoints', {}))
      .filter((one) => one.fmStationId === id)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(await endpoints()).toMatchObject([
    {
      id: receiver.endpointId,
      name: 'Thu Đông',
      protocol: 'fm',
      duty: 'main',
      areaId,
      languages: ['vi'],
      state: 'never_seen',
    },
    { id: standIn.endpointId, name: 'Thu Tây', protocol: 'fm', duty: 'stand_in' },
  ]);

  const other = { params: { id: receiver.endpointId } };
  expect(await refused(api.call('retireEndpoint', other))).toMatchObject({ code: 'FM_RECEIVER' });
  const renamed = { name: 'Khác', areaId: null, gainDb: 0, leadInMs: 0 };
  expect(await refused(api.call('changeEndpoint', { ...other, body: renamed }))).toMatchObject({ code: 'FM_RECEIVER' });

  await api.call('changeFmStation', { params, body: { ...own, languages: ['hmn', 'vi'] } });
  expect((await endpoints()).map(({ languages }) => languages)).toEqual([
    ['hmn', 'vi'],
    ['hmn', 'vi'],
  ]);
  const changed = await api.call('changeFmReceiver', {
    ...other,
    body: { ...east, name: 'Thu Đông 2', duty: 'stand_in' },
  });
  expect(changed).toMatchObject({ name: 'Thu Đông 2', duty: 'stand_in', clusters: 1, endpointId: receiver.endpointId });
  await api.call('retireFmReceiver', { params: { id: standIn.endpointId } });
  expect((await endpoints()).map(({ name, languages }) => [name, languages[0]])).toEqual([['Thu Đông 2', 'hmn']]);
  const [shown] = await api.call('listFmStations', {});
  expect(shown?.receivers).toEqual([changed]);

  await api.call('retireFmStation', { params });
  expect(await endpoints()).toEqual([]);
  expect(await refused(api.call('changeFmReceiver', { ...other, body: east }))).toMatchObject({ code: 'NOT_FOUND' });
});

test('a licence that is over keeps ordinary broadcasts off the air, and a zone with speakers is told of it first', async () => {
  const { api } = station;
  const { now, zone } = await api.call('getStation', {});
  const yesterday = dateOfDay((dayNumber(civilOf(now, zone).date) ?? 0) - 1);
  const over = { ...body, pi: '7A04', licenceEndsOn: yesterday };
  const { id, licence } = await api.call('addFmStation', { body: over });
  expect(licence).toMatchObject({ state: 'over', daysLeft: -1, mayBePlanned: false });
  const receiver = await api.call('addFmReceiver', { params: { id }, body: { name: 'Thu Đông', areaId } });
  const speaker = await newAgent('Loa chợ');
  const newZone = async (name: string, endpointIds: string[]) =>
    (await api.call('addZone', { body: { name, areaId: null, endpointIds } })).id;
  const [onlyFm, both] = [
    await newZone('Chỉ FM', [receiver.endpointId]),
    await newZone('Cả hai', [speaker.id, receiver.endpointId]),
  ];
  const recording = await api.checked(await api.upload('tin', markedWav(0x2d01, 5000)));
  const bulletinId = await addBulletin(station, recording.id);
  const play = (zoneId: string) => ({
    body: { bulletinId, zoneIds: [zoneId], startAt: now + 600_000, confirmUnusual: true },
  });

  expect(await refused(api.call('addBroadcast', play(onlyFm)))).toMatchObject({ code: 'FM_LICENCE_OVER' });
  const { confirmUnusual: _, ...asked } = play(both).body;
  const { refusals } = await api.call('broadcastConsequences', { body: asked });
  expect(refusals).toMatchObject([{ endpointIds: [receiver.endpointId], reason: 'licence_over', blocks: false }]);
  const { deliveries } = await api.call('addBroadcast', play(both));
  expect(deliveries.map(({ endpointId }) => endpointId)).toEqual([speaker.id]);

  await api.call('changeFmStation', { params: { id }, body: { ...over, licenceNote: 'Công văn 12' } });
  expect((await api.call('addBroadcast', play(onlyFm))).deliveries).toHaveLength(1);
  await api.call('retireFmStation', { params: { id } });
}, 60_000);

test('interference is written down with its tasks, answered once, closed once, the newest first', async () => {
  const { api } = station;
  const { now } = await api.call('getStation', {});
  const { id: stationId } = await api.call('addFmStation', { body: { ...body, pi: '7A05' } });
  const { endpointId } = await api.call('addFmReceiver', {
    params: { id: stationId },
    body: { name: 'Thu Đông', areaId },
  });
  const said = { stationId, languageHeard: 'tiếng nước ngoài', what: 'Nghe tiếng lạ', reportedBy: 'Ông Ba' };
  const add = (more: object) => api.call('addInterference', { body: { ...said, fromAt: now - 3600_000, ...more } });
  expect(await refused(add({ fromAt: now + 3600_000 }))).toMatchObject({ code: 'REQUEST_INVALID' });
  expect(await refused(add({ toAt: now - 7200_000 }))).toMatchObject({ code: 'REQUEST_INVALID' });
  expect(await refused(add({ recordingId: 'rec_0' }))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refused(add({ endpointId: (await newAgent('Loa lạ')).id }))).toMatchObject({ code: 'NOT_FOUND' });
  const first = await add({ endpointId, areaId });
  const second = await add({ fromAt: now - 60_000 });
  expect([first.place, second.place]).toEqual(['Thu Đông', 'Đài xã']);
  expect((await api.call('listInterference', {})).map(({ id }) => id)).toEqual([second.id, first.id]);

  const helper = { helperName: 'Anh Tư', helperPhone: '0911111111' };
  const params = { id: first.id };
  const asked = await api.call('askVillageTask', { params, body: { kind: 'cut_power', endpointId, ...helper } });
  const [task] = asked.tasks;
  expect(asked.tasks).toMatchObject([{ kind: 'cut_power', doneAt: null, helperName: 'Anh Tư' }]);
  const done = { params: { id: task?.id ?? '' }, body: { doneAt: now, doneBy: 'Anh Tư', answer: 'Đã cắt' } };
  expect((await api.call('answerVillageTask', done)).tasks).toMatchObject([{ doneBy: 'Anh Tư', answer: 'Đã cắt' }]);
  expect(await refused(api.call('answerVillageTask', done))).toMatchObject({ code: 'TASK_ANSWERED' });

  const close = { params, body: { toAt: now, note: 'Đã báo Trung tâm Tần số' } };
  const closed = await api.call('closeInterference', close);
  expect(closed).toMatchObject({ toAt: now, closingNote: 'Đã báo Trung tâm Tần số', tasks: [{ answer: 'Đã cắt' }] });
  expect(await refused(api.call('closeInterference', close))).toMatchObject({ code: 'INTERFERENCE_CLOSED' });
  // Power has to come back after it is over, too.
  const back = await api.call('askVillageTask', { params, body: { kind: 'restore_power', endpointId, ...helper } });
  expect(back.tasks.map(({ kind }) => kind)).toEqual(['cut_power', 'restore_power']);
});

test('a text is shown as receivers would show it', async () => {
  const long = 'Thông báo lịch tiêm chủng cho trẻ em dưới năm tuổi tại trạm y tế xã vào sáng thứ Năm tuần này';
  const shown = await station.api.call('previewRdsText', { body: { ps: 'Đài xã Mẫu', rt: long } });
  expect(shown.ps).toHaveLength(8);
  expect(shown.rt.length).toBeLessThanOrEqual(64);
  expect(shown.rt).toMatch(/^[ -~]+$/);
  expect(shown.shortened).toBe(true);
});
