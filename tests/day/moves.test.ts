/** What somebody asked for once is given another time: ears hear it there, once, and never where it was. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '#gate';
import type { House } from '#http';
import { civilOf, instantOf } from '#kernel';
import { apiHandlers } from '../support/api-handlers.ts';
import { approveIn } from '../support/approval.ts';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;
const MINUTE = 60_000;
const NAMES = ['Thôn Đông', 'Bản Nà Phặc'];
const NOWHERE = { startAt: null, note: null, templateId: null, cutInAfterMs: null } as const;

let day: Commune;
let house: House;
let api: ReturnType<typeof apiHandlers>;

beforeEach(async () => {
  day = new Commune({ wallMs: at('04:00'), rules: DEFAULT_RULES });
  ({ house } = await day.start());
  api = apiHandlers(() => house);
  await day.addVillages(NAMES);
  await house.gateChanged();
  await day.powerAllOn();
});

const heardBy = (name: string) =>
  (day.villages.find((one) => one.name === name)?.heard ?? []).map(({ startAt }) => {
    const { date, time } = civilOf(startAt, ZONE);
    return `${date.slice(8)} ${time.slice(0, 5)}`;
  });
const ask = async (bulletinId: string, startAt: number) =>
  api.addBroadcast({
    ...{ ...NOWHERE, bulletinId, zoneIds: [day.zoneId], level: 'scheduled', startAt, confirmUnusual: true },
  });
const bulletin = (isApproved = true, title = 'Họp thôn') => day.addBulletin({ title, durationMs: MINUTE, isApproved });

describe('a broadcast that was asked for once', () => {
  it('is moved to another time: heard there once, never where it was, and the calendar says so', async () => {
    const { id } = await ask(await bulletin(), at('05:00'));
    await day.clock.advanceTo(at('04:30'));
    const told = await api.moveConsequences(id, { startAt: at('06:00') });
    expect(told.villages.map(({ village }) => village).toSorted()).toEqual(NAMES.toSorted());
    // What it leaves is not in its own way.
    expect(told.changes).toEqual([]);
    const moved = await api.moveBroadcast(id, { startAt: at('06:00'), confirmUnusual: true });
    expect(moved).toMatchObject({ plannedAt: at('06:00'), state: 'planned', title: 'Họp thôn' });
    const slots = await api.calendar('2026-11-23', 1);
    expect(slots.map(({ plannedAt, isAskedOnce }) => [plannedAt, isAskedOnce])).toEqual([[at('06:00'), true]]);
    await day.clock.advanceTo(at('07:00'));
    for (const name of NAMES) expect(heardBy(name)).toEqual(['23 06:00']);
    expect((await api.calendar('2026-11-23', 1)).map(({ state, ends }) => [state, ends.proved])).toEqual([
      ['ended', 2],
    ]);
  });

  it('stays moved when the station dies right after, and may be moved again, and back', async () => {
    const { id } = await ask(await bulletin(), at('05:00'));
    const there = await api.moveBroadcast(id, { startAt: at('06:00'), confirmUnusual: true });
    day.kill();
    ({ house } = await day.start());
    await day.clock.advanceTo(at('05:10'));
    for (const name of NAMES) expect(heardBy(name)).toEqual([]);
    const later = await api.moveBroadcast(there.id, { startAt: at('17:00'), confirmUnusual: true });
    await api.moveBroadcast(later.id, { startAt: at('05:30'), confirmUnusual: true });
    await day.clock.advanceTo(at('18:00'));
    for (const name of NAMES) expect(heardBy(name)).toEqual(['23 05:30']);
    await expect(api.moveBroadcast(id, { startAt: at('19:00'), confirmUnusual: true })).rejects.toMatchObject({
      code: 'BROADCAST_BEGUN',
    });
  });

  it('is neither approved by a move nor loses its approval', async () => {
    const bulletinId = await bulletin(false);
    const { id } = await ask(bulletinId, at('05:00'));
    const moved = await api.moveBroadcast(id, { startAt: at('05:30'), confirmUnusual: true });
    const reasons = (await api.moveConsequences(moved.id, { startAt: at('06:00') })).refusals.map(
      ({ reason }) => reason,
    );
    expect(reasons).toEqual(['not_approved']);
    await day.clock.advanceTo(at('05:50'));
    for (const name of NAMES) expect(heardBy(name)).toEqual([]);
    const again = await ask(bulletinId, at('06:30'));
    await approveIn(day, [bulletinId]);
    await api.moveBroadcast(again.id, { startAt: at('07:00'), confirmUnusual: true });
    await day.clock.advanceTo(at('08:00'));
    for (const name of NAMES) expect(heardBy(name)).toEqual(['23 07:00']);
  });

  it('stays where it is when it cannot be moved: too late, into the past, at night, or what a rule brought', async () => {
    const { id } = await ask(await bulletin(), at('05:00'));
    const move = (startAt: number, which = id) => api.moveBroadcast(which, { startAt, confirmUnusual: true });
    await expect(move(at('03:00'))).rejects.toMatchObject({ code: 'BROADCAST_PAST' });
    await expect(move(at('06:00'), 'brc_0')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await day.setRules({ ...DEFAULT_RULES, quietHours: [{ from: '20:00', to: '04:30' }] } as never);
    await house.gateChanged();
    await expect(move(at('23:00'))).rejects.toMatchObject({ code: 'GATE_CLOSED' });
    await day.clock.advanceTo(at('05:00') - 14_000);
    await expect(move(at('06:00'))).rejects.toMatchObject({ code: 'BROADCAST_BEGUN' });
    await day.clock.advanceTo(at('06:30'));
    for (const name of NAMES) expect(heardBy(name)).toEqual(['23 05:00']);
    const ruled = await api.addRule({
      bulletinId: await bulletin(true, 'Tin'),
      times: ['17:00'],
      zoneIds: [day.zoneId],
    });
    await house.schedule.runOnce();
    const [, due] = await api.calendar('2026-11-23', 1);
    expect(due).toMatchObject({ ruleId: ruled.id, isAskedOnce: false });
    await expect(move(at('18:00'), due?.broadcastId ?? '')).rejects.toMatchObject({ code: 'BROADCAST_FIXED' });
  });
});
