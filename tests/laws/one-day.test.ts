import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateOfDay, dayNumber } from '#kernel';
import { checkRule, occurrencesBetween, type Pattern, WEEKDAYS, withOccurrence } from '#schedule';
import { refusalOf } from '../unit/schedule/patterns.ts';

/** fast-check prints the seed and path of a failure; LAW_SEED runs it again. */
const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });
const ZONE = 'Asia/Ho_Chi_Minh';
const FIRST = dayNumber('2026-11-02') ?? 0;
const DAYS = 40;
const from = (FIRST - 1) * 86_400_000;
const to = (FIRST + DAYS + 1) * 86_400_000;

const day = fc.integer({ min: 0, max: DAYS - 1 }).map((more) => dateOfDay(FIRST + more));
const time = fc
  .integer({ min: 0, max: 47 })
  .map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
const times = fc.uniqueArray(time, { minLength: 1, maxLength: 3 });
const exceptions = fc.record(
  {
    excluded: fc.uniqueArray(day, { minLength: 1, maxLength: 3 }),
    replaced: fc.dictionary(day, times, { minKeys: 1, maxKeys: 3 }),
  },
  { requiredKeys: [] },
);
const kind = fc.oneof(
  fc.record({ every: fc.constant('once'), date: day, time }),
  fc.record({ every: fc.constant('daily'), times }),
  fc.record({ every: fc.constant('weekly'), weekdays: fc.subarray([...WEEKDAYS], { minLength: 1 }), times }),
  fc.record({
    every: fc.constant('monthly'),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 4 }),
    times,
  }),
);
const pattern = fc
  .tuple(kind, exceptions)
  .filter(([one]) => one.every !== 'once')
  .map(([one, more]) => ({ ...one, ...more }));
const namesOf = (given: Pattern) => occurrencesBetween(given, ZONE, from, to).map((one) => `${one.date} ${one.time}`);

/** The pattern as saved, or null when it could not be. */
function checked(given: unknown): Pattern | null {
  try {
    return checkRule(given);
  } catch {
    return null;
  }
}

it('moves one occurrence and leaves all others where they were; moved back, the rule says what it said', () => {
  let moved = 0;
  fc.assert(
    fc.property(pattern, fc.nat(), fc.option(fc.tuple(day, time)), (given, which, target) => {
      const before = checked(given);
      if (!before) return;
      const names = namesOf(before);
      const [date, at] = (names[which % Math.max(1, names.length)] ?? '').split(' ');
      if (!date || !at) return;
      const there = target && { date: target[0], time: target[1] };
      if (there && there.date === date && there.time === at) return;
      if (there && names.includes(`${there.date} ${there.time}`)) {
        expect(refusalOf(() => withOccurrence(before, { date, time: at }, there))).toContain('RULE_PATTERN | to.time');
        return;
      }
      let after: Pattern;
      try {
        after = withOccurrence(before, { date, time: at }, there);
      } catch (error) {
        // Nothing would be left, or two would be too close to each other.
        expect(['RULE_NEVER', 'RULE_TOO_OFTEN']).toContain((error as { code: string }).code);
        return;
      }
      moved += 1;
      const wanted = [
        ...names.filter((name) => name !== `${date} ${at}`),
        ...(there ? [`${there.date} ${there.time}`] : []),
      ];
      expect(namesOf(after)).toEqual(wanted.toSorted());
      if (there) expect(namesOf(withOccurrence(after, there, { date, time: at }))).toEqual(names);
    }),
    runs(400),
  );
  expect(moved).toBeGreaterThan(seed ? 0 : 200);
});

it.each<[string, Pattern, [string, string], [string, string] | null, Partial<Pattern> | string]>([
  [
    'moves a single broadcast',
    { every: 'once', date: '2026-11-05', time: '05:00' },
    ['2026-11-05', '05:00'],
    ['2026-11-06', '17:00'],
    { every: 'once', date: '2026-11-06', time: '17:00' },
  ],
  [
    'cannot leave a rule with nothing',
    { every: 'once', date: '2026-11-05', time: '05:00' },
    ['2026-11-05', '05:00'],
    null,
    'RULE_NEVER',
  ],
  [
    'leaves a day out',
    { every: 'daily', times: ['05:00'] },
    ['2026-11-05', '05:00'],
    null,
    { excluded: ['2026-11-05'] },
  ],
  [
    'keeps the other time of the day',
    { every: 'daily', times: ['05:00', '17:00'] },
    ['2026-11-05', '17:00'],
    null,
    { replaced: { '2026-11-05': ['05:00'] } },
  ],
  [
    'to another day',
    { every: 'daily', times: ['05:00'] },
    ['2026-11-05', '05:00'],
    ['2026-11-06', '17:00'],
    { excluded: ['2026-11-05'], replaced: { '2026-11-06': ['05:00', '17:00'] } },
  ],
  [
    'back home is no exception any more',
    { every: 'daily', times: ['05:00'], replaced: { '2026-11-05': ['05:30'] } },
    ['2026-11-05', '05:30'],
    ['2026-11-05', '05:00'],
    { every: 'daily', times: ['05:00'] },
  ],
  [
    'refuses what is not there',
    { every: 'daily', times: ['05:00'] },
    ['2026-11-05', '06:00'],
    null,
    'RULE_PATTERN | time',
  ],
  [
    'refuses a day that the rule does not reach',
    { every: 'daily', times: ['05:00'], until: '2026-11-10' },
    ['2026-11-05', '05:00'],
    ['2026-11-11', '05:00'],
    'RULE_PATTERN | to.date',
  ],
  [
    'refuses two at once',
    { every: 'daily', times: ['05:00'] },
    ['2026-11-05', '05:00'],
    ['2026-11-06', '05:00'],
    'RULE_PATTERN | to.time',
  ],
  [
    'refuses two that are too close',
    { every: 'daily', times: ['05:00'] },
    ['2026-11-05', '05:00'],
    ['2026-11-06', '05:02'],
    'RULE_TOO_OFTEN',
  ],
])('%s', (_what, given, [date, at], target, wanted) => {
  const there = target && { date: target[0], time: target[1] };
  const work = () => withOccurrence(given, { date, time: at }, there);
  if (typeof wanted === 'string') expect(refusalOf(work)).toContain(wanted);
  else if ('every' in wanted) expect(work()).toEqual(wanted);
  else expect(work()).toEqual({ ...given, ...wanted });
});
