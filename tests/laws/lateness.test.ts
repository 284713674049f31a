import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind } from '#kernel';
import { MISSED_AFTER_MS } from '#schedule';
import { rule, village } from '../unit/schedule/village.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });

const ZONES = ['Asia/Ho_Chi_Minh', 'America/Havana', 'Europe/London'] as const;
/** Ordinary nights and nights on which Havana or London change their clocks. */
const start = fc.constantFrom('2026-03-07', '2026-03-28', '2026-10-24', '2026-10-31', '2026-11-23');
const KIND_OF: ReadonlyArray<readonly [string, Kind]> = [
  ['bul_1', 'bulletin'],
  ['bul_2', 'legal'],
  ['bul_3', 'music'],
  ['tpl_1', 'priority'],
];
const times = fc
  .uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 1, maxLength: 4 })
  .map((slots) =>
    slots.map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`),
  );
const rules = fc.array(fc.record({ content: fc.nat(3), times }), { minLength: 1, maxLength: 4 });

/** A rule that plays one of the bulletins, or the template. */
function made({ content, times: at }: { content: number; times: string[] }) {
  const [id = ''] = KIND_OF[content] ?? [];
  const what = id.startsWith('tpl') ? { bulletinId: null, templateId: id } : { bulletinId: id };
  return rule({ ...what, pattern: { every: 'daily', times: at } });
}

describe('after any time out of use', () => {
  it('each occurrence is played within the window of its kind or called missed, and of each rule at most one is late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        start,
        rules,
        fc.integer({ min: 1, max: 12 * 24 * 60 }),
        async (zone, date, drafts, downMinutes) => {
          const { schedule, clock, ports, store } = await village(`${date}T12:00:00Z`, ':memory:', zone);
          ports.kinds.set('tpl_1', 'priority');
          for (const draft of drafts) await schedule.createRule(made(draft));
          await schedule.runOnce();
          // What was planned before the power failed is settled by the desk; here only what the schedule says counts.
          const before = new Set(ports.accepted.map((one) => one.occurrenceId));
          ports.accepted.length = 0;
          clock.jumpWall(downMinutes * MINUTE_MS);
          const now = clock.wallMs();
          await schedule.runOnce();
          const late = ports.accepted.filter(({ plannedAt }) => plannedAt <= now);
          for (const { kind, plannedAt, notAfter } of late) {
            expect(notAfter).toBeGreaterThanOrEqual(now);
            expect(notAfter - plannedAt).toBeLessThanOrEqual(MISSED_AFTER_MS[kind]);
          }
          expect(new Set(late.map((one) => one.ruleId)).size).toBe(late.length);
          const stored = await store.db.selectFrom('occurrences').selectAll().where('planned_at', '<=', now).execute();
          const lateIds = new Set(late.map((one) => one.occurrenceId));
          for (const row of stored) {
            const isMissed = row.state === 'expired' && row.reason === 'missed_window';
            expect(before.has(row.id) || lateIds.has(row.id) || isMissed, JSON.stringify(row)).toBe(true);
          }
          await store.close();
        },
      ),
      runs(150),
    );
  }, 120_000);

  it('legal awareness that was missed waits for an open hour until its next time, or for a week', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        start,
        fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'),
        fc.integer({ min: 2 * 24 * 60 + 1, max: 6 * 24 * 60 }),
        async (zone, date, weekday, downMinutes) => {
          const { schedule, clock, ports, store } = await village(`${date}T12:00:00Z`, ':memory:', zone);
          const pattern = { every: 'weekly', weekdays: [weekday], times: ['10:00'] };
          await schedule.createRule(rule({ bulletinId: 'bul_2', pattern }));
          clock.jumpWall(downMinutes * MINUTE_MS);
          await schedule.runOnce();
          const now = clock.wallMs();
          const [first] = await store.db.selectFrom('occurrences').selectAll().orderBy('planned_at').execute();
          if (first && first.planned_at <= now) {
            const late = ports.accepted.find((one) => one.occurrenceId === first.id);
            const leftMs = (late?.notAfter ?? 0) - first.planned_at;
            // A week, less the millisecond or the hour of summer time by which the next one comes first.
            expect(leftMs).toBeGreaterThanOrEqual(7 * DAY_MS - 60 * MINUTE_MS - 1);
          }
          await store.close();
        },
      ),
      runs(150),
    );
  }, 120_000);
});

describe('planning in steps', () => {
  it('plans what planning at once does, whatever the rules play and wherever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        start,
        rules,
        fc.array(fc.integer({ min: 1, max: 3 * 24 * 60 }), { minLength: 1, maxLength: 5 }),
        async (zone, date, drafts, steps) => {
          const open = () => village(`${date}T12:00:00Z`, ':memory:', zone);
          const [stepwise, atOnce] = [await open(), await open()];
          for (const draft of drafts) {
            await stepwise.schedule.createRule(made(draft));
            await atOnce.schedule.createRule(made(draft));
          }
          await stepwise.schedule.runOnce();
          for (const minutes of steps) {
            stepwise.clock.jumpWall(minutes * MINUTE_MS);
            await stepwise.schedule.runOnce();
          }
          atOnce.clock.jumpWall(steps.reduce((sum, minutes) => sum + minutes, 0) * MINUTE_MS);
          await atOnce.schedule.runOnce();
          const named = async ({ store, schedule }: typeof atOnce) => {
            const place = new Map((await schedule.rules()).map(({ id }, at) => [id, at]));
            const all = await store.db.selectFrom('occurrences').selectAll().execute();
            const text = all.map(
              (row) => `${place.get(row.rule_id)} ${row.local_date} ${row.local_time} ${row.planned_at}`,
            );
            await store.close();
            return text.sort();
          };
          expect(await named(stepwise)).toEqual(await named(atOnce));
        },
      ),
      runs(120),
    );
  }, 120_000);
});
