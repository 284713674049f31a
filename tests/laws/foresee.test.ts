/** What is foretold of a day is what the ear hears of it. */
import { expect, test } from 'vitest';
import { findBroadcast } from '#broadcast';
import { DEFAULT_RULES, type GateRules } from '#gate';
import type { House } from '#http';
import { INTERRUPTIONS, instantOf, type Level } from '#kernel';
import { foresee } from '#playout';
import { decideAir } from '#queue';
import { Commune } from '../support/commune.ts';
import { forSeeds, type SeededRandom } from '../support/seeded-random.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string) => instantOf('2026-11-23', time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A speaker wakes its device half a second ahead, and reports travel. */
const NEAR_MS = 1500;

const LEVELS: readonly Level[] = [
  'emergency',
  'live_commune',
  'priority',
  'scheduled',
  'scheduled',
  'scheduled',
  'filler',
];

async function randomDay(random: SeededRandom, rules: GateRules) {
  const day = new Commune({ wallMs: at('04:30'), seed: random.seed, rules });
  const { house } = await day.start();
  await day.addVillages(['Thôn Đông']);
  await house.gateChanged();
  await day.powerAllOn();
  const ids: string[] = [];
  for (let count = random.int(2, 7); count > 0; count -= 1) {
    const bulletinId = await day.addBulletin({
      title: `Tin ${count}`,
      durationMs: random.int(2, 90) * 10 * SECOND,
      interruption: random.pick(INTERRUPTIONS),
    });
    const plannedAt = at('04:45') + random.int(0, 40) * MINUTE + random.int(0, 1) * random.int(0, 59) * SECOND;
    ids.push(await day.ask(bulletinId, plannedAt, random.pick(LEVELS), random.int(1, 30) * MINUTE));
  }
  return { day, house, ids };
}

async function foretold(day: Commune, house: House, ids: readonly string[]) {
  const carried = [];
  for (const id of ids) {
    const found = await findBroadcast(day.store.db, id);
    const [delivery] = found?.deliveries ?? [];
    if (found && delivery) carried.push({ broadcast: found.broadcast, delivery });
  }
  const endpointId = day.villages[0]?.endpointId ?? '';
  const ask = house.gates.ask.bind(house.gates, endpointId);
  return foresee({ decideAir, fromAt: day.clock.wallMs(), carried, load: [], ask });
}

test('random days of one village go as they were foretold', async () => {
  await forSeeds(71_000, 25, async (random) => {
    const rules = random.chance(0.5) ? DEFAULT_RULES : { ...DEFAULT_RULES, sessionsPerDay: 2, minutesPerSession: 30 };
    const { day, house, ids } = await randomDay(random, rules);
    const told = await foretold(day, house, ids);
    await day.clock.advanceTo(at('07:30'));
    const heard = (day.villages[0]?.heard ?? []).filter((one) => one.endAt - one.startAt > NEAR_MS);
    const said = told
      .flatMap(({ broadcastId, sounds }) => sounds.map((span) => ({ broadcastId, ...span })))
      .filter((one) => one.endAt - one.startAt > NEAR_MS)
      .sort((a, b) => a.startAt - b.startAt);
    expect(said.map((one) => one.broadcastId)).toEqual(heard.map((one) => one.broadcastId));
    for (const [place, one] of said.entries()) {
      expect(Math.abs(one.startAt - (heard[place]?.startAt ?? 0))).toBeLessThan(NEAR_MS);
      expect(Math.abs(one.endAt - (heard[place]?.endAt ?? 0))).toBeLessThan(NEAR_MS);
    }
    const log = await day.log();
    for (const { broadcastId, sounds, givenUpFor } of told) {
      const line = log.find((one) => one.broadcastId === broadcastId);
      expect(line?.state === 'withheld' || line?.state === 'expired').toBe(sounds.length === 0);
      if (sounds.length === 0) expect(givenUpFor).not.toBeNull();
    }
  });
}, 120_000);
