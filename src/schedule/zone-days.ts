import { dateOfDay, instantOf, zoneOffsetMs } from '#kernel';

const DAY_MS = 86_400_000;
const MOST_CACHED = 20_000;
const caches = new Map<string, Map<number, number>>();

/** The zone's offset at midnight UTC of a day number; kept, since asking Intl is what makes planning slow. */
function offsetAtMs(zone: string, day: number): number {
  const cache = caches.get(zone) ?? new Map<number, number>();
  caches.set(zone, cache);
  let offsetMs = cache.get(day);
  if (offsetMs === undefined) {
    if (cache.size >= MOST_CACHED) cache.clear();
    offsetMs = zoneOffsetMs(zone, day * DAY_MS);
    cache.set(day, offsetMs);
  }
  return offsetMs;
}

/** The offset that holds for the whole civil day, or null when the clock is changed on it or next to it. */
export function steadyOffsetMs(zone: string, day: number): number | null {
  const offsetMs = offsetAtMs(zone, day);
  for (const beside of [day - 1, day + 1, day + 2]) if (offsetAtMs(zone, beside) !== offsetMs) return null;
  return offsetMs;
}

/** The civil day number that the clock of `zone` shows at an instant. */
export function civilDay(zone: string, atMs: number): number {
  return Math.floor((atMs + zoneOffsetMs(zone, atMs)) / DAY_MS);
}

export interface Moment {
  readonly atMs: number;
  /** True when the clock never shows that time on that day, so that the moment stands in for it. */
  readonly moved: boolean;
}

/**
 * The instant of a civil time. One rule for all kinds: a time that the clock skips (spring) is the first instant after
 * the gap; a time that it shows twice (autumn) is the first of the two.
 */
export function momentOf(zone: string, day: number, second: number): Moment {
  const offsetMs = steadyOffsetMs(zone, day);
  const localMs = day * DAY_MS + second * 1000;
  if (offsetMs !== null) return { atMs: localMs - offsetMs, moved: false };
  const atMs = instantOf(dateOfDay(day), clockText(second), zone);
  return atMs === null ? { atMs: endOfGap(zone, localMs), moved: true } : { atMs, moved: false };
}

/** HH:MM of a second of the day, with seconds only when there are some: one spelling for one time. */
export function clockText(second: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const text = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`;
  return second % 60 === 0 ? text : `${text}:${two(second % 60)}`;
}

/** The first instant at which the clock of `zone` shows `localMs` or more; halves a span that is sure to hold it. */
function endOfGap(zone: string, localMs: number): number {
  let before = localMs - 15 * 3_600_000 - DAY_MS;
  let after = localMs + 13 * 3_600_000 + DAY_MS;
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (middle + zoneOffsetMs(zone, middle) < localMs) before = middle;
    else after = middle;
  }
  return after;
}
