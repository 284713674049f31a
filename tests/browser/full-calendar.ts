import type { FakeHouse } from './fake-house.ts';
import { furnishTwoVillages } from './furnished.ts';

const VILLAGES = 100;
const COMMUNES = 5;
export const A_DAY = 143;
const TITLES = [
  ...['Tin của xã', 'Pháp luật và đời sống', 'Phòng cháy, chữa cháy rừng', 'Lịch tiêm vắc xin', 'Ca nhạc'],
  ...['Hướng dẫn nộp hồ sơ trực tuyến', 'An toàn giao thông', 'Dự báo thời tiết', 'Nông vụ', 'Chính sách mới'],
  'Thông báo họp thôn',
];

/** A hundred villages in five communes, and a thousand broadcasts a week, each heard in all of them. */
export function furnishFullCalendar(house: FakeHouse): void {
  furnishTwoVillages(house);
  const [area] = house.areas.splice(0);
  const [speaker] = house.endpoints.splice(0);
  if (!area || !speaker) throw new Error('there is nothing to multiply');
  for (let commune = 1; commune <= COMMUNES; commune += 1)
    house.areas.push({ ...area, id: `are_c${commune}`, kind: 'xã', name: `Xã Mường ${commune}` });
  for (let village = 1; village <= VILLAGES; village += 1) {
    const parentId = `are_c${1 + (village % COMMUNES)}`;
    house.areas.push({ ...area, id: `are_v${village}`, parentId, name: `Thôn ${village}` });
    house.endpoints.push({ ...speaker, id: `edp_v${village}`, areaId: `are_v${village}`, name: `Loa thôn ${village}` });
  }
  const [zone] = house.zones;
  if (zone) zone.endpointIds = house.endpoints.map(({ id }) => id);
  const rules = TITLES.length;
  for (const [number, title] of TITLES.entries()) {
    const times = Array.from({ length: A_DAY }, (_, at) => at)
      .filter((at) => at % rules === number)
      .map((at) => clock(5 * 60 + Math.round((at * 15 * 60) / A_DAY)));
    house.rules.push({
      ...{ id: `rul_f${number}`, title, bulletinId: 'bul_1', templateId: null, cutInAfterMs: null },
      ...{ zoneIds: ['zon_1'], pattern: { every: 'daily', times }, active: true, version: 1, sourceFile: null },
      ...{ description: { vi: `hằng ngày, ${times.length} lần`, en: `every day, ${times.length} times` }, next: [] },
    });
  }
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
