import { dayNumber } from '#kernel';
import type { PatternOf } from '../pattern.ts';
import { type DayTimes, NO_TIMES, secondsOf } from './day-times.ts';

/** One date, one time. */
export function once(pattern: PatternOf<'once'>): DayTimes {
  const only = dayNumber(pattern.date);
  const seconds = secondsOf([pattern.time]);
  return (day) => (day === only ? seconds : NO_TIMES);
}
