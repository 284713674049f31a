/** Instants as people say them: "5 giờ sáng mai, thứ Ba 24/11". Pure: the language and the clock come in. */
import { civilOf, dateOfDay, dayNumber } from '#kernel';

interface Said {
  readonly zone: string;
  /** The civil date of today at the station. */
  readonly today: string;
}

const WEEKDAYS = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The part of the day that an hour belongs to. */
function partOfDay(hour: number): string {
  if (hour < 4) return 'đêm';
  if (hour < 11) return 'sáng';
  if (hour < 13) return 'trưa';
  if (hour < 18) return 'chiều';
  return hour < 22 ? 'tối' : 'đêm';
}

/** 05:30 as "5 giờ 30 sáng", 17:00 as "5 giờ chiều", 00:15 as "0 giờ 15 đêm". */
export function spokenTimeVi(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  // Noon is 12; midnight is 0, since "12 giờ đêm" is taken for the end of the day as often as for its beginning.
  const said = hour > 12 ? hour - 12 : hour;
  return `${said} giờ${minute === 0 ? '' : ` ${minute}`} ${partOfDay(hour)}`;
}

function spokenTimeEn(time: string): string {
  const [hour = 0, minute = '00'] = [Number(time.slice(0, 2)), time.slice(3, 5)];
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minute} ${hour < 12 ? 'am' : 'pm'}`;
}

/** 24/11, with the year where it is another one. */
function dayText(date: string, today: string): string {
  const [year, month, day] = date.split('-');
  const short = `${Number(day)}/${Number(month)}`;
  return year === today.slice(0, 4) ? short : `${short}/${year}`;
}

/** How far a date is from today; null: neither yesterday, today nor tomorrow. */
function nearness(date: string, today: string): -1 | 0 | 1 | null {
  const now = dayNumber(today);
  if (now === null) return null;
  return ([-1, 0, 1] as const).find((days) => dateOfDay(now + days) === date) ?? null;
}

/** "5 giờ sáng mai, thứ Ba 24/11"; "5 giờ chiều nay"; "5 giờ sáng thứ Sáu 27/11". */
export function spokenVi(at: number, { zone, today }: Said): string {
  const { date, time, weekday } = civilOf(at, zone);
  const clock = spokenTimeVi(time);
  const day = `${WEEKDAYS[weekday - 1]} ${dayText(date, today)}`;
  // "2 giờ đêm nay" would be the night to come.
  const near = Number(time.slice(0, 2)) < 4 ? null : nearness(date, today);
  if (near === 0) return `${clock} nay`;
  if (near === 1) return `${clock} mai, ${day}`;
  if (near === -1) return `${clock} hôm qua, ${day}`;
  return `${clock} ${day}`;
}

/** "5:00 am tomorrow, Tue 24/11". */
export function spokenEn(at: number, { zone, today }: Said): string {
  const { date, time, weekday } = civilOf(at, zone);
  const day = `${WEEKDAYS_EN[weekday - 1]} ${dayText(date, today)}`;
  const near = nearness(date, today);
  const clock = spokenTimeEn(time);
  if (near === 0) return `${clock} today`;
  if (near === null) return `${clock}, ${day}`;
  return `${clock} ${near === 1 ? 'tomorrow' : 'yesterday'}, ${day}`;
}

/** Several instants; those of one day name it once: "5 giờ sáng và 5 giờ chiều mai, thứ Ba 24/11". Soonest first. */
export function spokenAll(instants: readonly number[], said: Said, language: 'vi' | 'en', and: string): string {
  const [whole, clock] = language === 'vi' ? [spokenVi, spokenTimeVi] : [spokenEn, spokenTimeEn];
  const dateAt = (at: number | undefined) => (at === undefined ? null : civilOf(at, said.zone).date);
  return instants
    .map((at, turn) => {
      const goesOn = dateAt(at) === dateAt(instants[turn + 1]);
      return goesOn ? clock(civilOf(at, said.zone).time) : whole(at, said);
    })
    .join(and);
}
