import type { Programme, Zone } from '../live/lists.ts';
import type { When, WhenProblem } from './when.ts';
import { whenProblem } from './when.ts';

/** What the person has filled in. */
export interface PlayDraft {
  readonly title: string;
  readonly programmeId: string;
  readonly zoneIds: readonly string[];
  readonly when: When;
}
export type PlayProblem = 'title' | 'programme' | 'zones' | 'speakers' | WhenProblem;

/** The endpoints that the chosen zones reach, each once. */
export function endpointsOf(zoneIds: readonly string[], zones: readonly Zone[]): number {
  return new Set(zones.filter(({ id }) => zoneIds.includes(id)).flatMap(({ endpointIds }) => endpointIds)).size;
}

/** The first thing that is still missing, in the order of the form. */
export function playProblem(
  draft: PlayDraft,
  zones: readonly Zone[],
  programmes: readonly Programme[],
  nowMs: number,
  zone: string,
): PlayProblem | null {
  if (draft.title.trim() === '') return 'title';
  if (!programmes.some(({ id }) => id === draft.programmeId)) return 'programme';
  if (draft.zoneIds.length === 0) return 'zones';
  if (endpointsOf(draft.zoneIds, zones) === 0) return 'speakers';
  return whenProblem(draft.when, nowMs, zone);
}
