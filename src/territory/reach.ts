/** Who may do more, or less, when the land changes. Pure: nobody gains a right that no line has told of. */
import type { ReachLine } from '#place';
import { covered, isOpen, type Land, type LandRight, parentsOf } from './land.ts';

export interface ReachChange {
  readonly gains: readonly ReachLine[];
  readonly losses: readonly ReachLine[];
}

/**
 * Compares what everybody may do, area by area. An area that came from others (`origins`) is gained unless all of them were
 * covered before; one that ended is lost unless all that it became are covered. Of a whole branch only its top is named.
 */
export function reachChange(
  before: Pick<Land, 'areas' | 'rights'>,
  after: Pick<Land, 'areas' | 'rights'>,
  origins: ReadonlyMap<string, readonly string[]>,
  date: string,
): ReachChange {
  const [parentsBefore, parentsAfter] = [parentsOf(before.areas), parentsOf(after.areas)];
  const openAfter = [...after.areas.values()].filter((area) => isOpen(area, date)).map(({ id }) => id);
  const openBefore = [...before.areas.values()].filter((area) => isOpen(area, date)).map(({ id }) => id);
  const told = new Map<string, { gained: string[]; lost: string[] }>();
  const gains: ReachLine[] = [];
  const losses: ReachLine[] = [];
  const [heldBefore, heldAfter] = [byPerson(before.rights), byPerson(after.rights)];
  for (const [key, right] of firstOf([...before.rights, ...after.rights])) {
    const [old, now] = [heldBefore.get(key) ?? NOWHERE, heldAfter.get(key) ?? NOWHERE];
    // Most people have several verbs in the same places.
    const places = JSON.stringify([[...old].sort(), [...now].sort()]);
    let change = told.get(places);
    if (!change) {
      const was = covered(old, openBefore, parentsBefore);
      const is = covered(now, openAfter, parentsAfter);
      const gained = openAfter.filter((id) => is.has(id) && !(origins.get(id) ?? [id]).every((from) => was.has(from)));
      const lost = openBefore.filter((id) => was.has(id) && !becomes(after.areas, id, date).every((to) => is.has(to)));
      change = { gained: tops(gained, parentsAfter), lost: tops(lost, parentsBefore) };
      told.set(places, change);
    }
    const { accountId, name, verb } = right;
    if (change.gained.length > 0) gains.push({ accountId, name, verb, areaIds: change.gained });
    if (change.lost.length > 0) losses.push({ accountId, name, verb, areaIds: change.lost });
  }
  return { gains, losses };
}

const NOWHERE: ReadonlySet<string> = new Set();
/** A right of some days says nothing about one for ever: each time is told for itself. */
const keyOf = ({ accountId, verb, span }: LandRight) => `${accountId} ${verb} ${span}`;

function byPerson(rights: readonly LandRight[]): Map<string, Set<string>> {
  const held = new Map<string, Set<string>>();
  for (const right of rights) {
    const own = held.get(keyOf(right)) ?? new Set();
    held.set(keyOf(right), own.add(right.areaId));
  }
  return held;
}

function firstOf(rights: readonly LandRight[]): Map<string, LandRight> {
  return new Map(rights.toReversed().map((right) => [keyOf(right), right]));
}

/** What an area is on that day: itself, or what took its place; nothing at all when it ended without a successor. */
function becomes(areas: Land['areas'], id: string, date: string): readonly string[] {
  const area = areas.get(id);
  return area && isOpen(area, date) ? [id] : (area?.successorIds ?? []);
}

function tops(areaIds: readonly string[], parents: ReadonlyMap<string, string | null>): string[] {
  const all = new Set(areaIds);
  return areaIds.filter((id) => !all.has(parents.get(id) ?? ''));
}
