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

const nameOf = (instant: number) => {
  const { date, time } = civilOf(instant, ZONE);
  return `${date.slice(8)} ${time.slice(0, 5)}`;
};
const heardBy = (name: string) =>
  (day.villages.find((one) => one.name === name)?.heard ?? []).map(({ startAt }) => nameOf(startAt));
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

describe('a week that is copied', () => {
  const WEEKS = ['2026-11-23', '2026-11-30'] as const;
  /** Nothing has power until the other week begins: a week of heartbeats is long. */
  const sleepThroughTheWeek = async () => {
    for (const village of day.villages) village.powerOff();
    day.kill();
    await day.clock.advanceTo(at('04:30', '2026-11-30'));
    ({ house } = await day.start());
    for (const village of day.villages) await village.powerOn();
  };

  it('is heard again a week later, less what lapses; the list says so before', async () => {
    const kept = await bulletin(true, 'Họp thôn');
    const short = await bulletin(false, 'Tiêm vắc xin');
    const valid = day.store.db.updateTable('bulletins').set({ valid_to: at('23:00') });
    await valid.where('id', '=', short).execute();
    await approveIn(day, [short]);
    const raw = await bulletin(false, 'Chưa duyệt');
    await ask(kept, at('05:00'));
    await ask(short, at('05:30'));
    await ask(raw, at('06:00'));
    const gone = await ask(kept, at('17:00'));
    await api.moveBroadcast(gone.id, { startAt: at('17:30', '2026-11-24'), confirmUnusual: true });
    await api.addRule({ bulletinId: await bulletin(true, 'Tin'), times: ['17:30'], zoneIds: [day.zoneId] });
    const lines = await api.previewCopy(...WEEKS);
    const told = lines.map(({ title, startAt, state }) => [title, nameOf(startAt), state]);
    expect(told).toEqual([
      ['Họp thôn', '30 05:00', 'comes'],
      ['Tiêm vắc xin', '30 05:30', 'lapses'],
      ['Chưa duyệt', '30 06:00', 'waits'],
      ['Họp thôn', '01 17:30', 'clashes'],
    ]);
    const ids = lines.filter(({ state }) => state !== 'lapses').map(({ broadcastId }) => broadcastId);
    const [from, to] = WEEKS;
    const lapsed = lines.find(({ state }) => state === 'lapses')?.broadcastId ?? '';
    await expect(api.copyWeek({ from, to, broadcastIds: [...ids, lapsed] })).rejects.toMatchObject({
      code: 'COPY_CHANGED',
    });
    expect((await api.copyWeek({ from, to, broadcastIds: ids })).count).toBe(3);
    // Copied once more, nothing is heard twice.
    expect((await api.previewCopy(...WEEKS)).every(({ state }) => state === 'lapses' || state === 'waits')).toBe(true);
    await sleepThroughTheWeek();
    await day.clock.advanceTo(at('06:30', '2026-11-30'));
    for (const name of NAMES) expect(heardBy(name)).toEqual(['30 05:00']);
  });

  it('is taken back by one act, until its first broadcast is due; what was moved goes along', async () => {
    const bulletinId = await bulletin();
    await ask(bulletinId, at('05:00'));
    await ask(bulletinId, at('05:45'));
    const [from, to] = WEEKS;
    const broadcastIds = (await api.previewCopy(from, to)).map((one) => one.broadcastId);
    const first = await api.copyWeek({ from, to, broadcastIds });
    const [morning] = await api.calendar(to, 7);
    await api.moveBroadcast(morning?.broadcastId ?? '', { startAt: at('06:00', to), confirmUnusual: true });
    expect((await api.undoCopy(first.id)).count).toBe(2);
    const again = await api.copyWeek({ from, to, broadcastIds });
    await sleepThroughTheWeek();
    await day.clock.advanceTo(at('05:00', to) - 10_000);
    await expect(api.undoCopy(again.id)).rejects.toMatchObject({ code: 'COPY_BEGUN' });
    await day.clock.advanceTo(at('06:30', to));
    for (const name of NAMES) expect(heardBy(name)).toEqual(['30 05:00', '30 05:45']);
  });
});
