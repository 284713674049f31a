import type { Endpoint } from '#endpoint';
import type { Area } from '#place';

/** The loudspeakers for which the FM receivers of one place stand in. The place is called a village, large or small. */
export interface Cover {
  readonly villageId: string;
  readonly name: string;
  readonly mainIds: readonly string[];
  readonly standInIds: readonly string[];
}

type Placed = Pick<Endpoint, 'id' | 'areaId' | 'protocol' | 'duty'>;

/** True for loudspeakers that are reached over IP and take what their zones are sent. */
function isIpMain({ protocol, duty }: Pick<Endpoint, 'protocol' | 'duty'>): boolean {
  return protocol !== 'fm' && duty === 'main';
}

/**
 * Which receivers stand in for which loudspeakers: those of the nearest place that has any, the loudspeaker's own or one
 * above it. `uncovered`: loudspeakers that have none. Pure.
 */
export function coverOf(
  areas: readonly Pick<Area, 'id' | 'parentId' | 'name'>[],
  endpoints: readonly Placed[],
): { readonly covers: readonly Cover[]; readonly uncovered: readonly string[] } {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const standIns = Map.groupBy(
    endpoints.filter((one) => one.protocol === 'fm' && one.duty === 'stand_in' && one.areaId !== null),
    (one) => one.areaId,
  );
  const villageOf = (areaId: string | null): string | null => {
    const seen = new Set<string>();
    for (let at = areaId; at !== null && !seen.has(at); at = byId.get(at)?.parentId ?? null) {
      if (standIns.has(at)) return at;
      seen.add(at);
    }
    return null;
  };
  const mains = Map.groupBy(endpoints.filter(isIpMain), (one) => villageOf(one.areaId));
  const covers = [...mains].flatMap(([villageId, members]): Cover[] => {
    if (villageId === null) return [];
    const standInIds = (standIns.get(villageId) ?? []).map((one) => one.id);
    const name = byId.get(villageId)?.name ?? '';
    return [{ villageId, name, mainIds: members.map((one) => one.id), standInIds }];
  });
  return { covers, uncovered: (mains.get(null) ?? []).map((one) => one.id) };
}
