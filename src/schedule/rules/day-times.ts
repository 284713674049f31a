import { secondOfDay } from '#kernel';

/** What a kind of rule boils down to: the seconds of the day, rising, at which it fires on a civil day number. */
export type DayTimes = (day: number) => readonly number[];

export const NO_TIMES: readonly number[] = [];

/** Seconds of the day of a list of checked times, rising. */
export function secondsOf(times: readonly string[]): readonly number[] {
  return times.map((time) => secondOfDay(time) ?? 0).sort((a, b) => a - b);
}

/** Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
