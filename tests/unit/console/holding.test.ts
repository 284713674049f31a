import { describe, expect, it } from 'vitest';
import {
  HOLD_MS,
  type Holding,
  type HoldingEvent,
  holdingAfter,
  IDLE,
  SECOND_PRESS_MS,
} from '../../../src/console/parts/holding.ts';

/** What happens to a button: each event with its moment. Answers how often it acted, and how it stands. */
function story(...events: ReadonlyArray<readonly [HoldingEvent, number]>): { acted: number; last: Holding['state'] } {
  let at: Holding = IDLE;
  let acted = 0;
  for (const [event, now] of events) {
    const { next, acts } = holdingAfter(at, event, now);
    at = next;
    if (acts) acted += 1;
  }
  return { acted, last: at.state };
}

describe('a button that must be held', () => {
  it.each<[string, Array<readonly [HoldingEvent, number]>, ReturnType<typeof story>]>([
    [
      'acts when it was held',
      [
        ['down', 0],
        ['time', HOLD_MS],
      ],
      { acted: 1, last: 'idle' },
    ],
    [
      'acts once, though the finger stays',
      [
        ['down', 0],
        ['time', HOLD_MS],
        ['time', 2 * HOLD_MS],
        ['up', 9000],
      ],
      { acted: 1, last: 'idle' },
    ],
    [
      'acts when it is let go late and no timer came',
      [
        ['down', 0],
        ['up', HOLD_MS],
      ],
      { acted: 1, last: 'idle' },
    ],
    [
      'does nothing at a brush of the thumb',
      [
        ['down', 0],
        ['up', HOLD_MS - 1],
      ],
      { acted: 0, last: 'short' },
    ],
    [
      'does nothing at two brushes',
      [
        ['down', 0],
        ['up', 300],
        ['down', 400],
        ['up', 700],
      ],
      { acted: 0, last: 'short' },
    ],
    [
      'begins anew each time',
      [
        ['down', 0],
        ['up', 900],
        ['down', 1000],
        ['time', 1000 + HOLD_MS - 1],
      ],
      { acted: 0, last: 'held' },
    ],
    [
      'is not held longer by keys that repeat',
      [
        ['down', 0],
        ['down', 500],
        ['time', HOLD_MS],
      ],
      { acted: 1, last: 'idle' },
    ],
    ['asks who cannot hold', [['press', 0]], { acted: 0, last: 'asked' }],
    [
      'acts at the second press',
      [
        ['press', 0],
        ['press', 2000],
      ],
      { acted: 1, last: 'idle' },
    ],
    [
      'forgets the first press',
      [
        ['press', 0],
        ['time', SECOND_PRESS_MS],
        ['press', 7000],
      ],
      { acted: 0, last: 'asked' },
    ],
    [
      'forgets it when no timer came either',
      [
        ['press', 0],
        ['press', SECOND_PRESS_MS],
      ],
      { acted: 0, last: 'asked' },
    ],
    ['does nothing when a finger slides off that was never down', [['up', 5000]], { acted: 0, last: 'idle' }],
  ])('%s', (_name, events, expected) => {
    expect(story(...events)).toEqual(expected);
  });
});
