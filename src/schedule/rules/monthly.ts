import type { PatternOf } from '../pattern.ts';
import { type DayTimes, NO_TIMES, secondsOf } from './day-times.ts';

const DAY_MS = 86_400_000;

/** The same times on chosen days of the month. A month without day 31 has no such broadcast: write "last" for its end. */
export function monthly(pattern: PatternOf<'monthly'>): DayTimes {
  const seconds = secondsOf(pattern.times);
  const days = new Set(pattern.days);
  return (day) => {
    const isLast = new Date((day + 1) * DAY_MS).getUTCDate() === 1;
    return days.has(new Date(day * DAY_MS).getUTCDate()) || (isLast && days.has('last')) ? seconds : NO_TIMES;
  };
}
