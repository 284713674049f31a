import { describe, expect, test } from 'vitest';
import { LIVE_DEFAULTS, LIVE_ENDS, LIVE_STATES, type LiveState, liveMachine } from '#live';
import { type Course, dueNow, warningNow } from '../../../src/live/course.ts';

test('a live session: every state against every event', () => {
  const events = ['hear', 'go', 'lose', 'end'] as const;
  const expected: Record<LiveState, ReadonlyArray<LiveState | null>> = {
    opened: ['counting_in', null, null, 'ended'],
    counting_in: [null, 'on_air', 'opened', 'ended'],
    on_air: [null, null, 'lost', 'ended'],
    lost: ['on_air', null, null, 'ended'],
    ended: [null, null, null, null],
  };
  expect(liveMachine.states).toEqual(Object.keys(expected));
  for (const state of liveMachine.states) {
    expect(
      events.map((event) => liveMachine.next(state, event)),
      state,
    ).toEqual(expected[state]);
  }
});

test('states and ends are said in both languages', () => {
  for (const { vi, en } of [...Object.values(LIVE_STATES), ...Object.values(LIVE_ENDS)]) {
    expect(vi).toMatch(/\p{L}/u);
    expect(en).toMatch(/^[ -~]+$/);
  }
});

const limits = LIVE_DEFAULTS;
const NOW = 1_000_000;
const ago = (ms: number) => NOW - ms;
const course = (more: Partial<Course>): Course => ({
  state: 'on_air',
  sinceMs: ago(10_000),
  source: { bytesMs: ago(20), hasSent: true, unansweredMs: null, quietMs: limits.quietLinkMs },
  onAirMs: ago(10_000),
  limitMs: limits.maxMs,
  heardMs: ago(100),
  ...more,
});
const source = (more: Partial<NonNullable<Course['source']>>) => ({
  source: { bytesMs: ago(20), hasSent: true, unansweredMs: null, quietMs: limits.quietLinkMs, ...more },
});
const before = { onAirMs: null };

describe('what is due', () => {
  test.each<[string, Partial<Course>, ReturnType<typeof dueNow>]>([
    ['a voice that is heard goes on', {}, null],
    ['an opened session waits for its source', { state: 'opened', source: null, ...before }, null],
    [
      'not for ever',
      { state: 'opened', source: null, sinceMs: ago(limits.sourceWaitMs), ...before },
      { do: 'end', reason: 'lost' },
    ],
    ['the count is not over', { state: 'counting_in', sinceMs: ago(limits.countInMs - 1), ...before }, null],
    ['the count is over', { state: 'counting_in', sinceMs: ago(limits.countInMs), ...before }, { do: 'go' }],
    ['silence up to the limit', { heardMs: ago(limits.silenceEndMs - 1) }, null],
    ['silence beyond it', { heardMs: ago(limits.silenceEndMs) }, { do: 'end', reason: 'silent' }],
    ['silence of a lost source is no silence', { state: 'lost', source: null, heardMs: 0, sinceMs: ago(100) }, null],
    ['within the grace', { state: 'lost', source: null, sinceMs: ago(limits.graceMs - 1) }, null],
    ['beyond the grace', { state: 'lost', source: null, sinceMs: ago(limits.graceMs) }, { do: 'end', reason: 'lost' }],
    ['the longest time', { onAirMs: ago(limits.maxMs) }, { do: 'end', reason: 'time_limit' }],
    [
      'the longest time, while the source is lost',
      { state: 'lost', source: null, sinceMs: ago(10), onAirMs: ago(limits.maxMs) },
      { do: 'end', reason: 'time_limit' },
    ],
    ['a line without bytes', source({ bytesMs: ago(limits.quietLinkMs) }), { do: 'drop_source' }],
    [
      'a line that never said anything has a little longer',
      { state: 'opened', ...before, ...source({ bytesMs: ago(limits.quietLinkMs), hasSent: false }) },
      null,
    ],
    [
      'but not much',
      { state: 'opened', ...before, ...source({ bytesMs: ago(limits.notUnderstoodMs), hasSent: false }) },
      { do: 'drop_source' },
    ],
    ['bytes that are no sound yet', source({ unansweredMs: ago(limits.notUnderstoodMs - 1) }), null],
    [
      'bytes that are no sound',
      source({ unansweredMs: ago(limits.notUnderstoodMs) }),
      { do: 'end', reason: 'refused_input' },
    ],
    ['nothing, once it is over', { state: 'ended', onAirMs: 0, heardMs: 0, sinceMs: 0 }, null],
  ])('%s', (_what, more, due) => {
    expect(dueNow(course(more), limits, NOW)).toEqual(due);
  });
});

test.each<[string, Partial<Course>, ReturnType<typeof warningNow>]>([
  ['nobody is warned who is heard', {}, null],
  ['silence is told of', { heardMs: ago(25_000) }, { warning: 'silent', secondsLeft: 35 }],
  ['not too early', { heardMs: ago(limits.silenceWarnMs - 1) }, null],
  ['not while the source is lost', { state: 'lost', heardMs: ago(25_000) }, null],
  [
    'the end comes first',
    { heardMs: ago(25_000), onAirMs: ago(limits.maxMs - 30_500) },
    { warning: 'time_limit', secondsLeft: 31 },
  ],
])('%s', (_what, more, warning) => {
  expect(warningNow(course(more), limits, NOW)).toEqual(warning);
});
