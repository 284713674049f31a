/** Village by village, what was heard by which road; each broadcast counts once, however many roads it took. Pure. */
import type { Hearing } from './hearing-store.ts';
import { type Course, proofOf, type VillageWord, villageWord } from './village-word.ts';

/** A delivery with what it belongs to. */
export interface VillageCourse extends Course {
  readonly broadcastId: string;
  readonly areaId: string | null;
}

export interface Tally {
  readonly broadcasts: number;
  readonly confirmed: number;
  readonly confirmedPart: number;
  readonly reported: number;
  readonly sent: number;
  readonly handedOver: number;
  readonly notHeard: number;
  readonly withheld: number;
  readonly open: number;
  /** Milliseconds on air that a device proved, of each broadcast by the road that proved most. */
  readonly airMs: number;
}

export interface VillageTallies {
  readonly areaId: string | null;
  readonly byIp: Tally;
  readonly byFm: Tally;
  readonly all: Tally;
}

const COUNTED = {
  confirmed: 'confirmed',
  confirmed_part: 'confirmedPart',
  reported: 'reported',
  sent: 'sent',
  handed_over: 'handedOver',
  not_heard: 'notHeard',
  withheld: 'withheld',
  open: 'open',
} as const satisfies Record<VillageWord, keyof Tally>;

/** Counts words: what is counted of a village, all together, is the number of its broadcasts. */
function tallyOf(broadcasts: ReadonlyArray<readonly Course[]>, said: ReadonlyMap<string, readonly Hearing[]>): Tally {
  const tally = {
    ...{ broadcasts: 0, confirmed: 0, confirmedPart: 0, reported: 0, sent: 0 },
    ...{ handedOver: 0, notHeard: 0, withheld: 0, open: 0, airMs: 0 },
  };
  for (const courses of broadcasts) {
    if (courses.length === 0) continue;
    const own = courses.flatMap(({ deliveryId }) => said.get(deliveryId) ?? []);
    tally.broadcasts += 1;
    tally[COUNTED[villageWord(courses, own)]] += 1;
    tally.airMs += Math.max(0, ...courses.map((one) => (proofOf(one) === null ? 0 : one.renderedMs)));
  }
  return tally;
}

/**
 * Every village that something was sent to, and those of `areaIds`; one tally for each road, and one in which each
 * broadcast counts once.
 */
export function villageTallies(
  courses: readonly VillageCourse[],
  hearings: readonly Hearing[],
  areaIds: Iterable<string | null> = [],
): VillageTallies[] {
  const said = Map.groupBy(hearings, ({ deliveryId }) => deliveryId);
  const byArea = Map.groupBy(courses, ({ areaId }) => areaId);
  for (const areaId of areaIds) if (!byArea.has(areaId)) byArea.set(areaId, []);
  return [...byArea].map(([areaId, own]) => {
    const broadcasts = [...Map.groupBy(own, ({ broadcastId }) => broadcastId).values()];
    const by = (carrier: Course['carrier']) => broadcasts.map((all) => all.filter((one) => one.carrier === carrier));
    return {
      areaId,
      byIp: tallyOf(by('ip'), said),
      byFm: tallyOf(by('fm'), said),
      all: tallyOf(broadcasts, said),
    };
  });
}

/** The tallies of stretches of time that share no broadcast, as one. */
export function joinedTallies(stretches: Iterable<readonly VillageTallies[]>): VillageTallies[] {
  const joined = new Map<string | null, VillageTallies>();
  for (const one of [...stretches].flat()) {
    const before = joined.get(one.areaId);
    const roads = before && {
      byIp: sumOf(before.byIp, one.byIp),
      byFm: sumOf(before.byFm, one.byFm),
      all: sumOf(before.all, one.all),
    };
    joined.set(one.areaId, { ...one, ...roads });
  }
  return [...joined.values()];
}

function sumOf(a: Tally, b: Tally): Tally {
  const sums = Object.entries(a).map(([key, count]) => [key, count + b[key as keyof Tally]]);
  return Object.fromEntries(sums) as unknown as Tally;
}

/** Clusters of a village as they are registered: on IP, off the air, and on a wire from the FM room. */
export interface ClusterCounts {
  readonly it: number;
  readonly fm: number;
  readonly wired: number;
}

/** The classes of the yearly table: IP stands apart there, so `it` is a village that has nothing else. */
export type Technology = 'wired' | 'fm' | 'both' | 'it' | 'none';

export function technologyOf({ it, fm, wired }: ClusterCounts): Technology {
  if (wired > 0 && fm > 0) return 'both';
  if (wired > 0) return 'wired';
  if (fm > 0) return 'fm';
  return it > 0 ? 'it' : 'none';
}
