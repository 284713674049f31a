import { describe, expect, test } from 'vitest';
import { UNHEARD_GAPS_MS } from '../../../src/speaker/candidates.ts';
import { endReason, type Seat } from '../../../src/speaker/seat.ts';
import { Village } from './village.ts';

const START = 1_000_000;
const recorded = new Village().entry('one', START);
const talk = { ...recorded, isOpenEnded: true, durationMs: 9000 };
const seatOf = (entry: typeof recorded, ending: Seat['ending']): Seat => ({
  ...{
    entry,
    plannedAt: START,
    startAt: START,
    fromMs: 0,
    abort: new AbortController(),
    leaving: null,
    hasYielded: false,
    ending,
  },
});
const played = (gapsMs: number, reason: 'complete' | 'stopped') =>
  ({ renderedMs: 9000 - gapsMs, gapsMs, startedMonoMs: 0, endedMonoMs: 9000, reason }) as const;

describe('a gap shorter than a syllable leaves a play whole; a longer one is an underrun', () => {
  test.each([
    [0, 'complete'],
    [23, 'complete'],
    [UNHEARD_GAPS_MS, 'complete'],
    [UNHEARD_GAPS_MS + 1, 'underrun'],
    [900, 'underrun'],
  ] as const)('%d ms in all: %s', (gapsMs, reason) => {
    expect(endReason(seatOf(recorded, null), played(gapsMs, 'complete'), recorded)).toBe(reason);
    const concluded = seatOf(talk, { at: START + 9000, why: 'concluded' });
    expect(endReason(concluded, played(gapsMs, 'stopped'), talk)).toBe(reason);
  });
});

test('a voice of which more than a second was not heard at all is no whole one', () => {
  const concluded = seatOf(talk, { at: START + 9000, why: 'concluded' });
  const late = { ...played(0, 'stopped'), renderedMs: 7900 };
  expect(endReason(concluded, late, talk)).toBe('interrupted');
  // What was said while another had the air is lost, and the speaker did not go down.
  expect(endReason({ ...concluded, hasYielded: true }, late, talk)).toBe('pre_empted');
});
