import { describe, expect, it } from 'vitest';
import { readNews, takeNews, waitBefore } from '../../../src/console/live/news-count.ts';

const known = { life: 'a', number: 7 };

describe('what a console is told', () => {
  it.each([
    ['the first word', null, { life: 'a', number: 7, now: 1 }, 'all', known],
    ['the same count after a cut', known, { life: 'a', number: 7, now: 1 }, 'nothing', known],
    ['a higher count after a cut', known, { life: 'a', number: 9, now: 1 }, 'all', { life: 'a', number: 9 }],
    ['a lower count after a cut', known, { life: 'a', number: 2, now: 1 }, 'all', { life: 'a', number: 2 }],
    ['another life of the station', known, { life: 'b', number: 7, now: 1 }, 'all', { life: 'b', number: 7 }],
    ['the next one', known, { number: 8, topics: ['air'] }, ['air'], { life: 'a', number: 8 }],
    [
      'the next one, of nothing that one may see',
      known,
      { number: 8, topics: [] },
      'nothing',
      { life: 'a', number: 8 },
    ],
    ['a sign of life', known, { number: 7, topics: [] }, 'nothing', known],
    ['one too far', known, { number: 9, topics: ['air'] }, 'all', { life: 'a', number: 9 }],
    ['one before the first word', null, { number: 9, topics: ['air'] }, 'all', null],
    ['the clock', known, { asked: 3, now: 4 }, 'nothing', known],
  ] as const)('%s', (_, before, message, stale, after) => {
    expect(takeNews(before, message)).toEqual({ known: after, stale });
  });

  it.each(['', '7', 'null', '[]', '{"topics":["air"]}', '<html>'])('takes no notice of %j', (text) =>
    expect(readNews(text)).toBeNull(),
  );

  it('tries again ever more seldom, and not all at once', () => {
    expect([0, 1, 3, 40].map((tries) => waitBefore(tries, 1))).toEqual([1000, 2000, 8000, 60_000]);
    expect(waitBefore(3, 0)).toBe(4000);
  });
});
