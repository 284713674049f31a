import { expect, it } from 'vitest';
import { instantOf } from '#kernel';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

async function commune(names: readonly string[] = ['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa']): Promise<Commune> {
  const made = new Commune({ wallMs: at('04:00') });
  await made.start();
  await made.addVillages(names);
  await made.powerAllOn();
  return made;
}

/** What each ear heard, as [seconds after `from`, seconds of sound, place in the running order]. */
function heard(day: Commune, from: number) {
  return day.villages.map((village) =>
    village.heard.map((one) => [
      (one.startAt - from) / SECOND,
      (one.endAt - one.startAt) / SECOND,
      one.fromMs / SECOND,
    ]),
  );
}

const outcome = async (day: Commune) => (await day.log()).map((line) => [line.state, line.reason, line.evidence]);

it('a village whose link is cut before air hears it all the same, and proves it when the link is back', async () => {
  const day = await commune();
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 30_000 }), five);
  await day.clock.advanceTo(five - MINUTE);
  day.villages[1]?.cut();
  await day.clock.advanceTo(five + 10 * MINUTE);
  expect(heard(day, five)).toEqual([[[0, 30, 0]], [[0, 30, 0]], [[0, 30, 0]]]);
  expect(await day.log()).toHaveLength(2);
  day.villages[1]?.mend();
  await day.clock.advanceTo(five + 11 * MINUTE);
  expect(await outcome(day)).toEqual(Array.from({ length: 3 }, () => ['played', 'complete', 'E2']));
});

it('the station dies in the middle of a broadcast: heard once, and the log knows the end', async () => {
  const day = await commune();
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 60_000 }), five);
  await day.clock.advanceTo(five + 20 * SECOND);
  day.kill();
  await day.clock.advanceTo(five + 30 * SECOND);
  await day.start();
  await day.clock.advanceTo(five + 5 * MINUTE);
  expect(heard(day, five)).toEqual([[[0, 60, 0]], [[0, 60, 0]], [[0, 60, 0]]]);
  expect(await outcome(day)).toEqual(Array.from({ length: 3 }, () => ['played', 'complete', 'E2']));
});

it('the station is down at air time: the villages hear it by their plans, once, and it is logged later', async () => {
  const day = await commune();
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 20_000 }), five);
  await day.clock.advanceTo(five - MINUTE);
  day.kill();
  await day.clock.advanceTo(five + 2 * MINUTE);
  await day.start();
  await day.clock.advanceTo(five + 10 * MINUTE);
  expect(heard(day, five)).toEqual([[[0, 20, 0]], [[0, 20, 0]], [[0, 20, 0]]]);
  expect(await outcome(day)).toEqual(Array.from({ length: 3 }, () => ['played', 'complete', 'E2']));
});

it('a speaker loses power in the middle and goes on where it was', async () => {
  const day = await commune(['Thôn Đông']);
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 60_000 }), five);
  await day.clock.advanceTo(five + 20 * SECOND);
  day.villages[0]?.powerOff();
  await day.clock.advanceTo(five + 30 * SECOND);
  await day.villages[0]?.powerOn();
  await day.clock.advanceTo(five + 5 * MINUTE);
  const [first, second] = day.villages[0]?.heard ?? [];
  expect(first?.startAt).toBe(five);
  expect(second?.fromMs).toBeGreaterThan(18_000);
  expect(second?.fromMs).toBeLessThanOrEqual(20_000);
  expect(day.villages[0]?.heard).toHaveLength(2);
  expect((await day.log()).map((line) => line.state)).toEqual(['played']);
});

it('a broadcast that is dropped when interrupted ends as played in part, never silently', async () => {
  const day = await commune(['Thôn Đông']);
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 60_000, interruption: 'drop' }), five);
  await day.clock.advanceTo(five + 20 * SECOND);
  day.villages[0]?.powerOff();
  await day.clock.advanceTo(five + 30 * SECOND);
  await day.villages[0]?.powerOn();
  await day.clock.advanceTo(five + 5 * MINUTE);
  const [line] = await day.log();
  expect([line?.state, line?.reason, line?.evidence]).toEqual(['played_part', 'interrupted', 'E2']);
  expect(line?.renderedMs).toBeGreaterThan(18_000);
  expect(line?.renderedMs).toBeLessThanOrEqual(20_000);
});

it('a village that was never reached is told so in the log, after the last instant at which it could begin', async () => {
  const day = await commune();
  const five = at('05:00');
  day.villages[2]?.powerOff();
  await day.clock.advanceTo(at('04:10'));
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 20_000 }), five);
  await day.clock.advanceTo(five + 7 * MINUTE);
  const lines = await day.log();
  expect(lines.map((line) => [line.village, line.state, line.reason]).sort()).toEqual([
    ['Bản Nà Phặc', 'played', 'complete'],
    ['Thôn Đông', 'played', 'complete'],
    ['Ấp Bình Hòa', 'failed', 'unreachable'],
  ]);
});

it('two broadcasts at the same minute follow one another and never mix', async () => {
  const day = await commune(['Thôn Đông']);
  const five = at('05:00');
  const first = await day.ask(await day.addBulletin({ title: 'Một', durationMs: 30_000 }), five);
  // Of two for the same minute the one that was asked for first goes first.
  await day.clock.advance(1);
  const second = await day.ask(await day.addBulletin({ title: 'Hai', durationMs: 20_000 }), five);
  await day.clock.advanceTo(five + 5 * MINUTE);
  expect(day.villages[0]?.heard.map((one) => one.broadcastId)).toEqual([first, second]);
  const [a, b] = day.villages[0]?.heard ?? [];
  expect((b?.startAt ?? 0) - (a?.endAt ?? 0)).toBeGreaterThanOrEqual(0);
  expect((b?.startAt ?? 0) - (a?.endAt ?? 0)).toBeLessThan(500);
  expect((await day.log()).map((line) => line.state)).toEqual(['played', 'played']);
});

it('a broadcast that waits too long for the air expires with a reason', async () => {
  const day = await commune(['Thôn Đông']);
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Dài', durationMs: 10 * MINUTE }), five);
  await day.ask(await day.addBulletin({ title: 'Ngắn', durationMs: 20_000 }), five + SECOND);
  await day.clock.advanceTo(five + 12 * MINUTE);
  expect(day.villages[0]?.heard).toHaveLength(1);
  expect((await outcome(day)).map(([state, reason]) => [state, reason]).sort()).toEqual([
    ['expired', 'seat_taken'],
    ['played', 'complete'],
  ]);
});

it('"stop" silences every village within a second, and the log says how far it came', async () => {
  const day = await commune();
  const five = at('05:00');
  const id = await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 60_000 }), five);
  await day.clock.advanceTo(five + 10 * SECOND);
  const halted = day.station?.house.playout.halt(id, 'stopped_by_operator');
  await day.clock.advanceTo(five + MINUTE);
  expect(await halted).toBe(true);
  for (const village of day.villages) {
    expect(village.heard).toHaveLength(1);
    expect((village.heard[0]?.endAt ?? 0) - five).toBeLessThanOrEqual(11 * SECOND);
  }
  expect(
    (await outcome(day)).every(([state, reason]) => state === 'played_part' && reason === 'stopped_by_operator'),
  ).toBe(true);
});

it('a rule that is changed before air calls back what it had planned', async () => {
  const day = await commune();
  const bulletinId = await day.addBulletin({ title: 'Tin', durationMs: 20_000 });
  const schedule = day.station?.house.schedule;
  const rule = { title: 'Sáng', bulletinId, zoneIds: [day.zoneId], active: true };
  const made = schedule?.createRule({ ...rule, pattern: { every: 'once', date: '2026-11-23', time: '05:00' } });
  await day.clock.advanceTo(at('04:30'));
  const id = (await made)?.id ?? '';
  const changed = schedule?.changeRule(id, { ...rule, pattern: { every: 'once', date: '2026-11-23', time: '06:00' } });
  await day.clock.advanceTo(at('07:00'));
  await changed;
  for (const village of day.villages) expect(village.heard.map((one) => one.startAt)).toEqual([at('06:00')]);
  expect((await outcome(day)).map(([state, reason]) => `${state} ${reason}`).sort()).toEqual([
    ...Array.from({ length: 3 }, () => 'cancelled rule_changed'),
    ...Array.from({ length: 3 }, () => 'played complete'),
  ]);
});

it('a station that was down all morning plays nothing late and says what was missed', async () => {
  const day = await commune();
  const bulletinId = await day.addBulletin({ title: 'Tin', durationMs: 20_000 });
  for (const village of day.villages) village.powerOff();
  await day.station?.house.schedule.createRule({
    title: 'Sáng',
    bulletinId,
    zoneIds: [day.zoneId],
    pattern: { every: 'daily', times: ['05:00'] },
    active: true,
  });
  day.kill();
  await day.clock.advanceTo(at('09:00'));
  await day.start();
  await day.powerAllOn();
  await day.clock.advanceTo(at('10:00'));
  expect(day.villages.flatMap((village) => village.heard)).toEqual([]);
  expect((await outcome(day)).map(([state, reason]) => [state, reason])).toEqual(
    Array.from({ length: 3 }, () => ['expired', 'missed_window']),
  );
});

it.each([-24, -1, 1, 24])('the wall clock jumps by %i hours: nothing is heard twice', async (hours) => {
  const day = await commune();
  await day.station?.house.schedule.createRule({
    title: 'Giờ',
    bulletinId: await day.addBulletin({ title: 'Tin', durationMs: 20_000 }),
    zoneIds: [day.zoneId],
    pattern: { every: 'daily', times: ['04:30', '06:00', '08:00'] },
    active: true,
  });
  await day.clock.advanceTo(at('04:40'));
  day.clock.jumpWall(hours * 60 * MINUTE);
  await day.clock.advance(8 * 60 * MINUTE);
  for (const village of day.villages) {
    const ids = village.heard.map((one) => one.broadcastId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(0);
  }
});
