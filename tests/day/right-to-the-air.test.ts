/** Days on which somebody, or the line, does the worst thing at the worst moment. */
import { expect, it } from 'vitest';
import type { AlertWish } from '#alert';
import { type GateRules, OPEN_RULES } from '#gate';
import { instantOf } from '#kernel';
import { setBank } from '#media';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string) => instantOf('2026-11-23', time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LAN = { id: 'acc_lan', name: 'Lan' };

async function commune(rules: GateRules = OPEN_RULES) {
  const day = new Commune({ wallMs: at('08:00'), rules });
  await day.start();
  await day.addVillages(['Thôn Đông', 'Thôn Tây']);
  await day.powerAllOn();
  await day.clock.advance(MINUTE);
  return day;
}

function houseOf(day: Commune) {
  if (!day.station) throw new Error('the station is down');
  return day.station.house;
}

/** A voice without end is on the air of all villages, as the live room asks for it. */
async function talk(day: Commune, maxMs: number): Promise<string> {
  const { playout } = houseOf(day);
  const items = [{ kind: 'stream' as const, streamId: 'liv_1', durationMs: maxMs }];
  const ready = {
    ...{ kind: 'live' as const, interruption: 'resume' as const },
    runningOrder: { items, durationMs: maxMs, isOpenEnded: true },
  };
  const plannedAt = day.clock.wallMs() + 500;
  const id = await day.store.transact(async (tx) => {
    const [verdict] = await playout.accept(tx, [
      {
        ...{ bulletinId: null, ready, zoneIds: [day.zoneId], origin: 'live', level: 'live_commune', title: 'Lan nói' },
        ...{ askedBy: 'acc_lan', note: null, plannedAt, notAfter: plannedAt + maxMs },
      },
    ]);
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing was accepted');
    return verdict.broadcast.id;
  });
  playout.wake();
  await day.clock.settle(6);
  return id;
}

it('a voice that ended while the line of a village was cut holds the air there no longer than until the line is back', async () => {
  const day = await commune();
  const [, west] = day.villages;
  const id = await talk(day, 30 * MINUTE);
  await day.clock.advance(10 * SECOND);
  west?.cut();
  await day.clock.advance(10 * SECOND);
  await houseOf(day).playout.conclude(id, 20 * SECOND);
  await day.clock.advance(SECOND);
  west?.mend();
  const bulletin = await day.addBulletin({ title: 'Tin sau', durationMs: 10 * SECOND });
  const next = await day.ask(bulletin, day.clock.wallMs() + 30 * SECOND);
  await day.clock.advance(2 * MINUTE);
  const sounded = day.villages.map((village) =>
    village.heard.filter((one) => one.broadcastId === next).map((one) => one.endAt - one.startAt),
  );
  expect(sounded).toEqual([[10 * SECOND], [10 * SECOND]]);
  await day.station?.stop();
});

it('a talk that was short counts as short: what comes later that day is not held back for it', async () => {
  const day = await commune({ ...OPEN_RULES, minutesPerSession: 30, sessionsPerDay: 3 });
  const id = await talk(day, 30 * MINUTE);
  await day.clock.advance(MINUTE);
  await houseOf(day).playout.conclude(id, MINUTE);
  const cut = await day.ask(await day.addBulletin({ title: 'Tin bị dừng', durationMs: 25 * MINUTE }), at('08:03'));
  await day.clock.advance(2 * MINUTE);
  await houseOf(day).playout.halt(cut, 'stopped_by_operator');
  const next = await day.ask(await day.addBulletin({ title: 'Tin sau', durationMs: 10 * MINUTE }), at('08:25'));
  await day.clock.advance(40 * MINUTE);
  const minutes = day.villages.map((village) =>
    village.heard.filter((one) => one.broadcastId === next).map((one) => (one.endAt - one.startAt) / MINUTE),
  );
  expect(minutes).toEqual([[10], [10]]);
  await day.station?.stop();
});

async function alarm(day: Commune) {
  const recording = async (title: string, durationMs: number) => {
    await day.addBulletin({ title, durationMs });
    const row = await day.store.db.selectFrom('recordings').select('id').where('title', '=', title).executeTakeFirst();
    if (!row) throw new Error(`no recording ${title}`);
    await setBank(day.store.db, row.id, true);
    await houseOf(day).bankChanged();
    return row.id;
  };
  const siren = await recording('Còi', 5 * SECOND);
  const clear = await recording('Báo yên', 4 * SECOND);
  await day.clock.advance(MINUTE);
  const wish: AlertWish = {
    ...{ zoneIds: [day.zoneId], areaIds: [], signalRecordingId: siren, recordingId: null, title: 'Lũ quét' },
    ...{ reason: 'Nước dâng', repeats: 1, gapMs: 0, validForMs: 60 * MINUTE, allClearRecordingId: clear },
    allowUnplaced: false,
  };
  return wish;
}

const everywhere = { zoneIds: [], areaIds: [], everywhere: true, broadcastId: null };

it.each([false, true])(
  'what a person stopped everywhere stays silent in a village that was cut off, also when the station went down: %s',
  async (goesDown) => {
    const day = await commune();
    const wish = await alarm(day);
    const [east, west] = day.villages;
    west?.cut();
    await day.clock.advance(30 * SECOND);
    await houseOf(day).alerts.send({ ...wish, repeats: 3, gapMs: 20 * SECOND }, LAN);
    await day.clock.advance(12 * SECOND);
    await houseOf(day).stops.stop({ ...everywhere, holdMs: 30 * MINUTE, reason: null }, LAN);
    await day.clock.advance(5 * SECOND);
    if (goesDown) {
      day.kill();
      await day.clock.advance(20 * SECOND);
      await day.start();
    }
    west?.mend();
    await day.clock.advance(20 * MINUTE);
    expect([east, west].map((village) => village?.heard.length)).toEqual([1, 0]);
    const log = await day.log();
    expect(log.map((line) => line.reason)).toEqual(['stopped_by_operator', 'stopped_by_operator']);
    await day.station?.stop();
  },
);

it('villages learn of silence that is ordered however much lies in the emergency bank', async () => {
  const day = await commune();
  for (let n = 0; n < 205; n++) await day.addBulletin({ title: `Tiếng ${n}`, durationMs: SECOND });
  await day.store.db.updateTable('recordings').set({ bank: 1 }).execute();
  await houseOf(day).bankChanged();
  const next = await day.addBulletin({ title: 'Tin sau', durationMs: 10 * SECOND });
  await day.ask(next, day.clock.wallMs() + 5 * MINUTE);
  await day.clock.advance(MINUTE);
  await houseOf(day).stops.stop({ ...everywhere, holdMs: 30 * MINUTE, reason: null }, LAN);
  await day.clock.advance(SECOND);
  for (const village of day.villages) village.cut();
  await day.clock.advance(20 * MINUTE);
  expect(day.villages.map((village) => village.heard)).toEqual([[], []]);
  await day.station?.stop();
});
