import { describe, expect, test } from 'vitest';
import { FINAL_STATES, REASONS, type Reason } from '#kernel';
import { deadlineOf, judgeEnd, judgeOpen, type TripFacts } from '../../../src/delivery/settle.ts';

const PLANNED = 1_000_000_000;
const HOUR = 3600_000;
const GRACE = 20_000;
const facts = (more: Partial<TripFacts> = {}): TripFacts => ({
  plannedAt: PLANNED,
  notAfter: PLANNED + 300_000,
  durationMs: 60_000,
  startAt: null,
  startedAt: null,
  hasBegun: false,
  expectedEndAt: null,
  renderedMs: 0,
  isPlaced: true,
  grade: null,
  placeProblem: null,
  isReachable: true,
  mayPlayAlone: true,
  haltWanted: null,
  haltedAt: null,
  ...more,
});
const reasons = Object.keys(REASONS) as Reason[];

describe('a speaker’s own report of the end', () => {
  const end = { reason: 'complete', evidence: 'E2', startedAt: PLANNED, endedAt: PLANNED + 60_000 } as const;

  test.each([
    [60_000, 'played', 'complete'],
    [59_500, 'played', 'complete'],
    [59_499, 'played_part', 'underrun'],
    [1, 'played_part', 'underrun'],
    [0, 'failed', 'underrun'],
  ])('"complete" with %i of 60,000 ms rendered is %s', (renderedMs, state, reason) => {
    expect(judgeEnd(60_000, 'E1', { ...end, renderedMs })).toMatchObject({ state, reason, renderedMs });
  });

  test('a clip shorter than the slack is not played when nothing of it was', () => {
    expect(judgeEnd(300, 'E1', { ...end, renderedMs: 0 })).toMatchObject({ state: 'failed', evidence: 'E1' });
    expect(judgeEnd(300, 'E1', { ...end, renderedMs: 250 })).toMatchObject({ state: 'played', evidence: 'E2' });
  });

  test('more than the whole was never rendered', () => {
    expect(judgeEnd(60_000, 'E1', { ...end, renderedMs: 86_400_000 }).renderedMs).toBe(60_000);
  });

  test('when nothing was rendered no more is proved than before, and nothing when the bytes were not good', () => {
    for (const reason of reasons) {
      for (const known of ['E0', 'E1'] as const) {
        const { evidence } = judgeEnd(60_000, known, { ...end, reason, renderedMs: 0 });
        expect(evidence, reason).toBe(reason === 'damaged' || reason === 'not_placed' ? 'E0' : known);
      }
    }
  });
});

test('every reason leads to one final state, and "played" only from "complete"', () => {
  for (const reason of reasons) {
    for (const renderedMs of [0, 1, 60_000]) {
      const { state } = judgeEnd(60_000, 'E1', { reason, evidence: 'E2', startedAt: 1, endedAt: 2, renderedMs });
      expect(Object.keys(FINAL_STATES)).toContain(state);
      if (reason !== 'complete') expect(state, reason).not.toBe('played');
      if (renderedMs === 0) expect(state, reason).not.toBe('played_part');
    }
  }
});

test.each<[string, Partial<TripFacts>, number]>([
  ['not begun and in reach: the last instant at which it may begin', {}, PLANNED + 300_000 + GRACE],
  [
    'out of reach, but it may play alone: as long as a speaker keeps its plan',
    { isReachable: false },
    PLANNED + 72 * HOUR,
  ],
  ['out of reach and never told', { isReachable: false, mayPlayAlone: false }, PLANNED + 300_000 + GRACE],
  ['begun: its length after its start', { hasBegun: true, startedAt: PLANNED + 5 }, PLANNED + 60_005 + GRACE],
  ['begun by order, start not told', { hasBegun: true, startAt: PLANNED + 7 }, PLANNED + 60_007 + GRACE],
  [
    'begun, and it said that it takes longer',
    { hasBegun: true, expectedEndAt: PLANNED + HOUR },
    PLANNED + HOUR + GRACE,
  ],
  ['on a stream to which nobody listens yet', { expectedEndAt: PLANNED + HOUR }, PLANNED + HOUR + GRACE],
])('silence decides after: %s', (_when, more, deadline) => {
  const given = facts(more);
  expect(deadlineOf(given)).toBe(deadline);
  expect(judgeOpen(given, deadline - 1)).toBe(null);
  expect(judgeOpen(given, deadline)).not.toBe(null);
});

test.each<[string, Partial<TripFacts>, string, Reason, string]>([
  ['placed, ordered and never reported', { startAt: PLANNED }, 'failed', 'no_report', 'E1'],
  ['placed and never ordered: the clock was set past its time', {}, 'expired', 'missed_window', 'E1'],
  ['never placed', { isPlaced: false }, 'failed', 'not_placed', 'E0'],
  ['never reached', { isPlaced: false, isReachable: false, mayPlayAlone: false }, 'failed', 'unreachable', 'E0'],
  ['placed, then lost for 72 h', { isReachable: false }, 'failed', 'no_report', 'E1'],
  [
    'no room on the speaker',
    { isPlaced: false, placeProblem: 'speaker_storage_full' },
    'failed',
    'speaker_storage_full',
    'E0',
  ],
  [
    'begun, then nothing more',
    { hasBegun: true, startedAt: PLANNED, renderedMs: 4000 },
    'played_part',
    'no_report',
    'E2',
  ],
  ['begun, and not a millisecond told', { hasBegun: true }, 'failed', 'no_report', 'E1'],
])('silence means: %s', (_what, more, state, reason, evidence) => {
  expect(judgeOpen(facts(more), PLANNED + 73 * HOUR)).toMatchObject({ state, reason, evidence });
});

test.each<[string, Partial<TripFacts>, boolean]>([
  ['in reach and not begun: it is silent', {}, true],
  ['out of reach, but was never told of it', { isReachable: false, mayPlayAlone: false }, true],
  ['out of reach, and may be playing it just now', { isReachable: false }, false],
  ['begun: it says itself how far it came', { hasBegun: true }, false],
  ['begun and out of reach', { hasBegun: true, isReachable: false }, false],
  ['ordered for later', { startAt: PLANNED + 10_000 }, true],
  ['ordered for now: the stop and the news of the start may cross', { startAt: PLANNED + 1000 }, false],
  ['ordered to a stream that knows itself what it plays', { startAt: PLANNED, mayPlayAlone: false }, true],
])('halted, %s', (_what, more, isSettled) => {
  const verdict = judgeOpen(facts({ haltWanted: 'stopped_by_operator', haltedAt: PLANNED, ...more }), PLANNED);
  expect(verdict?.state ?? null).toBe(isSettled ? 'cancelled' : null);
});

test('a speaker that was halted at its start and says nothing of it for five seconds did not begin', () => {
  const given = facts({ haltWanted: 'stopped_by_operator', haltedAt: PLANNED + 100, startAt: PLANNED });
  expect(judgeOpen(given, PLANNED + 5099)).toBe(null);
  expect(judgeOpen(given, PLANNED + 5100)).toMatchObject({ state: 'cancelled', reason: 'stopped_by_operator' });
});

test('whatever is known, a verdict never shows more than was proved', () => {
  const choices = {
    hasBegun: [false, true],
    isPlaced: [false, true],
    isReachable: [false, true],
    mayPlayAlone: [false, true],
    startAt: [null, PLANNED],
    startedAt: [null, PLANNED],
    renderedMs: [0, 30_000, 60_000],
    placeProblem: [null, 'damaged'],
    haltWanted: [null, 'stopped_by_operator', 'pre_empted'],
  } as const;
  let all: Array<Partial<TripFacts>> = [{}];
  for (const [name, values] of Object.entries(choices)) {
    all = all.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  }
  expect(all).toHaveLength(2 ** 7 * 9);
  for (const more of all) {
    const given = facts(more);
    const verdict = judgeOpen(given, PLANNED + 100 * HOUR);
    expect(verdict).not.toBe(null);
    expect(verdict?.state).not.toBe('played');
    expect(verdict?.renderedMs).toBe(given.renderedMs);
    const placed = given.isPlaced && verdict?.reason !== 'damaged' ? 'E1' : 'E0';
    expect(verdict?.evidence).toBe(given.renderedMs > 0 ? 'E2' : placed);
    if (given.renderedMs === 0) expect(verdict?.endedAt).toBe(null);
  }
});

test('a transmitter that is given up keeps its grade, and never gets that of a loudspeaker', () => {
  for (const grade of ['E0', 'F0', 'F1'] as const) {
    const begun = facts({ grade, hasBegun: true, startAt: PLANNED, startedAt: PLANNED, mayPlayAlone: false });
    expect(judgeOpen(begun, PLANNED + HOUR)).toMatchObject({ reason: 'no_report', evidence: grade });
    const halted = facts({ grade, haltWanted: 'taken_back', mayPlayAlone: false });
    expect(judgeOpen(halted, PLANNED)).toMatchObject({ state: 'cancelled', evidence: grade });
  }
});
