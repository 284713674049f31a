/** Days, times and numbers as they are written on paper in Vietnamese. */
import { civilOf, dayNumber } from '#kernel';

const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'];

/** A civil date as 23/11/2026. */
export function shortDate(date: string): string {
  return date.split('-').reverse().join('/');
}

/** A civil date (YYYY-MM-DD) as "Thứ Hai, ngày 23/11/2026". Throws when there is no such day. */
export function longDate(date: string): string {
  const day = dayNumber(date);
  if (day === null) throw new RangeError(`no civil date: ${date}`);
  // Day 0 was a Thursday.
  return `${WEEKDAYS[(((day + 3) % 7) + 7) % 7]}, ngày ${shortDate(date)}`;
}

/** An instant as the clock of the village shows it, as 05:00; with its seconds unless they are zero. */
export function clockTime(at: number, zone: string): string {
  const { time } = civilOf(at, zone);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
}

/** An instant as "05:00 ngày 23/11/2026". */
export function dayAndTime(at: number, zone: string): string {
  return `${clockTime(at, zone)} ngày ${shortDate(civilOf(at, zone).date)}`;
}

/** A length as 5:20 or 1:05:20, to the second, rounded up: who plays by hand needs the whole of it. */
export function lengthText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Kilohertz as "54,3 MHz". */
export function frequencyText(khz: number): string {
  return `${(khz / 1000).toFixed(1).replace('.', ',')} MHz`;
}
