import { describe, expect, test } from 'vitest';
import { type Facts, type FinalRow, type HeardAt, judge, type Planned, RULES, type Rule } from '../../support/judge.ts';

/** Small histories, all on endpoint 'thon-1' unless told; times in seconds for the eye, ms in the facts. */
const s = (seconds: number) => Math.round(seconds * 1000);

function plan(markId: number, atS: number, lengthS: number, more: Partial<Planned> = {}): Planned {
  return { markId, endpoint: 'thon-1', plannedAtMs: s(atS), durationMs: s(lengthS), level: 'scheduled', ...more };
}

function ear(markId: number, fromS: number, toS: number, more: Partial<HeardAt> = {}): HeardAt {
  return { markId, endpoint: 'thon-1', startMs: s(fromS), endMs: s(toS), fromMs: 0, ...more };
}

function row(
  markId: number,
  state: FinalRow['state'],
  fromS: number | null,
  toS: number | null,
  renderedS?: number,
): FinalRow {
  const renderedMs = s(renderedS ?? (fromS === null || toS === null ? 0 : toS - fromS));
  const ms = (seconds: number | null) => (seconds === null ? null : s(seconds));
  return { endpoint: 'thon-1', markId, state, startedMs: ms(fromS), endedMs: ms(toS), renderedMs };
}

const emergency = { level: 'emergency' } as const;
const priority = { level: 'priority' } as const;

interface History extends Facts {
  readonly name: string;
}

const good: History[] = [
  { name: 'an empty day', planned: [], heard: [], log: [] },
  {
    name: 'one broadcast, whole and punctual',
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [row(1, 'played', 10, 40)],
  },
  {
    name: 'half a second late is in time',
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10.5, 40.5)],
    log: [row(1, 'played', 10.5, 40.5)],
  },
  {
    name: 'log and ear differ by 90 ms',
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [row(1, 'played', 9.91, 40.09, 29.91)],
  },
  {
    name: 'two in a row, back to back',
    planned: [plan(1, 10, 30), plan(2, 40, 20)],
    heard: [ear(1, 10, 40), ear(2, 40, 60)],
    log: [row(1, 'played', 10, 40), row(2, 'played', 40, 60)],
  },
  {
    name: 'the second waits for the first, which is longer than its slot',
    planned: [plan(1, 10, 30), plan(2, 20, 20)],
    heard: [ear(1, 10, 40), ear(2, 40.4, 60.4)],
    log: [row(1, 'played', 10, 40), row(2, 'played', 40.4, 60.4)],
  },
  {
    name: 'three wait in a chain',
    planned: [plan(1, 10, 30), plan(2, 11, 30), plan(3, 12, 30)],
    heard: [ear(1, 10, 40), ear(2, 40.8, 70.8), ear(3, 71.5, 101.5)],
    log: [row(1, 'played', 10, 40), row(2, 'played', 40.8, 70.8), row(3, 'played', 71.5, 101.5)],
  },
  {
    name: 'unreachable, and the log says so',
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [row(1, 'failed', null, null)],
  },
  {
    name: 'cancelled before its time',
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [row(1, 'cancelled', null, null)],
  },
  {
    name: 'expired while the station was down',
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [row(1, 'expired', null, null)],
  },
  {
    name: 'stopped by the operator in the middle',
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 21)],
    log: [row(1, 'cancelled', 10, 21)],
  },
  {
    name: 'an emergency cuts in and the bulletin goes on after it',
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 20.2), ear(9, 20.4, 30.4), ear(1, 30.8, 50.6, { fromMs: s(10.2) })],
    log: [row(1, 'played', 10, 50.6, 30), row(9, 'played', 20.4, 30.4)],
  },
  {
    name: 'the resumed part repeats 1.5 s',
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 20), ear(9, 20.2, 30.2), ear(1, 30.5, 52, { fromMs: s(8.5) })],
    log: [row(1, 'played', 10, 52, 31.5), row(9, 'played', 20.2, 30.2)],
  },
  {
    name: 'an emergency cuts in and the bulletin is dropped',
    planned: [plan(1, 10, 30, { interruption: 'drop' }), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 20.2), ear(9, 20.3, 30.3)],
    log: [row(1, 'superseded', 10, 20.2), row(9, 'played', 20.3, 30.3)],
  },
  {
    name: 'one that restarts is heard from its beginning after the interruption',
    planned: [plan(1, 10, 30, { interruption: 'restart' }), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 20.2), ear(9, 20.3, 30.3), ear(1, 30.6, 60.6)],
    log: [row(1, 'played', 10, 60.6, 40.2), row(9, 'played', 20.3, 30.3)],
  },
  {
    name: 'two emergencies in order of acceptance, both inside one bulletin',
    planned: [plan(1, 10, 30), plan(8, 20, 5, emergency), plan(9, 21, 5, emergency)],
    heard: [ear(1, 10, 20.2), ear(8, 20.3, 25.3), ear(9, 25.5, 30.5), ear(1, 31, 50.8, { fromMs: s(10.2) })],
    log: [row(1, 'played', 10, 50.8, 30), row(8, 'played', 20.3, 25.3), row(9, 'played', 25.5, 30.5)],
  },
  {
    name: 'cut off by a lost link, and the log admits a part',
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 25)],
    log: [row(1, 'played_part', 10, 25)],
  },
  {
    name: 'a hole of 3 s that the log admits',
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40, { gaps: [{ atMs: s(20), lengthMs: s(3) }] })],
    log: [row(1, 'played_part', 10, 40, 27)],
  },
  {
    name: 'a hole of 6 s that this test allows',
    planned: [plan(1, 10, 30, { allowedGapMs: s(8) })],
    heard: [ear(1, 10, 25), ear(1, 31, 46, { fromMs: s(15) })],
    log: [row(1, 'played', 10, 46, 30)],
  },
  {
    name: 'late by a restart inside the window that this test allows',
    planned: [plan(1, 10, 30, { allowedLateMs: s(60) })],
    heard: [ear(1, 50, 80)],
    log: [row(1, 'played', 50, 80)],
  },
  {
    name: 'the same broadcast on two endpoints',
    planned: [plan(1, 10, 30), plan(1, 10, 30, { endpoint: 'thon-2' })],
    heard: [ear(1, 10, 40), ear(1, 10.02, 40.02, { endpoint: 'thon-2' })],
    log: [row(1, 'played', 10, 40), { ...row(1, 'played', 10.02, 40.02), endpoint: 'thon-2' }],
  },
  {
    name: 'an ear without a frame counter: one that goes on is not a second play',
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [
      ear(1, 10, 20, { fromMs: null }),
      ear(9, 20.3, 30.3, { fromMs: null }),
      ear(1, 30.8, 50.8, { fromMs: null }),
    ],
    log: [row(1, 'played', 10, 50.8, 30), row(9, 'played', 20.3, 30.3)],
  },
  {
    name: 'a priority broadcast waits for the emergency that is on',
    planned: [plan(9, 10, 30, emergency), plan(5, 20, 10, priority)],
    heard: [ear(9, 10, 40), ear(5, 40.3, 50.3)],
    log: [row(9, 'played', 10, 40), row(5, 'played', 40.3, 50.3)],
  },
];

const bad: (History & { readonly rules: readonly Rule[] })[] = [
  {
    name: 'silence, and no row',
    rules: ['silent_loss'],
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [],
  },
  {
    name: 'heard, and no row',
    rules: ['no_final_row'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [],
  },
  {
    name: 'two rows that agree',
    rules: ['two_final_rows'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [row(1, 'played', 10, 40), row(1, 'played', 10, 40)],
  },
  {
    name: 'two rows that disagree',
    rules: ['two_final_rows'],
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [row(1, 'failed', null, null), row(1, 'expired', null, null)],
  },
  {
    name: 'a row for nothing',
    rules: ['row_unplanned'],
    planned: [],
    heard: [],
    log: [row(1, 'failed', null, null)],
  },
  {
    name: 'rogue sound',
    rules: ['heard_unplanned'],
    planned: [],
    heard: [ear(7, 10, 40)],
    log: [],
  },
  {
    name: 'planned on one endpoint, heard on another',
    rules: ['heard_unplanned', 'silent_loss'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40, { endpoint: 'thon-2' })],
    log: [],
  },
  {
    name: 'honest failure where nothing excuses silence',
    rules: ['not_heard'],
    planned: [plan(1, 10, 30, { mustBeHeard: true })],
    heard: [],
    log: [row(1, 'failed', null, null)],
  },
  {
    name: 'the whole broadcast twice',
    rules: ['heard_twice'],
    planned: [plan(1, 10, 30, { allowedGapMs: s(30) })],
    heard: [ear(1, 10, 40), ear(1, 60, 90)],
    log: [row(1, 'played', 10, 90, 60)],
  },
  {
    name: 'twice, by an ear without a frame counter',
    rules: ['heard_twice'],
    planned: [plan(1, 10, 30, { allowedGapMs: s(30) })],
    heard: [ear(1, 10, 40, { fromMs: null }), ear(1, 60, 90, { fromMs: null })],
    log: [row(1, 'played', 10, 90, 60)],
  },
  {
    name: 'the last 3 s again after the end',
    rules: ['heard_twice'],
    planned: [plan(1, 10, 30, { allowedGapMs: s(30) })],
    heard: [ear(1, 10, 40), ear(1, 45, 48, { fromMs: s(27) })],
    log: [row(1, 'played', 10, 48, 33)],
  },
  {
    name: 'from the beginning again after an interruption, though it resumes',
    rules: ['heard_twice'],
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 20.2), ear(9, 20.3, 30.3), ear(1, 30.6, 60.6)],
    log: [row(1, 'played', 10, 60.6, 40.2), row(9, 'played', 20.3, 30.3)],
  },
  {
    name: 'one that restarts, but had been heard whole',
    rules: ['heard_twice'],
    planned: [plan(1, 10, 30, { interruption: 'restart', allowedGapMs: s(30) })],
    heard: [ear(1, 10, 40), ear(1, 41, 71)],
    log: [row(1, 'played', 10, 71, 60)],
  },
  {
    name: 'the resumed part repeats 5 s',
    rules: ['resume_repeats'],
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 20), ear(9, 20.2, 30.2), ear(1, 30.5, 55.5, { fromMs: s(5) })],
    log: [row(1, 'played', 10, 55.5, 35), row(9, 'played', 20.2, 30.2)],
  },
  {
    name: 'heard whole, but the log says failed',
    rules: ['heard_but_not_logged'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [row(1, 'failed', null, null)],
  },
  {
    name: 'heard, but the log says expired and gives a length',
    rules: ['heard_but_not_logged'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [row(1, 'expired', 10, 40)],
  },
  {
    name: 'heard in part, but cancelled with nothing rendered',
    rules: ['heard_but_not_logged'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 15)],
    log: [row(1, 'cancelled', null, null)],
  },
  {
    name: 'played, says the log, and nobody heard it',
    rules: ['logged_but_not_heard'],
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [row(1, 'played', 10, 40)],
  },
  {
    name: 'played in part, says the log, and nobody heard it',
    rules: ['logged_but_not_heard'],
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [row(1, 'played_part', 10, 20)],
  },
  {
    name: 'failed with 12 s rendered, and nobody heard them',
    rules: ['logged_but_not_heard'],
    planned: [plan(1, 10, 30)],
    heard: [],
    log: [row(1, 'failed', 10, 22)],
  },
  {
    name: 'cut after 15 s and logged as played with the true numbers',
    rules: ['part_logged_as_whole'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 25)],
    log: [row(1, 'played', 10, 25)],
  },
  {
    name: 'the beginning is missing and the log says played',
    rules: ['part_logged_as_whole'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10.5, 36, { fromMs: s(4.5) })],
    log: [row(1, 'played', 10.5, 36)],
  },
  {
    name: 'a skip that a repeat of equal length hides from the sum',
    rules: ['part_logged_as_whole'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 20), ear(1, 20, 25, { fromMs: s(8.5) }), ear(1, 25, 40, { fromMs: s(15) })],
    log: [row(1, 'played', 10, 40)],
  },
  {
    name: 'cut after 15 s and logged as played whole',
    rules: ['log_differs', 'log_differs', 'part_logged_as_whole'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 25)],
    log: [row(1, 'played', 10, 40)],
  },
  {
    name: 'the log begins 300 ms before the ear',
    rules: ['log_differs'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10.3, 40.3)],
    log: [row(1, 'played', 10, 40.3, 30)],
  },
  {
    name: 'the log ends 150 ms after the ear',
    rules: ['log_differs'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [row(1, 'played', 10, 40.15, 30)],
  },
  {
    name: 'the log counts silence as sound',
    rules: ['log_differs'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40, { gaps: [{ atMs: s(20), lengthMs: s(3) }] })],
    log: [row(1, 'played_part', 10, 40, 30)],
  },
  {
    name: 'played, says the log, but not when',
    rules: ['log_differs', 'log_differs'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40)],
    log: [row(1, 'played', null, null, 30)],
  },
  {
    name: 'two sounds at once for 400 ms',
    rules: ['overlap'],
    planned: [plan(1, 10, 30), plan(2, 40, 20)],
    heard: [ear(1, 10, 40), ear(2, 39.6, 59.6)],
    log: [row(1, 'played', 10, 40), row(2, 'played', 39.6, 59.6)],
  },
  {
    name: 'the emergency is mixed over the bulletin',
    rules: ['overlap', 'wrong_order'],
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 40), ear(9, 20.5, 30.5)],
    log: [row(1, 'played', 10, 40), row(9, 'played', 20.5, 30.5)],
  },
  {
    name: 'of three sounds at once each pair is named',
    rules: ['overlap', 'overlap', 'overlap'],
    planned: [plan(1, 10, 30), plan(2, 10.1, 30), plan(3, 10.2, 30)],
    heard: [ear(1, 10, 40), ear(2, 10.1, 40.1), ear(3, 10.2, 40.2)],
    log: [row(1, 'played', 10, 40), row(2, 'played', 10.1, 40.1), row(3, 'played', 10.2, 40.2)],
  },
  {
    name: 'the later one goes first',
    rules: ['wrong_order'],
    planned: [plan(1, 10, 10), plan(2, 10.5, 10)],
    heard: [ear(2, 10.9, 20.9), ear(1, 21.2, 31.2)],
    log: [row(1, 'played', 21.2, 31.2), row(2, 'played', 10.9, 20.9)],
  },
  {
    name: 'the emergency waits for the bulletin to end',
    rules: ['starts_late', 'wrong_order'],
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 40), ear(9, 40.2, 50.2)],
    log: [row(1, 'played', 10, 40), row(9, 'played', 40.2, 50.2)],
  },
  {
    name: 'a scheduled broadcast starts while priority waits',
    rules: ['starts_late', 'wrong_order'],
    planned: [plan(5, 10, 10, priority), plan(1, 12, 10)],
    heard: [ear(1, 12, 22), ear(5, 22.3, 32.3)],
    log: [row(1, 'played', 12, 22), row(5, 'played', 22.3, 32.3)],
  },
  {
    name: 'a bulletin cuts into an emergency',
    rules: ['wrong_order'],
    planned: [plan(9, 10, 30, emergency), plan(1, 20, 5)],
    heard: [ear(9, 10, 20), ear(1, 20.2, 25.2), ear(9, 25.4, 45.4, { fromMs: s(10) })],
    log: [row(9, 'played', 10, 45.4, 30), row(1, 'played', 20.2, 25.2)],
  },
  {
    name: 'two seconds early',
    rules: ['starts_early'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 8, 38)],
    log: [row(1, 'played', 8, 38)],
  },
  {
    name: 'two seconds late with the air free',
    rules: ['starts_late'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 12, 42)],
    log: [row(1, 'played', 12, 42)],
  },
  {
    name: 'waits for the first, and then 5 s more',
    rules: ['starts_late'],
    planned: [plan(1, 10, 30), plan(2, 20, 10)],
    heard: [ear(1, 10, 40), ear(2, 45, 55)],
    log: [row(1, 'played', 10, 40), row(2, 'played', 45, 55)],
  },
  {
    name: 'later than the test allows',
    rules: ['starts_late'],
    planned: [plan(1, 10, 30, { allowedLateMs: s(60) })],
    heard: [ear(1, 75, 105)],
    log: [row(1, 'played', 75, 105)],
  },
  {
    name: 'a hole of 80 ms that the log hides',
    rules: ['gap'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 40, { gaps: [{ atMs: s(20), lengthMs: 80 }] })],
    log: [row(1, 'played', 10, 40, 29.92)],
  },
  {
    name: '5 s of silence between two parts, with nothing else on the air',
    rules: ['gap'],
    planned: [plan(1, 10, 30)],
    heard: [ear(1, 10, 20), ear(1, 25, 45, { fromMs: s(10) })],
    log: [row(1, 'played', 10, 45, 30)],
  },
  {
    name: '10 s of silence after the emergency before the bulletin goes on',
    rules: ['gap'],
    planned: [plan(1, 10, 30), plan(9, 20, 10, emergency)],
    heard: [ear(1, 10, 20), ear(9, 20.2, 30.2), ear(1, 40.2, 60.2, { fromMs: s(10) })],
    log: [row(1, 'played', 10, 60.2, 30), row(9, 'played', 20.2, 30.2)],
  },
  {
    name: 'a longer hole than this test allows, though the log admits a part',
    rules: ['gap'],
    planned: [plan(1, 10, 30, { allowedGapMs: s(8) })],
    heard: [ear(1, 10, 20), ear(1, 32, 52, { fromMs: s(10) })],
    log: [row(1, 'played_part', 10, 52, 30)],
  },
  {
    name: 'every endpoint is judged alone',
    rules: ['silent_loss', 'starts_late'],
    planned: [plan(1, 10, 30), plan(1, 10, 30, { endpoint: 'thon-2' })],
    heard: [ear(1, 13, 43, { endpoint: 'thon-2' })],
    log: [{ ...row(1, 'played', 13, 43), endpoint: 'thon-2' }],
  },
];

describe('the judge', () => {
  test.each(good)('finds nothing wrong: $name', (history) => {
    expect(judge(history).map((violation) => violation.sentence)).toEqual([]);
  });

  test.each(bad)('finds $rules: $name', ({ rules, ...history }) => {
    expect(
      judge(history)
        .map((violation) => violation.rule)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(rules);
  });

  test('every rule has a history that breaks it', () => {
    const broken = new Set(bad.flatMap(({ rules }) => rules));
    expect(Object.keys(RULES).filter((rule) => !broken.has(rule as Rule))).toEqual([]);
  });

  test('the order in which facts are given does not matter', () => {
    const sorted = (facts: Facts) =>
      judge(facts)
        .map((violation) => violation.sentence)
        .toSorted((a, b) => (a < b ? -1 : 1));
    for (const { planned, heard, log } of [...good, ...bad]) {
      const turned = { planned: planned.toReversed(), heard: heard.toReversed(), log: log.toReversed() };
      if (!planned.some((one) => log.filter((of) => of.markId === one.markId).length > 1)) {
        expect(sorted(turned)).toEqual(sorted({ planned, heard, log }));
      }
    }
  });

  test('a sentence names the endpoint, the mark, the rule and by how much', () => {
    const [violation] = judge({
      planned: [plan(0xab, 10, 30)],
      heard: [ear(0xab, 12, 42)],
      log: [row(0xab, 'played', 12, 42)],
    });
    expect(violation).toMatchObject({ rule: 'starts_late', endpoint: 'thon-1', markId: 0xab, byMs: 2000 });
    expect(violation?.sentence).toBe(`thon-1, mark ab: ${RULES.starts_late} by 2000 ms`);
  });

  test('tolerances are arguments', () => {
    const facts = { planned: [plan(1, 10, 30)], heard: [ear(1, 10.4, 40.4)], log: [row(1, 'played', 10.4, 40.4)] };
    expect(judge(facts)).toEqual([]);
    expect(judge(facts, { startMs: 300 }).map(({ rule }) => rule)).toEqual(['starts_late']);
  });
});
