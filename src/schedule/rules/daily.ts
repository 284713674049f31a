import type { PatternOf } from '../pattern.ts';
import { type DayTimes, secondsOf } from './day-times.ts';

/** The same times every day. */
export function daily(pattern: PatternOf<'daily'>): DayTimes {
  const seconds = secondsOf(pattern.times);
  return () => seconds;
}
