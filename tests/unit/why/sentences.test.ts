import { describe, expect, test } from 'vitest';
import { EVIDENCE, FINAL_STATES, type FinalState, instantOf, LEVELS, REASONS, type Reason } from '#kernel';
import type { Party } from '#why';
import { type Course, courseSentence, hindranceSentence, moment, ruleSentence } from '../../../src/why/sentences.ts';
import { HINDRANCES } from '../../../src/why/trace.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;
const scene = { zone: ZONE, date: '2026-11-23' };
const party = (broadcastId: string, more: Partial<Party> = {}): Party => ({
  broadcastId,
  title: `Tin ${broadcastId}`,
  level: 'scheduled',
  kind: 'bulletin',
  plannedAt: at('05:00'),
  acceptedAt: 1,
  precedence: 0,
  cutInAfterMs: null,
  ...more,
});
const alarm = party('bão', { level: 'emergency', kind: 'emergency' });

/** Whole sentences: no empty place, no place left open, and no word of the program in them. */
function isSaid({ vi, en }: { vi: string; en: string }): void {
  for (const text of [vi, en]) {
    expect(text).toMatch(/^[“\p{L}].*\.$/u);
    expect(text).not.toMatch(/\{|\}|undefined|null|NaN|: \.|vì \.|_/);
  }
  expect(vi).not.toBe(en);
}

test.each(HINDRANCES)('the hindrance %s has whole sentences in both languages', (hindrance) => {
  for (const holder of [null, alarm]) {
    for (const opensAt of [null, at('05:30')]) {
      isSaid(hindranceSentence(party('A'), { hindrance, holder, clause: null, opensAt, notAfter: at('05:05') }, scene));
    }
  }
});

describe.each(Object.keys(FINAL_STATES) as FinalState[])('the final state %s', (state) => {
  test.each(Object.keys(REASONS) as Reason[])('with the reason %s', (reason) => {
    for (const level of LEVELS) {
      const times = { startAt: at('05:00'), startedAt: at('05:00'), endedAt: at('05:00:20'), closedAt: at('05:01') };
      const amounts = { renderedMs: 20_000, durationMs: 60_000, notAfter: at('05:05') };
      const course: Course = { ...party('A', { level }), state, reason, ...times, ...amounts };
      isSaid(courseSentence(course, scene));
      isSaid(courseSentence({ ...course, startAt: null, startedAt: null, endedAt: null, renderedMs: 0 }, scene));
    }
  });
});

test('a bulletin that waits for an alarm says so', () => {
  const held = { holder: alarm, clause: null, opensAt: null, notAfter: null };
  expect(hindranceSentence(party('A'), { ...held, hindrance: 'air_taken' }, scene)).toEqual({
    vi: '“Tin A” chờ vì “Tin bão” (khẩn cấp) đang phát.',
    en: '“Tin A” waited because “Tin bão” (emergency) had the air.',
  });
});

test('a bulletin that is held by quiet hours says which, and until when', () => {
  const clause = { vi: 'giờ yên lặng 21:30–05:00', en: 'quiet hours 21:30–05:00' };
  const held = { hindrance: 'outside_hours', holder: null, clause, opensAt: at('05:00'), notAfter: null } as const;
  expect(hindranceSentence(party('A', { plannedAt: at('04:58') }), held, scene)).toEqual({
    vi: '“Tin A” bị giữ vì giờ yên lặng 21:30–05:00 đến 05:00.',
    en: '“Tin A” was held back: quiet hours 21:30–05:00 until 05:00.',
  });
});

test.each<[string, Partial<Party>, string, string]>([
  ['level', { level: 'filler' }, 'mức “theo lịch” đứng trước mức “lấp chỗ trống”', 'the level “scheduled” goes before'],
  ['a person', { precedence: 1 }, 'người phụ trách đã xếp thứ tự', 'a person put them in this order'],
  [
    'the plan',
    { plannedAt: at('05:01') },
    'đặt giờ sớm hơn (05:00 so với 05:01)',
    'planned earlier (05:00, the other 05:01)',
  ],
  ['acceptance', { acceptedAt: 2 }, 'được nhận trước', 'accepted earlier'],
  ['the id', {}, 'theo thứ tự mã buổi phát', 'by the order of their ids'],
])('who goes first by %s is told by that rule', (_what, more, vi, en) => {
  const said = ruleSentence(party('A'), party('B', more), scene);
  expect(said.vi).toContain(vi);
  expect(said.en).toContain(en);
});

test('a time of another day carries its date', () => {
  expect(moment(at('05:00'), scene)).toEqual({ vi: '05:00', en: '05:00' });
  expect(moment(at('05:00:07', '2026-11-24'), scene)).toEqual({
    vi: '05:00:07 ngày 24/11',
    en: '05:00:07 on 2026-11-24',
  });
});

test('the grades of evidence are not part of the story', () => {
  const said = courseSentence(
    {
      ...party('A'),
      ...{ state: 'played', reason: 'complete', startAt: at('05:00'), startedAt: at('05:00'), endedAt: at('05:01') },
      ...{ renderedMs: 60_000, durationMs: 60_000, notAfter: at('05:05'), closedAt: at('05:01') },
    },
    scene,
  );
  for (const grade of Object.keys(EVIDENCE)) expect(said.vi).not.toContain(grade);
  expect(said.vi).toBe('“Tin A” (theo lịch) đã phát từ 05:00 đến 05:01.');
});
