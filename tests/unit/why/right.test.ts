import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVELS, rankOf } from '#kernel';
import { compareRight } from '#queue';
import { type Right, RULES, ruleBetween } from '#why';

const few = fc.integer({ min: 0, max: 2 });
const right: fc.Arbitrary<Right> = fc.record({
  broadcastId: fc.constantFrom('a', 'b', 'c'),
  level: fc.constantFrom(...LEVELS),
  precedence: few,
  plannedAt: few,
  acceptedAt: few,
});
const idOf = (one: Right) => ({ ...one, id: one.broadcastId, notAfter: 9 });

test('the rule that is named is the one by which the queue decided', () => {
  fc.assert(
    fc.property(right, right, (a, b) => {
      fc.pre(a.broadcastId !== b.broadcastId);
      const rule = ruleBetween(a, b);
      const parts = {
        level: rankOf(a.level) - rankOf(b.level),
        precedence: a.precedence - b.precedence,
        planned: a.plannedAt - b.plannedAt,
        accepted: a.acceptedAt - b.acceptedAt,
        id: a.broadcastId < b.broadcastId ? -1 : 1,
      };
      for (const earlier of RULES.slice(0, RULES.indexOf(rule))) expect(parts[earlier]).toBe(0);
      expect(Math.sign(parts[rule])).toBe(Math.sign(compareRight(idOf(a), idOf(b))));
      expect(ruleBetween(b, a)).toBe(rule);
    }),
    { numRuns: 3000 },
  );
});
