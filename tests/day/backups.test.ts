import { expect, it } from 'vitest';
import type { AlertWish } from '#alert';
import { instantOf } from '#kernel';
import { setBank } from '#media';
import { Commune } from '../support/commune.ts';

const at = (time: string) => instantOf('2026-11-23', time, 'Asia/Ho_Chi_Minh') ?? Number.NaN;
const MINUTE = 60_000;
const LAN = { id: 'acc_lan', name: 'Lan' };

it('the night’s copy gives way to an alarm at once, and is made afterwards; the alarm is heard whole', async () => {
  const day = new Commune({ wallMs: at('02:00'), backupAt: '02:10' });
  const { house } = await day.start();
  await day.addVillages(['Thôn Đông', 'Bản Nà Phặc']);
  await day.powerAllOn();
  await day.addBulletin({ title: 'Lũ về', durationMs: 20_000 });
  const { id } = await day.store.db.selectFrom('recordings').select('id').executeTakeFirstOrThrow();
  await setBank(day.store.db, id, true);
  await house.bankChanged();
  day.copies.isSlow = true;
  await day.clock.advanceTo(at('02:11'));
  expect((await house.backups.standing()).running).toMatchObject({ trigger: 'night' });
  const wish: AlertWish = {
    ...{ zoneIds: [day.zoneId], areaIds: [], signalRecordingId: null, recordingId: id, title: 'Lũ quét' },
    ...{ reason: 'Nước dâng nhanh', repeats: 1, gapMs: 0, validForMs: 60 * MINUTE, allClearRecordingId: null },
    allowUnplaced: false,
  };
  await house.alerts.send(wish, LAN);
  await day.clock.advance(1000);
  expect(await house.backups.standing()).toMatchObject({
    running: null,
    isPutOff: true,
    isEmergency: true,
    copies: [],
  });
  await expect(house.backups.begin('Lan', false)).rejects.toMatchObject({ code: 'BACKUP_EMERGENCY' });
  day.copies.isSlow = false;
  await day.clock.advance(10 * MINUTE);
  for (const { heard } of day.villages) expect(heard.map((one) => one.endAt - one.startAt)).toEqual([20_000]);
  const { isPutOff, copies, lastGoodAt } = await house.backups.standing();
  expect({ isPutOff, count: copies.length }).toEqual({ isPutOff: false, count: 1 });
  expect(lastGoodAt).toBeGreaterThan(at('02:12'));
  expect(day.copies.orders).toHaveLength(2);
});
