import { computed } from '@preact/signals';
import { stationZone, today } from '../live/station.ts';
import { civilDateOf } from './civil-date.ts';
import { language, locale, words } from './language.ts';
import { spokenAll } from './spoken.ts';

const format = (options: Intl.DateTimeFormatOptions) =>
  computed(() => new Intl.DateTimeFormat(locale.value, { timeZone: stationZone.value, hourCycle: 'h23', ...options }));
const minute = format({ hour: '2-digit', minute: '2-digit' });
const second = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortDay = format({ weekday: 'long', day: '2-digit', month: '2-digit' });
const longDay = computed(
  () =>
    new Intl.DateTimeFormat(locale.value, {
      timeZone: 'UTC',
      weekday: 'long',
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
    }),
);

/** 05:30, by the clock of the station. */
export const tellTime = (at: number): string => minute.value.format(at);
/** 05:30:07, by the clock of the station. */
export const tellSecond = (at: number): string => second.value.format(at);
/** 05:30 Thứ Hai, 24/11; with the year where it is another one. */
export function tellMoment(at: number): string {
  const date = civilDateOf(at);
  const isThisYear = date.slice(0, 4) === today.value.slice(0, 4);
  return `${tellTime(at)} ${isThisYear ? shortDay.value.format(at) : tellDate(date)}`;
}
/** Thứ Hai, 24/11/2026, of a civil date. */
export const tellDate = (date: string): string => longDay.value.format(Date.parse(`${date}T00:00:00Z`));

export function tellNumber(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: digits }).format(value);
}
export const tellMegabytes = (bytes: number): string => `${tellNumber(bytes / 1_000_000, 1)} MB`;
export const tellPercent = (part: number, whole: number): string =>
  `${whole === 0 ? 100 : Math.floor((part / whole) * 100)}%`;

/** A span as a person says it: 2 phút 5 giây. */
export function tellSpan(milliseconds: number): string {
  const { units } = words.value;
  if (milliseconds < 10_000) return units.seconds(tellNumber(milliseconds / 1000, 1));
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return units.seconds(String(seconds));
  if (seconds < 3600) return units.minutes(Math.floor(seconds / 60), seconds % 60);
  return units.hours(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60));
}

/** 05:30 when it is today, else 05:30 Thứ Hai, 24/11. */
export function tellSoon(at: number): string {
  return civilDateOf(at) === today.value ? tellTime(at) : tellMoment(at);
}

/** Instants as a person says them: 5 giờ sáng và 5 giờ chiều mai, thứ Ba 24/11. Soonest first. */
export function tellSpokenAll(instants: readonly number[], and: string): string {
  return spokenAll(instants, { zone: stationZone.value, today: today.value }, language.value, and);
}
/** 5 giờ sáng mai, thứ Ba 24/11. */
export const tellSpoken = (at: number): string => tellSpokenAll([at], '');
