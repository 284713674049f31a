import { describe, expect, test } from 'vitest';
import type { PlanEntry } from '#link';
import { decideAir } from '#queue';
import {
  cutShortBecause,
  firstCandidate,
  lastStartOf,
  missedBecause,
  secondCandidate,
  UNHEARD_GAPS_MS,
} from '../../../src/speaker/candidates.ts';
import type { Begun } from '../../../src/speaker/recollection.ts';

const entry = (broadcastId: string, plannedAt: number): PlanEntry => ({
  ...{ broadcastId, level: 'scheduled', plannedAt, notAfter: plannedAt + 300_000, acceptedAt: 0 },
  ...{ interruption: 'resume', kind: 'bulletin', cutInAfterMs: null, endBy: null, precedence: 0, bulletinId: null },
  ...{ isOpenEnded: false, gainDb: 0, durationMs: 6000, items: [] },
});

test('one that began late and was cut off goes on before what was planned behind it', () => {
  const late: Begun = {
    ...{
      entry: entry('brc_1', 1000),
      level: 'scheduled',
      bulletinId: null,
      startAt: 9000,
      startedAt: 9000,
      renderedMs: 2000,
      gapsMs: 0,
    },
    ...{ seenAt: 11_000, endedAt: null },
  };
  const second = secondCandidate(late);
  if (!second) throw new Error('it may go on');
  const { start } = decideAir(null, [firstCandidate(entry('brc_2', 7000), 7000), second], 12_000, 500);
  expect(start?.id).toBe('brc_1');
  expect(second.fromMs).toBe(2000);
});

describe('an entry that waited in vain ends with what kept it from the air last', () => {
  test.each([
    [undefined, false, undefined, 'not_placed'],
    ['damaged', false, 'outside_hours', 'damaged'],
    ['placed', true, undefined, 'missed_window'],
    ['placed', true, 'air_taken', 'seat_taken'],
    ['placed', true, 'behind', 'seat_taken'],
    ['placed', true, 'not_yet', 'missed_window'],
    ['placed', true, 'mourning', 'mourning'],
    ['placed', true, 'day_limit', 'day_limit'],
  ] as const)('%s, placed: %s, %s: %s', (placing, isPlaced, hindrance, reason) => {
    expect(missedBecause(placing, isPlaced, hindrance)).toBe(reason);
  });
});

describe('one that was interrupted', () => {
  const begunOf = (change: Partial<PlanEntry>, more: Partial<Begun> = {}): Begun => ({
    ...{ entry: { ...entry('brc_1', 1000), ...change }, level: 'scheduled', bulletinId: null },
    ...{ startAt: 1000, startedAt: 1000, renderedMs: 2000, gapsMs: 0, seenAt: 3000, endedAt: null, ...more },
  });
  const stream = [{ kind: 'stream', streamId: 'str_1', durationMs: 6000 }] as const;

  test('says why it does not go on', () => {
    const why = (change: Partial<PlanEntry>, ...rest: [Parameters<typeof cutShortBecause>[1], boolean, number]) =>
      cutShortBecause(begunOf(change), ...rest);
    expect(why({}, undefined, false, 9e5)).toBe('interrupted');
    expect(why({}, 'air_taken', true, 9e5)).toBe('pre_empted');
    expect(why({}, 'outside_hours', true, 9e5)).toBe('outside_hours');
    expect(why({ endBy: 5000 }, undefined, false, 9e5)).toBe('slot_over');
    expect(why({ endBy: 5000, interruption: 'drop' }, undefined, false, 9e5)).toBe('interrupted');
    expect(why({ isOpenEnded: true, durationMs: 2000 }, undefined, true, 9e5)).toBe('complete');
    const withGaps = (gapsMs: number) =>
      begunOf({ isOpenEnded: true, durationMs: 2000 }, { renderedMs: 2000 - gapsMs, gapsMs });
    expect(cutShortBecause(withGaps(UNHEARD_GAPS_MS), undefined, false, 9e5)).toBe('complete');
    expect(cutShortBecause(withGaps(UNHEARD_GAPS_MS + 1), undefined, false, 9e5)).toBe('underrun');
  });

  test('takes the air back from what is lower, not from its equals', () => {
    expect(secondCandidate(begunOf({ cutInAfterMs: 0 }))?.cutInAfterMs).toBeNull();
    expect(secondCandidate(begunOf({ level: 'live_commune', cutInAfterMs: null }))?.cutInAfterMs).toBe(0);
  });

  test('has until five minutes after its end, or the end of its slot, or of its voice', () => {
    const lastAt = (change: Partial<PlanEntry>) => secondCandidate(begunOf(change))?.notAfter;
    expect(lastAt({})).toBe(1000 + 6000 + 300_000);
    expect(lastAt({ endBy: 5000 })).toBe(4600);
    expect(lastAt({ isOpenEnded: true })).toBe(7000);
    const late = begunOf({ isOpenEnded: true }, { startAt: 5000, startedAt: 5200 });
    expect(secondCandidate(late)?.notAfter).toBe(7000);
    expect(secondCandidate(begunOf({ isOpenEnded: true, durationMs: 2000 }))).toBeNull();
    expect(secondCandidate(begunOf({ interruption: 'drop' }))).toBeNull();
  });

  test('goes on where a stream is by then, also when it was to start anew', () => {
    const restart = { interruption: 'restart' } as const;
    expect(secondCandidate(begunOf(restart))?.fromMs).toBe(0);
    expect(secondCandidate(begunOf({ ...restart, items: [...stream] }))?.fromMs).toBe(2000);
  });

  test('a voice that was over before it could begin has until its end', () => {
    const talk = { ...entry('brc_1', 1000), isOpenEnded: true, items: [...stream] };
    expect(lastStartOf(talk)).toBe(301_000);
    expect(lastStartOf({ ...talk, durationMs: 4000 })).toBe(5000);
    expect(lastStartOf({ ...talk, endBy: 3000 })).toBe(2600);
  });
});
