import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ceilingDbAt,
  type DaySpan,
  DEFAULT_RULES,
  type EndpointGate,
  type ExceptionDay,
  firstOpening,
  type GateAsk,
  type GateRules,
  gateAt,
  judgeDay,
  OPEN_RULES,
  SESSION_GAP_MS,
} from '#gate';
import { civilOf, dateOfDay, dayNumber, instantOf, KINDS, LEVELS } from '#kernel';

/** Zones with summer time: at 01:00 or 02:00, at midnight, at 24:00 of the day before; and a change at 00:01 (till 2011). */
const ZONES = [
  ...['Asia/Ho_Chi_Minh', 'Europe/London', 'America/Havana', 'America/Santiago', 'Africa/Cairo', 'America/St_Johns'],
] as const;
const CHANGES: ReadonlyArray<readonly [(typeof ZONES)[number], string]> = [
  ['Europe/London', '2026-03-29'],
  ['Europe/London', '2026-10-25'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['America/Santiago', '2026-04-04'],
  ['America/Santiago', '2026-09-06'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-29'],
  ['America/St_Johns', '2010-03-14'],
  ['America/St_Johns', '2010-11-07'],
];
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const FIRST = dayNumber('2026-01-01') ?? 0;

/** fast-check prints the seed and path of a failure; LAW_SEED runs it again. */
const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });

const two = (n: number) => String(n).padStart(2, '0');
const clock = fc
  .oneof(fc.integer({ min: 0, max: 1439 }), fc.constantFrom(0, 1, 30, 59, 60, 119, 120, 180, 1380, 1439))
  .map((minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
const span = fc.record({ from: clock, to: clock });
const window = span.map((one) => ({ name: 'khung giờ', ...one }));
const windows = fc.array(window, { maxLength: 3 });
const rules: fc.Arbitrary<GateRules> = fc.record({
  quietHours: fc.array(span, { maxLength: 3 }),
  windows: fc.oneof(fc.array(window, { maxLength: 0 }), windows),
  weekdays: fc.oneof(fc.constant<number[]>([1, 2, 3, 4, 5, 6, 7]), fc.subarray([1, 2, 3, 4, 5, 6, 7])),
  sessionsPerDay: fc.constantFrom(null, 0, 1, 2, 3),
  minutesPerSession: fc.constantFrom(null, 10, 15, 45),
  repeatLimit: fc.constantFrom(null, 1, 2),
  nightBand: fc.option(span.map((one) => ({ ...one, ceilingDb: -10 }))),
});

interface Case {
  readonly gate: EndpointGate;
  /** The civil day on which the case turns. */
  readonly day: number;
  readonly startAt: number;
}

/** A gate whose versions, exception days, mourning and quiet spans lie around one day, often one of the odd days. */
const gateCase: fc.Arbitrary<Case> = fc
  .oneof(
    fc.constantFrom(...CHANGES).map(([zone, date]) => ({ zone, day: dayNumber(date) ?? 0 })),
    fc.record({ zone: fc.constantFrom(...ZONES), day: fc.integer({ min: FIRST, max: FIRST + 364 }) }),
  )
  .chain(({ zone, day }) => {
    const near = fc.integer({ min: -3, max: 3 }).map((more) => dateOfDay(day + more));
    const instant = fc
      .integer({ min: -1.5 * DAY, max: 2.5 * DAY })
      .map((more) => day * DAY + (more % 2 === 0 ? Math.round(more / MINUTE) * MINUTE : more));
    const exceptionDay: fc.Arbitrary<ExceptionDay> = fc.record({
      date: near,
      reason: fc.constant('lý do'),
      windows: fc.oneof(fc.constant(null), windows),
      sessionsPerDay: fc.constantFrom(null, 0, 4),
      minutesPerSession: fc.constantFrom(null, 90),
    });
    return fc.record({
      gate: fc.record({
        zone: fc.constant(zone),
        versions: fc.array(fc.record({ from: near, rules }), { maxLength: 3 }),
        exceptionDays: fc.array(exceptionDay, { maxLength: 3 }),
        mourning: fc.array(
          fc.tuple(near, near).map((ends) => {
            const [from = '', to = ''] = ends.sort();
            return { from, to };
          }),
          { maxLength: 2 },
        ),
        quietSpans: fc.array(fc.record({ from: instant, to: instant, reason: fc.constant('yên lặng') }), {
          maxLength: 3,
        }),
      }),
      day: fc.constant(day),
      startAt: instant,
    });
  });
const ask: fc.Arbitrary<GateAsk> = fc.record({
  level: fc.constantFrom(...LEVELS.filter((level) => level !== 'emergency')),
  kind: fc.constantFrom(...KINDS),
});
const emergency: fc.Arbitrary<GateAsk> = fc.record({
  level: fc.constant('emergency' as const),
  kind: fc.constantFrom(...KINDS),
});

const rulesOf = (gate: EndpointGate, date: string) =>
  gate.versions
    .filter(({ from }) => from <= date)
    .reduce((best, next) => (next.from >= best.from ? next : best), { from: '', rules: DEFAULT_RULES }).rules;

/** True on the hands of the village clock: written as a person reads the rules, one instant at a time. */
const inSpan = ({ from, to }: { from: string; to: string }, time: string) =>
  from === to || (from < to ? from <= time && time < to : time >= from || time < to);

function isOpenByOracle(gate: EndpointGate, { level, kind }: GateAsk, at: number): boolean {
  if (level === 'emergency') return true;
  const { date, time: seconds, weekday } = civilOf(at, gate.zone);
  const time = seconds.slice(0, 5);
  if (gate.quietSpans.some(({ from, to }) => from <= at && at < to)) return false;
  if (kind === 'music' || kind === 'entertainment') {
    if (gate.mourning.some(({ from, to }) => from <= date && date <= to)) return false;
  }
  const dayBefore = dateOfDay((dayNumber(date) ?? 0) - 1);
  const eve = gate.exceptionDays.find((day) => day.date === dayBefore)?.windows ?? [];
  if (eve.some(({ from, to }) => from > to && time < to)) return true;
  const { weekdays, windows: usual, quietHours } = rulesOf(gate, date);
  const exception = gate.exceptionDays.find((day) => day.date === date);
  if (exception?.windows?.length) {
    return exception.windows.some(({ from, to }) => (from <= to ? inSpan({ from, to }, time) : time >= from));
  }
  if (!exception && !weekdays.includes(weekday)) return false;
  if (quietHours.some((quiet) => inSpan(quiet, time))) return false;
  return usual.length === 0 || usual.some((window) => inSpan(window, time));
}

/** Instants at which the oracle may change its mind lie on whole minutes or on the ends of quiet spans. */
function watched(gate: EndpointGate, from: number, to: number): number[] {
  const instants = gate.quietSpans.flatMap((quiet) => [quiet.from - 1, quiet.from, quiet.to - 1, quiet.to]);
  const found = instants.filter((at) => from <= at && at < to);
  for (let at = Math.ceil(from / MINUTE) * MINUTE; at < to; at += MINUTE) found.push(at, at - 1);
  return [...new Set(found.filter((at) => at >= from))].sort((a, b) => a - b);
}

describe('the gate', () => {
  it('agrees with a naive oracle at every minute of whole days, odd days too', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(gateCase, ask, ({ gate, day }, who) => {
        for (const at of watched(gate, (day - 0.5) * DAY, (day + 1.5) * DAY)) {
          if (gateAt(gate, who, at).isOpen !== isOpenByOracle(gate, who, at)) {
            throw new Error(`${new Date(at).toISOString()} ${gate.zone} ${JSON.stringify(civilOf(at, gate.zone))}`);
          }
        }
      }),
      runs(150),
    );
  });

  it('agrees with it at any instant', () => {
    fc.assert(
      fc.property(gateCase, ask, ({ gate, startAt }, who) => {
        expect(gateAt(gate, who, startAt).isOpen).toBe(isOpenByOracle(gate, who, startAt));
      }),
      runs(5000),
    );
  });

  it('names the exact instant at which its word changes, and none where it does not', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(gateCase, ask, ({ gate, startAt }, who) => {
        const word = gateAt(gate, who, startAt);
        const changesAt = word.isOpen ? word.closesAt : word.opensAt;
        const untilAt = Math.min(changesAt ?? Number.POSITIVE_INFINITY, startAt + 1.5 * DAY);
        for (const at of watched(gate, startAt, untilAt)) {
          if (isOpenByOracle(gate, who, at) !== word.isOpen) throw new Error(`it changes at ${at}, not ${changesAt}`);
        }
        if (changesAt !== null) {
          expect(changesAt).toBeGreaterThan(startAt);
          expect(isOpenByOracle(gate, who, changesAt)).toBe(!word.isOpen);
          expect(isOpenByOracle(gate, who, changesAt - 1)).toBe(word.isOpen);
        }
      }),
      runs(400),
    );
  });

  it('finds the earliest start that stays open, and only such', { timeout: 120_000 }, () => {
    const durationMs = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 200 }).map((n) => n * MINUTE),
    );
    fc.assert(
      fc.property(gateCase, ask, durationMs, fc.integer({ min: 0, max: 2 * DAY }), (given, who, length, waitMs) => {
        const { gate, startAt } = given;
        const untilAt = startAt + waitMs;
        const found = firstOpening(gate, who, startAt, length, untilAt);
        const staysOpen = (at: number) =>
          isOpenByOracle(gate, who, at) &&
          watched(gate, at, at + length).every((instant) => isOpenByOracle(gate, who, instant));
        if (found !== null) {
          expect(found).toBeGreaterThanOrEqual(startAt);
          expect(found).toBeLessThanOrEqual(untilAt);
          expect(staysOpen(found)).toBe(true);
        }
        // Whatever is earlier begins at an instant that is closed, or runs into one.
        const openings = [startAt, ...watched(gate, startAt, Math.min(found ?? untilAt + 1, untilAt + 1))];
        const starts = openings.filter(
          (at) =>
            at !== found && (at === startAt || (isOpenByOracle(gate, who, at) && !isOpenByOracle(gate, who, at - 1))),
        );
        for (const at of starts) if (staysOpen(at)) throw new Error(`it could begin at ${at}, not ${found}`);
      }),
      runs(400),
    );
  });

  it('is open for an emergency at any time', () => {
    fc.assert(
      fc.property(gateCase, emergency, ({ gate, startAt }, who) => {
        expect(gateAt(gate, who, startAt)).toEqual({ isOpen: true, closesAt: null });
        expect(firstOpening(gate, who, startAt, DAY, startAt)).toBe(startAt);
        const load: DaySpan = { startAt, endAt: startAt + DAY, bulletinId: 'bul_1' };
        expect(judgeDay(gate, [load, load, load], { ...who, ...load })).toEqual({ ok: true });
      }),
      runs(2000),
    );
  });

  it('is closed in quiet hours for every other level and kind', () => {
    const quiet = gateCase.filter(({ gate }) => gate.exceptionDays.length === 0 && gate.versions.length > 0);
    fc.assert(
      fc.property(quiet, span, fc.nat(DAY - 1), ({ gate, day }, hours, more) => {
        const at = day * DAY + more;
        const versions = [{ from: '2000-01-01', rules: { ...OPEN_RULES, quietHours: [hours] } }];
        fc.pre(inSpan(hours, civilOf(at, gate.zone).time.slice(0, 5)));
        for (const level of LEVELS.slice(1)) {
          for (const kind of KINDS) expect(gateAt({ ...gate, versions }, { level, kind }, at).isOpen).toBe(false);
        }
      }),
      runs(1000),
    );
  });

  it('softens in the night band of the version that holds, and at no other time', () => {
    fc.assert(
      fc.property(gateCase, ({ gate, startAt }) => {
        const { date, time } = civilOf(startAt, gate.zone);
        const { nightBand } = rulesOf(gate, date);
        const isSoft = nightBand !== null && inSpan(nightBand, time.slice(0, 5));
        expect(ceilingDbAt(gate, startAt)).toBe(isSoft ? -10 : null);
      }),
      runs(3000),
    );
  });
});

describe('the limits of a day', () => {
  const start = fc.integer({ min: -600, max: 2040 });
  const piece = fc.record({
    start,
    minutes: fc.integer({ min: 1, max: 30 }),
    bulletinId: fc.constantFrom('bul_1', 'bul_2', null),
  });
  const asSpan = (day: number) => (one: { start: number; minutes: number; bulletinId: string | null }) => ({
    startAt: day * DAY + one.start * MINUTE,
    endAt: day * DAY + (one.start + one.minutes) * MINUTE,
    bulletinId: one.bulletinId,
  });

  /** Sessions as a fixed point: join any two that are near, until none are. */
  function sessions(load: readonly DaySpan[]): Array<{ startAt: number; endAt: number }> {
    const runsOf = load.map(({ startAt, endAt }) => ({ startAt, endAt }));
    for (let i = 0; i < runsOf.length; i++) {
      for (let j = 0; j < runsOf.length; j++) {
        const [a, b] = [runsOf[i], runsOf[j]];
        if (!a || !b || a === b) continue;
        if (b.startAt - a.endAt > SESSION_GAP_MS || a.startAt - b.endAt > SESSION_GAP_MS) continue;
        a.startAt = Math.min(a.startAt, b.startAt);
        a.endAt = Math.max(a.endAt, b.endAt);
        runsOf.splice(j, 1);
        i = -1;
        break;
      }
    }
    return runsOf;
  }

  it('never lets a day grow beyond its rules, and never refuses what keeps them', () => {
    fc.assert(
      fc.property(gateCase, ask, fc.array(piece, { maxLength: 8 }), piece, ({ gate, day }, who, pieces, more) => {
        const [load, next] = [pieces.map(asSpan(day)), asSpan(day)(more)];
        const dateOf = (at: number) => civilOf(at, gate.zone).date;
        const after = sessions([...load, next]);
        const own = after.find((one) => one.startAt <= next.startAt && next.endAt <= one.endAt);
        if (!own) throw new Error('it lies in no session');
        const date = dateOf(own.startAt);
        const exception = gate.exceptionDays.find((one) => one.date === date);
        const held = rulesOf(gate, date);
        const most = exception?.sessionsPerDay ?? held.sessionsPerDay ?? Number.POSITIVE_INFINITY;
        const longest = exception?.minutesPerSession ?? held.minutesPerSession ?? Number.POSITIVE_INFINITY;
        const countOf = (all: ReturnType<typeof sessions>) => all.filter((one) => dateOf(one.startAt) === date).length;
        const isTooMany = countOf(after) > most && countOf(after) > countOf(sessions(load));
        const isTooLong = (own.endAt - own.startAt) / MINUTE > longest;
        const today = load.filter((one) => dateOf(one.startAt) === dateOf(next.startAt));
        const repeats = today.filter((one) => next.bulletinId !== null && one.bulletinId === next.bulletinId).length;
        const limit = rulesOf(gate, dateOf(next.startAt)).repeatLimit ?? Number.POSITIVE_INFINITY;
        const isRepeated = next.bulletinId !== null && repeats + 1 > limit;
        const expected = isRepeated ? 'repeat_limit' : isTooMany || isTooLong ? 'day_limit' : null;
        const verdict = judgeDay(gate, load, { ...who, ...next });
        expect(verdict).toEqual(expected === null ? { ok: true } : { ok: false, reason: expected });
      }),
      runs(3000),
    );
  });
});

it('the odd days of the cases are odd', () => {
  for (const [zone, date] of CHANGES) {
    const next = dateOfDay((dayNumber(date) ?? 0) + 1);
    const instants = [date, next].map((one) => instantOf(one, '12:00', zone) ?? 0);
    const before = instantOf(dateOfDay((dayNumber(date) ?? 0) - 1), '12:00', zone) ?? 0;
    const lengths = [(instants[0] ?? 0) - before, (instants[1] ?? 0) - (instants[0] ?? 0)];
    expect(
      lengths.some((length) => length !== DAY),
      `${zone} ${date}`,
    ).toBe(true);
  }
});
