import { describe, expect, test } from 'vitest';
import { type Airing, advance, airingOf, clockSet, frontOf, nextTurnAt } from '../../../src/delivery/fm/airings.ts';
import { broadcastOf } from './things.ts';

const AT = 1_000_000;
const LENGTH = 60_000;
const airing = (id: string, soundAt: number, more: Parameters<typeof broadcastOf>[3] = {}): Airing => ({
  ...{
    broadcast: broadcastOf(id, soundAt, LENGTH, more),
    endpointIds: ['end_a'],
    soundAt,
    firstAt: soundAt,
    fromMs: 0,
  },
  ...{ endAt: soundAt + LENGTH, cut: null },
});
const names = (airings: readonly Airing[]) => airings.map((one) => one.broadcast.id);
const ends = (turn: ReturnType<typeof advance>) =>
  turn.ended.map((one) => [one.airing.broadcast.id, one.reason, one.endedAt - AT]);

test('one alone has the air from its time to its end', () => {
  const all = [airing('a', AT)];
  expect(frontOf(all, AT - 1)).toBe(null);
  expect(nextTurnAt(all, AT - 1)).toBe(AT);
  expect(frontOf(all, AT)?.broadcast.id).toBe('a');
  expect(nextTurnAt(all, AT)).toBe(AT + LENGTH);
  expect(ends(advance(all, AT + LENGTH - 1))).toEqual([]);
  expect(ends(advance(all, AT + LENGTH))).toEqual([['a', 'by_fm', LENGTH]]);
});

describe('one that is cut after twenty seconds by another', () => {
  const cutBy = (interruption: 'resume' | 'restart' | 'drop') => [
    airing('low', AT, { interruption, notAfter: AT + 300_000 }),
    airing('high', AT + 20_000),
  ];

  test.each([
    ['resume', 40_000],
    ['restart', LENGTH],
  ] as const)('%s: comes back for %i ms', (interruption, leftMs) => {
    const during = advance(cutBy(interruption), AT + 30_000);
    expect(frontOf(during.airings, AT + 30_000)?.broadcast.id).toBe('high');
    expect(ends(during)).toEqual([]);
    const after = advance(during.airings, AT + 80_000);
    expect(ends(after)).toEqual([['high', 'by_fm', 80_000]]);
    expect(frontOf(after.airings, AT + 80_000)).toMatchObject({ soundAt: AT + 80_000, endAt: AT + 80_000 + leftMs });
    expect(ends(advance(after.airings, AT + 80_000 + leftMs))).toEqual([['low', 'by_fm', 80_000 + leftMs]]);
  });

  test('drop: is over where it was cut', () => {
    expect(ends(advance(cutBy('drop'), AT + 30_000))).toEqual([['low', 'pre_empted', 20_000]]);
  });

  test('is not cut before the other begins', () => {
    expect(frontOf(advance(cutBy('drop'), AT + 19_999).airings, AT + 19_999)?.broadcast.id).toBe('low');
  });

  test('one look after everything gives the same ends as many looks', () => {
    const late = advance(cutBy('resume'), AT + 500_000);
    expect(ends(late)).toEqual([
      ['high', 'by_fm', 80_000],
      ['low', 'by_fm', 120_000],
    ]);
    expect(names(late.airings)).toEqual([]);
  });
});

test('one that waited longer than it may come back is over', () => {
  const low = airing('low', AT);
  const high = { ...airing('high', AT + 20_000), endAt: AT + 900_000 };
  expect(ends(advance(advance([low, high], AT + 30_000).airings, AT + 900_000))).toEqual([
    ['high', 'by_fm', 900_000],
    ['low', 'pre_empted', 20_000],
  ]);
});

test('two that were cut come back in turn, the last one first', () => {
  const all = [airing('a', AT), airing('b', AT + 10_000), airing('c', AT + 20_000)];
  let turn = advance(all.slice(0, 2), AT + 10_000);
  turn = advance([...turn.airings, ...all.slice(2)], AT + 20_000);
  expect(frontOf(turn.airings, AT + 20_000)?.broadcast.id).toBe('c');
  turn = advance(turn.airings, AT + 80_000);
  expect(frontOf(turn.airings, AT + 80_000)?.broadcast.id).toBe('b');
  turn = advance(turn.airings, AT + 130_000);
  expect(frontOf(turn.airings, AT + 130_000)?.broadcast.id).toBe('a');
  expect(ends(advance(turn.airings, AT + 180_000))).toEqual([['a', 'by_fm', 180_000]]);
});

test('a wall clock that is set moves all of it, and one that only drifts nothing', () => {
  const cut = { at: AT + 5, leftMs: 7, backBy: AT + 9, fromMs: 5 };
  const all = [airing('a', AT), { ...airing('b', AT), cut }];
  expect(clockSet(all, 1999)).toBe(all);
  const [first, second] = clockSet(all, -3_600_000);
  expect(first).toMatchObject({ soundAt: AT - 3_600_000, firstAt: AT - 3_600_000, endAt: AT + LENGTH - 3_600_000 });
  expect(second?.cut).toEqual({ ...cut, at: cut.at - 3_600_000, backBy: cut.backBy - 3_600_000 });
});

describe('an order', () => {
  const ordered = (level: 'scheduled' | 'emergency', cutsInto: string | null = null) =>
    airingOf(
      [airing('late', AT - LENGTH + 2000)],
      { broadcast: broadcastOf('new', AT, LENGTH, { level }), endpointIds: ['end_a'], startAt: AT, cutsInto },
      AT + 500,
    ).soundAt - AT;

  test('waits until the transmitter is awake, and for what ends late', () => {
    expect(ordered('scheduled')).toBe(2000);
    expect(ordered('scheduled', 'late')).toBe(500);
  });

  test('of an emergency waits for nobody', () => {
    expect(ordered('emergency')).toBe(500);
  });
});
