import type { Bilingual } from '#kernel';
import { cronDays } from './cron.ts';
import { type Pattern, WEEKDAYS, type Weekday } from './pattern.ts';
import { secondsOf } from './rules/day-times.ts';
import { clockText } from './zone-days.ts';

const WEEKDAY_NAMES: readonly Bilingual[] = [
  { vi: 'thứ Hai', en: 'Monday' },
  { vi: 'thứ Ba', en: 'Tuesday' },
  { vi: 'thứ Tư', en: 'Wednesday' },
  { vi: 'thứ Năm', en: 'Thursday' },
  { vi: 'thứ Sáu', en: 'Friday' },
  { vi: 'thứ Bảy', en: 'Saturday' },
  { vi: 'Chủ nhật', en: 'Sunday' },
];
const MOST_LISTED = 8;

/** A plain sentence of a rule in both languages: "thứ Hai đến thứ Sáu, 17:00". */
export function describe(pattern: Pattern): Bilingual {
  const when = whenOf(pattern);
  const limits = limitsOf(pattern);
  return {
    vi: [when.vi, ...limits.map(({ vi }) => vi)].join(', '),
    en: [when.en, ...limits.map(({ en }) => en)].join(', '),
  };
}

function whenOf(pattern: Pattern): Bilingual {
  switch (pattern.every) {
    case 'once':
      return {
        vi: `một lần, ngày ${viDate(pattern.date)} lúc ${clockOf(pattern.time)}`,
        en: `once, on ${pattern.date} at ${clockOf(pattern.time)}`,
      };
    case 'daily':
      return both(EVERY_DAY, timesText(secondsOf(pattern.times)));
    case 'weekly':
      return both(weekdaysText(pattern.weekdays), timesText(secondsOf(pattern.times)));
    case 'monthly':
      return both(monthDaysText(pattern.days), timesText(secondsOf(pattern.times)));
    case 'cron':
      return cronText(pattern.expression);
  }
}

const EVERY_DAY: Bilingual = { vi: 'hằng ngày', en: 'every day' };

function both(days: Bilingual, times: Bilingual): Bilingual {
  return { vi: `${days.vi}, ${times.vi}`, en: `${days.en}, ${times.en}` };
}

function listed(items: readonly Bilingual[]): Bilingual {
  const join = (texts: string[], and: string) =>
    texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${and} ${texts.at(-1)}`;
  return {
    vi: join(
      items.map(({ vi }) => vi),
      'và',
    ),
    en: join(
      items.map(({ en }) => en),
      'and',
    ),
  };
}

function same(text: string): Bilingual {
  return { vi: text, en: text };
}

function timesText(seconds: readonly number[]): Bilingual {
  const texts = seconds.map(clockText);
  if (texts.length <= MOST_LISTED) return listed(texts.map(same));
  const [first, last] = [texts[0], texts.at(-1)];
  return { vi: `${texts.length} lần từ ${first} đến ${last}`, en: `${texts.length} times from ${first} to ${last}` };
}

function clockOf(time: string): string {
  return secondsOf([time]).map(clockText).join('');
}

function weekdaysText(weekdays: readonly Weekday[]): Bilingual {
  const places = WEEKDAYS.flatMap((weekday, place) => (weekdays.includes(weekday) ? [place] : []));
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  if (places.length === 7) return EVERY_DAY;
  const name = (place: number) => WEEKDAY_NAMES[place] ?? same('');
  if (places.length < 3 || last - first !== places.length - 1) return listed(places.map(name));
  return { vi: `${name(first).vi} đến ${name(last).vi}`, en: `${name(first).en} to ${name(last).en}` };
}

function monthDaysText(days: readonly (number | 'last')[]): Bilingual {
  const numbers = days.filter((day) => day !== 'last').sort((a, b) => a - b);
  const texts: Bilingual[] = numbers.map((day) => ({ vi: `ngày ${day}`, en: `day ${day}` }));
  if (days.includes('last')) texts.push({ vi: 'ngày cuối tháng', en: 'the last day' });
  const list = listed(texts);
  return { vi: `hằng tháng vào ${list.vi}`, en: `every month on ${list.en}` };
}

function cronText(expression: string): Bilingual {
  const { seconds, fields, bothDays } = cronDays(expression);
  const parts: Bilingual[] = [];
  const dayOfMonth = fields.dayOfMonth.length < 31;
  const dayOfWeek = fields.dayOfWeek.length < 7;
  if (dayOfMonth)
    parts.push({ vi: `ngày ${fields.dayOfMonth.join(', ')}`, en: `day of month ${fields.dayOfMonth.join(', ')}` });
  if (dayOfWeek) parts.push(cronWeekdays(fields.dayOfWeek));
  if (bothDays) parts.push({ vi: 'phải đúng CẢ ngày VÀ thứ', en: 'BOTH the day of month AND the weekday must match' });
  if (fields.month.length < 12)
    parts.push({ vi: `trong tháng ${fields.month.join(', ')}`, en: `in month ${fields.month.join(', ')}` });
  if (!dayOfMonth && !dayOfWeek) parts.unshift(EVERY_DAY);
  parts.push(timesText(seconds));
  return { vi: parts.map(({ vi }) => vi).join(', '), en: parts.map(({ en }) => en).join(', ') };
}

function cronWeekdays(tokens: readonly (number | string)[]): Bilingual {
  if (tokens.every((token) => typeof token === 'number')) {
    return weekdaysText(WEEKDAYS.filter((_, place) => tokens.includes((place + 1) % 7)));
  }
  return { vi: `thứ theo cron ${tokens.join(', ')}`, en: `cron weekday ${tokens.join(', ')}` };
}

function viDate(date: string): string {
  return date.split('-').reverse().join('/');
}

function limitsOf(pattern: Pattern): Bilingual[] {
  const limits: Bilingual[] = [];
  if (pattern.from) limits.push({ vi: `từ ${viDate(pattern.from)}`, en: `from ${pattern.from}` });
  if (pattern.until) limits.push({ vi: `đến hết ${viDate(pattern.until)}`, en: `through ${pattern.until}` });
  const dates = (list: readonly string[]) =>
    list.length <= MOST_LISTED
      ? listed(list.map((date) => ({ vi: viDate(date), en: date })))
      : { vi: `${list.length} ngày`, en: `${list.length} dates` };
  const excluded = dates(byDate(pattern.excluded ?? []));
  const replaced = dates(byDate(Object.keys(pattern.replaced ?? {})));
  if (excluded.en) limits.push({ vi: `trừ ${excluded.vi}`, en: `except ${excluded.en}` });
  if (replaced.en) limits.push({ vi: `giờ riêng cho ${replaced.vi}`, en: `with other times on ${replaced.en}` });
  return limits;
}

function byDate(list: readonly string[]): string[] {
  return [...list].sort((a, b) => (a < b ? -1 : 1));
}
