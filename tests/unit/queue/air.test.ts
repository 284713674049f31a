import { expect, test } from 'vitest';
import { LEVELS } from '#kernel';
import { type Candidate, decideAir, type Hindrance } from '#queue';

const candidate = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  level: 'scheduled',
  plannedAt: 10_000,
  acceptedAt: 0,
  notAfter: 20_000,
  ...more,
});
const LEAD = 3000;
const nothing = { start: null, preempted: null, expired: [], lookAgainAt: null, hindered: new Map() };
const kept = (why: Hindrance, lookAgainAt: number | null = null) => ({
  ...nothing,
  lookAgainAt,
  hindered: new Map([['a', why]]),
});
const late = { ...kept('too_late'), expired: ['a'] };

test('an empty air with nobody waiting needs no second look', () => {
  expect(decideAir(null, [], 0, LEAD)).toEqual(nothing);
});

test('who comes too early waits until the lead; at the lead the start is told for its time', () => {
  expect(decideAir(null, [candidate('a')], 6999, LEAD)).toEqual(kept('not_yet', 7000));
  expect(decideAir(null, [candidate('a')], 7000, LEAD).start).toEqual({ id: 'a', startAt: 10_000 });
  expect(decideAir(null, [candidate('a')], 9999, 0)).toEqual(kept('not_yet', 10_000));
  expect(decideAir(null, [candidate('a')], 12_345, LEAD).start).toEqual({ id: 'a', startAt: 12_345 });
});

test('the last instant itself is not too late; one millisecond more is', () => {
  expect(decideAir(null, [candidate('a')], 20_000, LEAD).start).toEqual({ id: 'a', startAt: 20_000 });
  expect(decideAir(null, [candidate('a')], 20_001, LEAD)).toEqual(late);
});

test.each([
  ['level before everything', { level: 'priority', plannedAt: 11_000, acceptedAt: 9 }, { plannedAt: 10_000 }],
  ['then planned start', { plannedAt: 9_999, acceptedAt: 9 }, { plannedAt: 10_000 }],
  ['then acceptance', { acceptedAt: 1 }, { acceptedAt: 2 }],
] as const)('right to the air: %s', (_what, first, second) => {
  const [a, b] = [candidate('z', first), candidate('a', second)];
  for (const waiting of [
    [a, b],
    [b, a],
  ])
    expect(decideAir(null, waiting, 12_000, LEAD).start?.id).toBe('z');
});

test('all else equal, the id decides, so that every station and speaker decides alike', () => {
  const [a, b] = [candidate('a'), candidate('b')];
  expect(decideAir(null, [b, a], 12_000, LEAD).start?.id).toBe('a');
});

test('only warnings and live voices cut into what sounds, and only into something lower', () => {
  const cuts = LEVELS.flatMap((level) =>
    LEVELS.filter((onAir) => {
      const waiting = [candidate('w', { level, plannedAt: 0 })];
      const decision = decideAir({ id: 'on', level: onAir, endsAt: 100_000 }, waiting, 15_000, LEAD);
      expect(decision.start !== null).toBe(decision.preempted !== null);
      return decision.preempted === 'on';
    }).map((onAir) => `${level} > ${onAir}`),
  );
  const [emergency, authority, commune, ...lower] = LEVELS;
  expect(cuts).toEqual([
    ...[authority, commune, ...lower].map((level) => `${emergency} > ${level}`),
    ...[commune, ...lower].map((level) => `${authority} > ${level}`),
    ...lower.map((level) => `${commune} > ${level}`),
  ]);
});

test('who waits for the air is told of its start when the end is near', () => {
  const onAir = { id: 'on', level: 'scheduled', endsAt: 18_000 } as const;
  expect(decideAir(onAir, [candidate('a')], 12_000, LEAD)).toEqual(kept('air_taken', 15_000));
  expect(decideAir(onAir, [candidate('a')], 15_000, LEAD).start).toEqual({ id: 'a', startAt: 18_000 });
});

test('who would get the air too late waits on, in case it comes free before, and expires at its time', () => {
  const onAir = { id: 'on', level: 'scheduled', endsAt: 20_001 } as const;
  expect(decideAir(onAir, [candidate('a')], 12_000, LEAD)).toEqual(kept('air_taken', 20_001));
  expect(decideAir(onAir, [candidate('a')], 20_001, LEAD)).toEqual(late);
  expect(decideAir({ ...onAir, endsAt: 20_000 }, [candidate('a')], 17_000, LEAD).start?.startAt).toBe(20_000);
});

test('one that waits in vain does not keep another from the air', () => {
  const onAir = { id: 'on', level: 'scheduled', endsAt: 18_000 } as const;
  const short = candidate('short', { plannedAt: 9_000, notAfter: 17_999 });
  expect(decideAir(onAir, [short, candidate('long')], 15_000, LEAD).start?.id).toBe('long');
});

test('an overdue sitter does not stop the next one for ever', () => {
  const onAir = { id: 'on', level: 'scheduled', endsAt: 11_000 } as const;
  expect(decideAir(onAir, [candidate('a')], 12_000, LEAD).start).toEqual({ id: 'a', startAt: 12_000 });
});

const onAirUntil = (endsAt: number, level: Candidate['level'] = 'scheduled') =>
  ({ id: 'on', level, plannedAt: 1000, endsAt }) as const;

test.each([
  ['waits for the end', null, 11_000, null],
  ['cuts in at once', 0, 11_000, 11_000],
  ['waits its seconds first', 4000, 11_000, 14_000],
  ['and cuts in when they are over', 4000, 14_000, 14_000],
  ['waits no longer than the other needs', 60_000, 28_000, 30_000],
] as const)('a priority bulletin that was told so %s', (_what, cutInAfterMs, now, startAt) => {
  const one = candidate('a', { level: 'priority', notAfter: 90_000, cutInAfterMs });
  const { start, preempted } = decideAir(onAirUntil(30_000), [one], now, LEAD);
  expect(start?.startAt ?? null).toBe(startAt);
  expect(preempted).toBe(startAt === null || startAt === 30_000 ? null : 'on');
});

test('equals cut in only when told to and planned later, so that nobody is cut by what he has cut', () => {
  const told = candidate('a', { plannedAt: 10_000, cutInAfterMs: 0, notAfter: 90_000 });
  expect(decideAir(onAirUntil(60_000), [told], 11_000, LEAD).preempted).toBe('on');
  expect(decideAir({ ...onAirUntil(60_000), plannedAt: 10_001 }, [told], 11_000, LEAD).start).toBe(null);
  for (const level of ['emergency', 'live_authority', 'live_commune'] as const) {
    const same = { ...told, level };
    expect(decideAir(onAirUntil(60_000, level), [same], 11_000, LEAD).start).toBe(null);
  }
});

test('an alarm that was told to wait waits', () => {
  const clear = candidate('all clear', { level: 'emergency', cutInAfterMs: null, notAfter: 90_000 });
  expect(decideAir(onAirUntil(60_000), [clear], 11_000, LEAD).start).toBe(null);
  expect(decideAir(onAirUntil(60_000), [clear], 57_000, LEAD).start?.startAt).toBe(60_000);
});

test('a closed gate keeps it waiting until the gate opens, and another may go before', () => {
  const gate = (one: { id: string }, at: number) =>
    one.id === 'b' || at >= 16_000
      ? ({ ok: true } as const)
      : ({ ok: false, reason: 'outside_hours', askAgainAt: 16_000 } as const);
  expect(decideAir(null, [candidate('a')], 11_000, LEAD, gate)).toEqual(kept('outside_hours', 13_000));
  expect(decideAir(null, [candidate('a')], 13_000, LEAD, gate).start).toEqual({ id: 'a', startAt: 16_000 });
  expect(decideAir(null, [candidate('a'), candidate('b')], 11_000, LEAD, gate).start?.id).toBe('b');
});

test('a gate that will not open any more is asked again only by an event, and the last instant ends the waiting', () => {
  const never = () => ({ ok: false, reason: 'mourning', askAgainAt: null }) as const;
  expect(decideAir(null, [candidate('a')], 11_000, LEAD, never)).toEqual(kept('mourning', 20_001));
  expect(decideAir(null, [candidate('a')], 20_001, LEAD, never)).toEqual(late);
});

test('what a person put first goes first among equals, and never before a higher level', () => {
  const [first, second] = [candidate('z', { precedence: -1, plannedAt: 11_000 }), candidate('a')];
  expect(decideAir(null, [second, first], 12_000, LEAD).start?.id).toBe('z');
  const higher = candidate('h', { level: 'priority', precedence: 5 });
  expect(decideAir(null, [second, first, higher], 12_000, LEAD).start?.id).toBe('h');
});
