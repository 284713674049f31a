/** A day with quiet hours, a tie and an alarm; then somebody asks why, minute by minute. The ear is the witness. */
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '#gate';
import { instantOf } from '#kernel';
import type { RouteAnswer } from '../../src/http/contract.ts';
import { whyHandlers } from '../../src/http/handlers/why.ts';
import type { Asking } from '../../src/http/house.ts';
import { Commune, type SimVillage } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

let day: Commune;
let village: SimVillage;
const ids: Record<string, string> = {};

/** What the station says of a minute of the first village. */
async function why(time: string, endpointId = village.endpointId): Promise<RouteAnswer<'why'>> {
  const house = day.station?.house;
  if (!house) throw new Error('the station is down');
  return whyHandlers(house).why(
    { query: { endpointId, at: at(time) }, params: undefined, body: undefined },
    {} as Asking<'why'>,
  );
}

const vi = (account: RouteAnswer<'why'>) => account.lines.map((line) => line.text.vi);
const en = (account: RouteAnswer<'why'>) => account.lines.map((line) => line.text.en);

/** The broadcasts that the ear heard in a minute. */
function ear(time: string): string[] {
  const from = at(time);
  const heard = village.heard.filter((one) => one.startAt < from + MINUTE && one.endAt > from);
  return [...new Set(heard.map((one) => one.broadcastId))];
}

beforeAll(async () => {
  day = new Commune({ wallMs: at('04:00'), rules: DEFAULT_RULES });
  await day.start();
  await day.addVillages(['Thôn Đông', 'Bản Nà Phặc']);
  await day.powerAllOn();
  village = day.villages[0] as SimVillage;
  const say = (title: string, durationMs: number) => day.addBulletin({ title, durationMs });
  // Asked for while people sleep; it may wait half an hour.
  ids['sớm'] = await day.ask(await say('Tin sớm', 30 * SECOND), at('04:40'), 'scheduled', 30 * MINUTE);
  // A tie: same level, same minute; the first that was accepted goes first.
  ids['một'] = await day.ask(await say('Một', 90 * SECOND), at('06:00'));
  await day.clock.advance(SECOND);
  ids['hai'] = await day.ask(await say('Hai', 20 * SECOND), at('06:00'));
  // A long bulletin that an alarm cuts in two, and one that waits in vain behind it.
  ids['dài'] = await day.ask(await say('Dài', 10 * MINUTE), at('07:00'));
  ids['uổng'] = await day.ask(await say('Uổng công', 20 * SECOND), at('07:01'), 'scheduled', 3 * MINUTE);
  const storm = await say('Báo bão', 3 * MINUTE);
  ids['bão'] = await day.ask(storm, at('07:02'), 'emergency');
  await day.clock.advanceTo(at('07:20'));
}, 60_000);

describe('quiet hours', () => {
  it('held a bulletin; the account names them and the hour at which they end', async () => {
    const account = await why('04:45');
    expect(ear('04:45')).toEqual([]);
    expect(account.playing).toEqual([]);
    expect(account.headline.vi).toBe('Lúc 04:45, Thôn Đông im lặng dù có “Tin sớm” (theo lịch).');
    expect(vi(account)).toContain('“Tin sớm” bị giữ vì giờ yên lặng 21:30–05:00 đến 05:00.');
    expect(en(account)).toContain('“Tin sớm” was held back: quiet hours 21:30–05:00 until 05:00.');
    expect(vi(account).at(-1)).toBe('Quy định: lúc đó chỉ khẩn cấp được phát (giờ yên lặng 21:30–05:00), đến 05:00.');
  });

  it('let it go when they ended', async () => {
    const account = await why('05:00');
    expect(ear('05:00')).toEqual([ids['sớm']]);
    expect(account.playing.map((one) => one.broadcastId)).toEqual(ear('05:00'));
    expect(account.headline.en).toBe('At 05:00, Thôn Đông played “Tin sớm” (scheduled).');
    expect(vi(account)).toContain('“Tin sớm” (theo lịch) được phát từ 05:00: cụm loa lúc đó đang rảnh.');
  });
});

describe('a tie', () => {
  it('was decided by acceptance, and the account says so', async () => {
    const account = await why('06:00');
    expect(ear('06:00')).toEqual([ids['một']]);
    expect(account.playing.map((one) => one.broadcastId)).toEqual(ear('06:00'));
    expect(vi(account)).toContain('“Hai” chờ sau “Một” (theo lịch): cùng mức, cùng giờ, được nhận trước.');
  });

  it('is over when the other one had its turn', async () => {
    const account = await why('06:01');
    expect(ear('06:01')).toEqual([ids['một'], ids['hai']]);
    expect(account.playing.map((one) => one.broadcastId).sort()).toEqual(ear('06:01').sort());
    expect(vi(account)).toContain('“Hai” (theo lịch) được phát từ 06:01:30, ngay sau “Một” (theo lịch).');
  });
});

describe('an alarm', () => {
  it('cut in; what it silenced is not said to have been heard', async () => {
    const account = await why('07:03');
    expect(ear('07:03')).toEqual([ids['bão']]);
    expect(account.playing.map((one) => one.broadcastId)).toEqual(ear('07:03'));
    expect(account.headline.vi).toBe('Lúc 07:03, Thôn Đông phát “Báo bão” (khẩn cấp).');
    expect(vi(account)).toContain(
      '“Báo bão” (khẩn cấp) chen ngang “Dài” (theo lịch) lúc 07:02: mức cao hơn được chen ngang.',
    );
  });

  it('was over, and what it had cut into went on', async () => {
    const account = await why('07:06');
    expect(ear('07:06')).toEqual([ids['dài']]);
    expect(account.playing.map((one) => one.broadcastId)).toEqual(ear('07:06'));
    expect(vi(account).join('\n')).toMatch(/“Dài” \(theo lịch\) phát tiếp từ 07:05\S* sau khi bị chen ngang\./);
  });

  it('made one wait in vain, and its end is told with the reason of the log', async () => {
    const account = await why('07:04');
    expect(village.heard.map((one) => one.broadcastId)).not.toContain(ids['uổng']);
    expect(vi(account)).toContain(
      '“Uổng công” (theo lịch) đặt lúc 07:01 đã quá giờ: hết hạn chờ vì cụm loa đang phát buổi khác.',
    );
  });
});

describe('other questions', () => {
  it('nothing was in the schedule', async () => {
    const account = await why('06:30');
    expect(ear('06:30')).toEqual([]);
    expect(account.headline).toEqual({
      vi: 'Lúc 06:30, Thôn Đông im lặng: không có gì trong lịch.',
      en: 'At 06:30, Thôn Đông was silent: nothing was in the schedule.',
    });
    expect(vi(account)).toEqual(['Quy định: lúc đó được phát, đến 21:30.']);
  });

  it('a minute that is yet to come', async () => {
    const later = await day.ask(await day.addBulletin({ title: 'Chiều', durationMs: 20_000 }), at('17:00'));
    const account = await why('17:00');
    expect(account.headline.vi).toBe('Chưa đến 17:00. Theo kế hoạch, Thôn Đông có “Chiều” (theo lịch).');
    expect(account.lines[0]?.about).toBe(later);
    expect((await why('18:00')).headline.en).toBe(
      'It is not 18:00 yet. Nothing is in the schedule of Thôn Đông for then.',
    );
  });

  it('an endpoint that nobody knows', async () => {
    await expect(why('06:00', 'end_0')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('an evening that is older than what is remembered', async () => {
    const house = day.station?.house;
    if (!house) throw new Error('the station is down');
    const asked = {
      query: { endpointId: village.endpointId, at: at('20:00', '2026-07-01') },
      params: undefined,
      body: undefined,
    };
    const account = await whyHandlers(house).why(asked, {} as Asking<'why'>);
    expect(vi(account)[0]).toBe('Trạm không còn giữ diễn biến của lúc đó; chỉ còn nhật ký phát sóng.');
  });

  it('somebody stopped it: the account of that minute says who and what', async () => {
    const id = await day.ask(await day.addBulletin({ title: 'Bị dừng', durationMs: 5 * MINUTE }), at('08:00'));
    await day.clock.advanceTo(at('08:01'));
    day.station?.house.why.fact([village.endpointId], {
      code: 'stopped',
      broadcastId: id,
      vi: 'Chị Hoa dừng “Bị dừng”.',
      en: 'Hoa stopped “Bị dừng”.',
    });
    const halted = day.station?.house.playout.halt(id, 'stopped_by_operator');
    await day.clock.advanceTo(at('08:10'));
    await halted;
    const account = await why('08:02');
    expect(ear('08:02')).toEqual([]);
    expect(account.playing).toEqual([]);
    expect(vi(account)).toContain('Lúc 08:01: Chị Hoa dừng “Bị dừng”.');
  });
});
