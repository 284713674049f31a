import { describe, expect, it } from 'vitest';
import { filtered, NO_FILTER } from '../../../src/console/care/endpoint-filter.ts';
import { heldPlan, readCost, readDegrees } from '../../../src/console/care/readiness.ts';
import { degreesOf, frameOf, spotOf, within } from '../../../src/console/map/projection.ts';
import { villageMarks } from '../../../src/console/map/village-marks.ts';

const areas = [
  { id: 'xa', parentId: null, name: 'Xã Hòa Bình' },
  { id: 'dong', parentId: 'xa', name: 'Thôn Đông' },
];
const one = (id: string, more: object = {}) => ({
  ...{ id, name: `Loa ${id}`, areaId: null, code: null, stationCode: '', protocol: 'link', state: 'online' },
  ...more,
});
const list = [
  one('1', { name: 'Nhà văn hóa', areaId: 'dong', code: 'CL-07' }),
  one('2', { state: 'offline', areaId: 'xa' }),
  one('3', { protocol: 'http', state: 'unclaimed' }),
] as Parameters<typeof filtered>[0];
const found = (filter: object) =>
  filtered(list, { ...NO_FILTER, ...filter }, { areas, faulty: new Set(['2']) }).map(({ id }) => id);

describe('the filter of endpoints', () => {
  it.each([
    ['nothing', {}, ['1', '2', '3']],
    ['words without tone marks', { query: 'van hoa' }, ['1']],
    ['its village', { query: 'dong' }, ['1']],
    ['what lies above', { query: 'hoa binh' }, ['1', '2']],
    ['its code', { query: 'cl 07' }, ['1']],
    ['a state', { state: 'unclaimed' }, ['3']],
    ['an open fault', { state: 'fault' }, ['2']],
    ['a kind', { protocol: 'http' }, ['3']],
    ['an area with all below it', { areaId: 'xa' }, ['1', '2']],
    ['all at once', { areaId: 'xa', state: 'online', query: 'loa' }, []],
  ])('by %s', (_, filter, ids) => expect(found(filter)).toEqual(ids));
});

describe('what a speaker holds', () => {
  const broadcast = (plannedAt: number, evidence: string, state = 'planned') =>
    ({ title: `Tin ${plannedAt}`, plannedAt, deliveries: [{ endpointId: 'a', state, evidence }] }) as never;
  it('is told up to the first gap, soonest first', () => {
    expect(heldPlan([broadcast(3, 'E0'), broadcast(1, 'E1'), broadcast(2, 'E1'), broadcast(4, 'E1')], 'a')).toEqual({
      ...{ count: 2, untilAt: 2, gap: { title: 'Tin 3', plannedAt: 3 } },
    });
    expect(heldPlan([broadcast(1, 'E1'), broadcast(2, 'E0', 'cancelled')], 'a')).toMatchObject({ count: 1, gap: null });
    expect(heldPlan([broadcast(1, 'E1')], 'b')).toEqual({ count: 0, untilAt: null, gap: null });
  });
});

it.each([
  ['', null],
  ['1.250.000', 1_250_000],
  ['1,250,000 đ', 1_250_000],
  ['0', 0],
  ['hai triệu', undefined],
  ['đồng', undefined],
  ['-5', undefined],
])('reads the cost %j', (text, cost) => expect(readCost(text)).toBe(cost));

it.each([
  ['', null],
  ['104,15', 104.15],
  ['21.85', 21.85],
  ['21 độ', undefined],
])('reads the degrees %j', (text, degrees) => expect(readDegrees(text)).toBe(degrees));

describe('the sheet', () => {
  const frame = frameOf([
    [104, 21],
    [104.2, 21.1],
  ]);
  it('has all points on it, north above and east to the right, and leads back to degrees', () => {
    if (!frame) throw new Error('no frame');
    const [upperLeft, lowerRight] = [spotOf(frame, 104, 21.1), spotOf(frame, 104.2, 21)];
    expect(upperLeft.x).toBeLessThan(lowerRight.x);
    expect(upperLeft.y).toBeLessThan(lowerRight.y);
    for (const { x, y } of [upperLeft, lowerRight]) expect([x, y].every((part) => part > 0 && part < 1)).toBe(true);
    expect(degreesOf(frame, spotOf(frame, 104.123456, 21.054321))).toEqual({
      longitude: 104.123456,
      latitude: 21.054321,
    });
    expect(frame.ratio).toBeCloseTo(0.5 / Math.cos((21.05 * Math.PI) / 180), 3);
  });
  it('is there for a single point, and not for none', () => {
    expect(frameOf([])).toBe(null);
    const alone = frameOf([[104, 21]]);
    if (!alone) throw new Error('no frame');
    expect(Number.isFinite(spotOf(alone, 104, 21).x)).toBe(true);
  });
  it('keeps a pin on it', () => expect(within({ x: -0.1, y: 1.2 })).toEqual({ x: 0, y: 1 }));
});

it('villages are marked in the midst of their clusters, the worst first', () => {
  const marks = villageMarks(
    [
      one('a', { areaId: 'dong' }),
      one('b', { areaId: 'dong', state: 'offline' }),
      one('c'),
      one('d', { state: 'offline' }),
    ] as never,
    () => 'Thôn Đông',
    (id) => ({ a: { x: 0.2, y: 0.2 }, b: { x: 0.4, y: 0.6 }, c: { x: 1, y: 1 } })[id] ?? null,
  );
  expect(marks.map(({ name, standing, online, all }) => [name, standing, online, all])).toEqual([
    ['Loa d', 'lost', 0, 1],
    ['Thôn Đông', 'part', 1, 2],
    ['Loa c', 'good', 1, 1],
  ]);
  expect(marks[0]?.at).toBe(null);
  expect(marks[1]?.at?.x).toBeCloseTo(0.3);
});
