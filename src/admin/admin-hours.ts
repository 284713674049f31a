import { civilOf } from '#kernel';

/** A stretch of the week, by the clock on the wall. One that ends no later than it begins goes on past midnight. */
export interface WeekSpan {
  /** ISO weekdays on which it begins: 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[];
  /** HH:MM */
  readonly from: string;
  /** HH:MM, the first minute that lies outside. 00:00 is midnight. */
  readonly to: string;
}

const dayBefore = (weekday: number) => (weekday === 1 ? 7 : weekday - 1);

/** True when the clock on the wall lies in one of the spans; without any span it always does. Times as HH:MM compare as text. */
export function isWithinHours(spans: readonly WeekSpan[], zone: string, at: number): boolean {
  if (spans.length === 0) return true;
  const { time, weekday } = civilOf(at, zone);
  const minute = time.slice(0, 5);
  return spans.some(({ weekdays, from, to }) => {
    if (from < to) return weekdays.includes(weekday) && from <= minute && minute < to;
    return (weekdays.includes(weekday) && from <= minute) || (weekdays.includes(dayBefore(weekday)) && minute < to);
  });
}
