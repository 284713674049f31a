import { describe, expect, it } from 'vitest';
import { instantOf } from '#kernel';
import { spokenAll, spokenEn, spokenTimeVi, spokenVi } from '../../../src/console/words/spoken.ts';

const zone = 'Asia/Ho_Chi_Minh';
const today = '2026-11-23';
const at = (date: string, time: string) => instantOf(date, time, zone) ?? Number.NaN;

describe('instants as people say them', () => {
  it.each([
    ['00:00', '0 giờ đêm'],
    ['00:15', '0 giờ 15 đêm'],
    ['03:59', '3 giờ 59 đêm'],
    ['04:00', '4 giờ sáng'],
    ['05:00', '5 giờ sáng'],
    ['05:30', '5 giờ 30 sáng'],
    ['11:00', '11 giờ trưa'],
    ['12:05', '12 giờ 5 trưa'],
    ['13:00', '1 giờ chiều'],
    ['17:00', '5 giờ chiều'],
    ['18:00', '6 giờ tối'],
    ['21:45', '9 giờ 45 tối'],
    ['22:00', '10 giờ đêm'],
    ['23:59', '11 giờ 59 đêm'],
  ])('%s: %s', (time, text) => {
    expect(spokenTimeVi(time)).toBe(text);
  });

  it.each([
    ['2026-11-23', '17:00', '5 giờ chiều nay', '5:00 pm today'],
    ['2026-11-24', '05:00', '5 giờ sáng mai, thứ Ba 24/11', '5:00 am tomorrow, Tue 24/11'],
    ['2026-11-22', '05:30', '5 giờ 30 sáng hôm qua, Chủ nhật 22/11', '5:30 am yesterday, Sun 22/11'],
    ['2026-11-27', '05:00', '5 giờ sáng thứ Sáu 27/11', '5:00 am, Fri 27/11'],
    ['2026-11-24', '02:00', '2 giờ đêm thứ Ba 24/11', '2:00 am tomorrow, Tue 24/11'],
    ['2026-11-23', '02:00', '2 giờ đêm thứ Hai 23/11', '2:00 am today'],
    ['2027-02-06', '12:00', '12 giờ trưa thứ Bảy 6/2/2027', '12:00 pm, Sat 6/2/2027'],
  ])('%s %s: %s', (date, time, vi, en) => {
    expect(spokenVi(at(date, time), { zone, today })).toBe(vi);
    expect(spokenEn(at(date, time), { zone, today })).toBe(en);
  });

  it('name a day once', () => {
    const three = [at('2026-11-24', '05:00'), at('2026-11-24', '17:00'), at('2026-11-27', '05:00')];
    expect(spokenAll(three.slice(0, 2), { zone, today }, 'vi', ' và ')).toBe(
      '5 giờ sáng và 5 giờ chiều mai, thứ Ba 24/11',
    );
    expect(spokenAll(three, { zone, today }, 'en', ' and ')).toBe(
      '5:00 am and 5:00 pm tomorrow, Tue 24/11 and 5:00 am, Fri 27/11',
    );
    expect(spokenAll([], { zone, today }, 'vi', ' và ')).toBe('');
  });
});
