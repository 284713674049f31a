import { civilOf } from '#kernel';
import { type BulletinDraft, type BulletinProblem, bulletinProblem } from '../approve/bulletin-draft.ts';
import type { Programme, Zone } from '../live/lists.ts';
import { isOver, type Validity, type VersionDraft, versionsProblem } from './versions.ts';
import type { When, WhenProblem } from './when.ts';
import { whenProblem } from './when.ts';

export const STARTS = ['after', 'cut', 'wait'] as const;
/** What happens when another bulletin holds the air at that moment. The seconds are kept when another mode is chosen. */
export interface Start {
  readonly mode: (typeof STARTS)[number];
  readonly waitSeconds: number;
}

/** The start mode as the station wants it: null waits for the end of what plays. */
export function cutInOf({ mode, waitSeconds }: Start): number | null {
  if (mode === 'after') return null;
  return mode === 'cut' ? 0 : waitSeconds * 1000;
}

/** What the person has filled in. */
export interface PlayDraft {
  readonly title: string;
  /** What is said of it for whoever approves it. */
  readonly told: BulletinDraft;
  readonly programmeId: string;
  /** What this recording speaks; the other languages have recordings of their own. */
  readonly language: string;
  readonly versions: readonly VersionDraft[];
  readonly validity: Validity;
  readonly zoneIds: readonly string[];
  readonly when: When;
  readonly start: Start;
}
export type PlayProblem =
  | 'title'
  | 'programme'
  | 'version'
  | 'twice'
  | 'validity'
  | 'zones'
  | 'speakers'
  | BulletinProblem
  | WhenProblem;

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
  const unsaid = versionsProblem(draft.language, draft.versions);
  if (unsaid !== null) return unsaid;
  if (isOver(draft.validity, civilOf(nowMs, zone).date)) return 'validity';
  const untold = bulletinProblem(draft.told);
  if (untold !== null) return untold;
  if (draft.when.way === 'later') return null;
  if (draft.zoneIds.length === 0) return 'zones';
  if (endpointsOf(draft.zoneIds, zones) === 0) return 'speakers';
  return whenProblem(draft.when, nowMs, zone);
}
