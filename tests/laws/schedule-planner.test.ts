import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rule, village } from '../unit/schedule/village.ts';

const MINUTE_MS = 60_000;
const START = '2026-11-23T12:00:00+07:00';
const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });

const jump = fc.record({ act: fc.constant('jump' as const), minutes: fc.integer({ min: -1500, max: 3000 }) });
const act = fc.oneof(
  { arbitrary: jump, weight: 5 },
  { arbitrary: fc.record({ act: fc.constantFrom('restart', 'toggleReady', 'fail') }), weight: 3 },
  {
    arbitrary: fc.record({
      act: fc.constant('change' as const),
      times: fc.subarray(['05:30', '11:00', '17:00'], { minLength: 1 }),
    }),
    weight: 2,
  },
);

describe('whatever the clock, the neighbours and the operator do', () => {
  it('no civil moment of a rule is given to the air twice unless the first was cancelled, and none too late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const { schedule, another, clock, ports, store } = await village(START);
        const { id } = await schedule.createRule(rule());
        let process = schedule;
        for (const step of acts) {
          if (step.act === 'jump') clock.jumpWall(step.minutes * MINUTE_MS);
          if (step.act === 'restart') process = another();
          if (step.act === 'toggleReady') ports.ready = !ports.ready;
          if (step.act === 'change')
            await process.changeRule(id, rule({ pattern: { every: 'daily', times: step.times } }));
          ports.failing = step.act === 'fail';
          const offered = ports.accepted.length;
          await process.runOnce().catch(() => undefined);
          for (const { notAfter, plannedAt } of ports.accepted.slice(offered)) {
            expect(notAfter).toBeGreaterThanOrEqual(clock.wallMs());
            expect(notAfter - plannedAt).toBeLessThanOrEqual(5 * MINUTE_MS);
          }
        }
        const stored = await store.db.selectFrom('occurrences').selectAll().execute();
        const live = stored.filter(({ state }) => state === 'broadcast');
        const given = new Set(ports.accepted.map(({ occurrenceId }) => occurrenceId));
        // Each broadcast that stands belongs to one row; every other that was ever given was called back.
        expect(live.every(({ id: row }) => given.has(row))).toBe(true);
        expect(ports.accepted.length - ports.cancelled.size).toBe(live.length);
        await store.close();
      }),
      runs(120),
    );
  }, 60_000);
});
