import { zoneOffsetMs } from '#kernel';

export const DAY_MS = 86_400_000;

/** A stretch of time in which the clock of a zone runs evenly: civil time is the instant plus the offset. */
export interface EvenStretch {
  readonly startAt: number;
  readonly endAt: number;
  readonly offsetMs: number;
}

/** Enough for several zones and some months; when it is full it begins anew. */
const KEPT = 1000;
const kept = new Map<string, readonly EvenStretch[]>();

/** The stretches of one UTC day: one, or two on a day on which the zone moves its clock. */
export function stretchesOf(zone: string, utcDay: number): readonly EvenStretch[] {
  const key = `${utcDay} ${zone}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= KEPT) kept.clear();
  const found = findStretches(zone, utcDay * DAY_MS, (utcDay + 1) * DAY_MS);
  kept.set(key, found);
  return found;
}

/** The even stretch in which an instant lies. */
export function stretchAt(zone: string, at: number): EvenStretch {
  const stretches = stretchesOf(zone, Math.floor(at / DAY_MS));
  const found = stretches.find((stretch) => at < stretch.endAt);
  if (!found) throw new RangeError(`not an instant: ${at}`);
  return found;
}

/** No zone moves its clock there and back within a day. */
function findStretches(zone: string, startAt: number, endAt: number): EvenStretch[] {
  const before = zoneOffsetMs(zone, startAt);
  const after = zoneOffsetMs(zone, endAt - 1);
  if (before === after) return [{ startAt, endAt, offsetMs: before }];
  let old = startAt / 1000;
  let fresh = endAt / 1000;
  while (fresh - old > 1) {
    const middle = Math.floor((old + fresh) / 2);
    if (zoneOffsetMs(zone, middle * 1000) === before) old = middle;
    else fresh = middle;
  }
  return [
    { startAt, endAt: fresh * 1000, offsetMs: before },
    { startAt: fresh * 1000, endAt, offsetMs: after },
  ];
}
