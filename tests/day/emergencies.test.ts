import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { AlertWish } from '#alert';
import { instantOf } from '#kernel';
import { setBank } from '#media';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string) => instantOf('2026-11-23', time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NAMES = ['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa'];
const LAN = { id: 'acc_lan', name: 'Lan' };

/** A recording on the shelf of the station, in the emergency bank unless said otherwise. */
async function recording(day: Commune, title: string, durationMs: number, isBank = true): Promise<string> {
  await day.addBulletin({ title, durationMs });
  const row = await day.store.db.selectFrom('recordings').select('id').where('title', '=', title).executeTakeFirst();
  if (!row) throw new Error(`no recording ${title}`);
  await setBank(day.store.db, row.id, isBank);
  await day.station?.house.bankChanged();
  return row.id;
}

async function commune(names: readonly string[] = NAMES) {
  const day = new Commune({ wallMs: at('04:00') });
  await day.start();
  await day.addVillages(names);
  await day.powerAllOn();
  const siren = await recording(day, 'Còi', 5 * SECOND);
  const words = await recording(day, 'Lũ về', 10 * SECOND);
  const clear = await recording(day, 'Báo yên', 4 * SECOND);
  await day.clock.advance(MINUTE);
  const { house } = day.station ?? {};
  if (!house) throw new Error('the station is down');
  const wish: AlertWish = {
    ...{ zoneIds: [day.zoneId], areaIds: [], signalRecordingId: siren, recordingId: words, title: 'Lũ quét' },
    ...{ reason: 'Nước suối dâng nhanh', repeats: 1, gapMs: 0, validForMs: 60 * MINUTE, allClearRecordingId: clear },
    allowUnplaced: false,
  };
  return { day, house, wish };
}

/** What each ear heard, as [title, seconds after `from`, seconds of sound]; plays shorter than a blink are left out. */
async function heard(day: Commune, from: number) {
  const rows = await day.store.db.selectFrom('broadcasts').select(['id', 'title']).execute();
  const titles = new Map(rows.map((row) => [row.id, row.title]));
  return day.villages.map((village) =>
    village.heard.map((one) => [
      titles.get(one.broadcastId),
      (one.startAt - from) / SECOND,
      (one.endAt - one.startAt) / SECOND,
    ]),
  );
}

it('an emergency interrupts a bulletin in every village within seconds, and the bulletin goes on afterwards', async () => {
  const { day, house, wish } = await commune();
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin sáng', durationMs: 60 * SECOND }), five);
  await day.clock.advanceTo(five + 20 * SECOND);
  const preview = await house.alerts.prepare(wish);
  expect(preview.interrupts).toMatchObject([{ title: 'Tin sáng', endpoints: 3 }]);
  const alert = await house.alerts.send(wish, LAN);
  expect([alert.state, alert.counts.waiting, alert.mayBeLate]).toEqual(['planned', 3, []]);
  await day.clock.advance(5 * SECOND);
  const now = await house.alerts.find(alert.id);
  expect([now.state, now.counts.sounding]).toEqual(['on_air', 3]);
  await day.clock.advanceTo(five + 10 * MINUTE);
  for (const ear of await heard(day, five)) {
    const [before, siren, after] = ear;
    expect(ear.map(([title]) => title)).toEqual(['Tin sáng', 'Lũ quét', 'Tin sáng']);
    expect(siren?.[1]).toBeGreaterThan(20);
    expect(siren?.[1]).toBeLessThan(21);
    expect(siren?.[2]).toBe(15);
    // Nothing of the bulletin is lost, and nothing overlaps.
    expect(Number(before?.[1]) + Number(before?.[2])).toBeLessThanOrEqual(Number(siren?.[1]));
    expect(Number(after?.[1])).toBeGreaterThanOrEqual(Number(siren?.[1]) + 15);
    expect(Number(before?.[2]) + Number(after?.[2])).toBeGreaterThan(58);
  }
  const done = await house.alerts.find(alert.id);
  expect([done.state, done.counts.confirmed, done.villages.some((one) => one.walkThere)]).toEqual(['over', 3, false]);
});

it('a closed gate, and a commune that sleeps, do not hold an emergency back', async () => {
  const { day, house, wish } = await commune();
  const stopped = { zoneIds: [], areaIds: [], everywhere: true, broadcastId: null, holdMs: 30 * MINUTE, reason: null };
  await house.stops.stop(stopped, LAN);
  const from = day.clock.wallMs();
  await house.alerts.send(wish, LAN);
  await day.clock.advance(MINUTE);
  for (const ear of await heard(day, from)) expect(ear).toEqual([['Lũ quét', expect.any(Number), 15]]);
});

it('an alert that is taken back is silent in every village within three seconds, also when it repeats', async () => {
  const { day, house, wish } = await commune();
  const alert = await house.alerts.send({ ...wish, repeats: 10, gapMs: 2 * SECOND }, LAN);
  await day.clock.advance(40 * SECOND);
  const cancelledAt = day.clock.wallMs();
  const view = await house.alerts.cancel(alert.id, 'Báo nhầm trạm đo', LAN);
  expect(view).toMatchObject({
    state: 'taken_back',
    cancel: null,
    takenBack: { name: 'Lan', reason: 'Báo nhầm trạm đo' },
  });
  await day.clock.advance(10 * MINUTE);
  for (const { heard: plays } of day.villages) {
    expect(plays.length).toBeGreaterThan(0);
    for (const play of plays) expect(play.endAt).toBeLessThanOrEqual(cancelledAt + 3 * SECOND);
  }
  expect(new Set((await day.log()).map((line) => line.reason))).toEqual(new Set(['taken_back']));
  await expect(house.alerts.cancel(alert.id, 'lần nữa', LAN)).rejects.toMatchObject({ code: 'ALERT_TAKEN_BACK' });
});

it('an alert that is over cannot be taken back; the all-clear is heard once by those who heard it', async () => {
  const { day, house, wish } = await commune();
  const from = day.clock.wallMs();
  const alert = await house.alerts.send(wish, LAN);
  await day.clock.advance(2 * MINUTE);
  await expect(house.alerts.cancel(alert.id, 'quá muộn rồi', LAN)).rejects.toMatchObject({ code: 'ALERT_OVER' });
  const cleared = await house.alerts.allClear(alert.id, { recordingId: null, reason: 'Nước đã rút' }, LAN);
  expect(cleared.cleared).toMatchObject({ name: 'Lan', reason: 'Nước đã rút' });
  await day.clock.advance(2 * MINUTE);
  for (const ear of await heard(day, from))
    expect(ear.map(([title, , seconds]) => [title, seconds])).toEqual([
      ['Lũ quét', 15],
      ['Lũ quét', 4],
    ]);
  const again = house.alerts.allClear(alert.id, { recordingId: null, reason: 'Nước đã rút' }, LAN);
  await expect(again).rejects.toMatchObject({ code: 'ALERT_CLEARED' });
});

it('the all-clear takes its own alert off the air first, also where that would still repeat', async () => {
  const { day, house, wish } = await commune();
  const from = day.clock.wallMs();
  const alert = await house.alerts.send({ ...wish, repeats: 20, gapMs: 4 * MINUTE, validForMs: 90 * MINUTE }, LAN);
  // One village is in the first gap, and one has lost its line there.
  await day.clock.advance(30 * SECOND);
  day.villages[1]?.cut();
  await day.clock.advance(30 * SECOND);
  const clearedAt = day.clock.wallMs();
  const cleared = await house.alerts.allClear(alert.id, { recordingId: null, reason: 'Nước đã rút' }, LAN);
  expect(cleared).toMatchObject({ state: 'over', cancel: null, takenBack: null, cleared: { name: 'Lan' } });
  await day.clock.advance(5 * SECOND);
  day.villages[1]?.mend();
  await day.clock.advance(2 * 60 * MINUTE);
  const ears = await heard(day, from);
  for (const [at, { heard: plays }] of day.villages.entries()) {
    expect(ears[at]?.map(([title]) => title)).toEqual(['Lũ quét', 'Lũ quét']);
    expect(ears[at]?.at(-1)?.[2]).toBe(4);
    expect(plays[0]?.endAt).toBeLessThanOrEqual(clearedAt + (at === 1 ? 2 * MINUTE : 3 * SECOND));
    expect(plays[1]?.startAt).toBeLessThanOrEqual(clearedAt + (at === 1 ? 2 * MINUTE : 5 * SECOND));
    expect(plays[1]?.broadcastId).toBe(cleared.cleared?.broadcastId);
  }
  const reasons = (await day.log()).map((line) => [line.state, line.reason]).sort();
  expect(reasons).toEqual([
    ...Array.from({ length: 3 }, () => ['played', 'complete']),
    ...Array.from({ length: 3 }, () => ['played_part', 'taken_back']),
  ]);
});

it('an all-clear that has nothing to play leaves the alert on the air', async () => {
  const { day, house, wish } = await commune(['Thôn Đông']);
  const from = day.clock.wallMs();
  const alert = await house.alerts.send({ ...wish, allClearRecordingId: null }, LAN);
  await day.clock.advance(5 * SECOND);
  const mute = house.alerts.allClear(alert.id, { recordingId: null, reason: 'Nước đã rút' }, LAN);
  await expect(mute).rejects.toMatchObject({ code: 'ALERT_NO_CLEAR' });
  const lost = house.alerts.allClear(alert.id, { recordingId: 'rec_none', reason: 'Nước đã rút' }, LAN);
  await expect(lost).rejects.toMatchObject({ code: 'RECORDING_NOT_READY' });
  await day.clock.advance(MINUTE);
  expect(await heard(day, from)).toEqual([[['Lũ quét', expect.any(Number), 15]]]);
});

it('an alert falls silent when its validity is over, however often it was to repeat, and says so before it is sent', async () => {
  const { day, house, wish } = await commune();
  const often = { ...wish, repeats: 20, gapMs: 10 * MINUTE, validForMs: 30 * MINUTE + 5 * SECOND };
  expect((await house.alerts.prepare(often)).durationMs).toBe(often.validForMs);
  const sentAt = day.clock.wallMs();
  const alert = await house.alerts.send(often, LAN);
  expect([alert.durationMs, alert.validUntil]).toEqual([often.validForMs, sentAt + often.validForMs]);
  await day.clock.advance(3 * 60 * MINUTE);
  for (const { heard: plays } of day.villages) {
    expect(plays).toHaveLength(1);
    expect(plays[0]?.endAt).toBeGreaterThan(alert.validUntil - 3 * SECOND);
    expect(plays[0]?.endAt).toBeLessThanOrEqual(alert.validUntil);
  }
  const done = await house.alerts.find(alert.id);
  expect([done.state, done.counts.confirmed, done.durationMs]).toEqual(['over', 3, often.validForMs]);
});

it('villages without a line are named, so that somebody walks there', async () => {
  const { day, house, wish } = await commune();
  day.villages[1]?.cut();
  await day.clock.advance(2 * MINUTE);
  const preview = await house.alerts.prepare(wish);
  const cut = preview.villages.filter((village) => village.endpoints.some((one) => !one.isReachable));
  expect(cut.map((village) => village.name)).toEqual(['Bản Nà Phặc']);
  const alert = await house.alerts.send(wish, LAN);
  await day.clock.advance(MINUTE);
  const { villages, counts } = await house.alerts.find(alert.id);
  expect(villages.filter((village) => village.walkThere).map((village) => village.name)).toEqual(['Bản Nà Phặc']);
  expect([counts.confirmed, counts.not_reachable]).toEqual([2, 1]);
});

it('audio that is not in the bank is refused, unless somebody accepts that speakers may be late', async () => {
  const { day, house, wish } = await commune(['Thôn Đông']);
  const loose = await recording(day, 'Lời mới thu', 8 * SECOND, false);
  const bare = { ...wish, signalRecordingId: null, recordingId: loose };
  await expect(house.alerts.send(bare, LAN)).rejects.toMatchObject({ code: 'ALERT_AUDIO_NOT_BANKED' });
  const from = day.clock.wallMs();
  const alert = await house.alerts.send({ ...bare, allowUnplaced: true }, LAN);
  expect(alert.mayBeLate).toEqual([day.villages[0]?.endpointId]);
  await day.clock.advance(2 * MINUTE);
  expect(await heard(day, from)).toEqual([[['Lũ quét', expect.any(Number), 8]]]);
  const silent = { ...wish, signalRecordingId: null, recordingId: null };
  await expect(house.alerts.send(silent, LAN)).rejects.toMatchObject({ code: 'ALERT_EMPTY' });
});

it('the book of alerts cannot be changed', async () => {
  const { day, house, wish } = await commune(['Thôn Đông']);
  const alert = await house.alerts.send(wish, LAN);
  const change = day.store.db.updateTable('alerts').set({ reason: 'khác' }).where('id', '=', alert.id).execute();
  await expect(change).rejects.toThrow('an alert is immutable');
  await expect(day.store.db.deleteFrom('alerts').execute()).rejects.toThrow('an alert is immutable');
});

it('"stop everything" is silence within three seconds, and holds until it is lifted', async () => {
  const { day, house } = await commune();
  const five = at('05:00');
  const first = await day.addBulletin({ title: 'Tin sáng', durationMs: 60 * SECOND });
  const second = await day.addBulletin({ title: 'Tin sau', durationMs: 20 * SECOND });
  await day.ask(first, five);
  await day.ask(second, five + 2 * MINUTE);
  await day.ask(second, five + 10 * MINUTE);
  await day.clock.advanceTo(five + 20 * SECOND);
  const everywhere = { zoneIds: [], areaIds: [], everywhere: true };
  const wish = { ...everywhere, broadcastId: null, holdMs: 30 * MINUTE, reason: 'Đám tang' };
  const stopped = await house.stops.stop(wish, LAN);
  expect(stopped).toMatchObject({ isWritten: true, heldUntil: five + 20 * SECOND + 30 * MINUTE });
  expect([stopped.endpointIds.length, stopped.broadcastIds.length]).toEqual([3, 1]);
  await house.stops.stop(wish, LAN);
  await day.clock.advanceTo(five + 9 * MINUTE);
  for (const { heard: plays } of day.villages) {
    expect(plays).toHaveLength(1);
    expect(plays[0]?.endAt).toBeLessThanOrEqual(five + 23 * SECOND);
  }
  expect(await house.stops.lift(everywhere, LAN)).toEqual({ lifted: 3 });
  await day.clock.advanceTo(five + 20 * MINUTE);
  for (const ear of await heard(day, five)) expect(ear[1]).toEqual(['Tin sau', 600, 20]);
  const told = (await day.store.db.selectFrom('traces').select('trace').execute()).map((row) => row.trace).join('\n');
  expect(told).toContain('Lan dừng phát ở đây: Đám tang.');
  expect(told).toContain('Lan cho phát lại ở đây.');
  const reasons = (await day.log()).map((line) => [line.title, line.state, line.reason]);
  for (let at = 0; at < 3; at += 1) expect(reasons[at]).toEqual(['Tin sáng', 'played_part', 'stopped_by_operator']);
  expect(reasons.filter(([title, state]) => title === 'Tin sau' && state === 'withheld')).toHaveLength(3);
});

it('a second, shorter "stop" never ends a longer hold, wherever that is kept', async () => {
  const { day, house } = await commune();
  const from = day.clock.wallMs();
  const everywhere = { zoneIds: [], areaIds: [], everywhere: true, broadcastId: null, reason: null };
  const here = { zoneIds: [], areaIds: [], endpointIds: [day.villages[0]?.endpointId ?? ''] };
  const first = await house.stops.stop({ ...everywhere, ...here, everywhere: false, holdMs: 3 * 60 * MINUTE }, LAN);
  expect(first.heldUntil).toBe(from + 180 * MINUTE);
  // The disk is full for the second; then all of them are stopped a third time, for five minutes.
  await sql`pragma query_only = on`.execute(day.store.db);
  const there = { ...here, endpointIds: [day.villages[1]?.endpointId ?? ''] };
  const second = await house.stops.stop({ ...there, broadcastId: null, reason: null, holdMs: 150 * MINUTE }, LAN);
  expect(second).toMatchObject({ isWritten: false, heldUntil: from + 150 * MINUTE });
  await sql`pragma query_only = off`.execute(day.store.db);
  const third = await house.stops.stop({ ...everywhere, holdMs: 5 * MINUTE }, LAN);
  expect(third).toMatchObject({ isWritten: true, heldUntil: from + 5 * MINUTE });
  const again = { ...everywhere, ...here, everywhere: false, holdMs: 5 * MINUTE };
  expect((await house.stops.stop(again, LAN)).heldUntil).toBe(from + 180 * MINUTE);
  const bulletinId = await day.addBulletin({ title: 'Tin', durationMs: 20 * SECOND });
  for (const minutes of [100, 165, 190]) await day.ask(bulletinId, from + minutes * MINUTE);
  await day.clock.advance(200 * MINUTE);
  const heardAt = (await heard(day, from)).map((ear) => ear.map(([, seconds]) => Math.floor(Number(seconds) / 60)));
  expect(heardAt).toEqual([[190], [165, 190], [100, 165, 190]]);
});

it('one village is stopped and lifted while the others go on', async () => {
  const { day, house } = await commune();
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 60 * SECOND }), five);
  await day.clock.advanceTo(five + 10 * SECOND);
  const endpointIds = [day.villages[0]?.endpointId ?? ''];
  const here = { zoneIds: [], areaIds: [], endpointIds };
  await house.stops.stop({ ...here, broadcastId: null, holdMs: 5 * MINUTE, reason: null }, LAN);
  await day.clock.advanceTo(five + 3 * MINUTE);
  expect(
    day.villages.map((village) => village.heard.map((one) => Math.round((one.endAt - five) / SECOND) > 20)),
  ).toEqual([[false], [true], [true]]);
  const there = { ...here, endpointIds: [day.villages[1]?.endpointId ?? ''] };
  expect(await house.stops.lift(there, LAN)).toEqual({ lifted: 0 });
  expect(await house.stops.lift(here, LAN)).toEqual({ lifted: 1 });
});

it('the disk takes nothing any more: silence all the same, and the hold is kept in memory', async () => {
  const { day, house } = await commune(['Thôn Đông']);
  const five = at('05:00');
  const bulletinId = await day.addBulletin({ title: 'Tin', durationMs: 60 * SECOND });
  await day.ask(bulletinId, five);
  await day.ask(bulletinId, five + 2 * MINUTE);
  await day.clock.advanceTo(five + 10 * SECOND);
  await sql`pragma query_only = on`.execute(day.store.db);
  const wish = { zoneIds: [], areaIds: [], everywhere: true, broadcastId: null, holdMs: 30 * MINUTE, reason: null };
  expect((await house.stops.stop(wish, LAN)).isWritten).toBe(false);
  await day.clock.advanceTo(five + 10 * MINUTE);
  expect(day.villages[0]?.heard).toHaveLength(1);
  expect(day.villages[0]?.heard[0]?.endAt).toBeLessThanOrEqual(five + 13 * SECOND);
  // The last words come when the disk takes them again.
  expect(await day.log()).toEqual([]);
  await sql`pragma query_only = off`.execute(day.store.db);
  await day.clock.advanceTo(five + 11 * MINUTE);
  const reasons = (await day.log()).map((line) => [line.state, line.reason]).sort();
  expect(reasons).toEqual([
    ['played_part', 'stopped_by_operator'],
    ['withheld', 'quiet_zone'],
  ]);
});

it('the disk takes nothing any more: an alert can still be taken back', async () => {
  const { day, house, wish } = await commune(['Thôn Đông']);
  const alert = await house.alerts.send({ ...wish, repeats: 10 }, LAN);
  await day.clock.advance(20 * SECOND);
  await sql`pragma query_only = on`.execute(day.store.db);
  const cancelledAt = day.clock.wallMs();
  expect(await house.alerts.cancel(alert.id, 'Báo nhầm trạm đo', LAN)).toMatchObject({
    state: 'taken_back',
    cancel: null,
  });
  await day.clock.advance(MINUTE);
  for (const play of day.villages[0]?.heard ?? []) expect(play.endAt).toBeLessThanOrEqual(cancelledAt + 3 * SECOND);
  await sql`pragma query_only = off`.execute(day.store.db);
  await day.clock.advance(MINUTE);
  expect((await day.log()).map((line) => line.reason)).toEqual(['taken_back']);
  expect((await house.alerts.find(alert.id)).state).toBe('taken_back');
});

it('the disk takes nothing any more: the emergency that was accepted sounds to its end, and a new one is refused aloud', async () => {
  const { day, house, wish } = await commune();
  const from = day.clock.wallMs();
  await house.alerts.send({ ...wish, repeats: 3 }, LAN);
  await day.clock.advance(2 * SECOND);
  await sql`pragma query_only = on`.execute(day.store.db);
  // What could not be taken up again after a power cut is not accepted: whoever presses is told, and walks or calls.
  const second = house.alerts.send({ ...wish, title: 'Cháy rừng' }, LAN);
  await expect(second).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  await day.clock.advance(2 * MINUTE);
  expect(await heard(day, from)).toEqual(day.villages.map(() => [['Lũ quét', expect.any(Number), 45]]));
  await sql`pragma query_only = off`.execute(day.store.db);
  await day.clock.advance(2 * MINUTE);
  expect((await day.log()).map((line) => [line.title, line.state])).toEqual(
    day.villages.map(() => ['Lũ quét', 'played']),
  );
});
