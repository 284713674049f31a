/** Whatever somebody does to an export of the audit log is found, and an untouched one verifies. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditTrial, exported, FORGERIES, randomLog } from '../../campaigns/audit.ts';
import { verifyLines } from '../../scripts/verify-log.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { actOf, KEYS, openLog } from '../unit/audit/scene.ts';

test('2,000 forgeries of random logs are all found, and the logs themselves verify', async () => {
  for (let seed = 1; seed <= 20; seed += 1) expect((await auditTrial(seed, 100)).faults).toEqual([]);
}, 120_000);

test.each(FORGERIES)('$name is found', async ({ make, needsOlder }) => {
  const random = new SeededRandom(7);
  const scene = await openLog();
  for (let number = 0; number < 12; number += 1) {
    await scene.log.record(actOf(number));
    if (number % 3 === 2) await scene.clock.advance(76_000);
  }
  const lines = await exported(scene);
  const sound = verifyLines(lines, { key: KEYS.publicKey });
  expect(sound).toMatchObject({ faults: [], remarks: [], entries: 12, checkpoints: 4, first: 1, last: 12 });
  for (let tries = 0; tries < 20; tries += 1) {
    const forgery = make(lines, random);
    if (!forgery || forgery.join() === lines.join()) continue;
    const options = { key: KEYS.publicKey, ...(needsOlder ? { older: sound.history } : {}) };
    expect(verifyLines(forgery, options).faults.length, forgery.join('\n')).toBeGreaterThan(0);
  }
  await scene.log.stop();
});

test('any byte of an export that is changed is found', async () => {
  const scene = await randomLog(new SeededRandom(3));
  const bytes = Buffer.from((await exported(scene)).join('\n'));
  await scene.log.stop();
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(bytes);
      changed[at] = ((changed[at] ?? 0) + by) % 256;
      // The first line only says what the file is; the last one signs what counts of it.
      if (at <= changed.indexOf(10)) return;
      const { faults } = verifyLines(changed.toString('utf8').split('\n'), { key: KEYS.publicKey });
      expect(faults.length, `${at} by ${by}`).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
});

describe('an untouched log verifies', () => {
  test('as a span between checkpoints, and says that it is one', async () => {
    const scene = await openLog();
    const at: number[] = [];
    for (let number = 0; number < 30; number += 1) {
      at.push(scene.clock.wallMs());
      await scene.log.record(actOf(number));
      await scene.clock.advance(40_000);
    }
    const lines = await exported(scene, { from: at[10] ?? 0, to: at[20] ?? 0 });
    const verdict = verifyLines(lines, { key: KEYS.publicKey });
    expect(verdict.faults).toEqual([]);
    expect(verdict.remarks).toHaveLength(1);
    expect(verdict.first).toBeLessThanOrEqual(11);
    expect(verdict.last).toBeGreaterThanOrEqual(20);
    expect(verdict.entries).toBeLessThan(18);
    await scene.log.stop();
  });

  test('after old stretches went, and only if an entry says that they did', async () => {
    const scene = await openLog({ keepMonths: 1 });
    for (let day = 0; day < 50; day += 1) {
      await scene.log.record(actOf(day));
      await scene.log.sign();
      scene.clock.jumpWall(86_400_000);
    }
    await scene.clock.advance(90_000);
    const lines = await exported(scene);
    const { faults, remarks, first } = verifyLines(lines, { key: KEYS.publicKey });
    expect(faults).toEqual([]);
    expect(first).toBeGreaterThan(10);
    expect(remarks.map((one) => one.en).join()).toMatch(/removed by age, and an entry says so/);
    // The same, but somebody removed more than was said: it hangs on a later checkpoint.
    const places = lines.flatMap((line, place) => (line.includes('"type":"checkpoint"') ? [place] : []));
    const shorter = [lines[0] ?? '', ...lines.slice(places[5])];
    expect(
      verifyLines(shorter, { key: KEYS.publicKey })
        .faults.map((one) => one.en)
        .join(),
    ).toMatch(/no entry says so/);
    await scene.log.stop();
  });

  test('against an older export of the same log; a restored station that went another way does not', async () => {
    const scene = await openLog();
    for (let number = 0; number < 6; number += 1) await scene.log.record(actOf(number));
    const older = verifyLines(await exported(scene), { key: KEYS.publicKey }).history;
    await scene.log.record(actOf(7));
    const newer = await exported(scene);
    expect(verifyLines(newer, { key: KEYS.publicKey, older }).faults).toEqual([]);
    const fork = await openLog();
    for (let number = 0; number < 9; number += 1) await fork.log.record(actOf(number === 4 ? 99 : number));
    const { faults } = verifyLines(await exported(fork), { key: KEYS.publicKey, older });
    expect(faults[0]).toMatchObject({ seq: 5 });
    expect(faults[0]?.en).toMatch(/history was rewritten/);
    const short = await openLog();
    await short.log.record(actOf(0));
    const lost = verifyLines(await exported(short), { key: KEYS.publicKey, older }).faults;
    expect(lost.map((one) => one.en).join()).toMatch(/history was lost/);
    for (const one of [scene, fork, short]) await one.log.stop();
  });
});
