/** However often, and whatever happens in between: what was moved is heard once, at the last time that it was given. */
import { expect, it } from 'vitest';
import { DEFAULT_RULES } from '#gate';
import { instantOf } from '#kernel';
import { apiHandlers } from '../support/api-handlers.ts';
import { Commune } from '../support/commune.ts';
import { SeededRandom } from '../support/seeded-random.ts';

const MINUTE = 60_000;
const BEGIN = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? Number.NaN;
const SLOT_MS = 10 * MINUTE;
const SLOTS = 12;
const seeds = process.env['SEED'] ? [Number(process.env['SEED'])] : [1, 2, 3, 4, 5, 6];

it.each(seeds)('seed %i', async (seed) => {
  const random = new SeededRandom(seed);
  const dice = (sides: number) => Math.floor(random.fraction() * sides);
  const day = new Commune({ wallMs: BEGIN, rules: DEFAULT_RULES });
  let { house } = await day.start();
  const api = apiHandlers(() => house);
  await day.addVillages(['Thôn Đông', 'Bản Nà Phặc']);
  await house.gateChanged();
  await day.powerAllOn();
  const plain = { note: null, templateId: null, cutInAfterMs: null, level: 'scheduled', confirmUnusual: true } as const;
  const wanted = new Map<number, { id: string; at: number }>();
  const ids = new Map<string, number>();
  const free = () => {
    const taken = new Set([...wanted.values()].map(({ at }) => at));
    const all = Array.from({ length: SLOTS }, (_, slot) => BEGIN + (slot + 1) * SLOT_MS);
    const open = all.filter((at) => !taken.has(at) && at > day.clock.wallMs() + MINUTE);
    return open[dice(open.length)];
  };
  for (let one = 0; one < 3; one += 1) {
    const bulletinId = await day.addBulletin({ title: `Tin ${one}`, durationMs: MINUTE });
    const at = free() ?? 0;
    const { id } = await api.addBroadcast({ ...plain, bulletinId, zoneIds: [day.zoneId], startAt: at });
    wanted.set(one, { id, at });
    ids.set(id, one);
  }
  let moves = 0;
  for (let turn = 0; turn < 10; turn += 1) {
    await day.clock.advanceTo(day.clock.wallMs() + dice(9) * MINUTE + dice(60) * 1000);
    const which = dice(3);
    const now = wanted.get(which);
    const to = free();
    if (!now || to === undefined) continue;
    const answer = await api
      .moveBroadcast(now.id, { startAt: to, confirmUnusual: true })
      .catch((error: { code?: string }) => error.code);
    if (typeof answer === 'object') {
      moves += 1;
      wanted.set(which, { id: answer.id, at: to });
      ids.set(answer.id, which);
    } else expect([answer, now.at - day.clock.wallMs() < 16_000]).toEqual(['BROADCAST_BEGUN', true]);
    if (dice(4) === 0) {
      day.kill();
      ({ house } = await day.start());
    }
  }
  await day.clock.advanceTo(BEGIN + (SLOTS + 2) * SLOT_MS);
  expect(moves).toBeGreaterThan(0);
  const planned = [...wanted].map(([which, { at }]) => `${which} ${Math.round((at - BEGIN) / 1000)}`).toSorted();
  for (const { heard } of day.villages) {
    const sounded = heard.map((one) => `${ids.get(one.broadcastId)} ${Math.round((one.startAt - BEGIN) / 1000)}`);
    expect(sounded.toSorted()).toEqual(planned);
  }
});
