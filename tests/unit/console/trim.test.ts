import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST_MS, longSilences, movedByKey, movedTo } from '../../../src/console/trim/selection.ts';

const WHOLE_MS = 95_000;
const ALL = { fromMs: 0, toMs: WHOLE_MS };

describe('what is kept of a recording', () => {
  it('never grows beyond it and never shrinks to nothing, wherever its edges are pulled', () => {
    const pulls = fc.array(fc.tuple(fc.constantFrom('fromMs', 'toMs'), fc.integer({ min: -1e6, max: 1e6 })));
    fc.assert(
      fc.property(fc.integer({ min: LEAST_MS, max: 4_000_000 }), pulls, (wholeMs, list) => {
        let now = { fromMs: 0, toMs: wholeMs };
        for (const [edge, ms] of list) {
          now = movedTo(now, edge, ms, wholeMs);
          expect(now.fromMs).toBeGreaterThanOrEqual(0);
          expect(now.toMs).toBeLessThanOrEqual(wholeMs);
          expect(now.toMs - now.fromMs).toBeGreaterThanOrEqual(LEAST_MS);
        }
      }),
    );
  });

  it('is moved by the keys of a slider', () => {
    const by = (key: string) => movedByKey({ fromMs: 5000, toMs: 9000 }, 'fromMs', key, WHOLE_MS)?.fromMs ?? null;
    expect(['ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp'].map(by)).toEqual([4900, 4900, 5100, 5100]);
    expect(['PageDown', 'PageUp', 'Home', 'End'].map(by)).toEqual([4000, 6000, 0, 9000 - LEAST_MS]);
    expect(['Tab', 'Enter', 'a'].map(by)).toEqual([null, null, null]);
    expect(movedByKey(ALL, 'toMs', 'ArrowRight', WHOLE_MS)).toEqual(ALL);
  });
});

describe('the silences of a recording', () => {
  /** A second for each word: a level, so many times. */
  const wave = (...parts: ReadonlyArray<readonly [level: number, seconds: number]>) =>
    parts.flatMap(([level, seconds]) => Array.from({ length: seconds * 10 }, () => level));

  it.each([
    [
      'at both ends and in the middle',
      wave([1, 3], [60, 5], [2, 4], [50, 5], [0, 3]),
      [
        [0, 3],
        [8, 12],
        [17, 20],
      ],
    ],
    ['but not the pauses of speech', wave([60, 5], [1, 2], [50, 5]), []],
    ['but not soft words', wave([60, 5], [4, 5], [50, 5]), []],
    ['in a very soft recording too', wave([5, 5], [0, 3], [4, 5]), [[5, 8]]],
    ['but none where there is nothing else', wave([0, 10]), []],
    ['but none where there is no wave', [], []],
  ] as const)('are found %s', (_, peaks, spans) => {
    const found = longSilences([...peaks], peaks.length * 100);
    expect(found).toEqual(spans.map(([from, to]) => ({ fromMs: from * 1000, toMs: to * 1000 })));
  });
});
