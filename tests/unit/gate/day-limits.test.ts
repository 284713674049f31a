import { expect, test } from 'vitest';
import { type DaySpan, type EndpointGate, type GateRules, judgeDay, OPEN_RULES, openGate } from '#gate';
import { instantOf, type Level } from '#kernel';

const ZONE = 'Asia/Ho_Chi_Minh';
const gate = (rules: Partial<GateRules>, more: Partial<EndpointGate> = {}): EndpointGate => ({
  ...openGate(ZONE),
  versions: [{ from: '2026-01-01', rules: { ...OPEN_RULES, ...rules } }],
  ...more,
});
/** A broadcast on 2 March, or on the day that is given. */
const from = (time: string, minutes: number, bulletinId: string | null = null, date = '2026-03-02'): DaySpan => {
  const startAt = instantOf(date, time, ZONE) ?? Number.NaN;
  return { startAt, endAt: startAt + minutes * 60_000, bulletinId };
};
const judge = (rules: EndpointGate, load: readonly DaySpan[], span: DaySpan, level: Level = 'scheduled') =>
  judgeDay(rules, load, { level, kind: 'bulletin', ...span });
const ok = { ok: true };
const dayLimit = { ok: false, reason: 'day_limit' };
const repeatLimit = { ok: false, reason: 'repeat_limit' };

test('a third session of the day is refused; what joins one of the two is not', () => {
  const twice = gate({ sessionsPerDay: 2 });
  const load = [from('06:00', 10), from('17:00', 10)];
  expect(judge(twice, load, from('12:00', 1))).toEqual(dayLimit);
  expect(judge(twice, load, from('06:25', 5))).toEqual(ok);
  expect(judge(twice, load, from('06:26', 5))).toEqual(dayLimit);
  expect(judge(twice, load, from('05:40', 5))).toEqual(ok);
  expect(judge(twice, load, from('12:00', 1), 'emergency')).toEqual(ok);
  expect(judge(twice, load, from('12:00', 1, null, '2026-03-03'))).toEqual(ok);
});

test('a session over midnight belongs to the day on which it begins', () => {
  const once = gate({ sessionsPerDay: 1 });
  const evening = from('23:50', 20);
  expect(judge(once, [evening], from('00:15', 5, null, '2026-03-03'))).toEqual(ok);
  expect(judge(once, [evening], from('06:00', 5, null, '2026-03-03'))).toEqual(ok);
  expect(judge(once, [evening], from('06:00', 5))).toEqual(dayLimit);
  // It draws the session of the next day over midnight, where there is one already.
  expect(judge(once, [from('06:00', 5), from('00:05', 5, null, '2026-03-03')], from('23:55', 5))).toEqual(dayLimit);
});

test('a session is as long as from its first sound to its last, in whole minutes', () => {
  const short = gate({ minutesPerSession: 15 });
  expect(judge(short, [], from('06:00', 15.4))).toEqual(ok);
  expect(judge(short, [], from('06:00', 15.5))).toEqual(dayLimit);
  expect(judge(short, [from('06:00', 5)], from('06:10', 5))).toEqual(ok);
  expect(judge(short, [from('06:00', 5)], from('06:11', 5))).toEqual(dayLimit);
  // Two short sessions that this one would bring together.
  expect(judge(short, [from('06:00', 5), from('06:25', 5)], from('06:12', 5))).toEqual(dayLimit);
  expect(judge(short, [from('06:00', 5)], from('06:30', 15))).toEqual(ok);
});

test('a bulletin is repeated so often on one day, whatever session it stands in', () => {
  const twice = gate({ repeatLimit: 2 });
  const load = [from('06:00', 3, 'bul_a'), from('17:00', 3, 'bul_a'), from('18:00', 3, 'bul_b')];
  expect(judge(twice, load, from('19:00', 3, 'bul_a'))).toEqual(repeatLimit);
  expect(judge(twice, load, from('19:00', 3, 'bul_b'))).toEqual(ok);
  expect(judge(twice, load, from('19:00', 3, null))).toEqual(ok);
  expect(judge(twice, load, from('06:00', 3, 'bul_a', '2026-03-03'))).toEqual(ok);
  expect(judge(twice, load, from('19:00', 3, 'bul_a'), 'emergency')).toEqual(ok);
});

test('an exception day gives its own limits and leaves the others as they are', () => {
  const day = { date: '2026-03-02', reason: 'Bão', windows: null, sessionsPerDay: 3, minutesPerSession: null };
  const raised = gate({ sessionsPerDay: 1, minutesPerSession: 15 }, { exceptionDays: [day] });
  expect(judge(raised, [from('06:00', 5), from('12:00', 5)], from('18:00', 15))).toEqual(ok);
  expect(judge(raised, [from('06:00', 5), from('12:00', 5)], from('18:00', 16))).toEqual(dayLimit);
  expect(judge(raised, [from('06:00', 5, null, '2026-03-03')], from('18:00', 5, null, '2026-03-03'))).toEqual(dayLimit);
});
