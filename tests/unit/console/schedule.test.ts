import { describe, expect, it } from 'vitest';
import { instantOf } from '#kernel';
import { checkRule, WEEKDAYS } from '#schedule';
import { hoursFor, layBlocks, timeAt } from '../../../src/console/schedule/day-layout.ts';
import {
  bodyFrom,
  draftFrom,
  freshRule,
  patternFrom,
  type RuleDraft,
  ruleProblem,
} from '../../../src/console/schedule/rule-draft.ts';
import { isMovable, slotState } from '../../../src/console/schedule/slot-state.ts';
import { datesOf, pageOn, type View } from '../../../src/console/schedule/views.ts';
import type { RouteAnswer } from '../../../src/http/contract.ts';

type Slot = RouteAnswer<'getCalendar'>['slots'][number];
const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-24') => instantOf(date, time, ZONE) ?? Number.NaN;
const NOW = at('04:00');
const NONE = { all: 3, played: 0, proved: 0, part: 0, handedOver: 0, withheld: 0 };
const slot = (more: Partial<Slot> = {}): Slot => ({
  ...{ id: 'rul_1 2026-11-24 05:00', broadcastId: null, ruleId: 'rul_1', isAskedOnce: false, title: 'Tin' },
  ...{ occurrence: { date: '2026-11-24', time: '05:00' }, kind: 'bulletin', level: 'scheduled' },
  ...{ plannedAt: at('05:00'), durationMs: 600_000, slot: null, state: 'expected', hindrance: null },
  ...{ areaIds: [], ends: NONE, ...more },
});
const text = { vi: '', en: '' };
const ended = (ends: Partial<Slot['ends']>) => slot({ state: 'ended', ends: { ...NONE, ...ends } });

describe('how a slot stands', () => {
  it.each<[string, Slot, unknown]>([
    ['to come', slot(), { kind: 'coming' }],
    ['not approved', slot({ hindrance: { reason: 'not_approved', text, endpoints: 3 } }), { kind: 'unapproved' }],
    [
      'outside the hours',
      slot({ hindrance: { reason: 'outside_hours', text, endpoints: 2 } }),
      { kind: 'held', endpoints: 2 },
    ],
    [
      'a sound that is not ready',
      slot({ hindrance: { reason: null, text, endpoints: 3 } }),
      { kind: 'held', endpoints: 3 },
    ],
    ['nothing in it', slot({ hindrance: { reason: null, text, endpoints: 3, isEmpty: true } }), { kind: 'empty' }],
    ['too short', slot({ slot: { underMs: 90_000, overMs: 0 } }), { kind: 'under', byMs: 90_000 }],
    ['too long', slot({ slot: { underMs: 0, overMs: 61_000 } }), { kind: 'over', byMs: 61_000 }],
    ['full to the half second', slot({ slot: { underMs: 500, overMs: 0 } }), { kind: 'coming' }],
    [
      'silent goes before short',
      slot({ slot: { underMs: 90_000, overMs: 0 }, hindrance: { reason: 'mourning', text, endpoints: 1 } }),
      { kind: 'held', endpoints: 1 },
    ],
    ['on the air', slot({ state: 'on_air' }), { kind: 'on_air' }],
    ['proved everywhere', ended({ played: 3, proved: 3 }), { kind: 'all' }],
    ['sent, proved by two', ended({ played: 3, proved: 2 }), { kind: 'sent' }],
    ['whole on one', ended({ played: 1, proved: 1, part: 1 }), { kind: 'part', played: 1, all: 3 }],
    ['nowhere', ended({ part: 3 }), { kind: 'nowhere' }],
    ['nobody there', ended({ all: 0 }), { kind: 'nowhere' }],
    ['held back', ended({ withheld: 3 }), { kind: 'withheld' }],
    ['gone by FM', ended({ handedOver: 3 }), { kind: 'handed_over' }],
    ['partly by FM', ended({ played: 2, proved: 2, handedOver: 1 }), { kind: 'all' }],
    ['called off', slot({ state: 'cancelled' }), { kind: 'cancelled' }],
  ])('%s', (_what, given, wanted) => expect(slotState(given)).toEqual(wanted));

  it.each<[boolean, Partial<Slot>]>([
    [true, {}],
    [true, { state: 'planned', broadcastId: 'brc_1' }],
    [false, { state: 'on_air' }],
    [false, { ruleId: null, occurrence: null }],
    [true, { ruleId: null, occurrence: null, isAskedOnce: true, state: 'planned' }],
    [false, { ruleId: null, occurrence: null, isAskedOnce: true, state: 'on_air' }],
    [false, { plannedAt: NOW - 1 }],
  ])('can be moved: %s', (wanted, more) => expect(isMovable(slot(more), NOW)).toBe(wanted));
});

describe('the column of a day', () => {
  it('stands what would cover each other side by side, and nothing else', () => {
    const slots = [
      slot({ id: 'a', plannedAt: at('05:00'), durationMs: 1_800_000 }),
      slot({ id: 'b', plannedAt: at('05:10'), durationMs: 300_000 }),
      slot({ id: 'c', plannedAt: at('05:25'), durationMs: 300_000 }),
      slot({ id: 'd', plannedAt: at('05:45') }),
      slot({ id: 'e', plannedAt: at('05:00', '2026-11-25') }),
      slot({ id: 'f', plannedAt: at('23:55'), durationMs: null }),
    ];
    const blocks = layBlocks(slots, '2026-11-24', ZONE);
    expect(blocks.map((one) => [one.slot.id, one.fromMinute, one.minutes, one.lane, one.lanes])).toEqual([
      ['a', 300, 30, 0, 2],
      ['b', 310, 15, 1, 2],
      ['c', 325, 15, 1, 2],
      ['d', 345, 15, 0, 1],
      ['f', 1435, 5, 0, 1],
    ]);
    expect(hoursFor(blocks)).toEqual([5, 24]);
    expect(hoursFor([])).toEqual([5, 20]);
  });

  it.each([
    [303, '05:05'],
    [-20, '00:00'],
    [1438, '23:55'],
  ])('minute %i is dropped at %s', (minute, time) => expect(timeAt(minute)).toBe(time));
});

describe('the dates on show', () => {
  it.each<[View, string, string, string, number]>([
    ['day', '2026-11-24', '2026-11-24', '2026-11-24', 1],
    ['list', '2026-11-24', '2026-11-24', '2026-11-30', 7],
    ['week', '2026-11-24', '2026-11-23', '2026-11-29', 7],
    ['week', '2026-11-29', '2026-11-23', '2026-11-29', 7],
    ['month', '2026-11-24', '2026-10-26', '2026-12-06', 42],
    ['month', '2027-02-17', '2027-02-01', '2027-03-14', 42],
  ])('%s of %s is %s to %s', (view, date, first, last, count) => {
    const dates = datesOf(view, date);
    expect([dates[0], dates.at(-1), dates.length]).toEqual([first, last, count]);
  });
  it.each<[View, string, number, string]>([
    ['day', '2026-12-31', 1, '2027-01-01'],
    ['week', '2026-11-24', -1, '2026-11-17'],
    ['list', '2026-11-24', 1, '2026-12-01'],
    ['month', '2026-12-31', 1, '2027-01-01'],
    ['month', '2026-01-15', -1, '2025-12-01'],
  ])('a page of %s from %s on by %i is %s', (view, date, pages, wanted) => {
    expect(pageOn(view, date, pages)).toBe(wanted);
  });
});

describe('a rule as it is filled in', () => {
  const full: RuleDraft = {
    ...freshRule('2026-11-24'),
    ...{ title: ' Tin ', contentId: 'bul_1', zoneIds: ['zon_1'], weekdays: ['mon', 'fri'], times: ['17:00', '05:00'] },
  };
  it.each<[string | null, Partial<RuleDraft>]>([
    [null, {}],
    ['what', { contentId: '' }],
    ['title', { title: ' ' }],
    ['zones', { zoneIds: [] }],
    ['weekdays', { weekdays: [] }],
    [null, { way: 'daily', weekdays: [] }],
    ['date', { way: 'once', date: '' }],
    ['past', { way: 'once', date: '2026-11-23' }],
    [null, { way: 'once', times: ['03:00', '17:00'] }],
    ['times', { times: ['05:00', ''] }],
    ['twice', { times: ['05:00', '05:00'] }],
  ])('misses %s', (wanted, more) => expect(ruleProblem({ ...full, ...more }, NOW, ZONE)).toBe(wanted));

  it('says what the station understands, and is read back as it was', () => {
    const given = { ...full, from: '2026-11-24', excluded: ['2026-11-27'], replaced: { '2026-11-30': ['06:00'] } };
    const pattern = checkRule(JSON.parse(JSON.stringify(patternFrom(given, null))));
    expect(pattern).toEqual({
      ...{ every: 'weekly', weekdays: ['mon', 'fri'], times: ['05:00', '17:00'], from: '2026-11-24' },
      ...{ excluded: ['2026-11-27'], replaced: { '2026-11-30': ['06:00'] } },
    });
    const { title, zoneIds, active, ...body } = bodyFrom(given, pattern);
    expect({ title, zoneIds, active }).toEqual({ title: 'Tin', zoneIds: ['zon_1'], active: true });
    const rule = { ...{ id: 'rul_1', title, zoneIds, active, version: 1, sourceFile: null, next: [] }, ...body };
    const again = draftFrom({ ...rule, description: text }, '2026-11-24');
    expect(checkRule(JSON.parse(JSON.stringify(patternFrom(again, null))))).toEqual(pattern);
  });

  it('makes several times of one day a rule of that day, and keeps a pattern that it cannot show', () => {
    expect(patternFrom({ ...full, way: 'once' }, null)).toEqual({
      ...{ every: 'daily', times: ['05:00', '17:00'], from: '2026-11-24', until: '2026-11-24' },
    });
    const kept = { every: 'monthly', days: ['last'], times: ['05:00'] };
    expect(checkRule(JSON.parse(JSON.stringify(patternFrom({ ...full, way: 'kept' }, kept))))).toEqual(kept);
    expect(patternFrom({ ...full, times: [''] }, null)).toBeNull();
    expect(WEEKDAYS).toHaveLength(7);
  });
});
