import { expect, test } from 'vitest';
import { instantOf } from '#kernel';
import { FIRST, type GuideState, instantsOf, isWanted, readGuide } from '../../../src/console/guide/guide-kept.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

test('what a browser kept is taken up, and what nobody understands is the beginning', () => {
  const state: GuideState = {
    ...{ bulletinId: 'bul_1', hasHeard: true, zoneIds: ['zon_1'], times: ['17:00'] },
    ...{ made: [{ id: 'brc_1', at: 5 }], isHidden: false },
  };
  expect(readGuide(JSON.stringify(state))).toEqual(state);
  for (const bad of [null, '', '{', '7', 'null', '[]']) expect(readGuide(bad)).toEqual(FIRST);
  expect(readGuide('{"times":["25:00","05:00"],"zoneIds":[1],"made":[{"id":1}],"isHidden":"no"}')).toEqual({
    ...FIRST,
    times: ['05:00'],
  });
});

test('times of a day are instants, soonest first', () => {
  expect(instantsOf(['17:00', '05:00'], '2026-11-24', ZONE)).toEqual([
    instantOf('2026-11-24', '05:00', ZONE),
    instantOf('2026-11-24', '17:00', ZONE),
  ]);
  expect(instantsOf([], '2026-11-24', ZONE)).toEqual([]);
});

test('the guide is for a station without rules, goes on to its end, and is hidden for good', () => {
  const made = { ...FIRST, made: [{ id: 'brc_1', at: 5 }] };
  expect([isWanted(FIRST, 0), isWanted(FIRST, 1), isWanted(FIRST, null)]).toEqual([true, false, false]);
  expect([isWanted(made, 0), isWanted(made, 3)]).toEqual([true, true]);
  expect(isWanted({ ...made, isHidden: true }, 0)).toBe(false);
});
