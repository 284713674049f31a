/** Civil time: what the village clock shows, as text, in an IANA zone. Instants stay epoch milliseconds. */

/** A civil date and time of day in some zone. `weekday` is 1 (Monday) to 7 (Sunday). */
export interface Civil {
  readonly date: string;
  readonly time: string;
  readonly weekday: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      era: 'short',
    });
    formats.set(zone, format);
  }
  return format;
}

/** True when `zone` names a time zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    formatFor(zone);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds to add to UTC to get the civil time of `zone` at the instant `atMs`. */
export function zoneOffsetMs(zone: string, atMs: number): number {
  const whole = Math.floor(atMs / 1000) * 1000;
  const part: Record<string, string> = {};
  for (const { type, value } of formatFor(zone).formatToParts(whole)) part[type] = value;
  const utc = Date.UTC(
    Number(part['year']),
    Number(part['month']) - 1,
    Number(part['day']),
    Number(part['hour']),
    Number(part['minute']),
    Number(part['second']),
  );
  return utc - whole;
}

/** The civil date, time to the second, and weekday of an instant. */
export function civilOf(atMs: number, zone: string): Civil {
  const local = new Date(atMs + zoneOffsetMs(zone, atMs));
  const iso = local.toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 19), weekday: local.getUTCDay() || 7 };
}

/**
 * The instant at which the clock of `zone` shows `date` (YYYY-MM-DD) and `time` (HH:MM or HH:MM:SS).
 * A time that does not exist that day (spring gap) gives null; one that exists twice gives the first.
 */
export function instantOf(date: string, time: string, zone: string): number | null {
  const day = dayNumber(date);
  const second = secondOfDay(time);
  if (day === null || second === null) return null;
  const local = day * DAY_MS + second * 1000;
  const before = local - zoneOffsetMs(zone, local - DAY_MS);
  const after = local - zoneOffsetMs(zone, local + DAY_MS);
  for (const at of before <= after ? [before, after] : [after, before]) {
    if (at + zoneOffsetMs(zone, at) === local) return at;
  }
  return null;
}

/** Days since 1970-01-01 of a civil date, or null when there is no such day. */
export function dayNumber(date: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return null;
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(at).toISOString().slice(0, 10) === date ? at / DAY_MS : null;
}

/** The civil date of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Seconds since midnight of HH:MM or HH:MM:SS, or null when it is not a time of day. */
export function secondOfDay(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time);
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0) : null;
}
