import { StationError } from '#kernel';
import type { Verb } from '#people';
import { type RouteName, routes } from './contract.ts';

/** What may be changed while another machine may command the speakers: nothing that leads to a sound. */
const SILENT_VERBS: readonly Verb[] = ['read', 'people', 'maintain', 'inspect', 'confirm'];

/** At a station that may not command: throws STATION_FENCED when a route, with what it needs, could lead to a sound. */
export function mustNotSound(name: RouteName, verbs: readonly Verb[]): void {
  if (routes[name].method === 'get' || verbs.every((verb) => SILENT_VERBS.includes(verb))) return;
  throw new StationError('STATION_FENCED');
}
