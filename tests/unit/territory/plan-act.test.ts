/** What each act does to the land, and what it refuses. */
import { describe, expect, test } from 'vitest';
import { type AreaAct, areaAct } from '#place';
import type { Land } from '../../../src/territory/land.ts';
import { carriedOut } from '../../../src/territory/plan.ts';
import { planAct } from '../../../src/territory/plan-act.ts';
import { previewOf, withoutSurprises } from '../../../src/territory/preview.ts';
import { areaOf, DAY, landOf, rightOf } from './lands.ts';

const act = (asked: unknown): AreaAct => areaAct.parse(asked);
const MERGED = act({
  kind: 'merge',
  areaIds: ['are_a', 'are_b'],
  into: { parentId: 'are_p', kind: 'xã', name: 'Xã Mới', code: 'M1' },
});
const done = (land: Land, what: AreaAct, ids = ['are_m', 'are_n']) => carriedOut(land, planAct(land, what, DAY, ids));
const where = (land: Land) => Object.fromEntries(land.endpoints.map(({ id, areaId }) => [id, areaId]));
const above = (land: Land, id: string) => land.areas.get(id)?.parentId;

describe('two communes become one', () => {
  test('everything that hung on them hangs on the new one; villages stay what they were', () => {
    const after = done(landOf(), MERGED);
    expect(above(after, 'are_m')).toBe('are_p');
    expect(['are_a1', 'are_a2', 'are_b1'].map((id) => above(after, id))).toEqual(['are_m', 'are_m', 'are_m']);
    expect(where(after)).toEqual({ end_a: 'are_m', end_a1: 'are_a1', end_a2: 'are_a2', end_b1: 'are_b1' });
    expect([after.zones[0]?.areaId, after.fmStations[0]?.areaId]).toEqual(['are_m', 'are_m']);
    expect(after.areas.get('are_a')).toMatchObject({ validTo: '2026-11-30', successorIds: ['are_m'] });
    expect(after.areas.get('are_m')).toMatchObject({ validFrom: DAY, code: 'M1', validTo: null });
  });

  test('one of them may take the other in, and keeps its id', () => {
    const after = done(landOf(), act({ kind: 'merge', areaIds: ['are_a', 'are_b'], into: { areaId: 'are_b' } }));
    expect(above(after, 'are_a1')).toBe('are_b');
    expect(after.areas.get('are_b')?.validTo).toBeNull();
    expect(after.areas.get('are_a')?.successorIds).toEqual(['are_b']);
  });

  test('the hours of the first that has any hold from that day on, and those that wait', () => {
    const versions = [
      { id: 'gat_old', areaId: 'are_b', from: '2026-01-01' },
      { id: 'gat_now', areaId: 'are_b', from: '2026-11-01' },
      { id: 'gat_later', areaId: 'are_b', from: '2027-01-01' },
      { id: 'gat_other', areaId: 'are_c', from: '2026-01-01' },
    ];
    expect(planAct(landOf({ versions }), MERGED, DAY, ['are_m']).gate.versions).toEqual([
      { id: 'gat_now', toAreaId: 'are_m', from: DAY },
      { id: 'gat_later', toAreaId: 'are_m', from: '2027-01-01' },
    ]);
    const chosen = act({ ...MERGED, hoursOf: 'are_a' });
    expect(planAct(landOf({ versions }), chosen, DAY, ['are_m']).gate.versions).toEqual([]);
  });

  test('silence stays exactly with those who had it', () => {
    const quietSpans = [{ id: 'qui_1', areaId: 'are_a', endpointId: null }];
    expect(planAct(landOf({ quietSpans }), MERGED, DAY, ['are_m']).gate.quietSpans).toEqual([
      { id: 'qui_1', toAreaId: 'are_a1', toEndpointId: null },
      { id: 'qui_1', toAreaId: 'are_a2', toEndpointId: null },
      { id: 'qui_1', toAreaId: null, toEndpointId: 'end_a' },
    ]);
  });

  test('an exception day goes along once for each date', () => {
    const exceptionDays = [
      { id: 'exc_1', areaId: 'are_a', date: '2026-12-24' },
      { id: 'exc_2', areaId: 'are_b', date: '2026-12-24' },
      { id: 'exc_3', areaId: 'are_b', date: '2026-12-25' },
      { id: 'exc_4', areaId: 'are_b', date: '2026-11-25' },
    ];
    const plan = planAct(landOf({ exceptionDays }), MERGED, DAY, ['are_m']);
    expect(plan.gate.exceptionDays.map(({ id }) => id)).toEqual(['exc_1', 'exc_3']);
  });

  test('clusters and villages keep the identity of the station that they came from', () => {
    const brands = new Map([
      ['are_a', 'brd_1'],
      ['are_b', 'brd_2'],
      ['are_a2', 'brd_3'],
    ]);
    const { brands: kept } = planAct(landOf({ brands }), MERGED, DAY, ['are_m']);
    expect(Object.fromEntries(kept.map(({ thingId, brandId }) => [thingId, brandId]))).toEqual({
      ...{ are_a1: 'brd_1', are_b1: 'brd_2', end_a: 'brd_1', fms_a: 'brd_1' },
    });
    const one = planAct(landOf({ brands: new Map([['are_p', 'brd_1']]) }), MERGED, DAY, ['are_m']);
    expect(one.brands).toEqual([{ thingId: 'are_m', brandId: 'brd_1' }]);
  });
});

describe('rights', () => {
  const lines = (land: Land, what: AreaAct) => {
    const { gains, losses } = previewOf(land, what, DAY);
    const told = (all: typeof gains) => all.map(({ accountId, areaIds }) => `${accountId} ${areaIds.join('+')}`);
    return { gains: told(gains), losses: told(losses) };
  };

  test.each<[string, Partial<Land>, AreaAct, { gains: string[]; losses: string[] }]>([
    [
      'on one of two communes: gains the other',
      { rights: [rightOf('an', 'are_a')] },
      MERGED,
      { gains: ['an are_new1'], losses: [] },
    ],
    [
      'on both: gains nothing',
      { rights: [rightOf('an', 'are_a'), rightOf('an', 'are_b')] },
      MERGED,
      { gains: [], losses: [] },
    ],
    ['on the province: gains nothing', { rights: [rightOf('an', 'are_p')] }, MERGED, { gains: [], losses: [] }],
    ['on a village: keeps just that', { rights: [rightOf('an', 'are_a1')] }, MERGED, { gains: [], losses: [] }],
    [
      'on both, but on one for some days only: the long one gains',
      { rights: [rightOf('an', 'are_a'), rightOf('an', 'are_b', 'operate', '1-2')] },
      MERGED,
      { gains: ['an are_new1', 'an are_new1'], losses: [] },
    ],
    [
      'not carried: lost',
      { rights: [rightOf('an', 'are_a')] },
      act({ ...MERGED, carryRights: false }),
      { gains: [], losses: ['an are_a'] },
    ],
    [
      'who holds the new parent gains the village, who held the old one loses it',
      { rights: [rightOf('an', 'are_a'), rightOf('binh', 'are_b')] },
      act({ kind: 'move', areaId: 'are_a1', parentId: 'are_b' }),
      { gains: ['binh are_a1'], losses: ['an are_a1'] },
    ],
    [
      'a rename changes nothing',
      { rights: [rightOf('an', 'are_a')] },
      act({ kind: 'rename', areaId: 'are_a', name: 'X', areaKind: 'phường' }),
      { gains: [], losses: [] },
    ],
    [
      'both halves of a split go to whoever had the whole',
      { rights: [rightOf('an', 'are_b')] },
      act({
        kind: 'split',
        areaId: 'are_b',
        parts: [
          { kind: 'xã', name: 'B1', areaIds: ['are_b1'] },
          { kind: 'xã', name: 'B2' },
        ],
      }),
      { gains: [], losses: [] },
    ],
  ])('%s', (_name, more, what, told) => {
    expect(lines(landOf(more), what)).toEqual(told);
  });

  test('who was given a right after the preview does not gain by it; the others do', () => {
    const before = landOf({ rights: [rightOf('an', 'are_a')] });
    const accepted = previewOf(before, MERGED, DAY).gains.map((line) => ({ ...line, areaIds: ['are_m'] }));
    const now = landOf({ rights: [rightOf('an', 'are_a'), rightOf('binh', 'are_b')] });
    const { plan, withheld } = withoutSurprises(now, planAct(now, MERGED, DAY, ['are_m']), accepted);
    expect(withheld.map(({ accountId }) => accountId)).toEqual(['binh']);
    expect(carriedOut(now, plan).rights).toEqual([rightOf('an', 'are_m')]);
  });
});

test('a split that leaves the old one standing takes out what it names', () => {
  const what = act({
    kind: 'split',
    areaId: 'are_a',
    closes: false,
    parts: [{ kind: 'xã', name: 'N', areaIds: ['are_a1'], endpointIds: ['end_a'] }],
  });
  const after = done(landOf({ rights: [rightOf('an', 'are_a')] }), what);
  expect([above(after, 'are_a1'), above(after, 'are_a2'), above(after, 'are_m')]).toEqual(['are_m', 'are_a', 'are_p']);
  expect(where(after)['end_a']).toBe('are_m');
  expect(after.fmStations[0]?.areaId).toBe('are_a');
  expect(after.rights.map(({ areaId }) => areaId)).toEqual(['are_a', 'are_m']);
});

const ended = new Map([...landOf().areas, ['are_x', areaOf('are_x', null, { validTo: '2026-11-01' })]] as const);
test.each<[string, unknown, string, Partial<Land>?]>([
  ['into itself', { kind: 'move', areaId: 'are_a', parentId: 'are_a' }, 'AREA_CYCLE'],
  ['below its own village', { kind: 'move', areaId: 'are_a', parentId: 'are_a2' }, 'AREA_CYCLE'],
  ['a commune into its own village', { kind: 'merge', areaIds: ['are_a'], into: { areaId: 'are_a1' } }, 'AREA_CYCLE'],
  ['one alone', { kind: 'merge', areaIds: ['are_a'], into: { areaId: 'are_a' } }, 'AREA_ACT'],
  [
    'one into a new one',
    { kind: 'merge', areaIds: ['are_a'], into: { parentId: null, kind: 'xã', name: 'N' } },
    'AREA_ACT',
  ],
  ['hours of a stranger', { ...MERGED, hoursOf: 'are_c' }, 'AREA_ACT'],
  [
    'within what ends by it',
    { kind: 'merge', areaIds: ['are_a', 'are_b'], into: { parentId: 'are_a', kind: 'xã', name: 'N' } },
    'AREA_CYCLE',
  ],
  ['not there', { kind: 'rename', areaId: 'are_0', name: 'N', areaKind: 'xã' }, 'AREA_ACT'],
  ['ended', { kind: 'rename', areaId: 'are_x', name: 'N', areaKind: 'xã' }, 'AREA_ACT', { areas: ended }],
  ['into what has ended', { kind: 'move', areaId: 'are_a', parentId: 'are_x' }, 'AREA_ACT', { areas: ended }],
  [
    'a split that forgets a village',
    {
      kind: 'split',
      areaId: 'are_a',
      parts: [
        { kind: 'xã', name: 'N', areaIds: ['are_a1'], endpointIds: ['end_a'] },
        { kind: 'xã', name: 'M' },
      ],
    },
    'AREA_ACT',
  ],
  [
    'a split with a village of others',
    { kind: 'split', areaId: 'are_a', closes: false, parts: [{ kind: 'xã', name: 'N', areaIds: ['are_b1'] }] },
    'AREA_ACT',
  ],
  [
    'a code that is taken',
    MERGED,
    'CODE_TAKEN',
    { areas: new Map([...landOf().areas, ['are_y', areaOf('are_y', null, { code: 'M1' })]] as const) },
  ],
  ['an end with villages in it', { kind: 'close', areaId: 'are_a' }, 'AREA_HELD'],
  ['an end with a right on it', { kind: 'close', areaId: 'are_c' }, 'AREA_HELD', { rights: [rightOf('an', 'are_c')] }],
  [
    'an end with a broadcast that is not over',
    { kind: 'close', areaId: 'are_c' },
    'AREA_HELD',
    { busy: new Map([['are_c', 1]]) },
  ],
])('refused: %s', (_name, what, code, more) => {
  expect(() => planAct(landOf(more), act(what), DAY, ['are_m', 'are_n'])).toThrow(expect.objectContaining({ code }));
});

test('what holds an area is said in words', () => {
  const land = landOf({ rights: [rightOf('an', 'are_a')], busy: new Map([['are_a', 2]]) });
  const said = (() => {
    try {
      planAct(land, act({ kind: 'close', areaId: 'are_a' }), DAY, []);
      return '';
    } catch (error) {
      return (error as { text: { vi: string } }).text.vi;
    }
  })();
  for (const word of ['2 địa bàn', '1 cụm loa', '1 vùng phát', '1 đài FM', '1 người', '2 buổi phát'])
    expect(said).toContain(word);
});
