import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHouse } from './fake-house.ts';
import { furnishTwoVillages } from './furnished.ts';

type Endpoint = RouteAnswer<'listEndpoints'>[number];

const OUTLINE = [
  ...[
    [104.1, 21.81],
    [104.14, 21.8],
    [104.19, 21.805],
    [104.23, 21.83],
    [104.22, 21.87],
    [104.18, 21.89],
  ],
  ...[
    [104.13, 21.88],
    [104.105, 21.85],
    [104.1, 21.81],
  ],
];
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const MORE_VILLAGES = ['Thôn Đoài', 'Tổ dân phố 3', 'Bản Huổi Luông', 'Thôn Trà Cang'];

/** A commune in the middle of its day, with something on every page: for screenshots, and for what judges whole screens. */
export function furnishBusyCommune(house: FakeHouse): void {
  const now = Date.now();
  furnishTwoVillages(house);
  for (const name of MORE_VILLAGES) addVillage(house, name, now);
  const [zone] = house.zones;
  if (zone) zone.endpointIds = house.endpoints.map(({ id }) => id);
  house.care.break('edp_2', 1.1);
  house.care.takeMap('Xã Tân Lập', Buffer.from(JSON.stringify({ type: 'Polygon', coordinates: [OUTLINE] })));
  for (const [at, endpoint] of house.endpoints.entries())
    Object.assign(endpoint, { latitude: 21.815 + 0.017 * (at % 4), longitude: 104.12 + 0.02 * ((at * 3) % 5) });
  const fm = house.fm.furnish();
  Object.assign(fm, {
    licence: {
      ...{ state: 'ends_in_30', daysLeft: 20, mayBePlanned: true },
      text: { vi: 'Giấy phép còn 20 ngày. Gọi cơ quan tần số ngay hôm nay.', en: 'The licence ends in 20 days.' },
    },
  });
  fillDay(house, now);
  fillDesk(house, now);
  house.staff.add('Lê Thị Mai', [{ verb: 'edit', areaId: null }], true);
  house.staff.add('Trần Thị Duyệt', [{ verb: 'approve', areaId: null }], true);
  house.security.add('Cổng của tỉnh', [{ verb: 'read', areaId: null }], 12);
  house.audit.add(now - 50 * MINUTE_MS, 'Nguyễn Văn An', 'signIn');
  house.audit.add(now - 40 * MINUTE_MS, 'Lê Thị Mai', 'addBulletin');
  house.fm.report('Thôn Đông', { broadcasts: 14, confirmed: 9, reported: 2, handedOver: 3, airMs: 5_400_000 });
  house.live.end(house.live.begin('Chủ tịch xã nói về lũ', ['zon_1']), 'finished');
}

function addVillage(house: FakeHouse, name: string, now: number): void {
  const [plain] = house.areas;
  const [blank] = house.endpoints;
  if (!plain || !blank) return;
  const number = house.areas.length + 1;
  house.areas.push({ ...plain, id: `are_${number}`, kind: 'thôn', name });
  const endpoint: Endpoint = {
    ...{ ...blank, id: `edp_${number}`, areaId: `are_${number}`, name: `Loa ${name}` },
    ...{ lastSeenAt: now - 2000, clockOffsetMs: number, clockErrorMs: 15 },
  };
  if (number === 4) Object.assign(endpoint, { state: 'unclaimed', lastSeenAt: null, clockOffsetMs: null });
  if (number === 5) Object.assign(endpoint, { clockOffsetMs: 5200, clockErrorMs: 40 });
  house.endpoints.push(endpoint);
}

/** What was, what sounds now and what comes: a morning with one silent village, music now, the evening's bulletin. */
function fillDay(house: FakeHouse, now: number): void {
  const { day, endpoints } = house;
  const parts = endpoints
    .filter(({ protocol }) => protocol === 'link')
    .map((endpoint) => ({
      ...{ endpointId: endpoint.id, endpointName: endpoint.name, works: endpoint.state === 'online' },
      village: house.areas.find(({ id }) => id === endpoint.areaId)?.name ?? '',
    }));
  day.playsForMs = 10 * MINUTE_MS;
  day.plan('Tin sáng của xã', 'bul_1', 'Thông báo của xã', parts, now - 90 * MINUTE_MS);
  day.plan('Ca nhạc', 'bul_2', 'Ca nhạc', parts, now - MINUTE_MS);
  day.plan('Phòng chống lừa đảo qua mạng', 'bul_3', 'Pháp luật và đời sống', parts, now + 25 * MINUTE_MS);
  day.plan('Lịch tiêm vắc xin cho trâu bò', 'bul_4', 'Thông báo của xã', parts.slice(0, 2), now + 40 * MINUTE_MS);
  for (const { endpointId, works } of parts) if (works) day.place(endpointId);
  for (const endpoint of endpoints)
    if (endpoint.state === 'online' && endpoint.protocol === 'link') endpoint.playing = 'Ca nhạc';
  house.rules.push({
    ...{ id: 'rul_1', title: 'Tin của xã', bulletinId: 'bul_1', templateId: null, cutInAfterMs: null },
    ...{
      zoneIds: ['zon_1'],
      pattern: { every: 'daily', times: ['17:00'] },
      active: true,
      version: 1,
      sourceFile: null,
    },
    description: { vi: 'hằng ngày lúc 17:00', en: 'daily at 17:00' },
    next: [{ date: '2031-01-02', time: '17:00', at: now + 25 * MINUTE_MS }],
  });
  const [title, state, container] = ['Tin lúa xuân', 'ready', 'mp3'] as const;
  house.recordings.push({
    ...{ id: 'rec_1', title, sha256: '0'.repeat(64), bytes: 900_000, state, refusal: null, warnings: [], container },
    ...{ durationMs: 95_000, measuredBy: 'ebur128', loudnessLufs: -23, truePeakDbtp: -3, gainDb: 5 },
    ...{ silenceHeadMs: 0, silenceTailMs: 0, trimHeadMs: 0, trimTailMs: 0, createdAt: now - DAY_MS },
    spoken: null,
    peaks: Array.from({ length: 400 }, (_, at) => Math.abs(Math.sin(at / 7) * Math.cos(at / 31))),
  });
  house.air.banked.push('rec_1');
}

/** What waits for people: approvals, what came from above, which of two goes first. */
function fillDesk(house: FakeHouse, now: number): void {
  house.approvals.wait('bul_9', 'Thông báo họp thôn', { nextAt: now + 25 * MINUTE_MS });
  house.approvals.wait('bul_8', 'Tuyên truyền phòng cháy rừng', { mayApprove: false });
  const item: RouteAnswer<'listItems'>[number] = {
    ...{ id: 'inb_1', class: 'thong_thuong', title: 'Lịch cắt điện tuần này', state: 'waiting' },
    ...{ source: 'Đài tỉnh Điện Biên', externalId: null, recordingId: 'rec_1', zoneIds: ['zon_1'], areaIds: [] },
    ...{ validTo: null, note: 'Phát buổi chiều', receivedAt: now - 20 * MINUTE_MS, decidedAt: null, decision: null },
    broadcastId: null,
  };
  house.air.items.push(item);
  house.air.questions.push({
    ...{ id: 'qst_1', state: 'open', first: null, answeredAt: null, askedAt: now, answerBy: now + 3 * MINUTE_MS },
    above: { broadcastId: 'brc_1', title: 'Công điện về bão số 9', plannedAt: now + 3 * MINUTE_MS },
    own: { broadcastId: 'brc_2', title: 'Xã họp dân', plannedAt: now + 4 * MINUTE_MS },
  });
}
