import { type PatternOf, WEEKDAYS } from '../pattern.ts';
import { type DayTimes, NO_TIMES, secondsOf, weekdayOf } from './day-times.ts';

/** The same times on chosen weekdays. */
export function weekly(pattern: PatternOf<'weekly'>): DayTimes {
  const seconds = secondsOf(pattern.times);
  const chosen = WEEKDAYS.map((weekday) => pattern.weekdays.includes(weekday));
  return (day) => (chosen[weekdayOf(day)] ? seconds : NO_TIMES);
}
