/** The land: everything that hangs on areas, as one value, so that acts on areas are planned and told without a database. */
import type { Area, GateVersion, QuietSpan, SetExceptionDay } from '#place';
import { pathUp } from '#place';

/** Something that lies in an area. */
export interface Thing {
  readonly id: string;
  readonly name: string;
  readonly areaId: string | null;
}

export interface LandRight {
  readonly accountId: string;
  readonly name: string;
  readonly verb: string;
  readonly areaId: string;
  /** The time in which it counts, as one word. */
  readonly span: string;
}

export interface Land {
  readonly areas: ReadonlyMap<string, Area>;
  readonly endpoints: readonly Thing[];
  readonly zones: ReadonlyArray<Thing & { readonly endpointIds: readonly string[] }>;
  readonly fmStations: readonly Thing[];
  /** Rights in an area; those in the whole station never change by acts on areas. */
  readonly rights: readonly LandRight[];
  readonly versions: ReadonlyArray<Pick<GateVersion, 'id' | 'areaId' | 'from'>>;
  readonly exceptionDays: ReadonlyArray<Pick<SetExceptionDay, 'id' | 'areaId'> & { readonly date: string }>;
  readonly quietSpans: ReadonlyArray<Pick<QuietSpan, 'id' | 'areaId' | 'endpointId'>>;
  /** Which station identity each area, endpoint and FM station carries itself. */
  readonly brands: ReadonlyMap<string, string>;
  /** How many broadcasts that are not over are meant for endpoints of an area, also of those out of use. */
  readonly busy: ReadonlyMap<string, number>;
}

export function parentsOf(areas: Land['areas']): Map<string, string | null> {
  return new Map([...areas.values()].map(({ id, parentId }) => [id, parentId]));
}

export function childrenOf({ areas }: Pick<Land, 'areas'>, areaId: string, date: string): Area[] {
  return [...areas.values()].filter((area) => area.parentId === areaId && isOpen(area, date));
}

/** True when an area is there on that day. */
export function isOpen({ validTo }: Pick<Area, 'validTo'>, date: string): boolean {
  return validTo === null || validTo >= date;
}

/** The areas in which somebody with these rights may act, out of `areaIds`. */
export function covered(
  held: ReadonlySet<string>,
  areaIds: Iterable<string>,
  parents: ReadonlyMap<string, string | null>,
): Set<string> {
  const found = new Set<string>();
  for (const id of areaIds) if (pathUp(id, parents).some((at) => held.has(at))) found.add(id);
  return found;
}
