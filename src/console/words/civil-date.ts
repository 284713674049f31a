import { civilOf } from '#kernel';
import { stationZone } from '../live/station.ts';

/** The civil date of an instant at the station. */
export const civilDateOf = (at: number): string => civilOf(at, stationZone.value).date;
