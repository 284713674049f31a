/** Days of a commune that is heard over a transmitter. Witnesses: its stream, its encoder, ears at loudspeakers, the log. */
import { expect, it } from 'vitest';
import { loggedCourses, villageTallies } from '#asrun';
import { instantOf } from '#kernel';
import { FmRoom, MINUTE, SECOND, seen } from '../support/fm-room.ts';
import { scriptedEncoder } from '../unit/live/studio.ts';

const at = (time: string) => instantOf('2026-11-23', time, 'Asia/Ho_Chi_Minh') ?? Number.NaN;
const FIVE = at('05:00');
const LAN = { id: 'acc_lan', name: 'Lan' };
/** The stream is cut in lumps of a quarter of a second. */
const about = (seconds: number) => expect.closeTo(seconds, 0);

const TWO = [
  ['Thôn Đông', 'fm'],
  ['Thôn Đoài', 'fm'],
] as const;

it('FM alone: a bulletin at dawn and one at dusk are heard once each, and every village has one line for each', async () => {
  const room = await FmRoom.open({ at: at('04:55'), villages: [...TWO, ['Ấp Bình Hòa', 'fm']] });
  const { day, encoder } = room;
  await room.ask(await room.speech('Bản tin sáng', 60), FIVE);
  await room.ask(await room.speech('Bản tin chiều', 45), at('17:00'));
  await day.clock.advanceTo(at('17:05'));
  expect(seen(room.onAir(), FIVE)).toEqual([
    ['Bản tin sáng', 0, 60],
    ['Bản tin chiều', 12 * 3600, about(45)],
  ]);
  const names = ['Ấp Bình Hòa', 'Thôn Đoài', 'Thôn Đông'];
  const lines = (title: string) => names.map((name) => [name, 'FM', title, 'handed_over', 'by_fm', 'F0']);
  expect(await room.log()).toEqual([...lines('Bản tin chiều'), ...lines('Bản tin sáng')]);
  // The title stands while it sounds, and a transmitter's lead-in before it.
  const text = encoder.between(FIVE - 10 * SECOND, at('17:05'), (air) => air.rt);
  expect(text.map(([, rt]) => rt)).toEqual(['Dai xa Mau', 'Ban tin sang', 'Dai xa Mau', 'Ban tin chieu', 'Dai xa Mau']);
  expect(text.slice(1, 3).map(([seconds]) => seconds - 10)).toEqual([about(-2), about(60)]);
  expect(
    new Set(
      encoder
        .between(FIVE - MINUTE, at('17:05'), ({ pi, ps, ta, tp, pty }) => `${pi} ${ps} ${ta} ${tp} ${pty}`)
        .map(([, one]) => one),
    ),
  ).toEqual(new Set(['7A01 XA MAU   false true 3']));
  expect(encoder.strange).toEqual([]);
  await room.close();
});

it('an encoder that tells what it has proves more', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, line: { readsBack: true } });
  await room.ask(await room.speech('Bản tin', 30), FIVE);
  await room.day.clock.advanceTo(FIVE + 5 * MINUTE);
  expect((await room.log()).map((line) => line.slice(3))).toEqual([
    ['handed_over', 'by_fm', 'F1'],
    ['handed_over', 'by_fm', 'F1'],
  ]);
  await room.close();
});

it('two bulletins at the same minute for two villages of one transmitter follow one another', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO });
  const [east, west] = room.villages;
  if (!east || !west) throw new Error('no villages');
  await room.ask(await room.speech('Tin Đông', 60), FIVE, east);
  await room.day.clock.advance(SECOND);
  await room.ask(await room.speech('Tin Đoài', 30), FIVE, west);
  await room.day.clock.advanceTo(FIVE + 5 * MINUTE);
  expect(seen(room.onAir(), FIVE)).toEqual([
    ['Tin Đông', 0, 60],
    ['Tin Đoài', about(60), about(30)],
  ]);
  expect(await room.log()).toEqual([
    ['Thôn Đoài', 'FM', 'Tin Đoài', 'handed_over', 'by_fm', 'F0'],
    ['Thôn Đông', 'FM', 'Tin Đông', 'handed_over', 'by_fm', 'F0'],
  ]);
  const text = room.encoder.between(FIVE, FIVE + 5 * MINUTE, (air) => air.rt);
  expect(text.map(([, rt]) => rt)).toEqual(['Tin Dong', 'Tin Doai', 'Dai xa Mau']);
  await room.close();
});

/** A bulletin for all while one village is quiet, one for the other village alone, and one during which it became quiet. */
async function quietDay(addressing: 'all' | 'coded') {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO, station: { addressing } });
  const { day } = room;
  const [east, west] = room.villages;
  if (!east || !west) throw new Error('no villages');
  await room.ask(await room.speech('Tin dài', 60), FIVE);
  await day.clock.advanceTo(FIVE + 20 * SECOND);
  await room.quiet(east, day.clock.wallMs(), FIVE + 20 * MINUTE);
  await day.clock.advanceTo(FIVE + 5 * MINUTE);
  await room.ask(await room.speech('Tin chung', 60), FIVE + 6 * MINUTE);
  await room.ask(await room.speech('Tin Đoài', 30), FIVE + 8 * MINUTE, west);
  await day.clock.advanceTo(FIVE + 25 * MINUTE);
  const heard = [east, west].map((village) => seen(room.heardOnFm(village), FIVE));
  const log = (await room.log()).map((line) => line.slice(0, 5).filter((word) => word !== 'FM'));
  await room.close();
  return { heard, log };
}

it('quiet in one village keeps a transmitter without codes silent for all who hear it', async () => {
  const { heard, log } = await quietDay('all');
  expect(heard).toEqual([[['Tin dài', 0, about(20)]], [['Tin dài', 0, about(20)]]]);
  expect(log).toEqual([
    ['Thôn Đoài', 'Tin chung', 'withheld', 'quiet_zone'],
    ['Thôn Đông', 'Tin chung', 'withheld', 'quiet_zone'],
    ['Thôn Đoài', 'Tin dài', 'handed_over', 'quiet_zone'],
    ['Thôn Đông', 'Tin dài', 'handed_over', 'quiet_zone'],
    ['Thôn Đoài', 'Tin Đoài', 'withheld', 'quiet_zone'],
  ]);
});

it('quiet in one village closes only its own receivers where they have codes', async () => {
  const { heard, log } = await quietDay('coded');
  expect(heard).toEqual([
    [['Tin dài', 0, about(20)]],
    [
      ['Tin dài', 0, 60],
      ['Tin chung', about(360), about(60)],
      ['Tin Đoài', about(480), about(30)],
    ],
  ]);
  expect(log).toEqual([
    ['Thôn Đoài', 'Tin chung', 'handed_over', 'by_fm'],
    ['Thôn Đông', 'Tin chung', 'withheld', 'quiet_zone'],
    ['Thôn Đoài', 'Tin dài', 'handed_over', 'by_fm'],
    ['Thôn Đông', 'Tin dài', 'handed_over', 'quiet_zone'],
    ['Thôn Đoài', 'Tin Đoài', 'handed_over', 'by_fm'],
  ]);
});

it('"stop" in one village silences the transmitter, the log says who did it, and the evening is heard', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO });
  await room.ask(await room.speech('Bản tin', 60), FIVE);
  await room.ask(await room.speech('Tin sau', 20), FIVE + 10 * MINUTE);
  await room.day.clock.advanceTo(FIVE + 20 * SECOND);
  const here = { zoneIds: [], areaIds: [], endpointIds: [room.village('Thôn Đông').fmId] };
  await room.house.stops.stop({ ...here, broadcastId: null, holdMs: 5 * MINUTE, reason: null }, LAN);
  await room.day.clock.advanceTo(FIVE + 15 * MINUTE);
  expect(seen(room.onAir(), FIVE)).toEqual([
    ['Bản tin', 0, about(20)],
    ['Tin sau', about(600), about(20)],
  ]);
  expect((await room.log()).map((line) => line.slice(2, 5))).toEqual([
    ['Bản tin', 'handed_over', 'stopped_by_operator'],
    ['Bản tin', 'handed_over', 'stopped_by_operator'],
    ['Tin sau', 'handed_over', 'by_fm'],
    ['Tin sau', 'handed_over', 'by_fm'],
  ]);
  expect(room.encoder.airAt(FIVE + 22 * SECOND)?.rt).toBe('Dai xa Mau');
  await room.close();
});

it('a village whose loudspeaker lost its power before the news hears them over FM, and they count once', async () => {
  const room = await FmRoom.open({
    at: at('04:50'),
    villages: [
      ['Thôn Đông', 'both'],
      ['Thôn Đoài', 'both'],
    ],
  });
  const { day } = room;
  const east = room.village('Thôn Đông');
  await room.ask(await room.speech('Bản tin', 60), FIVE);
  await day.clock.advanceTo(FIVE - 10 * SECOND);
  east.ip?.powerOff();
  await day.clock.advanceTo(FIVE + 10 * MINUTE);
  await east.ip?.powerOn();
  await day.clock.advance(5 * MINUTE);
  expect(seen(room.heardOnFm(east), FIVE)).toEqual([['Bản tin', 0, 60]]);
  expect(seen(await room.heardOnIp(east), FIVE)).toEqual([]);
  expect(seen(await room.heardOnIp(room.village('Thôn Đoài')), FIVE)).toEqual([['Bản tin', 0, 60]]);
  expect(await room.log()).toEqual([
    ['Thôn Đoài', 'IP', 'Bản tin', 'played', 'complete', 'E2'],
    ['Thôn Đông', 'FM stand-in', 'Bản tin', 'handed_over', 'by_fm', 'F0'],
    ['Thôn Đông', 'IP', 'Bản tin', 'expired', 'missed_window', 'E1'],
  ]);
  const courses = await loggedCourses(day.store.db, FIVE - MINUTE, FIVE + MINUTE);
  const tally = villageTallies(courses, []).find(({ areaId }) => areaId === east.areaId);
  expect(tally?.all).toMatchObject({ broadcasts: 1, confirmed: 0, handedOver: 1, notHeard: 0 });
  await room.close();
});

it.each([10, 30, 300])(
  'a line that breaks before the news and is back after %s s: nothing is told twice',
  async (backAfterS) => {
    const room = await FmRoom.open({ at: at('04:50'), villages: [['Thôn Đông', 'both']] });
    const { day } = room;
    const east = room.village('Thôn Đông');
    await room.ask(await room.speech('Bản tin', 60), FIVE);
    await day.clock.advanceTo(FIVE - 10 * SECOND);
    east.ip?.cut();
    await day.clock.advanceTo(FIVE + backAfterS * SECOND);
    east.ip?.mend();
    await day.clock.advanceTo(FIVE + 15 * MINUTE);
    // The loudspeaker plays by its plan without us, at the same time as the transmitter: one sound, not one after the other.
    expect(seen(room.heardOnFm(east), FIVE)).toEqual([['Bản tin', 0, 60]]);
    expect(seen(await room.heardOnIp(east), FIVE)).toEqual([['Bản tin', 0, 60]]);
    expect(await room.log()).toEqual([
      ['Thôn Đông', 'FM stand-in', 'Bản tin', 'handed_over', 'by_fm', 'F0'],
      ['Thôn Đông', 'IP', 'Bản tin', 'played', 'complete', 'E2'],
    ]);
    const [tally] = villageTallies(await loggedCourses(day.store.db, FIVE - MINUTE, FIVE + MINUTE), []);
    expect(tally?.all).toMatchObject({ broadcasts: 1, confirmed: 1, handedOver: 0, airMs: 60_000 });
    await room.close();
  },
);

it.each(['all', 'coded'] as const)(
  'receivers that stand in join what their transmitter has on air for others: one sound, both in the log (%s)',
  async (addressing) => {
    const villages = [
      ['Thôn Đông', 'fm'],
      ['Thôn Đoài', 'both'],
    ] as const;
    const room = await FmRoom.open({ at: at('04:50'), villages, station: { addressing } });
    const { day } = room;
    const west = room.village('Thôn Đoài');
    await room.ask(await room.speech('Bản tin', 60), FIVE);
    await day.clock.advanceTo(FIVE - 300);
    west.ip?.powerOff();
    await day.clock.advanceTo(FIVE + 5 * MINUTE);
    expect(seen(room.onAir(), FIVE)).toEqual([['Bản tin', 0, 60]]);
    const [joined] = room.heardOnFm(west);
    // A line that blinks is waited for; receivers with a code open when it is given up.
    expect(((joined?.startAt ?? 0) - FIVE) / SECOND).toBeCloseTo(addressing === 'coded' ? 3 : 0, 0);
    expect((joined?.endAt ?? 0) - FIVE).toBeGreaterThan(59 * SECOND);
    expect(await room.log()).toEqual([
      ['Thôn Đoài', 'FM stand-in', 'Bản tin', 'handed_over', 'by_fm', 'F0'],
      ['Thôn Đông', 'FM', 'Bản tin', 'handed_over', 'by_fm', 'F0'],
    ]);
    await room.close();
  },
);

it.each([
  [-4, -1],
  [-4, 2],
])(
  'a village that was handed over just before the station died (%s s) hears the news once it is back (%s s)',
  async (diesS, backS) => {
    const room = await FmRoom.open({ at: at('04:50'), villages: [['Thôn Đông', 'both']] });
    const { day } = room;
    await room.ask(await room.speech('Bản tin', 60), FIVE);
    room.village('Thôn Đông').ip?.powerOff();
    await day.clock.advanceTo(FIVE + diesS * SECOND);
    room.kill();
    await day.clock.advanceTo(FIVE + backS * SECOND);
    await room.start();
    await day.clock.advanceTo(FIVE + 10 * MINUTE);
    const [news, ...others] = room.onAir();
    expect(others).toEqual([]);
    expect([news?.fromMs, news?.toMs]).toEqual([0, 60 * SECOND]);
    expect((news?.startAt ?? 0) - FIVE).toBeLessThan((Math.max(0, backS) + 4) * SECOND);
    expect(await room.log()).toEqual([['Thôn Đông', 'FM stand-in', 'Bản tin', 'handed_over', 'by_fm', 'F0']]);
    await room.close();
  },
);

it('nobody pulls the stream: the log says so, and whoever comes in time hears the rest', async () => {
  const room = await FmRoom.open({ at: at('04:50'), villages: TWO });
  const { day, computer } = room;
  computer.unplug();
  await room.ask(await room.speech('Không ai nghe', 30), FIVE);
  await room.ask(await room.speech('Nghe nửa sau', 60), FIVE + 2 * MINUTE);
  await day.clock.advanceTo(FIVE + 2 * MINUTE + 30 * SECOND);
  computer.plugIn();
  await day.clock.advanceTo(FIVE + 5 * MINUTE);
  expect(seen(room.onAir(), FIVE)).toEqual([['Nghe nửa sau', about(150), about(30)]]);
  expect((await room.log()).map((line) => line.slice(2, 5))).toEqual([
    ['Không ai nghe', 'failed', 'not_listening'],
    ['Không ai nghe', 'failed', 'not_listening'],
    ['Nghe nửa sau', 'handed_over', 'by_fm'],
    ['Nghe nửa sau', 'handed_over', 'by_fm'],
  ]);
  await room.close();
});

it('a voice from the commune is heard over the transmitter as it is spoken, also where it stands in', async () => {
  const villages = [
    ['Thôn Đông', 'fm'],
    ['Thôn Đoài', 'both'],
  ] as const;
  const room = await FmRoom.open({ at: at('04:50'), villages, processes: scriptedEncoder() });
  const { house, day } = room;
  room.village('Thôn Đoài').ip?.powerOff();
  const wish = { level: 'live_commune', zoneIds: [day.zoneId], note: null, signalRecordingId: null } as const;
  const lan = { owner: 'link', name: 'Lan', isStrong: true, isFresh: true } as const;
  const { session } = await house.live.open(lan, { ...wish, source: 'browser', mountId: null });
  const line = { send: () => undefined, close: () => undefined, bufferedBytes: () => 0 };
  const microphone = (await house.live.microphone(lan, session.invitation.id))(line);
  microphone.text(JSON.stringify({ format: 's16le', rateHz: 16_000 }));
  const from = day.clock.wallMs();
  const loud = new Uint8Array(16_000 * 2 * 0.12).fill(0x11);
  while (day.clock.wallMs() < from + MINUTE) {
    microphone.binary(loud);
    await day.clock.advance(120);
  }
  microphone.text('{"finish":true}');
  await day.clock.advance(5 * MINUTE);
  const { frames } = room.computer;
  const [first, last] = [frames[0]?.at ?? 0, frames.at(-1)?.at ?? 0];
  // The count before the light and a lead-in at the beginning, and the last word in the end.
  expect((first - from) / SECOND).toBeLessThan(8);
  expect((last - from - MINUTE) / SECOND).toBeCloseTo(1, 0);
  expect((frames.length * 24) / (last - first)).toBeGreaterThan(0.99);
  expect(await room.log()).toEqual([
    ['Thôn Đoài', 'FM stand-in', 'Phát trực tiếp: Lan', 'handed_over', 'by_fm', 'F0'],
    ['Thôn Đông', 'FM', 'Phát trực tiếp: Lan', 'handed_over', 'by_fm', 'F0'],
  ]);
  const texts = room.encoder.between(from, day.clock.wallMs(), ({ rt, ta }) => [rt, ta]).map(([, one]) => one);
  expect(texts).toEqual([
    ['Dai xa Mau', false],
    ['Phat truc tiep: Lan', false],
    ['Dai xa Mau', false],
  ]);
  await room.close();
});

it.each(['resume', 'restart'] as const)(
  'a computer that plays by the manifest goes on after an emergency as the broadcast wants it (%s), and the log says that it knew',
  async (interruption) => {
    const villages = [['Thôn Đông', 'fm']] as const;
    const room = await FmRoom.open({ at: at('04:50'), villages, station: { audio: 'manifest' } });
    const { day, computer } = room;
    const reading = computer.playByManifest();
    const siren = await room.speech('Còi', 30, { isBank: true });
    const news = await room.ask(await room.speech('Bản tin', 60, { interruption }), FIVE);
    await day.clock.advanceTo(FIVE + 30 * SECOND);
    await room.house.alerts.send(
      {
        ...{ zoneIds: [day.zoneId], areaIds: [], signalRecordingId: siren.recordingId, recordingId: null },
        ...{ title: 'Lũ quét', reason: 'Nước dâng', repeats: 1, gapMs: 0, validForMs: 60 * MINUTE },
        ...{ allClearRecordingId: null, allowUnplaced: false },
      },
      LAN,
    );
    await day.clock.advanceTo(FIVE + 5 * MINUTE);
    computer.stopReading();
    const ofNews = computer.played
      .filter((one) => one.broadcastId === news)
      .map((one) => Math.floor(one.atMs / SECOND));
    const others = computer.played
      .filter((one) => one.broadcastId !== news)
      .map((one) => Math.floor(one.atMs / SECOND));
    // It asks every two seconds: so long may it hang on to what is over, or come late.
    expect(others.length).toBeGreaterThanOrEqual(28);
    expect(others).toEqual(others.map((_, second) => second + (others[0] ?? 0)));
    const turn = ofNews.findIndex((second, n) => n > 0 && second !== (ofNews[n - 1] ?? 0) + 1);
    const back = turn < 0 ? Number.NaN : (ofNews[turn] ?? Number.NaN);
    if (interruption === 'resume') {
      expect(new Set(ofNews)).toEqual(new Set(Array.from({ length: 60 }, (_, second) => second)));
      if (turn >= 0) expect((ofNews[turn - 1] ?? 0) - back).toBeLessThan(3);
    } else {
      expect(back).toBeLessThan(3);
      expect(ofNews.at(-1)).toBe(59);
    }
    expect((await room.log()).map((line) => line.slice(2))).toEqual([
      ['Bản tin', 'handed_over', 'by_fm', 'F0'],
      ['Lũ quét', 'handed_over', 'by_fm', 'F0'],
    ]);
    await day.clock.advance(2 * SECOND);
    await reading;
    await room.close();
  },
);
