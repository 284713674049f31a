import { describe, expect, it } from 'vitest';
import { daysOut } from '#fault';
import { followOn, judge, LIMITS, NO_RUN, type Run, type Standing, wordOfCourse } from '../../../src/fault/judge.ts';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;
const bad = (count: number, minutesAgo: number): Run => ({ count, sinceAt: NOW - minutesAgo * MINUTE, wellAt: null });
const well = (minutesAgo: number): Run => ({ count: 0, sinceAt: 0, wellAt: NOW - minutesAgo * MINUTE });
const open = (kind: 'unreachable' | 'silent' | 'heard_wrong' | 'told', minutesAgo: number) => ({
  ...{ kind, sinceAt: NOW - minutesAgo * MINUTE, openedAt: NOW - minutesAgo * MINUTE },
});
const standing = (more: Partial<Standing>): Standing => ({
  ...{ isReachable: true, soForMs: 0, lastSeenAt: NOW - 45 * MINUTE, sounds: NO_RUN, heard: NO_RUN, open: null },
  ...more,
});
const out = (minutes: number) => ({ isReachable: false, soForMs: minutes * MINUTE });
const back = (minutes: number) => ({ isReachable: true, soForMs: minutes * MINUTE });

describe('what is judged of one endpoint', () => {
  it.each<[string, Partial<Standing>, ReturnType<typeof judge>]>([
    ['all is well', {}, null],
    ['a line that is cut a little while', out(29), null],
    ['a line that is cut for long', out(30), { open: 'unreachable', sinceAt: NOW - 45 * MINUTE }],
    ['one fault at a time', { ...out(600), open: open('unreachable', 600) }, null],
    ['one that was told of stays the one', { ...out(600), open: open('told', 600) }, null],
    ['back, but only just', { ...back(9), open: open('unreachable', 60) }, null],
    ['back for good', { ...back(10), open: open('unreachable', 60) }, { close: 'well' }],
    ['once without sound', { sounds: bad(1, 600) }, null],
    ['twice without sound, just now', { sounds: bad(2, 29) }, null],
    ['without sound', { sounds: bad(2, 30) }, { open: 'silent', sinceAt: NOW - 30 * MINUTE }],
    [
      'out of reach goes before silent',
      { ...out(30), sounds: bad(3, 90) },
      { open: 'unreachable', sinceAt: NOW - 45 * MINUTE },
    ],
    [
      'silent goes before heard wrong',
      { sounds: bad(2, 30), heard: bad(2, 60) },
      { open: 'silent', sinceAt: NOW - 30 * MINUTE },
    ],
    ['people say so', { heard: bad(2, 60) }, { open: 'heard_wrong', sinceAt: NOW - 60 * MINUTE }],
    ['receivers of a transmitter never answer', { isReachable: null, soForMs: 99 * MINUTE }, null],
    [
      'of those people say it too',
      { isReachable: null, heard: bad(2, 60) },
      { open: 'heard_wrong', sinceAt: NOW - 60 * MINUTE },
    ],
    ['it sounds again', { sounds: well(1), open: open('silent', 60) }, { close: 'well' }],
    ['it sounded before it fell silent', { sounds: well(61), open: open('silent', 60) }, null],
    ['nothing was sent since', { open: open('silent', 60) }, null],
    ['people hear it again', { heard: well(1), open: open('heard_wrong', 60) }, { close: 'well' }],
    ['nobody says anything any more', { open: open('heard_wrong', 9999) }, null],
    [
      'what a person told of, a person closes',
      { ...back(9999), sounds: well(1), heard: well(1), open: open('told', 60) },
      null,
    ],
  ])('%s', (_, more, expected) => {
    expect(judge(standing(more), NOW)).toEqual(expected);
  });

  it('a run begins with the first that failed, and one that was well ends it', () => {
    const failed = followOn(followOn(NO_RUN, false, 100), false, 200);
    expect(failed).toEqual({ count: 2, sinceAt: 100, wellAt: null });
    expect(followOn(failed, true, 300)).toEqual({ count: 0, sinceAt: 0, wellAt: 300 });
    expect(followOn(followOn(failed, true, 300), false, 400)).toEqual({ count: 1, sinceAt: 400, wellAt: 300 });
  });

  it.each([
    ['complete', 5000, 'well'],
    ['pre_empted', 100, 'well'],
    ['sink_failed', 0, 'bad'],
    ['not_placed', 0, 'bad'],
    // A line, a station, a rule, a person: not the endpoint.
    ['unreachable', 0, null],
    ['no_report', 0, null],
    ['station_restarted', 0, null],
    ['outside_hours', 0, null],
    ['stopped_by_operator', 0, null],
  ] as const)('a line of the log that says %s with %d ms says %s', (reason, renderedMs, word) => {
    expect(wordOfCourse({ reason, renderedMs })).toBe(word);
  });

  it('keeps its limits', () => {
    expect(LIMITS).toEqual({ outMs: 30 * MINUTE, wellMs: 10 * MINUTE, times: 2 });
  });
});

describe('days out', () => {
  const HOUR = 60 * MINUTE;
  it.each([
    ['it lasts', NOW - 25 * HOUR, null, null, 1.1],
    ['the station saw its end', NOW - 48 * HOUR, NOW - 24 * HOUR, null, 1],
    ['a minute is no nothing', NOW - MINUTE, NOW, null, 0.1],
    ['a person knows when it broke', NOW - 24 * HOUR, NOW, { sinceAt: NOW - 72 * HOUR, repairedAt: null }, 3],
    ['a person knows when it was repaired', NOW - 72 * HOUR, null, { sinceAt: null, repairedAt: NOW - 48 * HOUR }, 1],
  ] as const)('%s', (_, sinceAt, closedAt, ticket, days) => {
    expect(daysOut({ sinceAt, closedAt, ticket }, NOW)).toBe(days);
  });
});
