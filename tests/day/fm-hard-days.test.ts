/** Hard days of a commune that is heard over a transmitter: lines, clocks, disks and people fail it in the middle of things. */
import { expect, it } from 'vitest';
import type { AlertWish } from '#alert';
import { findEndpoint } from '#endpoint';
import { changeFmStation, type FmStation, findFmStation } from '#fm';
import { OPEN_RULES } from '#gate';
import { instantOf } from '#kernel';

import { FmRoom, MINUTE, SECOND, seen } from '../support/fm-room.ts';

const at = (time: string) => instantOf('2026-11-23', time, 'Asia/Ho_Chi_Minh') ?? Number.NaN;
const FIVE = at('05:00');
const LAN = { id: 'acc_lan', name: 'Lan' };
const about = (seconds: number) => expect.closeTo(seconds, 0);
const TWO = [
  ['Thôn Đông', 'fm'],
  ['Thôn Đoài', 'fm'],
] as const;

async function alarm(room: FmRoom, more: Partial<AlertWish> = {}) {
  const siren = await room.speech('Còi', 6, { isBank: true });
  const words = await room.speech('Sơ tán ngay', 24, { isBank: true });
  const clear = await room.speech('Đã yên', 6, { isBank: true });
  await room.day.clock.advance(MINUTE);
  const wish: AlertWish = {
    ...{
      zoneIds: [room.day.zoneId],
      areaIds: [],
      signalRecordingId: siren.recordingId,
      recordingId: words.recordingId,
    },
    ...{ title: 'Lũ quét', reason: 'Nước dâng', repeats: 2, gapMs: 2 * SECOND, validForMs: 60 * MINUTE },
    ...{ allClearRecordingId: clear.recordingId, allowUnplaced: false, ...more },
  };
  return () => room.house.alerts.send(wish, LAN);
}

it('a station that is stopped in the middle of an alarm leaves no alarm on the receivers', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO });
  const send = await alarm(room);
  await room.day.clock.advanceTo(FIVE);
  await send();
  await room.day.clock.advanceTo(FIVE + 20 * SECOND);
  expect(room.encoder.air).toMatchObject({ ta: true, pty: 31, rt: 'CANH BAO: LU QUET' });
  await room.close();
  await room.day.clock.advance(SECOND);
  expect(room.encoder.air).toMatchObject({ ta: false, pty: 3, rt: 'Dai xa Mau' });
});

it('receivers that could not be closed while the line was down are closed before others are opened', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, station: { addressing: 'coded' } });
  const [east, west] = room.villages;
  if (!east || !west) throw new Error('no villages');
  await room.ask(await room.speech('Tin Đông', 60), FIVE, east);
  await room.day.clock.advance(SECOND);
  await room.ask(await room.speech('Tin Đoài', 60), FIVE + 70 * SECOND, west);
  await room.day.clock.advanceTo(FIVE + 50 * SECOND);
  room.encoder.mood = 'absent';
  room.encoder.hangUp();
  await room.day.clock.advanceTo(FIVE + 75 * SECOND);
  room.encoder.mood = 'well';
  await room.day.clock.advanceTo(FIVE + 5 * MINUTE);
  const after = FIVE + 100 * SECOND;
  expect(seen(room.heardOnFm(east, after), FIVE)).toEqual([]);
  expect(seen(room.heardOnFm(west, after), FIVE)).toHaveLength(1);
  await room.close();
});

/** Somebody sets where the transmitter has its sound from. */
async function soundFrom(room: FmRoom, audio: FmStation['audio']): Promise<void> {
  await room.day.store.transact(async (tx) => {
    const station = await findFmStation(tx, room.stationId);
    if (!station) throw new Error('no station');
    const { id: _i, name, areaId, key: _k, createdAt: _c, retiredAt: _r, ...settings } = station;
    await changeFmStation(tx, room.stationId, { name, areaId, settings: { ...settings, audio } }, []);
  });
  await room.house.fm.changed();
}

it('what is stopped after the transmitter got another source of sound is silent', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO });
  const id = await room.ask(await room.speech('Bản tin', 120), FIVE);
  await room.day.clock.advanceTo(FIVE + 20 * SECOND);
  await soundFrom(room, 'hand');
  await room.day.clock.advance(5 * SECOND);
  await room.house.playout.halt(id, 'stopped_by_operator');
  await room.day.clock.advanceTo(FIVE + 3 * MINUTE);
  const [sounded] = seen(room.onAir(), FIVE);
  expect(sounded?.[2]).toBeLessThan(26);
  await room.close();
});

it('an emergency is heard from its beginning again when the transmitter has its sound back', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO });
  const send = await alarm(room);
  await room.day.clock.advanceTo(FIVE);
  await send();
  await room.day.clock.advanceTo(FIVE + 20 * SECOND);
  await soundFrom(room, 'hand');
  await room.day.clock.advanceTo(FIVE + 25 * SECOND);
  await soundFrom(room, 'mount');
  await room.day.clock.advanceTo(FIVE + 5 * MINUTE);
  const sounded = seen(room.onAir(), FIVE);
  expect(sounded.filter(([, from]) => from > 20 && from < 26).map(([title]) => title)).toEqual(['Còi']);
  expect(sounded.some(([, from, lasted]) => from < 25 && from + lasted > 21)).toBe(false);
  expect((await room.log()).map((line) => line.slice(3))).toEqual(TWO.map(() => ['handed_over', 'by_fm', 'F0']));
  await room.close();
});

it.each([
  ['back', -60 * MINUTE],
  ['forward', 60 * MINUTE],
])(
  'a wall clock that is set %s by an hour during an alarm: it sounds as long, is announced as long, and is in the log',
  async (_, jumpMs) => {
    const room = await FmRoom.open({ at: at('09:50'), villages: TWO });
    const TEN = at('10:00');
    const send = await alarm(room, { validForMs: 180 * MINUTE });
    await room.day.clock.advanceTo(TEN);
    await send();
    await room.day.clock.advance(20 * SECOND);
    expect(room.encoder.air).toMatchObject({ ta: true, pty: 31 });
    const monoMs = room.day.clock.monoMs();
    room.day.clock.jumpWall(jumpMs);
    await room.day.clock.advance(20 * SECOND);
    expect(room.encoder.air).toMatchObject({ ta: true, pty: 31 });
    await room.day.clock.advance(60 * SECOND);
    expect(room.day.clock.monoMs() - monoMs).toBe(80 * SECOND);
    expect(room.encoder.air).toMatchObject({ ta: false, pty: 3, rt: 'Dai xa Mau' });
    await room.day.clock.advance(60 * SECOND);
    for (const line of await room.log()) expect(line.slice(3)).toEqual(['handed_over', 'by_fm', 'F0']);
    expect(await room.log()).toHaveLength(2);
    await room.close();
  },
);

it('what a transmitter carried counts for the limits of the day, also after a restart', async () => {
  const rules = { ...OPEN_RULES, repeatLimit: 2 };
  const room = await FmRoom.open({ at: at('09:50'), villages: [['Thôn Đông', 'fm']], rules });
  const speech = await room.speech('Tin', 30);
  for (const minute of [0, 2, 4, 15]) await room.ask(speech, at('10:00') + minute * MINUTE);
  await room.day.clock.advanceTo(at('10:10'));
  expect(seen(room.onAir(), at('10:00')).map(([, from]) => from)).toEqual([0, 120].map(about));
  room.kill();
  await room.day.clock.advance(10 * SECOND);
  await room.start();
  await room.day.clock.advanceTo(at('10:30'));
  expect(seen(room.onAir(), at('10:00'))).toHaveLength(2);
  expect((await room.log()).map((line) => line[3])).toEqual(['handed_over', 'handed_over', 'withheld', 'withheld']);
  await room.close();
});

it('an emergency that fails at once on the only loudspeaker goes by FM, though nobody else was to carry it', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: [['Thôn Đông', 'both']] });
  const send = await alarm(room);
  await room.day.clock.advanceTo(FIVE);
  await send();
  await room.day.clock.advance(200);
  const [village] = room.villages;
  const [alert] = room.house.playout.open();
  if (!village?.ip || !alert) throw new Error('no loudspeaker, or no alert');
  village.ip.powerOff();
  room.house.carriage.tell(village.ip.endpointId, {
    ...{ fact: 'ended', broadcastId: alert.id, startedAt: null, endedAt: FIVE + 200, renderedMs: 0 },
    ...{ reason: 'damaged', evidence: 'E0', acknowledge: () => undefined },
  });
  await room.day.clock.advanceTo(FIVE + 5 * MINUTE);
  expect(seen(room.onAir(), FIVE)[0]?.slice(0, 2)).toEqual(['Còi', expect.closeTo(2, -1)]);
  expect((await room.log()).map((line) => line.slice(1, 5))).toEqual([
    ['FM stand-in', alert.title, 'handed_over', 'by_fm'],
    ['IP', alert.title, 'failed', 'damaged'],
  ]);
  await room.close();
});

it('what the limits of the day keep from a loudspeaker is not said by FM because its cable is cut', async () => {
  const rules = { ...OPEN_RULES, repeatLimit: 1 };
  const room = await FmRoom.open({ at: at('09:50'), villages: [['Thôn Đông', 'both']], rules });
  const speech = await room.speech('Tin', 30);
  for (const minute of [0, 10]) await room.ask(speech, at('10:00') + minute * MINUTE);
  await room.day.clock.advanceTo(at('10:05'));
  room.villages[0]?.ip?.cut();
  await room.day.clock.advanceTo(at('10:30'));
  expect(room.onAir()).toEqual([]);
  await room.close();
});

it('an emergency that was ordered while the agent at the exciter was away is heard when it is back', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, station: { audio: 'agent' } });
  const send = await alarm(room);
  await room.day.clock.advanceTo(FIVE - 5 * SECOND);
  room.exciter?.cut();
  await room.day.clock.advanceTo(FIVE);
  await send();
  await room.day.clock.advanceTo(FIVE + 5 * SECOND);
  room.exciter?.mend();
  await room.day.clock.advanceTo(FIVE + 5 * MINUTE);
  const [[, from = 0, seconds = 0] = []] = seen(await room.heardBy(room.exciter), FIVE);
  expect([from < 20, seconds]).toEqual([true, about(62)]);
  // Its text stands as long as it sounds.
  const alarmed = room.encoder.between(FIVE, FIVE + 5 * MINUTE, ({ pty }) => pty === 31);
  expect(alarmed.at(-1)).toEqual([expect.closeTo(from + seconds, -1), false]);
  await room.close();
});

it('what was taken back while the agent at the exciter was away is silent when it is back', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, station: { audio: 'agent' } });
  const id = await room.ask(await room.speech('Bản tin', 120), FIVE);
  await room.day.clock.advanceTo(FIVE + 10 * SECOND);
  room.exciter?.cut();
  await room.day.clock.advance(5 * SECOND);
  await room.house.playout.halt(id, 'taken_back');
  await room.day.clock.advance(5 * SECOND);
  room.exciter?.mend();
  await room.day.clock.advanceTo(FIVE + 5 * MINUTE);
  expect(seen(await room.heardBy(room.exciter), FIVE).map(([, , seconds]) => seconds < 40)).toEqual([true]);
  await room.close();
});

it('the agent at the exciter is seen like every other speaker', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, station: { audio: 'agent' } });
  await room.day.clock.advance(2 * MINUTE);
  const agent = await findEndpoint(room.day.store.db, room.exciter?.endpointId ?? '');
  expect([agent?.lastSeenAt, agent?.lastReport]).toEqual([expect.any(Number), expect.any(Object)]);
  await room.close();
});

it('an agent at the exciter that plays alone keeps the quiet of the villages that hear it', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, station: { audio: 'agent' } });
  const [east] = room.villages;
  if (!east) throw new Error('no village');
  await room.ask(await room.speech('Bản tin', 60), FIVE);
  await room.ask(await room.speech('Tin sau', 60), FIVE + 20 * MINUTE);
  await room.day.clock.advance(MINUTE);
  await room.quiet(east, FIVE - MINUTE, FIVE + 10 * MINUTE);
  await room.day.clock.advance(MINUTE);
  room.exciter?.cut();
  await room.day.clock.advanceTo(FIVE + 30 * MINUTE);
  expect(seen(await room.heardBy(room.exciter), FIVE)).toEqual([['Tin sau', about(1200), about(60)]]);
  await room.close();
});

it('what the villages let begin after all is begun by the agent too', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, station: { audio: 'agent' } });
  const [east] = room.villages;
  if (!east) throw new Error('no village');
  await room.quiet(east, FIVE - MINUTE, FIVE + MINUTE);
  await room.ask(await room.speech('Bản tin', 60), FIVE);
  await room.day.clock.advanceTo(FIVE + 10 * MINUTE);
  expect(seen(await room.heardBy(room.exciter), FIVE)).toEqual([['Bản tin', about(60), about(60)]]);
  await room.close();
});
