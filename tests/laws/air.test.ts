import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVELS, rankOf } from '#kernel';
import { type Candidate, decideAir, type OnAir } from '#queue';

/** Few distinct instants, so that everything meets at its edges. */
const instant = fc.integer({ min: 0, max: 60 });
const candidates = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    level: fc.constantFrom(...LEVELS),
    plannedAt: instant,
    acceptedAt: fc.integer({ min: 0, max: 3 }),
    notAfter: fc.integer({ min: 0, max: 30 }),
  }),
  { selector: (one) => one.id, maxLength: 7 },
);
const waitingIn = candidates.map((all): Candidate[] =>
  all.map((one) => ({ ...one, notAfter: one.plannedAt + one.notAfter })),
);
const sitter: fc.Arbitrary<OnAir | null> = fc.option(
  fc.record({ id: fc.constant('on air'), level: fc.constantFrom(...LEVELS), endsAt: instant }),
);
const now = fc.integer({ min: 0, max: 90 });
const lead = fc.integer({ min: 0, max: 10 });
const runs = { numRuns: 5000 };

/** The right to the air, written down a second time. */
function isBefore(a: Candidate, b: Candidate): boolean {
  const key = (one: Candidate) => [rankOf(one.level), one.plannedAt, one.acceptedAt] as const;
  const [x, y] = [key(a), key(b)];
  for (const [at, value] of x.entries()) if (value !== y[at]) return value < (y[at] ?? 0);
  return a.id < b.id;
}

test('the order in which they wait, and asking twice, change nothing', () => {
  fc.assert(
    fc.property(sitter, waitingIn, now, lead, (onAir, waiting, at, leadMs) => {
      const first = decideAir(onAir, waiting, at, leadMs);
      const again = decideAir(onAir, [...waiting].reverse(), at, leadMs);
      expect({ ...again, expired: [...again.expired].sort() }).toEqual({
        ...first,
        expired: [...first.expired].sort(),
      });
    }),
    runs,
  );
});

test('a start is never before its time, never after its last instant, never in the past', () => {
  fc.assert(
    fc.property(sitter, waitingIn, now, lead, (onAir, waiting, at, leadMs) => {
      const { start } = decideAir(onAir, waiting, at, leadMs);
      const chosen = waiting.find((one) => one.id === start?.id);
      if (!start) return;
      expect(chosen).toBeDefined();
      expect(start.startAt).toBeGreaterThanOrEqual(Math.max(at, chosen?.plannedAt ?? 0));
      expect(start.startAt).toBeLessThanOrEqual(chosen?.notAfter ?? -1);
      expect(start.startAt).toBeLessThanOrEqual(at + leadMs);
    }),
    runs,
  );
});

test('exactly those expire whose last instant is past, and none of them starts', () => {
  fc.assert(
    fc.property(sitter, waitingIn, now, lead, (onAir, waiting, at, leadMs) => {
      const { expired, start } = decideAir(onAir, waiting, at, leadMs);
      const late = waiting.filter((one) => one.notAfter < at).map((one) => one.id);
      expect([...expired].sort()).toEqual(late.sort());
      expect(late).not.toContain(start?.id);
    }),
    runs,
  );
});

test('nobody starts while somebody with a better right waits who could start just as well', () => {
  fc.assert(
    fc.property(sitter, waitingIn, now, lead, (onAir, waiting, at, leadMs) => {
      const { start } = decideAir(onAir, waiting, at, leadMs);
      const chosen = waiting.find((one) => one.id === start?.id);
      if (!start || !chosen) return;
      for (const other of waiting) {
        const couldStart = other.plannedAt <= at + leadMs && other.notAfter >= Math.max(start.startAt, other.plannedAt);
        if (other !== chosen && couldStart) expect(isBefore(chosen, other)).toBe(true);
      }
    }),
    runs,
  );
});

test('nothing that sounds is cut by anything but a warning or a live voice above it', () => {
  fc.assert(
    fc.property(sitter, waitingIn, now, lead, (onAir, waiting, at, leadMs) => {
      const { start, preempted } = decideAir(onAir, waiting, at, leadMs);
      if (preempted === null) {
        if (start && onAir) expect(start.startAt).toBeGreaterThanOrEqual(onAir.endsAt);
        return;
      }
      const chosen = waiting.find((one) => one.id === start?.id);
      expect(preempted).toBe(onAir?.id);
      expect(rankOf(chosen?.level ?? 'filler')).toBeLessThanOrEqual(rankOf('live_commune'));
      expect(rankOf(chosen?.level ?? 'filler')).toBeLessThan(rankOf(onAir?.level ?? 'emergency'));
    }),
    runs,
  );
});

test('the next look is never in the past, and until then nothing changes by itself', () => {
  fc.assert(
    fc.property(sitter, waitingIn, now, lead, (onAir, waiting, at, leadMs) => {
      const decision = decideAir(onAir, waiting, at, leadMs);
      if (decision.start || decision.expired.length > 0) return;
      const next = decision.lookAgainAt ?? at + 200;
      expect(next).toBeGreaterThan(at);
      for (let later = at + 1; later < next; later += 1) {
        const then = decideAir(onAir, waiting, later, leadMs);
        expect([then.start, then.preempted, then.expired]).toEqual([null, null, []]);
      }
    }),
    runs,
  );
});

test('looking again when told to, everybody who waits either starts or expires', () => {
  fc.assert(
    fc.property(sitter, waitingIn, lead, (first, all, leadMs) => {
      let [onAir, waiting, at] = [first, all, 0];
      const settled: string[] = [];
      for (let looks = 0; waiting.length > 0; looks += 1) {
        expect(looks).toBeLessThan(200);
        const { start, expired, lookAgainAt } = decideAir(onAir, waiting, at, leadMs);
        settled.push(...expired, ...(start ? [start.id] : []));
        const begun = waiting.find((one) => one.id === start?.id);
        if (start && begun) onAir = { id: start.id, level: begun.level, endsAt: start.startAt + 7 };
        waiting = waiting.filter((one) => !settled.includes(one.id));
        if (!start && waiting.length > 0) {
          expect(lookAgainAt, 'somebody waits and nobody looks again').not.toBe(null);
          at = Math.max(at, lookAgainAt ?? at);
        }
      }
      expect([...settled].sort()).toEqual(all.map((one) => one.id).sort());
    }),
    runs,
  );
});
