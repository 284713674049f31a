import { expect, it } from 'vitest';
import { type ApprovalDay, liveApprovalDay } from '../../campaigns/approval-days.ts';

/** More seeds: npm run campaign -- approval --seeds N. A seed that failed once stays here for ever. */
const SEEDS = [1, 2, 3, 4, 6, 8, 9, 10, 12, 37, 591, 1617];

it('nothing is heard that nobody approved, and what was approved in time is heard', async () => {
  const days: ApprovalDay[] = [];
  for (const seed of SEEDS) days.push(await liveApprovalDay(seed));
  expect(days.flatMap((day) => day.faults)).toEqual([]);
  const sum = (of: (day: ApprovalDay) => number) => days.reduce((all, day) => all + of(day), 0);
  // Nothing is proved by days on which nothing happened.
  expect(sum((day) => day.sounds)).toBeGreaterThan(0);
  expect(sum((day) => day.due)).toBeGreaterThan(0);
  expect(sum((day) => day.silences)).toBeGreaterThan(0);
  expect(sum((day) => day.alone)).toBeGreaterThan(0);
  expect(sum((day) => day.exempt)).toBeGreaterThan(0);
}, 60_000);
