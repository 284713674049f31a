import { cronDays } from '../cron.ts';
import type { PatternOf } from '../pattern.ts';
import { type DayTimes, NO_TIMES } from './day-times.ts';

/** A five-field cron expression. Day of month and weekday, when both are set, must both hold. */
export function cron(pattern: PatternOf<'cron'>): DayTimes {
  const { seconds, firesOn } = cronDays(pattern.expression);
  return (day) => (firesOn(day) ? seconds : NO_TIMES);
}
