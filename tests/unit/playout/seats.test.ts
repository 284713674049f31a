import { expect, test } from 'vitest';
import { decideAir } from '#queue';
import type { Candidate } from '../../../src/playout/ports.ts';
import { Seats } from '../../../src/playout/seats.ts';

const LEAD = 3000;
const TRAVEL = 250;
const LENGTH = 60_000;
const candidate = (id: string, plannedAt: number, more: Partial<Candidate> = {}): Candidate => ({
  id,
  level: 'scheduled',
  plannedAt,
  acceptedAt: 0,
  notAfter: plannedAt + 300_000,
  precedence: 0,
  cutInAfterMs: more.level === 'live_commune' ? 0 : null,
  ...more,
});
const seats = () => new Seats(decideAir, LEAD, TRAVEL);
const sitting = (id: string) => ({
  durationMs: LENGTH,
  endBy: null,
  comesBackWithinMs: 300_000,
  candidate: candidate(id, 10_000),
});
const decide = (all: Seats, now: number) => all.decide(now, sitting, () => ({ ok: true }));
const starts = (all: Seats, now: number) =>
  decide(all, now).flatMap(({ air, start }) => (start ? [[air, start.id, start.startAt]] : []));

test('one that begins anew after a cut needs its whole length, within its own last instant', () => {
  const all = seats();
  const anew = (id: string) => ({ ...sitting(id), startsAnew: true, candidate: candidate('a', 10_000) });
  const look = (now: number) => all.decide(now, anew, () => ({ ok: true }));
  all.offer('e', candidate('a', 10_000));
  look(10_000);
  all.offer('e', candidate('alarm', 40_000, { level: 'live_commune' }));
  expect(look(40_000)[0]).toMatchObject({ preempted: 'a', start: { id: 'alarm', endsAt: 100_250 } });
  all.leave('e', 'alarm');
  expect(look(100_250)[0]).toMatchObject({ isReturn: true, start: { id: 'a', endsAt: 100_500 + LENGTH } });
});

test('one that is too late to come back is not silenced before it is cut', () => {
  const all = seats();
  const late = (id: string) => ({
    ...{ ...sitting(id), startsAnew: true },
    candidate: candidate('a', 10_000, { notAfter: 20_000 }),
  });
  const look = (now: number) => all.decide(now, late, () => ({ ok: true }));
  all.offer('e', candidate('a', 10_000, { notAfter: 20_000 }));
  look(10_000);
  all.offer('e', candidate('alarm', 40_000, { level: 'live_commune' }));
  expect(look(37_000)[0]).toMatchObject({ preempted: 'a', start: { id: 'alarm', startAt: 40_000 } });
  expect(look(37_001)).toEqual([]);
});

test('the order leaves three seconds ahead, once, and each endpoint has its own seat', () => {
  const all = seats();
  all.offer('e1', candidate('a', 10_000));
  all.offer('e2', candidate('a', 10_000));
  expect(starts(all, 6999)).toEqual([]);
  expect(all.nextLookAt()).toBe(7000);
  expect(starts(all, 7000)).toEqual([
    ['e1', 'a', 10_000],
    ['e2', 'a', 10_000],
  ]);
  expect(starts(all, 7000)).toEqual([]);
});

test('a start at once gets a quarter of a second to travel, and the next one waits for its real end', () => {
  const all = seats();
  all.offer('e', candidate('a', 10_000));
  all.offer('e', candidate('b', 10_001));
  expect(starts(all, 20_000)).toEqual([['e', 'a', 20_250]]);
  expect(starts(all, 20_250 + LENGTH - LEAD - 1)).toEqual([]);
  expect(starts(all, 20_250 + LENGTH - LEAD)).toEqual([['e', 'b', 20_250 + LENGTH]]);
});

test('even so nothing is ordered to start after its last instant', () => {
  for (const lateMs of [0, 1, 100, 249, 250, 251]) {
    const all = seats();
    all.offer('e', candidate('a', 10_000, { notAfter: 20_000 }));
    const [[, , startAt] = []] = starts(all, 20_000 - lateMs);
    expect(startAt).toBe(Math.min(20_000, 20_000 - lateMs + TRAVEL));
  }
  const late = seats();
  late.offer('e', candidate('a', 10_000, { notAfter: 20_000 }));
  expect(decide(late, 20_001)).toMatchObject([{ start: null, expired: [{ id: 'a', hindrance: 'too_late' }] }]);
});

test('who leaves makes room for the next at once', () => {
  const all = seats();
  all.offer('e', candidate('a', 10_000));
  all.offer('e', candidate('b', 10_001));
  decide(all, 10_000);
  all.leave('e', 'a');
  expect(all.nextLookAt()).toBe(0);
  expect(starts(all, 15_000)).toEqual([['e', 'b', 15_250]]);
  all.leave('e', 'b');
  all.leave('e', 'never');
  all.leave('nowhere', 'b');
  expect(all.nextLookAt()).toBe(Number.POSITIVE_INFINITY);
});

test('who withdraws is not started; who sits goes on sitting until it is silent', () => {
  const all = seats();
  all.offer('e', candidate('a', 10_000));
  all.offer('e', candidate('b', 10_000, { acceptedAt: 1 }));
  decide(all, 10_000);
  all.withdraw('e', 'a');
  all.withdraw('e', 'b');
  all.offer('e', candidate('c', 10_000));
  expect(starts(all, 12_000)).toEqual([]);
  all.leave('e', 'a');
  expect(starts(all, 12_000)).toEqual([['e', 'c', 12_250]]);
});

test('a live voice takes the seat from a bulletin, and the bulletin is named', () => {
  const all = seats();
  all.occupy('e', { id: 'a', level: 'scheduled', plannedAt: 10_000, endsAt: 100_000 });
  all.offer('e', candidate('live', 50_000, { level: 'live_commune' }));
  expect(decide(all, 50_000)).toMatchObject([{ preempted: 'a', start: { id: 'live', startAt: 50_250 } }]);
});

test('after a restart a seat that is taken stays taken until its time is over', () => {
  const all = seats();
  all.occupy('e', { id: 'a', level: 'scheduled', plannedAt: 10_000, endsAt: 30_000 });
  all.offer('e', candidate('b', 10_000));
  expect(starts(all, 10_000)).toEqual([]);
  expect(starts(all, 27_000)).toEqual([['e', 'b', 30_000]]);
});

test('who lost the air comes back by himself for the rest of it, and cuts nobody', () => {
  const all = seats();
  all.occupy('e', { id: 'a', level: 'scheduled', plannedAt: 10_000, endsAt: 100_000 });
  all.offer('e', candidate('live', 50_000, { level: 'live_commune' }));
  decide(all, 50_000);
  all.leave('e', 'live');
  expect(decide(all, 70_000)).toMatchObject([{ start: { id: 'a', startAt: 70_250 }, isReturn: true, preempted: null }]);
  all.offer('e', candidate('b', 60_000));
  expect(starts(all, 70_250 + 49_750 - LEAD)).toEqual([['e', 'b', 70_250 + 49_750]]);
});

test('a sitter has the air no longer than its slot', () => {
  const all = seats();
  all.offer('e', candidate('a', 10_000));
  all.offer('e', candidate('b', 20_000));
  const short = (id: string) => ({ ...sitting(id), endBy: 30_000 });
  all.decide(10_000, short, () => ({ ok: true }));
  expect(starts(all, 27_000)).toEqual([['e', 'b', 30_000]]);
});

test('whom the house rules keep waiting expires with their reason', () => {
  const all = seats();
  all.offer('e', candidate('a', 10_000));
  const closed = { ok: false, reason: 'outside_hours', askAgainAt: null } as const;
  expect(all.decide(10_000, sitting, () => closed)).toMatchObject([
    { start: null, expired: [], hindered: new Map([['a', 'outside_hours']]) },
  ]);
  expect(all.nextLookAt()).toBe(310_001);
  expect(all.decide(310_001, sitting, () => closed)).toMatchObject([
    { expired: [{ id: 'a', hindrance: 'outside_hours' }] },
  ]);
});
