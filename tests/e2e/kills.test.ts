/** A few kills of the campaign in campaigns/kills.ts at every change; the full hundred: `npm run campaign -- kills`. */
import { expect, test } from 'vitest';
import { runKills } from '../../campaigns/kills.ts';
import { seedOf } from '../support/seeded-random.ts';

test('kill -9 at random moments: nothing acknowledged is lost, nothing is heard twice, nobody is left behind', {
  timeout: 240_000,
}, async () => {
  const report = await runKills(seedOf(3), 6);
  console.log(JSON.stringify(report));
  expect(report.faults).toEqual([]);
  expect(report.broadcasts).toBeGreaterThan(2);
});
