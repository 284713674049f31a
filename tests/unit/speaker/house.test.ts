import { expect, test } from 'vitest';
import { type EndpointGate, type GateRules, OPEN_RULES, openGate } from '#gate';
import type { PlanEntry } from '#link';
import { firstCandidate } from '../../../src/speaker/candidates.ts';
import { askHouse, endingOf, gateOf, loadOf, loudnessDb } from '../../../src/speaker/house.ts';
import { emptyRecollection } from '../../../src/speaker/recollection.ts';
import { Village, ZONE } from './village.ts';

const village = new Village();
/** An instant of 6 January 2026 by the clock of the village. */
const at = (time: string) => Date.parse(`2026-01-06T${time}+07:00`);
const entry = (plannedAt: number, change: Partial<PlanEntry> = {}) => village.entry('one', plannedAt, change);
const stream = (durationMs: number) => [{ kind: 'stream', streamId: 'str_1', durationMs } as const];
const gateWith = (rules: Partial<GateRules>, more: Partial<EndpointGate> = {}): EndpointGate => ({
  ...openGate(ZONE),
  versions: [{ from: '2026-01-01', rules: { ...OPEN_RULES, ...rules } }],
  ...more,
});
const night = gateWith({ quietHours: [{ from: '21:30', to: '05:00' }] });
const funeral = gateWith({}, { quietSpans: [{ from: at('10:00'), to: at('11:00'), reason: 'đám tang' }] });

test.each<[string, EndpointGate | null, PlanEntry, ReturnType<typeof askHouse>]>([
  ['open through its length', night, entry(at('21:29:40')), { ok: true }],
  [
    'closing a millisecond before its end: it waits for the morning, which is too late',
    night,
    entry(at('21:29:40.001')),
    { ok: false, reason: 'outside_hours', askAgainAt: null },
  ],
  ['closed, with an opening in time', night, entry(at('04:57')), refusal('outside_hours', at('05:00'))],
  ['an emergency by night', night, entry(at('23:00'), { level: 'emergency' }), { ok: true }],
  ['a stream that begins before the night', night, entry(at('21:29:59'), { items: stream(3e6) }), { ok: true }],
  ['a stream by night', night, entry(at('22:00'), { items: stream(3e6) }), refusal('outside_hours', null)],
  ['one that its slot ends in time', night, entry(at('21:29:50'), { endBy: at('21:29:58') }), { ok: true }],
  ['a quiet span', funeral, entry(at('10:57')), refusal('quiet_zone', at('11:00'))],
  ['a quiet span that would cut it', funeral, entry(at('09:59:50')), refusal('quiet_zone', null)],
  [
    'music in state mourning',
    gateWith({}, { mourning: [{ from: '2026-01-06', to: '2026-01-06' }] }),
    entry(at('09:00'), { kind: 'music' }),
    refusal('mourning', null),
  ],
  ['a house without a gate', null, entry(at('03:00')), { ok: true }],
])('%s', (_what, gate, planned, word) => {
  expect(askHouse(gate, () => [], firstCandidate(planned, planned.plannedAt), planned.plannedAt)).toEqual(word);
});

function refusal(reason: 'outside_hours' | 'quiet_zone' | 'mourning', askAgainAt: number | null) {
  return { ok: false, reason, askAgainAt } as const;
}

test('limits of the day count what was heard here, warnings and what is going on apart', () => {
  const known = emptyRecollection(1);
  const begun = { entry: null, startedAt: null, gapsMs: 0, bulletinId: 'bul_one', level: 'scheduled' } as const;
  const heard = { startAt: at('06:00'), renderedMs: 20_000, seenAt: at('06:01'), endedAt: at('06:01') };
  known.begun.set('brc_1', { ...begun, ...heard });
  known.begun.set('brc_2', { ...begun, ...heard, level: 'emergency' });
  known.begun.set('brc_3', { ...begun, ...heard, renderedMs: 0 });
  known.begun.set('brc_4', { ...begun, ...heard, endedAt: at('06:01') - 3 * 86_400_000 });
  const load = loadOf(known, at('12:00'));
  expect(load).toEqual([{ startAt: at('06:00'), endAt: at('06:01'), bulletinId: 'bul_one' }]);
  const ask = (rules: Partial<GateRules>, change: Partial<PlanEntry>, isBegun = false) => {
    const claim = firstCandidate(entry(at('12:00'), change), at('12:00'));
    return askHouse(gateWith(rules), () => load, { ...claim, isBegun }, at('12:00'));
  };
  const once = { repeatLimit: 1 };
  expect(ask(once, {})).toEqual({ ok: false, reason: 'repeat_limit', askAgainAt: null });
  expect(ask(once, {}, true)).toEqual({ ok: true });
  expect(ask(once, { bulletinId: 'bul_two' })).toEqual({ ok: true });
  expect(ask(once, { level: 'emergency' })).toEqual({ ok: true });
  expect(ask({ sessionsPerDay: 1 }, { bulletinId: null })).toMatchObject({ reason: 'day_limit' });
  const long = { items: stream(7_200_000), durationMs: 7_200_000 };
  expect(ask({ minutesPerSession: 60 }, long)).toMatchObject({ reason: 'day_limit' });
  // Nobody knows how long a voice will be: it may begin.
  expect(ask({ minutesPerSession: 60 }, { ...long, isOpenEnded: true })).toEqual({ ok: true });
});

test('what has the air must be silent at the first of: end of slot, end of voice, closing gate', () => {
  const begun = at('21:20');
  const talk = entry(begun, { items: stream(3_600_000), durationMs: 3_600_000, isOpenEnded: true });
  const ending = (gate: EndpointGate | null, change: Partial<PlanEntry>, now = begun) =>
    endingOf(gate, { ...talk, ...change }, now, now, null);
  expect(ending(night, {})).toEqual({ at: at('21:30'), why: 'outside_hours' });
  expect(ending(night, { endBy: at('21:25') })).toEqual({ at: at('21:25'), why: 'slot_over' });
  expect(ending(night, { durationMs: 60_000 })).toEqual({ at: at('21:21'), why: 'concluded' });
  // Who began late, behind another voice, is done when it is over for all.
  expect(ending(night, { durationMs: 60_000 }, begun + 45_000)).toEqual({ at: at('21:21'), why: 'concluded' });
  expect(ending(night, { durationMs: 900_000 })).toEqual({ at: at('21:30'), why: 'outside_hours' });
  expect(ending(null, {})).toBeNull();
  expect(ending(night, { level: 'emergency' })).toBeNull();
});

test('a gate that closes while it sounds leaves the time of one fade, however often it is asked', () => {
  const begun = at('09:59:59');
  const first = endingOf(funeral, entry(begun), begun, at('10:00:05'), null);
  expect(first).toEqual({ at: at('10:00:05.400'), why: 'quiet_zone' });
  expect(endingOf(funeral, entry(begun), begun, at('10:00:05.300'), first)).toEqual(first);
  // Not begun yet: it never sounds.
  expect(endingOf(funeral, entry(begun), at('10:00:06'), at('10:00:05.600'), null)?.at).toBe(at('10:00:06'));
  // Taken to the device before the gate opens, it sounds when it is open.
  expect(endingOf(funeral, entry(at('11:00')), at('11:00'), at('10:59:59.500'), null)).toBeNull();
});

test('in the night band nothing but a warning is louder than the ceiling, and nothing is made louder by it', () => {
  const soft = gateWith({ nightBand: { from: '21:00', to: '06:00', ceilingDb: -10 } });
  const db = (time: string, change: Partial<PlanEntry>) => loudnessDb(soft, entry(at(time), change), at(time));
  expect(db('05:59:59', { gainDb: 3 })).toBe(-10);
  expect(db('06:00', { gainDb: 3 })).toBe(3);
  expect(db('22:00', { gainDb: -20 })).toBe(-20);
  expect(db('22:00', { gainDb: 3, level: 'emergency' })).toBe(3);
  expect(loudnessDb(null, entry(at('22:00'), { gainDb: 3 }), at('22:00'))).toBe(3);
});

test('a village that was never told its rules sleeps at night; one whose house has no gate does not', () => {
  const ask = (gate: EndpointGate | null) => {
    const planned = entry(at('22:00'));
    return askHouse(gate, () => [], firstCandidate(planned, planned.plannedAt), planned.plannedAt).ok;
  };
  expect(ask(gateOf(null))).toBe(false);
  expect(ask(gateOf({ gate: null, bank: [] }))).toBe(true);
});
