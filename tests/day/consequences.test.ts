/** What is told before saving is what the ear hears afterwards; what is refused is never heard. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES, type GateRules } from '#gate';
import type { House } from '#http';
import { instantOf } from '#kernel';
import { addQuietSpan } from '#place';
import type { RouteAnswer, RouteInput, RouteName } from '../../src/http/contract.ts';
import { broadcastHandlers } from '../../src/http/handlers/broadcasts.ts';
import { consequenceHandlers } from '../../src/http/handlers/consequences.ts';
import { ruleHandlers } from '../../src/http/handlers/rules.ts';
import type { Asking } from '../../src/http/house.ts';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NAMES = ['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa'];

type Body = RouteInput<'addBroadcast'>['body'];
type RuleBody = RouteInput<'addRule'>['body'];

let day: Commune;
let house: House;

async function open(rules: GateRules = DEFAULT_RULES): Promise<void> {
  day = new Commune({ wallMs: at('04:00'), rules });
  ({ house } = await day.start());
  await day.addVillages(NAMES);
  await house.gateChanged();
  await day.powerAllOn();
}

beforeEach(() => open());

const asking = <Name extends RouteName>(): Asking<Name> =>
  ({ visitor: { owner: 'test', name: 'Chị Hoa' }, remember: async () => undefined }) as unknown as Asking<Name>;
const say = (title: string, durationMs: number) => day.addBulletin({ title, durationMs });
const body = (bulletinId: string, startAt: number, more: Partial<Body> = {}): Body => ({
  ...{ bulletinId, templateId: null, cutInAfterMs: null, zoneIds: [day.zoneId], level: 'scheduled', startAt },
  ...{ note: null, confirmUnusual: false },
  ...more,
});
const ruleBody = (bulletinId: string, times: string[], more: Partial<RuleBody> = {}): RuleBody => ({
  ...{ title: 'Lịch', bulletinId, templateId: null, cutInAfterMs: null, zoneIds: [day.zoneId] },
  ...{ pattern: { every: 'daily', times }, active: true, confirmUnusual: false },
  ...more,
});
const noInput = { params: undefined, query: undefined };
const consequences = (asked: Body) =>
  consequenceHandlers(house).broadcastConsequences({ ...noInput, body: asked }, asking());
const ofRule = (asked: RuleBody, ruleId?: string) =>
  consequenceHandlers(house).ruleConsequences({ params: undefined, query: { ruleId }, body: asked }, asking());
const save = (asked: Body) => broadcastHandlers(house).addBroadcast({ ...noInput, body: asked }, asking());
const saveRule = (asked: RuleBody) => ruleHandlers(house).addRule({ ...noInput, body: asked }, asking());
const vi = (answer: RouteAnswer<'broadcastConsequences'>) => answer.changes.map((change) => change.text.vi);

describe('a broadcast', () => {
  it('that finds the air free changes nothing but the minutes of the day', async () => {
    const answer = await consequences(body(await say('Tin', 2 * MINUTE), at('06:00')));
    expect(answer).toMatchObject({ changes: [], refusals: [], overlaps: [], unusualHour: false });
    expect(answer.villages.map(({ village }) => village).sort()).toEqual([...NAMES].sort());
    expect(answer.villages.every(({ endpoints }) => endpoints.every((one) => one.isReachable))).toBe(true);
    expect(answer.listening).toHaveLength(3);
    for (const line of answer.listening)
      expect(line).toMatchObject({ date: '2026-11-23', beforeMs: 0, afterMs: 2 * MINUTE });
  });

  it('tells which village is out of reach now', async () => {
    day.villages[1]?.powerOff();
    await day.clock.advance(MINUTE);
    const answer = await consequences(body(await say('Tin', MINUTE), at('06:00')));
    const lost = answer.villages.flatMap(({ endpoints }) => endpoints).filter((one) => !one.isReachable);
    expect(lost.map(({ name }) => name)).toEqual(['Bản Nà Phặc']);
  });

  it('that makes another one late says by how much, and so it is heard', async () => {
    const second = await day.ask(await say('Dự báo thời tiết', MINUTE), at('06:02'), 'scheduled', 10 * MINUTE);
    const first = body(await say('Dài', 5 * MINUTE), at('06:00'));
    const answer = await consequences(first);
    expect(answer.changes).toMatchObject([{ effect: 'delayed', broadcastId: second, isNew: false, byMs: 3 * MINUTE }]);
    expect(answer.changes[0]?.endpointIds).toHaveLength(3);
    expect(vi(answer)).toEqual(['“Dự báo thời tiết” (theo lịch) sẽ chậm 180 giây: chờ “Dài” (theo lịch) phát xong.']);
    await save(first);
    await day.clock.advanceTo(at('06:20'));
    expect(day.villages[0]?.heard.map((one) => one.startAt)).toEqual([at('06:00'), at('06:02') + 3 * MINUTE]);
  });

  it('that cuts in says whom it cuts, and what is given up because of it', async () => {
    const long = await day.ask(await say('Dài', 8 * MINUTE), at('06:00'));
    const short = await day.ask(await say('Ngắn', MINUTE), at('06:08'), 'scheduled', 2 * MINUTE);
    const urgent = body(await say('Họp dân', 4 * MINUTE), at('06:02'), { level: 'priority', cutInAfterMs: 0 });
    const answer = await consequences(urgent);
    expect(answer.changes.map(({ effect, broadcastId }) => [effect, broadcastId])).toEqual([
      ['cut', long],
      ['refused', short],
    ]);
    expect(vi(answer)[0]).toBe('“Dài” (theo lịch) sẽ bị “Họp dân” (ưu tiên) chen ngang lúc 06:02.');
    await save(urgent);
    await day.clock.advanceTo(at('06:30'));
    const heard = day.villages[0]?.heard.map((one) => one.broadcastId);
    expect(heard?.[0]).toBe(long);
    expect(heard?.[2]).toBe(long);
    expect(heard).not.toContain(short);
  });

  it('in quiet hours is refused with the clause and the first opening', async () => {
    const early = body(await say('Tin', MINUTE), at('04:30'));
    const answer = await consequences(early);
    expect(answer.refusals).toMatchObject([{ reason: 'outside_hours', opensAt: at('05:00'), blocks: true }]);
    const error = await save(early).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'GATE_CLOSED' });
    expect((error as { text: { vi: string } }).text.vi).toBe(
      'Quy định không cho phát lúc 04:30: giờ yên lặng 21:30–05:00. Sớm nhất có thể phát lúc 05:00.',
    );
    await day.clock.advanceTo(at('05:30'));
    expect(day.villages.flatMap((village) => village.heard)).toEqual([]);
  });

  it('that would run into quiet hours is refused too', async () => {
    await expect(
      save(body(await say('Dài', 30 * MINUTE), at('21:10'), { confirmUnusual: true })),
    ).rejects.toMatchObject({
      code: 'GATE_CLOSED',
    });
  });

  it('beyond the repeats of the day is refused', async () => {
    await day.setRules({ ...DEFAULT_RULES, repeatLimit: 1 });
    const bulletinId = await say('Tin', MINUTE);
    await save(body(bulletinId, at('06:00')));
    const answer = await consequences(body(bulletinId, at('07:00')));
    expect(answer.refusals).toMatchObject([{ reason: 'repeat_limit', opensAt: null, blocks: true }]);
    await expect(save(body(bulletinId, at('07:00'), { confirmUnusual: true }))).rejects.toMatchObject({
      code: 'GATE_CLOSED',
    });
    await save(body(bulletinId, at('06:00', '2026-11-24')));
  });

  it('is not refused because one of its villages is quiet: there it is held back', async () => {
    const [, , quiet] = day.villages;
    const author = { ...house.world, zone: ZONE, writtenBy: null };
    const span = {
      areaId: null,
      endpointId: quiet?.endpointId ?? '',
      from: at('05:30'),
      to: at('07:00'),
      reason: 'Đám tang',
    };
    await day.store.transact((tx) => addQuietSpan(tx, author, span));
    await house.gateChanged();
    const asked = body(await say('Tin', MINUTE), at('06:00'));
    const answer = await consequences(asked);
    expect(answer.refusals).toMatchObject([
      { reason: 'quiet_zone', endpointIds: [quiet?.endpointId], opensAt: at('07:00'), blocks: false },
    ]);
    expect(answer.refusals[0]?.text.vi).toContain('Đám tang');
    await save(asked);
    await day.clock.advanceTo(at('06:10'));
    expect(day.villages.map((village) => village.heard.length)).toEqual([1, 1, 0]);
  });

  it('at an hour that nobody is used to is asked about once more', async () => {
    const bulletinId = await say('Tin', MINUTE);
    expect((await consequences(body(bulletinId, at('20:00')))).unusualHour).toBe(false);
    await saveRule(ruleBody(bulletinId, ['06:00']));
    const odd = body(bulletinId, at('20:00'));
    expect((await consequences(odd)).unusualHour).toBe(true);
    await expect(save(odd)).rejects.toMatchObject({ code: 'UNUSUAL_HOUR', values: { time: '20:00' } });
    expect(await save({ ...odd, confirmUnusual: true })).toMatchObject({ plannedAt: at('20:00') });
    expect((await consequences(body(bulletinId, at('06:25')))).unusualHour).toBe(false);
  });

  it('near another cluster that sounds something else is told to overlap', async () => {
    const [one, two] = day.villages;
    for (const [village, longitude] of [
      [one, 105.8],
      [two, 105.806],
    ] as const) {
      await day.store.db
        .updateTable('endpoints')
        .set({ latitude: 21, longitude, reach_m: 400 })
        .where('id', '=', village?.endpointId ?? '')
        .execute();
    }
    await day.ask(await say('Bên kia', 3 * MINUTE), at('06:00'));
    const { putZone } = await import('#place');
    const alone = await day.store.transact((tx) =>
      putZone(tx, house.world, { name: 'Một thôn', areaId: null, endpointIds: [one?.endpointId ?? ''] }),
    );
    // The zone of all is planned; the one village is asked to hear something of its own at the same time.
    const asked = body(await say('Bên này', MINUTE), at('06:01'), {
      zoneIds: [alone.id],
      level: 'priority',
      cutInAfterMs: 0,
    });
    const { overlaps } = await consequences(asked);
    expect(overlaps).toMatchObject([
      {
        endpointId: one?.endpointId,
        otherEndpointId: two?.endpointId,
        otherTitle: 'Bên kia',
        from: at('06:01'),
        to: at('06:02'),
      },
    ]);
    expect(overlaps[0]?.distanceM).toBeGreaterThan(600);
    expect(overlaps[0]?.distanceM).toBeLessThan(640);
  });
});

describe('a rule', () => {
  it('is told for eight days, and saved when the rules of the house allow it', async () => {
    const asked = ruleBody(await say('Tin', MINUTE), ['05:00', '17:00']);
    const answer = await ofRule(asked);
    expect(answer.starts).toHaveLength(16);
    expect(new Set(answer.listening.map(({ date }) => date)).size).toBe(8);
    expect(answer).toMatchObject({ changes: [], refusals: [], unusualHour: false });
    await saveRule(asked);
  });

  it('that meets another rule on a later day says so', async () => {
    await saveRule(ruleBody(await say('Cũ', 3 * MINUTE), ['06:00'], { title: 'Cũ' }));
    const asked = ruleBody(await say('Mới', MINUTE), [], {
      title: 'Mới',
      pattern: { every: 'once', date: '2026-11-28', time: '06:01' },
    });
    const answer = await ofRule(asked);
    expect(answer.changes).toMatchObject([{ effect: 'delayed', isNew: true, broadcastId: null, byMs: 2 * MINUTE }]);
    expect(answer.changes[0]?.text.vi).toContain('“Mới” (theo lịch) sẽ chậm 120 giây');
  });

  it('is refused when one of its days breaks a rule of the house', async () => {
    await open({ ...DEFAULT_RULES, weekdays: [1, 2, 3, 4, 5, 6] });
    const asked = ruleBody(await say('Tin', MINUTE), ['06:00']);
    const answer = await ofRule(asked);
    expect(answer.refusals.map(({ plannedAt, blocks }) => [plannedAt, blocks])).toEqual([
      [at('06:00', '2026-11-29'), true],
    ]);
    await expect(saveRule(asked)).rejects.toMatchObject({ code: 'GATE_CLOSED' });
    const weekdays = { every: 'weekly', weekdays: ['mon', 'sat'], times: ['06:00'] };
    await saveRule({ ...asked, pattern: weekdays });
  });

  it('that takes the place of another one is not told to meet it', async () => {
    const bulletinId = await say('Tin', 3 * MINUTE);
    const { id } = await saveRule(ruleBody(bulletinId, ['06:00']));
    await day.clock.advance(MINUTE);
    const moved = ruleBody(bulletinId, ['06:01']);
    expect((await ofRule(moved)).changes.length).toBeGreaterThan(0);
    const answer = await ofRule(moved, id);
    expect(answer.changes).toEqual([]);
    for (const { beforeMs, afterMs } of answer.listening) expect(afterMs).toBe(beforeMs);
    const changed = await ruleHandlers(house).changeRule({ params: { id }, query: undefined, body: moved }, asking());
    expect(changed.version).toBe(2);
  });
});
