import { describe, expect, test } from 'vitest';
import { openGate } from '#gate';
import type { Order, PlanEntry } from '#link';
import { emptyRecollection, type Fact, type Recollection, recall, wholeOf } from '../../../src/speaker/recollection.ts';
import { wantedAudio } from '../../../src/speaker/wanted.ts';
import { forSeeds } from '../../support/seeded-random.ts';
import { Village, ZONE } from './village.ts';

const village = new Village();
const NOW = village.clock.wallMs();
const entry = (id: string, plannedAt = NOW, change: Partial<PlanEntry> = {}) => village.entry(id, plannedAt, change);

/** What a speaker knows after these orders, each newer than the one before. */
function told(...orders: ReadonlyArray<Order | Exclude<Fact, { is: 'obeyed' }>>): Recollection {
  const known = emptyRecollection(1);
  for (const [index, one] of orders.entries()) {
    recall(known, 'is' in one ? one : { is: 'obeyed', mark: { epoch: 1, seq: index + 1 }, order: one, at: NOW });
  }
  return known;
}

const plan = (...entries: PlanEntry[]): Order => ({ order: 'plan', entries });
const now = (one: PlanEntry): Order => ({ order: 'now', targets: ['end_1'], entry: one, startAt: NOW });
const hush: Order = { order: 'hush', targets: ['end_1'] };
const begun = (one: PlanEntry, renderedMs = 0): Fact & { is: 'begun' } => ({
  ...{ is: 'begun', entry: one, startAt: NOW, at: NOW, renderedMs, gapsMs: 0 },
});

describe('now', () => {
  test('is an entry of the plan and its start in one', () => {
    const known = told(plan(entry('a')), now(entry('b')));
    expect([...known.plan.keys()]).toEqual(['a', 'b']);
    expect(known.starts).toEqual(new Map([['b', NOW]]));
  });

  test('holds against an older plan, and the newest plan is the truth unless it has begun', () => {
    const known = told(now(entry('b')));
    recall(known, { is: 'obeyed', mark: { epoch: 0, seq: 9 }, order: plan(entry('a')), at: NOW });
    expect([...known.plan.keys()]).toEqual(['b']);
    expect(told(now(entry('b')), plan(entry('a'))).starts.size).toBe(0);
    expect(told(now(entry('b')), begun(entry('b')), plan(entry('a'))).begun.get('b')?.entry).not.toBeNull();
  });
});

describe('hush', () => {
  test('takes what sounds, what would go on, and what is due by now or in a moment', () => {
    const known = told(
      plan(entry('sounds'), entry('due', NOW - 60_000), entry('soon', NOW + 10_000), entry('later', NOW + 10_001)),
      now(entry('ordered', NOW + 60_000)),
      begun(entry('sounds')),
      begun(entry('cut', NOW - 90_000), 5_000),
      hush,
    );
    expect([...known.stops.keys()].sort()).toEqual(['cut', 'due', 'ordered', 'soon', 'sounds']);
    expect(new Set(known.stops.values())).toEqual(new Set(['stopped_by_operator']));
  });

  test('where nobody knows the time it takes what was ordered to start', () => {
    const known = told(plan(entry('planned')), now(entry('ordered', NOW)));
    recall(known, { is: 'obeyed', mark: { epoch: 2, seq: 1 }, order: hush, at: null });
    expect([...known.stops.keys()]).toEqual(['ordered']);
  });
});

describe('conclude', () => {
  const talk = entry('talk', NOW, { durationMs: 60_000, isOpenEnded: true });
  const conclude = (durationMs: number): Order => ({ order: 'conclude', broadcastId: 'talk', durationMs });
  const lengths = (known: Recollection) => [
    known.plan.get('talk')?.durationMs,
    known.begun.get('talk')?.entry?.durationMs,
  ];

  test('shortens a voice, begun or not, also while its sound is being opened', () => {
    expect(lengths(told(plan(talk), begun(talk), conclude(9_000)))).toEqual([9_000, 9_000]);
    expect(lengths(told(plan(talk), conclude(9_000), begun(talk)))).toEqual([9_000, 9_000]);
    expect(lengths(told(plan(talk), begun(talk), conclude(9_000), plan()))).toEqual([undefined, 9_000]);
  });

  test('is known from a newer plan too, when the order was lost with the line', () => {
    expect(lengths(told(plan(talk), begun(talk), plan({ ...talk, durationMs: 9_000 })))).toEqual([9_000, 9_000]);
    expect(lengths(told(plan(talk), begun(talk), conclude(9_000), plan(talk)))).toEqual([60_000, 9_000]);
  });

  test('makes nothing longer, and leaves alone what has a length', () => {
    expect(lengths(told(plan(talk), conclude(90_000)))[0]).toBe(60_000);
    expect(lengths(told(plan(talk), conclude(9_000), conclude(30_000)))[0]).toBe(9_000);
    expect(lengths(told(plan({ ...talk, isOpenEnded: false }), conclude(9_000)))[0]).toBe(60_000);
  });
});

test('house replaces what was told of the house before, whole', () => {
  const audio = { sha256: 'a'.repeat(64), bytes: 10, durationMs: 1_000 };
  const gate = openGate(ZONE);
  const known = told({ order: 'house', gate, bank: [audio] }, { order: 'house', gate: null, bank: [] });
  expect(known.house).toEqual({ gate: null, bank: [] });
  expect(told().house).toBeNull();
});

test('a memory that was written down whole, or told twice, is the same memory', async () => {
  await forSeeds(7, 300, async (random) => {
    const known = emptyRecollection(1);
    const facts: Fact[] = [];
    const ids = ['a', 'b', 'c'];
    for (let seq = 1; seq <= 20; seq++) {
      const id = random.pick(ids);
      const one = entry(id, NOW + random.int(-60_000, 60_000), { isOpenEnded: random.chance(0.5) });
      const order = random.pick<Order>([
        plan(...ids.filter(() => random.chance(0.7)).map((each) => entry(each))),
        { order: 'start', broadcastId: id, startAt: NOW },
        { order: 'stop', broadcastId: id, reason: 'taken_back' },
        { order: 'conclude', broadcastId: id, durationMs: random.int(0, 20_000) },
        { order: 'house', gate: openGate(ZONE), bank: [] },
        now(one),
        hush,
      ]);
      facts.push(
        random.chance(0.2)
          ? begun(one, random.int(0, 9_000))
          : { is: 'obeyed', mark: { epoch: 1, seq }, order, at: NOW },
      );
      const fact = facts.at(-1) as Fact;
      recall(known, fact);
      if (random.chance(0.3)) recall(known, fact);
    }
    const again = emptyRecollection(1);
    recall(again, JSON.parse(JSON.stringify({ is: 'all', all: wholeOf(known) })) as Fact);
    expect(again).toEqual(known);
  });
});

test('audio is brought for a warning that is due first, then for the bank, then by the plan', () => {
  const names = (known: Recollection, at: number | null) =>
    wantedAudio(known, at).map(({ item }) => texts.get(item.sha256));
  const texts = new Map<string, string>();
  const named = (id: string, ...rest: [number, Partial<PlanEntry>?]) => {
    const one = entry(id, ...rest);
    for (const item of one.items) if (item.kind === 'audio') texts.set(item.sha256, id);
    return one;
  };
  const bank = village.station.audioOf('siren', 1_000);
  texts.set(bank.sha256, 'bank');
  const { sha256, bytes, durationMs } = bank;
  const known = told(
    { order: 'house', gate: null, bank: [{ sha256, bytes, durationMs }] },
    plan(
      named('late', NOW + 9e6),
      named('soon', NOW + 5_000),
      named('alarm', NOW + 30_000, { level: 'emergency' }),
      named('drill', NOW + 8e6, { level: 'emergency' }),
    ),
  );
  expect(names(known, NOW)).toEqual(['alarm', 'bank', 'soon', 'drill', 'late']);
  expect(names(known, null)).toEqual(['alarm', 'drill', 'bank', 'soon', 'late']);
});
