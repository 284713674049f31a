import { civilOf, instantOf } from '#kernel';

export const WAYS = ['now', 'once', 'daily', 'weekly'] as const;
/** `later`: no time is set yet. */
export const PLAY_WAYS = [...WAYS, 'later'] as const;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What the person has filled in about the time. Fields of the other ways are kept, not used. */
export interface When {
  readonly way: (typeof PLAY_WAYS)[number];
  readonly date: string;
  readonly time: string;
  readonly weekdays: readonly Weekday[];
}
export type WhenProblem = 'date' | 'time' | 'gap' | 'past' | 'weekdays';

/** The first thing that is still missing or wrong, or null. */
export function whenProblem(when: When, nowMs: number, zone: string): WhenProblem | null {
  if (when.way === 'now' || when.way === 'later') return null;
  if (when.way === 'once' && when.date === '') return 'date';
  if (when.way === 'weekly' && when.weekdays.length === 0) return 'weekdays';
  if (when.time === '') return 'time';
  if (when.way !== 'once') return null;
  const at = instantOf(when.date, when.time, zone);
  if (at === null) return 'gap';
  return at <= nowMs ? 'past' : null;
}

/** The instant of a single broadcast; null plays it as soon as it is placed. */
export function startAtOf(when: When, zone: string): number | null {
  return when.way === 'once' ? instantOf(when.date, when.time, zone) : null;
}

/** The pattern of a repeating rule, or null when nothing repeats. */
export function patternOf({ way, time, weekdays }: When): Record<string, unknown> | null {
  if (way === 'daily') return { every: 'daily', times: [time] };
  if (way === 'weekly') return { every: 'weekly', weekdays: [...weekdays], times: [time] };
  return null;
}

/** The time of day at which it would first be heard, HH:MM. */
export function firstHeardAt(when: When, nowMs: number, zone: string): string {
  return when.way === 'now' ? civilOf(nowMs, zone).time.slice(0, 5) : when.time;
}

/** Hours at which a village sleeps and a person should be asked once more. */
export function isNight(time: string): boolean {
  return time < '05:00' || time >= '21:30';
}
