/** Laws of the right to the air with start modes, a person's order and the gate. Seeds are printed by fast-check. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVELS, rankOf } from '#kernel';
import { type AskGate, type Candidate, compareRight, decideAir, type OnAir } from '#queue';

const instant = fc.integer({ min: 0, max: 60 });
const mode = fc.option(fc.integer({ min: 0, max: 20 }));
const candidates = fc.uniqueArray(
  fc
    .record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      level: fc.constantFrom(...LEVELS),
      plannedAt: instant,
      acceptedAt: fc.integer({ min: 0, max: 3 }),
      lateMs: fc.integer({ min: 0, max: 40 }),
      precedence: fc.integer({ min: -1, max: 1 }),
      cutInAfterMs: mode,
    })
    .map(({ lateMs, ...one }): Candidate => ({ ...one, notAfter: one.plannedAt + lateMs })),
  { selector: (one) => one.id, maxLength: 6 },
);
const sitter: fc.Arbitrary<OnAir | null> = fc.option(
  fc.record({ id: fc.constant('on air'), level: fc.constantFrom(...LEVELS), endsAt: instant, plannedAt: instant }),
);
/** A gate that is closed in some stretches for all but alarms. */
const gate = fc.array(fc.tuple(instant, fc.integer({ min: 1, max: 15 })), { maxLength: 3 }).map(
  (spans): AskGate =>
    ({ level }, at) => {
      const closed = spans.filter(([from, length]) => at >= from && at < from + length);
      if (level === 'emergency' || closed.length === 0) return { ok: true };
      const askAgainAt = Math.max(...closed.map(([from, length]) => from + length));
      return { ok: false, reason: 'outside_hours', askAgainAt };
    },
);
const now = fc.integer({ min: 0, max: 90 });
const lead = fc.integer({ min: 0, max: 10 });
const runs = { numRuns: 5000 };

test('nothing lower stays on air while something higher that cuts in is due and let in', () => {
  fc.assert(
    fc.property(sitter, candidates, gate, now, lead, (onAir, waiting, ask, at, leadMs) => {
      const { start } = decideAir(onAir, waiting, at, leadMs, ask);
      if (!onAir) return;
      for (const one of waiting) {
        const cutAt = Math.max(at, one.plannedAt + (one.cutInAfterMs ?? Number.POSITIVE_INFINITY));
        const isHigher = rankOf(one.level) < rankOf(onAir.level);
        if (!isHigher || cutAt > at || cutAt > one.notAfter || !ask(one, at).ok) continue;
        expect(start).not.toBe(null);
        const winner = waiting.find((other) => other.id === start?.id);
        expect(winner && (winner === one || compareRight(winner, one) < 0)).toBe(true);
      }
    }),
    runs,
  );
});

test('an alarm is never cut, a voice only by what is above it, and equals only below them and by a later one told so', () => {
  fc.assert(
    fc.property(sitter, candidates, gate, now, lead, (onAir, waiting, ask, at, leadMs) => {
      const { start, preempted } = decideAir(onAir, waiting, at, leadMs, ask);
      if (preempted === null || !onAir) return;
      const winner = waiting.find((one) => one.id === start?.id);
      if (!winner) throw new Error('somebody was cut by nobody');
      expect(winner.cutInAfterMs).not.toBe(null);
      expect(onAir.level).not.toBe('emergency');
      const rank = rankOf(winner.level) - rankOf(onAir.level);
      expect(rank).toBeLessThanOrEqual(0);
      if (rank === 0) {
        expect(rankOf(onAir.level)).toBeGreaterThan(rankOf('live_commune'));
        expect(winner.plannedAt).toBeGreaterThan(onAir.plannedAt ?? 0);
      }
    }),
    runs,
  );
});

test('nobody starts through a closed gate, and an alarm finds it open', () => {
  fc.assert(
    fc.property(sitter, candidates, gate, now, lead, (onAir, waiting, ask, at, leadMs) => {
      const { start, hindered } = decideAir(onAir, waiting, at, leadMs, ask);
      const winner = waiting.find((one) => one.id === start?.id);
      if (start && winner) expect(ask(winner, start.startAt).ok).toBe(true);
      for (const [id, why] of hindered)
        if (waiting.find((one) => one.id === id)?.level === 'emergency') expect(why).not.toBe('outside_hours');
    }),
    runs,
  );
});

test('everybody who waits either starts or is told why not, and not both', () => {
  fc.assert(
    fc.property(sitter, candidates, gate, now, lead, (onAir, waiting, ask, at, leadMs) => {
      const { start, hindered, expired } = decideAir(onAir, waiting, at, leadMs, ask);
      const told = [...hindered.keys(), ...(start ? [start.id] : [])].sort();
      expect(told).toEqual(waiting.map((one) => one.id).sort());
      for (const id of expired) expect(hindered.get(id)).toBe('too_late');
    }),
    runs,
  );
});

test('until the next look nothing changes by itself, with every mode and gate', () => {
  fc.assert(
    fc.property(sitter, candidates, gate, now, lead, (onAir, waiting, ask, at, leadMs) => {
      const decision = decideAir(onAir, waiting, at, leadMs, ask);
      if (decision.start || decision.expired.length > 0) return;
      const next = decision.lookAgainAt ?? at + 200;
      expect(next).toBeGreaterThan(at);
      for (let later = at + 1; later < next; later += 1) {
        const then = decideAir(onAir, waiting, later, leadMs, ask);
        expect([then.start, then.preempted, then.expired]).toEqual([null, null, []]);
      }
    }),
    runs,
  );
});

test('a person’s order among equals goes before time, and never before level', () => {
  fc.assert(
    fc.property(candidates, (waiting) => {
      const inOrder = [...waiting].sort(compareRight);
      for (const [at, one] of inOrder.entries()) {
        const next = inOrder[at + 1];
        if (!next) continue;
        expect(rankOf(one.level)).toBeLessThanOrEqual(rankOf(next.level));
        if (one.level === next.level) expect(one.precedence ?? 0).toBeLessThanOrEqual(next.precedence ?? 0);
      }
    }),
    runs,
  );
});
