import { describe, expect, it } from 'vitest';
import { instantOf } from '#kernel';
import { blocksByVillage, linesOf, linesWithin, villagesOf } from '../../../src/console/schedule/village-rows.ts';
import { stepOf, type WalkRow, walk } from '../../../src/console/schedule/walk.ts';
import type { RouteAnswer } from '../../../src/http/contract.ts';

type Slot = RouteAnswer<'getCalendar'>['slots'][number];
const ZONE = 'Asia/Ho_Chi_Minh';
const DATE = '2026-11-24';
const slot = (id: string, time: string, areaIds: string[], minutes = 1): Slot => ({
  ...{
    id,
    broadcastId: id,
    ruleId: null,
    occurrence: null,
    isAskedOnce: false,
    title: id,
    kind: 'bulletin',
    level: 'scheduled',
  },
  ...{ plannedAt: instantOf(DATE, time, ZONE) ?? 0, durationMs: minutes * 60_000, slot: null, state: 'planned' },
  ...{ hindrance: null, areaIds, ends: { all: 1, played: 0, proved: 0, part: 0, handedOver: 0, withheld: 0 } },
});
const area = (id: string, name: string, parentId: string | null = null) => ({ id, name, parentId });
const HEIGHTS = { group: 30, lane: 50, gap: 8 };

describe('the rows of the villages', () => {
  it('are the areas with loudspeakers, by what they lie in, then as people count', () => {
    const areas = [
      ...[area('x', 'Xã A'), area('y', 'Xã B'), area('3', 'Thôn 10', 'x'), area('2', 'Thôn 9', 'x')],
      ...[area('1', 'Bản Đông', 'y'), area('0', 'Thôn không loa', 'y')],
    ];
    const found = villagesOf(
      areas,
      ['1', '3', '2', '2', null].map((areaId) => ({ areaId })),
    );
    expect(found.map(({ name, within }) => `${within}/${name}`)).toEqual([
      'Xã A/Thôn 9',
      'Xã A/Thôn 10',
      'Xã B/Bản Đông',
    ]);
  });

  it('are as high as what overlaps in them, and have heads only where there are several groups', () => {
    const villages = [
      { id: 'a', name: 'A', within: 'X' },
      { id: 'b', name: 'B', within: 'X' },
      { id: 'c', name: 'C', within: 'Y' },
    ];
    const slots = [slot('s1', '05:00', ['a', 'b']), slot('s2', '05:30', ['a']), slot('s3', '09:00', ['a'])];
    const blocks = blocksByVillage(slots, DATE, ZONE, 120);
    expect(blocks.get('a')?.map(({ lane }) => lane)).toEqual([0, 1, 0]);
    expect(blocks.get('c')).toBeUndefined();
    const lines = linesOf(villages, blocks, HEIGHTS);
    expect(lines.map(({ kind, top, height }) => [kind, top, height])).toEqual([
      ...[
        ['group', 0, 30],
        ['village', 30, 108],
        ['village', 138, 58],
        ['group', 196, 30],
        ['village', 226, 58],
      ],
    ]);
    expect(linesOf(villages.slice(0, 2), blocks, HEIGHTS).map(({ kind }) => kind)).toEqual(['village', 'village']);
  });

  it('are drawn only where they are in sight', () => {
    const villages = Array.from({ length: 100 }, (_, number) => ({ id: `v${number}`, name: `${number}`, within: '' }));
    const lines = linesOf(villages, new Map(), HEIGHTS);
    const names = (from: number, to: number) =>
      linesWithin(lines, from, to).map((line) => (line.kind === 'village' ? line.village.id : ''));
    expect(names(0, 58)).toEqual(['v0']);
    expect(names(58, 59)).toEqual(['v1']);
    expect(names(100, 200)).toEqual(['v1', 'v2', 'v3']);
    expect(names(99 * 58, 1e9)).toEqual(['v99']);
    expect(names(1e6, 1e9)).toEqual([]);
    expect(names(-500, 0)).toEqual([]);
  });
});

describe('a walk through the calendar by keyboard', () => {
  const row = (key: string, ...minutes: number[]): WalkRow => ({
    key,
    items: minutes.map((minute) => ({ id: `${key}${minute}`, minute })),
  });
  const rows = [row('a', 300, 1020), row('b'), row('c', 310, 400, 1000)];
  it.each<[string, string, Parameters<typeof walk>[2], string | null]>([
    ['a', 'a300', 'after', 'a1020'],
    ['a', 'a1020', 'after', null],
    ['a', 'a300', 'before', null],
    ['a', 'a1020', 'rowAfter', 'c1000'],
    ['c', 'c400', 'rowBefore', 'a300'],
    ['c', 'c400', 'rowAfter', null],
    ['c', 'c400', 'first', 'c310'],
    ['c', 'c400', 'last', 'c1000'],
    ['c', 'gone', 'last', null],
  ])('from %s %s %s', (key, id, step, wanted) => expect(walk(rows, { row: key, id }, step)?.id ?? null).toBe(wanted));

  it('goes with the arrows as time runs', () => {
    expect(['ArrowRight', 'ArrowDown', 'Home', 'x'].map((key) => stepOf(key, 'across'))).toEqual([
      'after',
      'rowAfter',
      'first',
      null,
    ]);
    expect(['ArrowRight', 'ArrowDown', 'End'].map((key) => stepOf(key, 'down'))).toEqual(['rowAfter', 'after', 'last']);
  });
});
