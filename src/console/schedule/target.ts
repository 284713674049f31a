import { civilOf } from '#kernel';
import { stationZone } from '../live/station.ts';
import type { Slot } from './calendar.ts';

/** A day and time, to the minute, that a broadcast is given. */
export interface Target {
  readonly date: string;
  readonly time: string;
}

/** Where it is now. */
export function targetOf({ plannedAt, occurrence }: Slot): Target {
  const { date, time } = occurrence ?? civilOf(plannedAt, stationZone.value);
  return { date, time: time.slice(0, 5) };
}
