import { describe, expect, it, test } from 'vitest';
import { logWord } from '#asrun';
import { EVIDENCE, type Evidence, FINAL_STATES, type FinalState } from '#kernel';
import { isBackwards, NO_FILTER, queryOf } from '../../../src/console/log/filter.ts';
import { latenessMs, stepsOf, wordOf } from '../../../src/console/log/line-story.ts';
import { pagesOf, rowByKey, rowsBetween } from '../../../src/console/log/window.ts';

describe('the rows on the screen', () => {
  it.each([
    [0, 700, 70, 1000, { from: 0, to: 18 }],
    [7000, 7700, 70, 1000, { from: 92, to: 118 }],
    [69_500, 70_200, 70, 1000, { from: 984, to: 1000 }],
    [-500, 200, 70, 1000, { from: 0, to: 11 }],
    [90_000, 91_000, 70, 1000, { from: 1000, to: 1000 }],
    [0, 700, 70, 3, { from: 0, to: 3 }],
    [0, 700, 70, 0, { from: 0, to: 0 }],
    [0, 700, 0, 100, { from: 0, to: 0 }],
  ])('between %i and %i px, %i px each, of %i', (top, bottom, rowPx, count, span) => {
    expect(rowsBetween(top, bottom, rowPx, count)).toEqual(span);
  });

  it('lie on these pages, and a key leads to these rows', () => {
    expect(pagesOf({ from: 92, to: 118 }, 100)).toEqual([0, 1]);
    expect(pagesOf({ from: 100, to: 200 }, 100)).toEqual([1]);
    expect(pagesOf({ from: 5, to: 5 }, 100)).toEqual([]);
    expect(['ArrowDown', 'ArrowUp', 'Home', 'End', 'a'].map((key) => rowByKey(key, 3, 9))).toEqual([4, 2, 0, 8, null]);
    expect([rowByKey('ArrowUp', 0, 9), rowByKey('ArrowDown', 8, 9), rowByKey('End', 8, 9)]).toEqual([null, null, null]);
  });
});

test('the console says of every line what the station counts it as', () => {
  for (const state of Object.keys(FINAL_STATES) as FinalState[])
    for (const evidence of Object.keys(EVIDENCE) as Evidence[])
      for (const renderedMs of [0, 1000])
        for (const carrier of ['ip', 'fm'] as const) {
          const line = { deliveryId: 'dlv_1', carrier, state, evidence, renderedMs };
          expect(wordOf(line), JSON.stringify(line)).toBe(logWord(line));
        }
});

test('what is asked for is what filters: days, words without blanks, nothing that is empty', () => {
  expect(queryOf(NO_FILTER)).toEqual({});
  expect(queryOf({ ...NO_FILTER, date: '2026-11-23', lastDate: '2026-11-23', text: '  ' })).toEqual({
    date: '2026-11-23',
  });
  const month = { ...NO_FILTER, date: '2026-11-01', lastDate: '2026-11-30', text: ' hoa ', word: 'part' } as const;
  expect(queryOf(month)).toEqual({ date: '2026-11-01', lastDate: '2026-11-30', text: 'hoa', word: 'part' });
  expect(queryOf({ ...NO_FILTER, lastDate: '2026-11-30' })).toEqual({});
  expect([isBackwards(month), isBackwards({ ...month, lastDate: '2026-10-31' })]).toEqual([false, true]);
});

test('the story of a line goes in time, and nobody calls a moment late', () => {
  const line = { plannedAt: 1000, startedAt: 1400, endedAt: 9000, recordedAt: 9500 };
  expect(stepsOf(line, 200).map(({ what }) => what)).toEqual(['approved', 'planned', 'started', 'ended', 'recorded']);
  expect(stepsOf({ ...line, startedAt: null, endedAt: null }, null).map(({ what }) => what)).toEqual([
    'planned',
    'recorded',
  ]);
  expect(latenessMs(line)).toBeNull();
  expect(latenessMs({ plannedAt: 1000, startedAt: 6000 })).toBe(5000);
  expect(latenessMs({ plannedAt: 1000, startedAt: null })).toBeNull();
});
