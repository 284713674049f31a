import { describe, expect, it } from 'vitest';
import { rows, rule, village } from './village.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = '2026-11-23T12:00:00+07:00';

describe('a planning round', () => {
  it('turns 48 hours of a rule into broadcasts in one batch, each with its last moment', async () => {
    const { schedule, ports, store } = await village(START);
    await schedule.createRule(rule());
    expect(await schedule.runOnce()).toEqual({ planned: 4, accepted: 4, missed: 0, waiting: 0 });
    expect(ports.batches).toEqual([4]);
    expect(ports.accepted[0]).toEqual({
      ...{ occurrenceId: 1, ruleId: expect.stringMatching(/^rul_/), title: 'Bản tin', bulletinId: 'bul_1' },
      ...{ templateId: null, cutInAfterMs: null },
      ...{ zoneIds: ['zon_1'], kind: 'bulletin', plannedAt: Date.parse('2026-11-23T17:00:00+07:00') },
      notAfter: Date.parse('2026-11-23T17:05:00+07:00'),
    });
    expect(await rows(store)).toEqual([
      ...['2026-11-23 17:00 broadcast', '2026-11-24 05:30 broadcast'],
      ...['2026-11-24 17:00 broadcast', '2026-11-25 05:30 broadcast'],
    ]);
  });

  it('changes nothing when it is run again, by this process or another', async () => {
    const { schedule, another, ports } = await village(START);
    await schedule.createRule(rule());
    await schedule.runOnce();
    const idle = { planned: 0, accepted: 0, missed: 0, waiting: 0 };
    expect([await schedule.runOnce(), await another().runOnce()]).toEqual([idle, idle]);
    expect(ports.batches).toEqual([4]);
  });

  it('plans the next hours as they come near, never an occurrence twice', async () => {
    const { schedule, clock, ports } = await village(START);
    await schedule.createRule(rule());
    for (let hour = 0; hour < 240; hour++) {
      await schedule.runOnce();
      clock.jumpWall(HOUR_MS);
    }
    const instants = ports.accepted.map(({ plannedAt }) => plannedAt);
    expect(new Set(instants).size).toBe(instants.length);
    expect(instants.length).toBeGreaterThanOrEqual(20);
  });

  it('leaves nothing behind when the next stage breaks', async () => {
    const { schedule, ports, store } = await village(START);
    await schedule.createRule(rule());
    ports.failing = true;
    await expect(schedule.runOnce()).rejects.toThrow('broke');
    expect(await rows(store)).toEqual([]);
    ports.failing = false;
    expect(await schedule.runOnce()).toMatchObject({ planned: 4, accepted: 4 });
  });

  it('offers again what the next stage could not take yet, until it is missed', async () => {
    const { schedule, clock, ports, store } = await village(START);
    await schedule.createRule(rule());
    ports.ready = false;
    expect(await schedule.runOnce()).toEqual({ planned: 4, accepted: 0, missed: 0, waiting: 4 });
    clock.jumpWall(5 * HOUR_MS + 5 * 60_000);
    expect(await schedule.runOnce()).toMatchObject({ missed: 0, waiting: 5 });
    clock.jumpWall(1);
    expect(await schedule.runOnce()).toMatchObject({ missed: 1, waiting: 4 });
    ports.ready = true;
    expect(await schedule.runOnce()).toMatchObject({ accepted: 4 });
    expect((await rows(store))[0]).toBe('2026-11-23 17:00 expired missed_window');
  });

  it('does not play a bulletin that is withdrawn, and says so', async () => {
    const { schedule, ports, store } = await village(START);
    await schedule.createRule(rule());
    ports.kinds.delete('bul_1');
    expect(await schedule.runOnce()).toEqual({ planned: 4, accepted: 0, missed: 0, waiting: 0 });
    expect(ports.batches).toEqual([]);
    expect((await rows(store)).map((row) => row.slice(17))).toEqual(Array(4).fill('cancelled not_valid'));
  });

  it('plays a template as it plays a bulletin, with the start mode of the rule', async () => {
    const { schedule, ports } = await village(START);
    await schedule.createRule(rule({ bulletinId: null, templateId: 'tpl_1', cutInAfterMs: 60_000 }));
    await schedule.runOnce();
    expect(ports.accepted).toHaveLength(4);
    expect(ports.accepted[0]).toMatchObject({ bulletinId: null, templateId: 'tpl_1', cutInAfterMs: 60_000 });
  });

  it('plans thousands of rows in few statements', async () => {
    const { schedule, ports } = await village(START);
    const pattern = { every: 'cron', expression: '*/5 * * * *' };
    for (let n = 0; n < 5; n++) await schedule.createRule(rule({ pattern }));
    const round = await schedule.runOnce();
    expect(round.planned).toBe(5 * 49 * 12);
    expect(round.accepted).toBe(round.planned);
    expect(ports.batches).toHaveLength(1);
  });
});

describe('time that was slept through (P12)', () => {
  it('three days down: one legal broadcast is played late, the rest is missed and logged, no burst', async () => {
    const { schedule, clock, ports, store } = await village(START);
    await schedule.createRule(rule({ bulletinId: 'bul_2' }));
    await schedule.createRule(rule());
    await schedule.runOnce();
    ports.accepted.length = 0;
    clock.jumpWall(5 * DAY_MS);
    const round = await schedule.runOnce();
    const now = clock.wallMs();
    const past = ports.accepted.filter(({ plannedAt }) => plannedAt <= now);
    expect(past.map(({ kind, plannedAt }) => [kind, new Date(plannedAt).toISOString()])).toEqual([
      ['legal', '2026-11-27T22:30:00.000Z'],
    ]);
    expect(past[0]?.notAfter).toBe(Date.parse('2026-11-28T17:00:00+07:00') - 1);
    expect(round.missed).toBe(ports.missedOnes.length);
    expect(ports.missedOnes.length).toBe(11);
    const expired = await store.db.selectFrom('occurrences').selectAll().where('state', '=', 'expired').execute();
    expect(expired.every((row) => row.broadcast_id === `brc_missed_${row.id}` && row.reason === 'missed_window')).toBe(
      true,
    );
  });

  it('a year down lists one month', async () => {
    const { schedule, clock, ports } = await village(START);
    await schedule.createRule(rule());
    await schedule.runOnce();
    clock.jumpWall(365 * DAY_MS);
    await schedule.runOnce();
    expect(ports.missedOnes).toHaveLength(62);
  });

  it('a new rule never comes due before it was made', async () => {
    const { schedule, ports } = await village('2026-11-23T17:00:00.001+07:00');
    await schedule.createRule(rule({ bulletinId: 'bul_2' }));
    await schedule.runOnce();
    expect(ports.accepted[0]?.plannedAt).toBe(Date.parse('2026-11-24T05:30:00+07:00'));
    expect(ports.missedOnes).toEqual([]);
  });
});

describe('a wall clock that jumps (K10, P11)', () => {
  it('back: nothing comes due twice', async () => {
    const { schedule, clock, ports } = await village(START);
    await schedule.createRule(rule());
    await schedule.runOnce();
    for (const hours of [-1, -24, 12, -48, 100, -100]) {
      clock.jumpWall(hours * HOUR_MS);
      await schedule.runOnce();
    }
    const instants = ports.accepted.map(({ plannedAt }) => plannedAt);
    expect(new Set(instants).size).toBe(instants.length);
  });

  it('to 2038 and back: the days between are planned after all', async () => {
    const { schedule, another, clock, ports } = await village(START);
    await schedule.createRule(rule());
    await schedule.runOnce();
    const away = Date.parse('2038-01-19T10:14:07+07:00') - clock.wallMs();
    clock.jumpWall(away);
    await schedule.runOnce();
    clock.jumpWall(-away + 30 * HOUR_MS);
    await schedule.runOnce();
    expect(ports.accepted.filter(({ plannedAt }) => plannedAt < Date.parse('2027-01-01')).length).toBe(7);
    clock.jumpWall(30 * HOUR_MS);
    await another().runOnce();
    expect(ports.accepted.filter(({ plannedAt }) => plannedAt < Date.parse('2027-01-01')).length).toBe(9);
  });

  it('what a clock that ran ahead called missed is heard when its time really comes', async () => {
    const { schedule, clock, ports, store } = await village(START);
    await schedule.createRule(rule());
    ports.ready = false;
    await schedule.runOnce();
    clock.jumpWall(DAY_MS);
    await schedule.runOnce();
    expect(ports.missedOnes).toHaveLength(1 + 1);
    clock.jumpWall(-DAY_MS);
    ports.ready = true;
    await schedule.runOnce();
    expect((await rows(store)).slice(0, 2)).toEqual(['2026-11-23 17:00 broadcast', '2026-11-24 05:30 broadcast']);
  });
});

describe('a rule that is changed', () => {
  it('calls back what lies ahead and plans it anew; the past stays', async () => {
    const { schedule, clock, ports, store } = await village(START);
    const { id } = await schedule.createRule(rule());
    await schedule.runOnce();
    clock.jumpWall(6 * HOUR_MS);
    ports.accepted.length = 0;
    const changed = await schedule.changeRule(
      id,
      rule({ pattern: { every: 'daily', times: ['05:30', '06:30', '16:00'] } }),
    );
    expect(changed.version).toBe(2);
    expect(ports.cancelled.size).toBe(3);
    await schedule.runOnce();
    expect(await rows(store)).toEqual([
      ...['2026-11-23 17:00 broadcast', '2026-11-24 05:30 broadcast', '2026-11-24 06:30 broadcast'],
      ...['2026-11-24 16:00 broadcast', '2026-11-24 17:00 cancelled rule_changed', '2026-11-25 05:30 broadcast'],
      ...['2026-11-25 06:30 broadcast', '2026-11-25 16:00 broadcast'],
    ]);
    expect(ports.accepted).toHaveLength(6);
  });

  it('does not touch what has begun, and does not begin it again (K14)', async () => {
    const { schedule, store, ports } = await village(START);
    const { id } = await schedule.createRule(rule());
    await schedule.runOnce();
    const first = await store.db
      .selectFrom('occurrences')
      .select('broadcast_id')
      .orderBy('planned_at')
      .executeTakeFirstOrThrow();
    ports.begun.add(first.broadcast_id ?? '');
    ports.accepted.length = 0;
    await schedule.changeRule(id, rule({ title: 'Tên mới' }));
    await schedule.runOnce();
    expect(ports.accepted).toHaveLength(3);
    expect(ports.accepted.every(({ title }) => title === 'Tên mới')).toBe(true);
  });

  it('paused or retired it plans nothing more', async () => {
    const { schedule, clock, ports, store } = await village(START);
    const paused = await schedule.createRule(rule());
    const retired = await schedule.createRule(rule());
    ports.ready = false;
    await schedule.runOnce();
    clock.jumpWall(5 * HOUR_MS);
    await schedule.changeRule(paused.id, rule({ active: false }));
    await schedule.retireRule(retired.id);
    ports.ready = true;
    await schedule.runOnce();
    expect(ports.accepted).toEqual([]);
    expect(new Set((await rows(store)).map((row) => row.slice(17)))).toEqual(new Set(['cancelled rule_changed']));
    expect((await schedule.rules()).map(({ id }) => id)).toEqual([paused.id]);
    await schedule.changeRule(paused.id, rule());
    expect(await schedule.runOnce()).toMatchObject({ accepted: 5 });
  });

  it('plays one thing, and waits at most ten minutes before it cuts in', async () => {
    const { schedule } = await village(START);
    for (const wrong of [
      { bulletinId: null },
      { templateId: 'tpl_1' },
      { cutInAfterMs: -1 },
      { cutInAfterMs: 600_001 },
      { cutInAfterMs: 0.5 },
    ]) {
      await expect(schedule.createRule(rule(wrong))).rejects.toMatchObject({ code: 'RULE_PATTERN' });
    }
    await expect(schedule.createRule(rule({ bulletinId: null, templateId: 'tpl_9' }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await schedule.createRule(rule({ cutInAfterMs: 600_000 }))).toMatchObject({ cutInAfterMs: 600_000 });
  });

  it('must name a bulletin and zones that exist', async () => {
    const { schedule } = await village(START);
    await expect(schedule.createRule(rule({ bulletinId: 'bul_9' }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(schedule.createRule(rule({ zoneIds: ['zon_9'] }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(schedule.createRule(rule({ zoneIds: ['Toàn xã'] }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(schedule.createRule(rule({ zoneIds: [] }))).rejects.toMatchObject({ code: 'RULE_PATTERN' });
    await expect(schedule.changeRule('rul_9', rule())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what a rule plays changes', () => {
  const BULLETIN_END = Date.parse('2026-11-24T12:00:00+07:00');
  const reason = (at: number) => (at <= BULLETIN_END ? 'rule_changed' : 'not_valid');

  it('what is no longer valid is called off with that reason, the rest is planned anew', async () => {
    const { schedule, store, ports } = await village(START);
    await schedule.createRule(rule());
    await schedule.createRule(rule({ bulletinId: 'bul_2' }));
    await schedule.runOnce();
    ports.accepted.length = 0;
    ports.expiresAt = BULLETIN_END;
    await store.transact((tx) => schedule.planAgain(tx, ['bul_1'], reason));
    expect(ports.cancelled.size).toBe(4);
    expect([...ports.reasons.values()].sort()).toEqual([...['not_valid', 'not_valid', 'rule_changed', 'rule_changed']]);
    await schedule.runOnce();
    expect(ports.accepted.map(({ bulletinId }) => bulletinId)).toEqual(['bul_1', 'bul_1']);
    const own = await store.db.selectFrom('occurrences').selectAll().orderBy('planned_at').orderBy('id').execute();
    expect(
      own.filter((row) => row.state === 'cancelled').map((row) => [row.local_date, row.local_time, row.reason]),
    ).toEqual([
      ['2026-11-24', '17:00', 'not_valid'],
      ['2026-11-25', '05:30', 'not_valid'],
    ]);
  });

  it('what was called off comes back when the bulletin is valid longer', async () => {
    const { schedule, store, ports } = await village(START);
    ports.expiresAt = BULLETIN_END;
    await schedule.createRule(rule());
    expect(await schedule.runOnce()).toMatchObject({ accepted: 2 });
    ports.expiresAt = null;
    await store.transact((tx) => schedule.planAgain(tx, ['bul_1'], () => 'rule_changed'));
    expect(await schedule.runOnce()).toMatchObject({ accepted: 4 });
    expect((await rows(store)).map((row) => row.slice(17))).toEqual(Array(4).fill('broadcast'));
  });

  it('what waits to be played late is planned anew too, what has begun is left alone', async () => {
    const { schedule, store, clock, ports } = await village(START);
    await schedule.createRule(rule({ bulletinId: 'bul_2', pattern: { every: 'daily', times: ['17:00'] } }));
    await schedule.runOnce();
    const given = await store.db.selectFrom('occurrences').selectAll().orderBy('planned_at').execute();
    const ids = given.map((row) => row.broadcast_id ?? '');
    clock.jumpWall(6 * HOUR_MS);
    ports.accepted.length = 0;
    await store.transact((tx) => schedule.planAgain(tx, ['bul_2'], () => 'rule_changed'));
    await schedule.runOnce();
    // The one of 17:00 waits for an open hour since an hour: legal awareness may be heard all week.
    expect(ports.accepted[0]).toMatchObject({ plannedAt: Date.parse('2026-11-23T17:00:00+07:00'), kind: 'legal' });
    expect(ports.cancelled).toEqual(new Set(ids));
    ports.accepted.length = 0;
    for (const row of await store.db.selectFrom('occurrences').selectAll().execute())
      ports.begun.add(row.broadcast_id ?? '');
    await store.transact((tx) => schedule.planAgain(tx, ['bul_2'], () => 'rule_changed'));
    await schedule.runOnce();
    expect(ports.accepted).toEqual([]);
  });
});
