import { afterEach, beforeEach, expect, test } from 'vitest';
import { registerEndpoint } from '#endpoint';
import { DEFAULT_RULES, defaultGate, type ExceptionDay, endpointGate, type GateRules, gateAt, OPEN_RULES } from '#gate';
import { instantOf } from '#kernel';
import {
  addArea,
  addExceptionDay,
  addGateVersion,
  addMourning,
  addQuietSpan,
  endMourning,
  gatesOf,
  liftQuietSpan,
  readGateSettings,
  removeExceptionDay,
} from '#place';
import { openStore, type Store } from '#store';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const zone = 'Asia/Ho_Chi_Minh';
const at = (date: string, time: string) => instantOf(date, time, zone) ?? Number.NaN;
const HOUR = 3600_000;

let store: Store;
let clock: VirtualClock;
let author: Parameters<typeof addGateVersion>[1];

beforeEach(() => {
  store = openStore(':memory:');
  clock = new VirtualClock({ wallMs: at('2026-11-23', '09:00') });
  author = { clock, random: new SeededRandom(5), zone, writtenBy: 'Cán bộ Lan' };
});
afterEach(() => store.close());

const area = async (name: string, parentId: string | null = null) =>
  (await addArea(store.db, author, { parentId, kind: 'thôn', name, validFrom: null, validTo: null })).id;
const endpoint = async (areaId: string | null) => {
  const asked = { name: 'Cụm', areaId, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
  return { id: (await registerEndpoint(store.db, author, asked)).endpoint.id, areaId };
};
const gateOf = async (one: { id: string; areaId: string | null }) => {
  const gate = (await gatesOf(store.db, zone, [one], clock.wallMs())).get(one.id);
  if (!gate) throw new Error('no gate');
  return gate;
};
const version = (areaId: string | null, from: string, rules: Partial<GateRules> = {}) =>
  addGateVersion(store.db, author, { areaId, from, rules: { ...OPEN_RULES, ...rules }, note: 'Quy chế xã' });
const quietFrom = (from: string, to = '05:00') => ({ quietHours: [{ from, to }] });
const exception = (date: string, more: Partial<ExceptionDay> = {}): ExceptionDay => ({
  ...{ date, reason: 'Bầu cử', windows: null, sessionsPerDay: null, minutesPerSession: null },
  ...more,
});
const wait = (ms: number) => clock.advanceTo(clock.wallMs() + ms);
const refused = (code: string, field?: string) =>
  expect.objectContaining({ code, ...(field && { values: expect.objectContaining({ field }) }) });
const ask = { level: 'scheduled', kind: 'bulletin' } as const;

test('a station that has set nothing sleeps at night', async () => {
  const gate = await gateOf(await endpoint(await area('Thôn Đông')));
  expect(gate.versions.map(({ rules }) => rules)).toEqual([DEFAULT_RULES]);
  for (const time of ['04:59', '05:00', '21:29', '21:30']) {
    const instant = at('2026-11-23', time);
    expect(gateAt(gate, ask, instant)).toEqual(gateAt(defaultGate(zone), ask, instant));
  }
  // It is the same on the next day: no speaker is told anew.
  await wait(24 * HOUR);
  expect((await gateOf({ id: 'end_0', areaId: null })).versions).toEqual(gate.versions);
});

test('the nearest area upward that has rules gives them; another area’s rules count nowhere else', async () => {
  const commune = await area('Xã');
  const [east, west] = [await area('Thôn Đông', commune), await area('Thôn Tây', commune)];
  const [inEast, inWest, nowhere] = [await endpoint(east), await endpoint(west), await endpoint(null)];
  await version(null, '2026-11-23', quietFrom('20:00'));
  await version(commune, '2026-11-23', quietFrom('21:00'));
  await version(east, '2026-11-23', quietFrom('22:00'));
  const begins = async (one: typeof inEast) => (await gateOf(one)).versions.at(-1)?.rules.quietHours[0]?.from;
  expect([await begins(inEast), await begins(inWest), await begins(nowhere)]).toEqual(['22:00', '21:00', '20:00']);
});

test('until the rules of a village begin, those of the commune go on holding there', async () => {
  const commune = await area('Xã');
  const east = await endpoint(await area('Thôn Đông', commune));
  await version(commune, '2026-11-23', quietFrom('20:00'));
  await version(commune, '2026-12-24', quietFrom('23:00'));
  await version(east.areaId, '2026-12-01', quietFrom('22:00'));
  const begins = (await gateOf(east)).versions.map(({ from, rules }) => [from, rules.quietHours[0]?.from]);
  expect(begins.slice(-2)).toEqual([
    ['2026-11-23', '20:00'],
    ['2026-12-01', '22:00'],
  ]);
});

test('nothing is edited: a correction of the same date is one more version, and the later written counts, whatever the clock says', async () => {
  const one = await endpoint(null);
  await version(null, '2026-11-23', quietFrom('20:00'));
  clock.jumpWall(-60_000);
  await version(null, '2026-11-23', quietFrom('21:00'));
  expect((await gateOf(one)).versions.at(-1)?.rules.quietHours[0]?.from).toBe('21:00');
  const { versions } = await readGateSettings(store.db, zone, clock.wallMs());
  expect(versions.map(({ note, writtenBy }) => [note, writtenBy])).toEqual([
    ['Quy chế xã', 'Cán bộ Lan'],
    ['Quy chế xã', 'Cán bộ Lan'],
  ]);
});

test('a version begins today or later, with a note, in an area that there is', async () => {
  await expect(version(null, '2026-11-22')).rejects.toEqual(refused('GATE_PAST'));
  await expect(version(null, '2026-02-30')).rejects.toEqual(refused('GATE_RULES', 'from'));
  await expect(version('are_0', '2026-11-23')).rejects.toEqual(refused('NOT_FOUND'));
  const mute = { areaId: null, from: '2026-11-23', rules: OPEN_RULES, note: '  ' };
  await expect(addGateVersion(store.db, author, mute)).rejects.toEqual(refused('GATE_RULES', 'note'));
});

test.each<[string, Partial<GateRules>]>([
  ['weekdays', { weekdays: [] }],
  ['quietHours.0.to', quietFrom('22:00', '25:00')],
  ['windows.1.from', { windows: ['06:00', '6:00'].map((from) => ({ name: 'sáng', from, to: '07:00' })) }],
  ['nightBand.from', { nightBand: { from: '21:60', to: '06:00', ceilingDb: -10 } }],
  ['quietHours', quietFrom('05:00', '05:00')],
  ['windows.0', { ...quietFrom('21:30'), windows: [{ name: 'sớm', from: '04:30', to: '05:00' }] }],
  ['sessionsPerDay', { sessionsPerDay: 0 }],
  ['minutesPerSession', { minutesPerSession: 0 }],
  ['repeatLimit', { repeatLimit: 0 }],
])('rules that cannot be meant are refused at %s', async (field, rules) => {
  await expect(version(null, '2026-11-23', rules)).rejects.toEqual(refused('GATE_RULES', field));
  expect((await readGateSettings(store.db, zone, clock.wallMs())).versions).toEqual([]);
});

test('exception days of all areas upward count; for one date the nearest one', async () => {
  const commune = await area('Xã');
  const east = await endpoint(await area('Thôn Đông', commune));
  const add = (areaId: string | null, day: ExceptionDay) => addExceptionDay(store.db, author, { areaId, day });
  await add(null, exception('2026-11-29', { reason: 'cả trạm' }));
  const near = await add(east.areaId, exception('2026-11-29', { reason: 'thôn' }));
  await add(commune, exception('2026-12-06', { reason: 'xã' }));
  const reasons = async () => (await gateOf(east)).exceptionDays.map(({ reason }) => reason);
  expect(await reasons()).toEqual(['thôn', 'xã']);
  await removeExceptionDay(store.db, author, near.id);
  expect(await reasons()).toEqual(['cả trạm', 'xã']);
  await expect(removeExceptionDay(store.db, author, near.id)).rejects.toEqual(refused('NOT_FOUND'));
});

test('an exception has a date to come, a reason, and is the only one of its day and area', async () => {
  const add = (day: ExceptionDay) => addExceptionDay(store.db, author, { areaId: null, day });
  await expect(add(exception('2026-11-22'))).rejects.toEqual(refused('GATE_PAST'));
  await expect(add(exception('2026-11-31'))).rejects.toEqual(refused('GATE_RULES', 'date'));
  await expect(add(exception('2026-11-29', { reason: ' ' }))).rejects.toEqual(refused('GATE_RULES', 'reason'));
  await expect(add(exception('2026-11-29', { windows: [] }))).rejects.toEqual(refused('GATE_RULES', 'windows'));
  await expect(add(exception('2026-11-29', { sessionsPerDay: 0 }))).rejects.toEqual(
    refused('GATE_RULES', 'sessionsPerDay'),
  );
  const { id } = await add(exception('2026-11-29'));
  await expect(add(exception('2026-11-29'))).rejects.toEqual(refused('GATE_TAKEN'));
  await wait(7 * 24 * HOUR);
  await expect(removeExceptionDay(store.db, author, id)).rejects.toEqual(refused('GATE_PAST'));
});

test('mourning holds for every endpoint, until it is ended', async () => {
  const east = await endpoint(await area('Thôn Đông'));
  const span = { from: '2026-11-24', to: '2026-11-25', reason: 'Quốc tang' };
  const { id } = await addMourning(store.db, author, span);
  expect((await gateOf(east)).mourning).toEqual([{ from: '2026-11-24', to: '2026-11-25' }]);
  await endMourning(store.db, author, id);
  expect((await gateOf(east)).mourning).toEqual([]);
  await expect(endMourning(store.db, author, id)).rejects.toEqual(refused('NOT_FOUND'));

  const wrong = (more: Partial<typeof span>) => addMourning(store.db, author, { ...span, ...more });
  await expect(wrong({ to: '2026-11-23' })).rejects.toEqual(refused('GATE_RULES', 'to'));
  await expect(wrong({ to: '2026-12-25' })).rejects.toEqual(refused('GATE_RULES', 'to'));
  await expect(wrong({ from: '2026-11-20', to: '2026-11-22' })).rejects.toEqual(refused('GATE_PAST'));
  await expect(wrong({ reason: '' })).rejects.toEqual(refused('GATE_RULES', 'reason'));
});

test('a quiet span covers what lies below its area, one endpoint, or all; it can be lifted', async () => {
  const commune = await area('Xã');
  const [east, west] = [await endpoint(await area('Đông', commune)), await endpoint(await area('Tây', commune))];
  const elsewhere = await endpoint(null);
  const now = clock.wallMs();
  const span = (areaId: string | null, endpointId: string | null, from: number, to: number) =>
    addQuietSpan(store.db, author, { areaId, endpointId, from, to, reason: 'Đám tang' });
  await span(commune, null, now + HOUR, now + 2 * HOUR);
  await span(null, east.id, now - HOUR, now + HOUR / 2);
  const whole = await span(null, null, now + 5 * HOUR, now + 6 * HOUR);
  const begins = async (one: typeof east) => (await gateOf(one)).quietSpans.map(({ from }) => (from - now) / HOUR);
  expect([await begins(east), await begins(west), await begins(elsewhere)]).toEqual([[0, 1, 5], [1, 5], [5]]);
  await liftQuietSpan(store.db, author, whole.id);
  expect([await begins(east), await begins(elsewhere)]).toEqual([[0, 1], []]);
  await expect(liftQuietSpan(store.db, author, whole.id)).rejects.toEqual(refused('NOT_FOUND'));
});

test('"dừng tất cả", pressed again and again, is one silence until the last of its ends', async () => {
  const east = await endpoint(null);
  const now = clock.wallMs();
  for (let pressed = 0; pressed < 40; pressed++) {
    const from = clock.wallMs();
    await addQuietSpan(store.db, author, {
      ...{ areaId: null, endpointId: east.id, reason: 'Dừng tất cả' },
      ...{ from, to: from + HOUR / 2 },
    });
    await wait(60_000);
  }
  expect((await gateOf(east)).quietSpans).toEqual([
    { from: now + 10 * 60_000 + 60_000, to: now + 39 * 60_000 + HOUR / 2, reason: 'Dừng tất cả' },
  ]);
});

test('a quiet span has an end, a reason, one place, and is not longer than a month', async () => {
  const now = clock.wallMs();
  const { id } = await endpoint(null);
  const wrong = (more: object) =>
    addQuietSpan(store.db, author, {
      ...{ areaId: null, endpointId: null, from: now, to: now + HOUR, reason: 'Thi' },
      ...more,
    });
  const quietSpan = refused('QUIET_SPAN');
  await expect(wrong({ to: now })).rejects.toEqual(quietSpan);
  await expect(wrong({ from: now - 2 * HOUR, to: now - HOUR })).rejects.toEqual(quietSpan);
  await expect(wrong({ to: now + 31 * 24 * HOUR + 1 })).rejects.toEqual(quietSpan);
  await expect(wrong({ reason: ' ' })).rejects.toEqual(quietSpan);
  await expect(wrong({ areaId: await area('Đông'), endpointId: id })).rejects.toEqual(quietSpan);
  await expect(wrong({ areaId: 'are_0' })).rejects.toEqual(refused('NOT_FOUND'));
  await expect(wrong({ endpointId: 'end_0' })).rejects.toEqual(refused('NOT_FOUND'));
  await wrong({ to: now + 31 * 24 * HOUR });
});

test('a speaker is sent what still matters, and endpoints with the same rules share one gate', async () => {
  const east = await area('Đông');
  const [one, two] = [await endpoint(east), await endpoint(east)];
  await version(null, '2026-11-23', quietFrom('20:00'));
  await version(null, '2026-11-24', quietFrom('21:00'));
  await addExceptionDay(store.db, author, { areaId: null, day: exception('2026-11-24') });
  await addMourning(store.db, author, { from: '2026-11-24', to: '2026-11-24', reason: 'Quốc tang' });
  const from = clock.wallMs();
  await addQuietSpan(store.db, author, { areaId: east, endpointId: null, from, to: from + HOUR, reason: 'Thi' });
  await wait(3 * 24 * HOUR);
  const gates = await gatesOf(store.db, zone, [one, two], clock.wallMs());
  expect(gates.get(one.id)).toBe(gates.get(two.id));
  const gate = gates.get(one.id);
  expect(gate).toMatchObject({ exceptionDays: [], mourning: [], quietSpans: [] });
  expect(gate?.versions.map(({ from: date }) => date)).toEqual(['2026-11-24']);
});

test('as much as may be set can also be sent', async () => {
  const commune = await area('Xã');
  const east = await endpoint(await area('Đông', commune));
  const days = [...Array(60).keys()].map((day) => new Date(at('2026-11-24', '12:00') + day * 24 * HOUR).toISOString());
  for (const areaId of [null, commune, east.areaId]) {
    for (const day of days) await addExceptionDay(store.db, author, { areaId, day: exception(day.slice(0, 10)) });
    for (const day of days.slice(0, 8)) await version(areaId, day.slice(0, 10), quietFrom('20:00'));
    for (let n = 0; n < 30; n++) {
      const from = clock.wallMs() + (n + 1) * 2 * HOUR;
      await addQuietSpan(store.db, author, { areaId, endpointId: null, from, to: from + HOUR, reason: 'Thi' });
    }
    const full = refused('GATE_FULL');
    await expect(addExceptionDay(store.db, author, { areaId, day: exception('2027-06-01') })).rejects.toEqual(full);
    await expect(version(areaId, '2027-06-01')).rejects.toEqual(full);
    const from = clock.wallMs() + HOUR;
    const span = { areaId, endpointId: null, to: from + HOUR, reason: 'Thi' };
    await expect(addQuietSpan(store.db, author, { ...span, from })).rejects.toEqual(full);
    await addQuietSpan(store.db, author, { ...span, from: clock.wallMs() });
  }
  expect(endpointGate.safeParse(await gateOf(east)).success).toBe(true);
});
