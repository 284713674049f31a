import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SheetRow, sessionsOf } from '#paper';
import { sheetRow } from './paper-data.ts';

const MINUTE = 60_000;
const row = (startMinute: number, minutes: number): SheetRow =>
  sheetRow('05:00:00', { plannedAt: startMinute * MINUTE, durationMs: minutes * MINUTE });
const startsOf = (rows: readonly SheetRow[]) =>
  sessionsOf(rows).map((session) => session.rows.map((one) => one.plannedAt / MINUTE));

test.each<[string, SheetRow[], number[][]]>([
  ['nothing', [], []],
  ['one', [row(5, 3)], [[5]]],
  ['a gap of fifteen minutes is one session', [row(0, 5), row(20, 5)], [[0, 20]]],
  ['a longer one is two', [row(0, 5), row(20.1, 5)], [[0], [20.1]]],
  ['the gap counts from the end of the longest', [row(0, 60), row(10, 1), row(70, 5)], [[0, 10, 70]]],
  ['what comes unsorted is sorted', [row(90, 1), row(0, 1)], [[0], [90]]],
])('%s', (_what, rows, sessions) => {
  expect(startsOf(rows)).toEqual(sessions);
});

test('law: every row stands in exactly one session, and sessions are more than fifteen minutes apart', () => {
  const any = fc.array(fc.tuple(fc.nat({ max: 1440 }), fc.integer({ min: 1, max: 90 })), { maxLength: 30 });
  const property = fc.property(any, (pairs) => {
    const rows = pairs.map(([start, minutes]) => row(start, minutes));
    const sessions = sessionsOf(rows);
    expect(sessions.flatMap((session) => session.rows)).toHaveLength(rows.length);
    expect(new Set(sessions.flatMap((session) => session.rows))).toEqual(new Set(rows));
    for (const [number, { fromAt, toAt, rows: own }] of sessions.entries()) {
      expect(fromAt).toBe(own[0]?.plannedAt);
      expect(toAt).toBe(Math.max(...own.map((one) => one.plannedAt + one.durationMs)));
      const before = sessions[number - 1];
      if (before) expect(fromAt - before.toAt).toBeGreaterThan(15 * MINUTE);
    }
  });
  fc.assert(property);
});
