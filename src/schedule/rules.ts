import { dateOfDay, dayNumber } from '#kernel';
import type { Pattern } from './pattern.ts';
import { cron } from './rules/cron.ts';
import { daily } from './rules/daily.ts';
import { type DayTimes, NO_TIMES, secondsOf } from './rules/day-times.ts';
import { monthly } from './rules/monthly.ts';
import { once } from './rules/once.ts';
import { weekly } from './rules/weekly.ts';
import { civilDay, clockText, momentOf, steadyOffsetMs } from './zone-days.ts';

/** A moment at which a rule comes due. `date` and `time` are what the rule says, and name it for ever. */
export interface Occurrence {
  readonly date: string;
  readonly time: string;
  readonly atMs: number;
}

const DAY_MS = 86_400_000;

function kindTimes(pattern: Pattern): DayTimes {
  switch (pattern.every) {
    case 'once':
      return once(pattern);
    case 'daily':
      return daily(pattern);
    case 'weekly':
      return weekly(pattern);
    case 'monthly':
      return monthly(pattern);
    case 'cron':
      return cron(pattern);
  }
}

/** The times of a rule on any civil day: first and last day count, an excluded date has none, a replaced one its own. */
export function dayTimes(pattern: Pattern): DayTimes {
  const kind = kindTimes(pattern);
  const first = pattern.from === undefined ? Number.NEGATIVE_INFINITY : (dayNumber(pattern.from) ?? 0);
  const last = pattern.until === undefined ? Number.POSITIVE_INFINITY : (dayNumber(pattern.until) ?? 0);
  const special = new Map<number | null, readonly number[]>();
  for (const date of pattern.excluded ?? []) special.set(dayNumber(date), NO_TIMES);
  for (const [date, times] of Object.entries(pattern.replaced ?? {})) special.set(dayNumber(date), secondsOf(times));
  return (day) => (day < first || day > last ? NO_TIMES : (special.get(day) ?? kind(day)));
}

/**
 * Every occurrence in [fromMs, toMs), strictly rising by instant. Windows that touch give together exactly what their
 * union gives. When a spring gap puts several times on one instant, that instant comes once: as the time that the clock
 * really shows then, or else as the earliest of them.
 */
export function occurrencesBetween(pattern: Pattern, zone: string, fromMs: number, toMs: number): Occurrence[] {
  return between(dayTimes(pattern), zone, fromMs, toMs);
}

/** As `occurrencesBetween`, of a rule that is already made ready. */
export function between(timesOn: DayTimes, zone: string, fromMs: number, toMs: number): Occurrence[] {
  const found: Occurrence[] = [];
  if (!(fromMs < toMs)) return found;
  let lastMoved = false;
  const lastDay = civilDay(zone, toMs) + 1;
  for (let day = civilDay(zone, fromMs) - 1; day <= lastDay; day++) {
    const seconds = timesOn(day);
    if (seconds.length === 0) continue;
    const date = dateOfDay(day);
    const steadyMs = steadyOffsetMs(zone, day);
    for (const second of seconds) {
      const { atMs, moved } =
        steadyMs === null
          ? momentOf(zone, day, second)
          : { atMs: day * DAY_MS + second * 1000 - steadyMs, moved: false };
      if (atMs < fromMs || atMs >= toMs) continue;
      if (found.at(-1)?.atMs === atMs) {
        if (moved || !lastMoved) continue;
        found.pop();
      }
      found.push({ date, time: clockText(second), atMs });
      lastMoved = moved;
    }
  }
  return found;
}
