/** Emergencies over a transmitter. Witnesses: its stream, its encoder, ears at loudspeakers, the log. */
import { expect, it } from 'vitest';
import type { AlertWish } from '#alert';
import { instantOf } from '#kernel';
import { FmRoom, MINUTE, type Plan, SECOND, seen } from '../support/fm-room.ts';
import type { Mood } from '../support/rds-encoder.ts';

const at = (time: string) => instantOf('2026-11-23', time, 'Asia/Ho_Chi_Minh') ?? Number.NaN;
const FIVE = at('05:00');
const LAN = { id: 'acc_lan', name: 'Lan' };
const about = (seconds: number) => expect.closeTo(seconds, 0);
/** Siren and words, twice. */
const ROUND_S = 30;
const WHOLE_S = 2 * ROUND_S + 2;

/** It is five o'clock, and the flood may come. */
async function alarmRoom(plan: Partial<Plan> & Pick<Plan, 'villages'>) {
  const room = await FmRoom.open({ at: at('04:50'), ...plan });
  const siren = await room.speech('Còi', 6, { isBank: true });
  const words = await room.speech('Sơ tán ngay', ROUND_S - 6, { isBank: true });
  const clear = await room.speech('Đã yên', 6, { isBank: true });
  await room.day.clock.advanceTo(FIVE);
  const wish: AlertWish = {
    ...{
      zoneIds: [room.day.zoneId],
      areaIds: [],
      signalRecordingId: siren.recordingId,
      recordingId: words.recordingId,
    },
    ...{ title: 'Lũ quét', reason: 'Nước dâng', repeats: 2, gapMs: 2 * SECOND, validForMs: 60 * MINUTE },
    ...{ allClearRecordingId: clear.recordingId, allowUnplaced: false },
  };
  return { room, wish };
}

const FM_ONLY = [
  ['Thôn Đông', 'fm'],
  ['Thôn Đoài', 'fm'],
] as const;

/** The alarm as it is heard when it begins `from` seconds after five. */
const whole = (from: number) => [
  ['Còi', about(from), about(6)],
  ['Sơ tán ngay', about(from + 6), about(ROUND_S - 6)],
  ['Còi', about(from + ROUND_S + 2), about(6)],
  ['Sơ tán ngay', about(from + ROUND_S + 8), about(ROUND_S - 6)],
];

/** From when to when an announcement was on, in seconds after five: each stretch. */
function announcements({ encoder, day }: FmRoom): Array<[number, number]> {
  const turns = encoder.between(FIVE, day.clock.wallMs(), (air) => air.ta);
  return turns.flatMap(
    ([from, ta], turn): Array<[number, number]> =>
      ta ? [[from, turns[turn + 1]?.[0] ?? Number.POSITIVE_INFINITY]] : [],
  );
}

/** What receivers may never be shown. */
function mustBeSane({ encoder, day }: FmRoom): void {
  for (const [, air] of encoder.between(FIVE - MINUTE, day.clock.wallMs(), (one) => one)) {
    if (air.ta) expect(air.tp).toBe(true);
    expect([3, 31]).toContain(air.pty);
  }
  expect(encoder.strange).toEqual([]);
}

it('an emergency has announcement and alarm on every receiver while it lasts, and no longer', async () => {
  const { room, wish } = await alarmRoom({ villages: FM_ONLY });
  await room.house.alerts.send(wish, LAN);
  await room.day.clock.advance(5 * MINUTE);
  expect(seen(room.onAir(), FIVE)).toEqual(whole(2));
  expect(announcements(room)).toEqual([[about(0), about(2 + WHOLE_S)]]);
  const shown = room.encoder.between(FIVE + SECOND, FIVE + 5 * MINUTE, ({ rt, pty }) => [rt, pty]);
  expect([shown[0]?.[1], shown.at(-1)?.[1]]).toEqual([
    ['CANH BAO: LU QUET', 31],
    ['Dai xa Mau', 3],
  ]);
  expect((await room.log()).map((line) => line.slice(3))).toEqual([
    ['handed_over', 'by_fm', 'F0'],
    ['handed_over', 'by_fm', 'F0'],
  ]);
  mustBeSane(room);
  await room.close();
});

it.each(['taken back', 'stop'] as const)('%s: sound, announcement and alarm are off within seconds', async (how) => {
  const { room, wish } = await alarmRoom({ villages: FM_ONLY });
  const alert = await room.house.alerts.send({ ...wish, repeats: 20 }, LAN);
  await room.day.clock.advance(20 * SECOND);
  const everywhere = { zoneIds: [], areaIds: [], everywhere: true, broadcastId: null, holdMs: 0, reason: null };
  if (how === 'stop') await room.house.stops.stop(everywhere, LAN);
  else await room.house.alerts.cancel(alert.id, 'Báo nhầm trạm đo', LAN);
  await room.day.clock.advance(20 * MINUTE);
  for (const one of room.onAir()) expect(one.endAt).toBeLessThanOrEqual(FIVE + 21 * SECOND);
  expect(announcements(room)).toEqual([[about(0), about(20)]]);
  expect(room.encoder.airAt(FIVE + 23 * SECOND)).toMatchObject({ ta: false, pty: 3, rt: 'Dai xa Mau' });
  const reason = how === 'stop' ? 'stopped_by_operator' : 'taken_back';
  expect((await room.log()).map((line) => line[4])).toEqual([reason, reason]);
  mustBeSane(room);
  await room.close();
});

it('the all-clear is announced, and is no alarm', async () => {
  const { room, wish } = await alarmRoom({ villages: FM_ONLY });
  const alert = await room.house.alerts.send({ ...wish, repeats: 20 }, LAN);
  await room.day.clock.advance(20 * SECOND);
  await room.house.alerts.allClear(alert.id, { recordingId: null, reason: 'Nước đã rút' }, LAN);
  await room.day.clock.advance(20 * MINUTE);
  expect(seen(room.onAir(), FIVE).at(-1)).toEqual(['Đã yên', about(22), about(6)]);
  const shown = room.encoder.between(FIVE + 21 * SECOND, FIVE + 20 * MINUTE, ({ rt, pty, ta }) => [rt, pty, ta]);
  expect(shown.map(([, one]) => one)).toEqual([
    ['BAO YEN: LU QUET', 3, true],
    ['BAO YEN: LU QUET', 3, false],
    ['Dai xa Mau', 3, false],
  ]);
  mustBeSane(room);
  await room.close();
});

it('killed in an emergency, the station takes the announcement back at its next start, and then sounds the alarm anew', async () => {
  const { room, wish } = await alarmRoom({ villages: FM_ONLY });
  await room.house.alerts.send({ ...wish, repeats: 20 }, LAN);
  await room.day.clock.advance(20 * SECOND);
  room.kill();
  await room.day.clock.advance(40 * SECOND);
  expect(room.encoder.air).toMatchObject({ ta: true, pty: 31 });
  await room.start();
  await room.day.clock.advance(20 * SECOND);
  const [first, second] = announcements(room);
  expect(first?.[1]).toEqual(about(60));
  expect(second?.[0]).toBeLessThan(63);
  expect(room.encoder.air).toMatchObject({ ta: true, pty: 31 });
  const heard = room.onAir();
  expect(heard.length).toBeGreaterThanOrEqual(2);
  mustBeSane(room);
  await room.close();
});

it('an announcement is released at its time-out, though the emergency goes on', async () => {
  const { room, wish } = await alarmRoom({ villages: FM_ONLY, station: { taTimeoutS: 20 } });
  await room.house.alerts.send(wish, LAN);
  await room.day.clock.advance(5 * MINUTE);
  expect(announcements(room)).toEqual([[about(0), about(22)]]);
  expect(room.encoder.airAt(FIVE + 40 * SECOND)).toMatchObject({ ta: false, pty: 31, rt: 'CANH BAO: LU QUET' });
  mustBeSane(room);
  await room.close();
});

it('an emergency interrupts a bulletin on the transmitter, and the bulletin goes on where it was', async () => {
  const { room, wish } = await alarmRoom({ villages: FM_ONLY });
  await room.ask(await room.speech('Bản tin', 90), FIVE + MINUTE);
  await room.day.clock.advance(80 * SECOND);
  await room.house.alerts.send(wish, LAN);
  await room.day.clock.advance(10 * MINUTE);
  const heard = room.onAir();
  expect(seen(heard, FIVE)).toEqual([
    // The transmitter is awake: nobody waits for it.
    ['Bản tin', about(60), about(20)],
    ...whole(80),
    ['Bản tin', about(80 + WHOLE_S), about(70)],
  ]);
  // Nothing of it is lost, and nothing said twice.
  expect(heard.at(-1)?.fromMs).toBe(heard[0]?.toMs);
  expect(announcements(room)).toEqual([[about(80), about(80 + WHOLE_S)]]);
  const texts = room.encoder.between(FIVE + 59 * SECOND, FIVE + 10 * MINUTE, (air) => air.rt).map(([, rt]) => rt);
  expect(texts).toEqual(['Ban tin', 'CANH BAO: LU QUET', 'Ban tin', 'Dai xa Mau']);
  expect((await room.log()).map((line) => line.slice(2, 5))).toEqual([
    ['Bản tin', 'handed_over', 'by_fm'],
    ['Bản tin', 'handed_over', 'by_fm'],
    ['Lũ quét', 'handed_over', 'by_fm'],
    ['Lũ quét', 'handed_over', 'by_fm'],
  ]);
  mustBeSane(room);
  await room.close();
});

it.each(['all', 'coded'] as const)(
  'an emergency for one village interrupts the news of its neighbour on the same transmitter, and the log has both (%s)',
  async (addressing) => {
    const { room, wish } = await alarmRoom({ villages: FM_ONLY, station: { addressing } });
    const [east, west] = room.villages;
    if (!east || !west) throw new Error('no villages');
    await room.ask(await room.speech('Bản tin', 60), FIVE + MINUTE, east);
    await room.day.clock.advance(80 * SECOND);
    await room.house.alerts.send({ ...wish, zoneIds: [west.zoneId], repeats: 4 }, LAN);
    await room.day.clock.advance(15 * MINUTE);
    const heard = room.onAir();
    expect([heard[0]?.title, heard.at(-1)?.title, heard.length]).toEqual(['Bản tin', 'Bản tin', 10]);
    expect([heard[0]?.toMs, heard.at(-1)?.toMs]).toEqual([heard.at(-1)?.fromMs, 60 * SECOND]);
    // Who waits for a code hears his own, but for what an encoder needs to be told.
    const long = (name: typeof east) => room.heardOnFm(name).filter((one) => one.endAt - one.startAt > 2.5 * SECOND);
    const titles = (name: typeof east) => new Set(long(name).map((one) => one.title));
    if (addressing === 'coded') {
      expect(titles(east)).toEqual(new Set(['Bản tin']));
      expect(titles(west)).toEqual(new Set(['Còi', 'Sơ tán ngay']));
    } else expect(room.heardOnFm(east)).toEqual(room.heardOnFm(west));
    expect(await room.log()).toEqual([
      [east.name, 'FM', 'Bản tin', 'handed_over', 'by_fm', 'F0'],
      [west.name, 'FM', 'Lũ quét', 'handed_over', 'by_fm', 'F0'],
    ]);
    mustBeSane(room);
    await room.close();
  },
);

/** When the line breaks, in seconds after the alarm was sent, and how. */
const BREAKS = [-60, -10, -2, 0.1, 1, 5, 20, 40].flatMap((breakS) => [
  { breakS, how: 'cut' as const },
  { breakS, how: 'breakSilently' as const },
  { breakS, how: 'powerOff' as const },
]);

it.each(BREAKS)(
  '$how at $breakS s: FM carries the alarm within fifteen seconds and a lead-in',
  async ({ breakS, how }) => {
    const { room, wish } = await alarmRoom({
      villages: [
        ['Thôn Đông', 'both'],
        ['Thôn Đoài', 'both'],
      ],
    });
    const { day } = room;
    const east = room.village('Thôn Đông');
    const sentAt = FIVE + MINUTE;
    await day.clock.advanceTo(sentAt + Math.min(0, breakS) * SECOND);
    if (breakS < 0) east.ip?.[how]();
    await day.clock.advanceTo(sentAt);
    await room.house.alerts.send({ ...wish, repeats: 3 }, LAN);
    await day.clock.advanceTo(sentAt + Math.max(0, breakS) * SECOND);
    if (breakS > 0) east.ip?.[how]();
    const mayFrom = day.clock.wallMs();
    await day.clock.advance(5 * MINUTE);
    const [first] = room.heardOnFm(east);
    expect((first?.startAt ?? Number.POSITIVE_INFINITY) - mayFrom).toBeLessThanOrEqual(17.5 * SECOND);
    expect(seen(room.heardOnFm(east), first?.startAt ?? 0).map(([title]) => title)).toHaveLength(6);
    const stretches = announcements(room);
    expect(stretches).toHaveLength(1);
    expect((stretches[0]?.[1] ?? 0) * SECOND + FIVE - (room.onAir().at(-1)?.endAt ?? 0)).toBeLessThan(SECOND);
    expect((await room.log()).filter(([village]) => village === 'Thôn Đoài').map((line) => line[1])).toEqual(['IP']);
    expect((await room.log()).filter((line) => line[1] === 'FM stand-in')).toEqual([
      ['Thôn Đông', 'FM stand-in', 'Lũ quét', 'handed_over', 'by_fm', 'F0'],
    ]);
    mustBeSane(room);
    await room.close();
  },
);

it.each(['mount', 'agent'] as const)(
  'nothing is handed over to a transmitter without sound, however well its encoder is, until the sound is there (%s)',
  async (audio) => {
    const { room, wish } = await alarmRoom({ villages: [['Thôn Đông', 'both']], station: { audio } });
    const { day } = room;
    const east = room.village('Thôn Đông');
    if (audio === 'mount') room.computer.unplug();
    else room.exciter?.powerOff();
    east.ip?.powerOff();
    await day.clock.advance(10 * SECOND);
    await room.house.alerts.send({ ...wish, repeats: 4 }, LAN);
    await day.clock.advance(20 * SECOND);
    const told = async () => {
      const rows = await day.store.db.selectFrom('traces').select('trace').orderBy('id').execute();
      const codes = rows.map((row) => JSON.parse(row.trace).code);
      return codes.filter((code) => code === 'stand_in_unusable' || code === 'handed_to_fm');
    };
    expect(await told()).toEqual(['stand_in_unusable']);
    expect(room.encoder.air.ta).toBe(false);
    if (audio === 'mount') room.computer.plugIn();
    else await room.exciter?.powerOn();
    await day.clock.advance(4 * MINUTE);
    expect(await told()).toEqual(['stand_in_unusable', 'handed_to_fm']);
    const heard = audio === 'mount' ? room.onAir() : await room.heardBy(room.exciter);
    expect(heard.reduce((ms, one) => ms + one.endAt - one.startAt, 0) / SECOND).toBeGreaterThan(4 * ROUND_S - 1);
    expect(announcements(room)).toHaveLength(1);
    expect(await room.log()).toEqual([['Thôn Đông', 'FM stand-in', 'Lũ quét', 'handed_over', 'by_fm', 'F0']]);
    await room.close();
  },
);

/** How an alarm begins at a loudspeaker beside a transmitter whose encoder is like that, and what the log says of FM. */
async function withEncoder(mood: Mood, addressing: 'all' | 'coded') {
  const villages = [
    ['Thôn Đông', 'fm'],
    ['Thôn Đoài', 'ip'],
  ] as const;
  const { room, wish } = await alarmRoom({ villages, mood, station: { addressing } });
  await room.house.alerts.send(wish, LAN);
  await room.day.clock.advance(5 * MINUTE);
  const ip = await room.heardOnIp(room.village('Thôn Đoài'));
  const onAir = room.onAir().map(({ startAt, endAt }) => [startAt, endAt]);
  const [fm] = (await room.log()).filter((line) => line[1] === 'FM');
  const turns = announcements(room);
  const heardOnFm = room.heardOnFm(room.village('Thôn Đông')).length;
  await room.close();
  return { ip, onAir, log: fm?.slice(3), turns, heardOnFm };
}

it.each(['absent', 'silent', 'refusing', 'closing', 'garbage'] as const)(
  'an encoder that is %s delays neither loudspeakers nor the transmitter by a millisecond, and the log is honest',
  async (mood) => {
    const well = { all: await withEncoder('well', 'all'), coded: await withEncoder('well', 'coded') };
    const ill = { all: await withEncoder(mood, 'all'), coded: await withEncoder(mood, 'coded') };
    expect([ill.all.ip, ill.coded.ip]).toEqual([well.all.ip, well.coded.ip]);
    expect([ill.all.onAir, ill.coded.onAir]).toEqual([well.all.onAir, well.coded.onAir]);
    expect(well.coded.heardOnFm).toBe(4);
    if (mood === 'closing') {
      expect([ill.all.log, ill.coded.log]).toEqual([well.all.log, well.coded.log]);
      expect(ill.coded.heardOnFm).toBe(4);
      // One announcement from soon after its beginning until soon after its end, on which nobody flickers.
      for (const { turns } of [ill.all, ill.coded]) {
        expect(turns).toHaveLength(1);
        expect(turns[0]?.[0]).toBeLessThan(5);
        expect(turns[0]?.[1]).toBeLessThan(2 + WHOLE_S + 3);
      }
    } else {
      const fault = mood === 'refusing' ? 'encoder_refused' : 'encoder_silent';
      // Open receivers may have heard it all the same; those that wait for a code did not.
      expect(ill.all.log).toEqual(['handed_over', 'by_fm', 'E0']);
      expect(ill.coded.log).toEqual(['failed', fault, 'E0']);
      expect(ill.coded.heardOnFm).toBe(0);
    }
  },
);

it('an agent at the exciter sounds what its transmitter carries once, and gets nothing of its own', async () => {
  const villages = [
    ['Thôn Đông', 'fm'],
    ['Thôn Đoài', 'ip'],
  ] as const;
  const { room, wish } = await alarmRoom({ villages, station: { audio: 'agent' } });
  await room.ask(await room.speech('Bản tin', 60), FIVE + MINUTE);
  await room.day.clock.advance(5 * MINUTE);
  const sentAt = room.day.clock.wallMs();
  await room.house.alerts.send(
    { ...wish, zoneIds: [], areaIds: [room.areaId, ...room.villages.map((one) => one.areaId)] },
    LAN,
  );
  await room.day.clock.advance(10 * MINUTE);
  const there = await room.heardBy(room.exciter);
  expect(there.map((one) => [one.title, Math.round((one.endAt - one.startAt) / SECOND)])).toEqual([
    ['Bản tin', 60],
    ['Lũ quét', WHOLE_S],
  ]);
  expect([(there[0]?.startAt ?? 0) - FIVE - MINUTE, (there[1]?.startAt ?? 0) - sentAt]).toEqual([
    expect.closeTo(0, -2),
    expect.closeTo(2000, -3),
  ]);
  expect(await room.log()).toEqual([
    ['Thôn Đoài', 'IP', 'Bản tin', 'played', 'complete', 'E2'],
    ['Thôn Đông', 'FM', 'Bản tin', 'handed_over', 'by_fm', 'F0'],
    ['Thôn Đoài', 'IP', 'Lũ quét', 'played', 'complete', 'E2'],
    ['Thôn Đông', 'FM', 'Lũ quét', 'handed_over', 'by_fm', 'F0'],
  ]);
  await room.close();
});

it('a licence that ended yesterday: the news stay off the air, an emergency does not, and both are told', async () => {
  const villages = [
    ['Thôn Đông', 'fm'],
    ['Thôn Đoài', 'both'],
    ['Thôn Nam', 'ip'],
  ] as const;
  const { room, wish } = await alarmRoom({ villages, station: { licenceEndsOn: '2026-11-22' } });
  await room.ask(await room.speech('Bản tin', 30), FIVE + MINUTE);
  await room.day.clock.advance(30 * SECOND);
  room.village('Thôn Đoài').ip?.powerOff();
  await room.day.clock.advance(5 * MINUTE);
  expect(room.onAir()).toEqual([]);
  const sentAt = room.day.clock.wallMs();
  await room.house.alerts.send(wish, LAN);
  await room.day.clock.advance(10 * MINUTE);
  expect(seen(room.onAir(), sentAt)).toEqual(whole(2));
  expect((await room.log()).map((line) => line.slice(0, 4))).toEqual([
    ['Thôn Nam', 'IP', 'Bản tin', 'played'],
    ['Thôn Đoài', 'FM stand-in', 'Lũ quét', 'handed_over'],
    ['Thôn Đông', 'FM', 'Lũ quét', 'handed_over'],
    ['Thôn Nam', 'IP', 'Lũ quét', 'played'],
  ]);
  const { db } = room.day.store;
  const told = async (endpointId: string) => {
    const asked = db.selectFrom('traces').innerJoin('trace_endpoints', 'trace_id', 'id').select('trace');
    const rows = await asked.where('endpoint_id', '=', endpointId).orderBy('id').execute();
    const facts = rows.map((row) => JSON.parse(row.trace)).filter((one) => one.what === 'fact');
    return facts.flatMap(({ code, en }) => (code === 'licence_over' ? en : code === 'alert_sent' ? [] : code));
  };
  const why = 'The licence of Đài xã ends on 2026-11-22. Enter the new licence, or write why it may go on.';
  const silent = `“Bản tin” does not go by FM here. ${why}`;
  const carried = `The alert “Lũ quét” goes by FM although the licence is over. ${why}`;
  expect(await told(room.village('Thôn Đông').fmId)).toEqual([silent, carried]);
  // Nobody is told of a hand-over that was not allowed.
  expect(await told(room.village('Thôn Đoài').fmId)).toEqual([silent, carried, 'handed_to_fm']);
  await room.close();
});
