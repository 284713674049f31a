/** What the calendar shows of a week is what the ear hears of it; what was moved in it is heard where it was moved to. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '#gate';
import type { House } from '#http';
import { civilOf, instantOf } from '#kernel';
import { changeValidity, findBulletins, putTemplate } from '#programme';
import type { RouteInput, RouteName } from '../../src/http/contract.ts';
import { calendarHandlers } from '../../src/http/handlers/calendar.ts';
import { ruleHandlers } from '../../src/http/handlers/rules.ts';
import type { Asking } from '../../src/http/house.ts';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;
const MINUTE = 60_000;
const NAMES = ['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa'];

let day: Commune;
let house: House;

beforeEach(async () => {
  day = new Commune({ wallMs: at('04:00'), rules: DEFAULT_RULES });
  ({ house } = await day.start());
  await day.addVillages(NAMES);
  await house.gateChanged();
  await day.powerAllOn();
});

const asking = <Name extends RouteName>(): Asking<Name> =>
  ({ visitor: { owner: 'test', name: 'Chị Hoa' }, remember: async () => undefined }) as unknown as Asking<Name>;
const noInput = { params: undefined, query: undefined, body: undefined };
type RuleBody = RouteInput<'addRule'>['body'];
const ruleBody = (more: Partial<RuleBody>): RuleBody => ({
  ...{ title: 'Lịch', bulletinId: null, templateId: null, cutInAfterMs: null, zoneIds: [day.zoneId] },
  ...{ pattern: { every: 'daily', times: ['05:00', '17:00'] }, active: true, confirmUnusual: true },
  ...more,
});
const addRule = (more: Partial<RuleBody>) =>
  ruleHandlers(house).addRule({ ...noInput, body: ruleBody(more) }, asking());
const changeRule = (id: string, more: Partial<RuleBody>) =>
  ruleHandlers(house).changeRule({ ...noInput, params: { id }, body: ruleBody(more) }, asking());
const adjust = (id: string, body: RouteInput<'adjustRule'>['body']) =>
  calendarHandlers(house).adjustRule({ ...noInput, params: { id }, body }, asking());
const calendar = async (from = '2026-11-23', days = 7) =>
  (await calendarHandlers(house).getCalendar({ ...noInput, query: { from, days } }, asking())).slots;
const nameOf = (instant: number) => {
  const { date, time } = civilOf(instant, ZONE);
  return `${date} ${time.slice(0, 5)}`;
};
const whenOf = (slots: Awaited<ReturnType<typeof calendar>>) => slots.map(({ plannedAt }) => nameOf(plannedAt));
const heardBy = (name: string) =>
  (day.villages.find((one) => one.name === name)?.heard ?? []).map(({ startAt }) => nameOf(startAt));

describe('the calendar', () => {
  it('shows each occurrence of a week once: what is planned, and what the rule will bring', async () => {
    const rule = await addRule({ bulletinId: await day.addBulletin({ title: 'Tin sáng', durationMs: 2 * MINUTE }) });
    await house.schedule.runOnce();
    const slots = await calendar();
    expect(slots).toHaveLength(14);
    expect(new Set(slots.map(({ id }) => id)).size).toBe(14);
    expect(whenOf(slots).slice(0, 3)).toEqual(['2026-11-23 05:00', '2026-11-23 17:00', '2026-11-24 05:00']);
    expect(slots.every((one) => one.ruleId === rule.id && one.durationMs === 2 * MINUTE)).toBe(true);
    expect(slots.map(({ state }) => state)).toEqual([...Array(4).fill('planned'), ...Array(10).fill('expected')]);
    expect(slots.every(({ hindrance }) => hindrance === null)).toBe(true);
    expect(slots.every(({ areaIds }) => areaIds.length === 3)).toBe(true);
    expect(slots[13]?.occurrence).toEqual({ date: '2026-11-29', time: '17:00' });
  });

  it('says afterwards where it was heard, and where not', async () => {
    await addRule({ bulletinId: await day.addBulletin({ title: 'Tin sáng', durationMs: 2 * MINUTE }) });
    day.villages[1]?.powerOff();
    await day.clock.advanceTo(at('06:00'));
    expect(heardBy('Thôn Đông')).toEqual(['2026-11-23 05:00']);
    expect(heardBy('Bản Nà Phặc')).toEqual([]);
    const [morning, evening] = await calendar();
    expect(morning?.ends).toMatchObject({ all: 3, played: 2, proved: 2 });
    expect(evening).toMatchObject({ state: 'planned', ends: { all: 3, played: 0 } });
  });

  it('says beforehand what would keep something silent: a missing approval, the hours', async () => {
    const bulletinId = await day.addBulletin({ title: 'Chưa duyệt', durationMs: MINUTE, isApproved: false });
    await addRule({ bulletinId });
    const good = await day.addBulletin({ title: 'Tin tối', durationMs: MINUTE });
    await addRule({ bulletinId: good, pattern: { every: 'weekly', weekdays: ['sun'], times: ['20:00'] } });
    await day.setRules({ ...DEFAULT_RULES, quietHours: [{ from: '19:00', to: '05:00' }] } as never);
    await house.gateChanged();
    const slots = await calendar();
    const reasons = new Map(slots.map((one) => [nameOf(one.plannedAt), one.hindrance]));
    expect(reasons.get('2026-11-24 05:00')).toMatchObject({ reason: 'not_approved', endpoints: 3 });
    expect(reasons.get('2026-11-28 17:00')).toMatchObject({ reason: 'not_approved', endpoints: 3 });
    expect(reasons.get('2026-11-29 20:00')).toMatchObject({ reason: 'outside_hours', endpoints: 3 });
    await day.clock.advanceTo(at('06:00'));
    expect(heardBy('Thôn Đông')).toEqual([]);
  });

  it('says how a programme fills its slot, and when there is nothing in it', async () => {
    const shortly = await day.addBulletin({ title: 'Tin ngắn', durationMs: 2 * MINUTE });
    const gone = await day.addBulletin({ title: 'Tin cũ', durationMs: MINUTE });
    const programmeId = (await findBulletins(day.store.db, [shortly])).get(shortly)?.programme.id ?? '';
    const world = { clock: day.clock, random: day.random };
    for (const [bulletinId, slotMs, time] of [
      [shortly, 10 * MINUTE, '05:00'],
      [shortly, MINUTE, '06:00'],
      [gone, 10 * MINUTE, '07:00'],
    ] as const) {
      const part = { part: 'bulletins' as const, bulletinIds: [bulletinId], pauseMs: 0 };
      const draft = { name: `Khung ${time}`, programmeId, slotMs, parts: [part] };
      const templateId = (await putTemplate(day.store.db, world, draft)).id;
      await addRule({ templateId, pattern: { every: 'daily', times: [time] } });
    }
    await changeValidity(day.store.db, gone, { validFrom: null, validTo: at('20:00') });
    const [full, over, empty] = await calendar('2026-11-29', 1);
    expect([full?.slot, over?.slot]).toEqual([
      { underMs: 8 * MINUTE, overMs: 0 },
      { underMs: 0, overMs: MINUTE },
    ]);
    expect(empty?.hindrance).toMatchObject({ isEmpty: true, endpoints: 3 });
  });

  it('moves one broadcast of a rule to another time: it is heard there, not where it was, and all others stay', async () => {
    const bulletinId = await day.addBulletin({ title: 'Tin sáng', durationMs: MINUTE });
    const rule = await addRule({ bulletinId });
    await house.schedule.runOnce();
    const moved = await adjust(rule.id, {
      date: '2026-11-23',
      time: '17:00',
      to: { date: '2026-11-23', time: '06:30' },
    });
    expect(moved.description.vi).toContain('giờ riêng cho');
    await changeRule(rule.id, { bulletinId, pattern: moved.pattern });
    await house.schedule.runOnce();
    const wanted = ['2026-11-23 05:00', '2026-11-23 06:30', '2026-11-24 05:00', '2026-11-24 17:00'];
    expect(whenOf(await calendar('2026-11-23', 2))).toEqual(wanted);
    await day.clock.advanceTo(at('07:00'));
    expect((await calendar('2026-11-23', 1)).map(({ state }) => state)).toEqual(['ended', 'ended']);
    for (const name of NAMES) expect(heardBy(name)).toEqual(wanted.slice(0, 2));
  });

  it('leaves one out, and refuses what is not there', async () => {
    const bulletinId = await day.addBulletin({ title: 'Tin sáng', durationMs: MINUTE });
    const rule = await addRule({ bulletinId, pattern: { every: 'daily', times: ['05:00', '05:30'] } });
    const first = { date: '2026-11-23', time: '05:00', to: null };
    await changeRule(rule.id, { bulletinId, pattern: (await adjust(rule.id, first)).pattern });
    await house.schedule.runOnce();
    expect(whenOf(await calendar('2026-11-23', 2))).toEqual(
      ['23 05:30', '24 05:00', '24 05:30'].map((one) => `2026-11-${one}`),
    );
    await day.clock.advanceTo(at('06:00'));
    expect(heardBy('Thôn Đông')).toEqual(['2026-11-23 05:30']);
    await expect(adjust(rule.id, first)).rejects.toMatchObject({ code: 'RULE_PATTERN' });
    await expect(adjust('rul_0', first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
