import type { Pattern } from './pattern.ts';
import { between, dayTimes, type Occurrence } from './rules.ts';

const DAY_MS = 86_400_000;
const FARTHEST_MS = 5 * 366 * DAY_MS;
const MOST = 1000;

/** The next `count` (at most 1000) occurrences from an instant on, looked for at most five years ahead. */
export function preview(pattern: Pattern, zone: string, fromMs: number, count: number): Occurrence[] {
  const wanted = Math.min(count, MOST);
  const timesOn = dayTimes(pattern);
  const found: Occurrence[] = [];
  for (let at = fromMs; at < fromMs + FARTHEST_MS && found.length < wanted; at += 31 * DAY_MS) {
    found.push(...between(timesOn, zone, at, Math.min(at + 31 * DAY_MS, fromMs + FARTHEST_MS)));
  }
  return found.slice(0, wanted);
}
