/** A plan: everything that one act on areas changes, on one day. It is shown, then carried out in one transaction. */
import { dateOfDay, dayNumber } from '#kernel';
import type { Area, GateCopies } from '#place';
import type { Land, LandRight } from './land.ts';

export interface Move {
  readonly id: string;
  readonly from: string | null;
  readonly to: string;
}

export interface RightMove {
  readonly accountId: string;
  readonly verb: string;
  readonly fromAreaId: string;
  readonly toAreaIds: readonly string[];
  /** False: it also stays where it was. */
  readonly ends: boolean;
}

export interface Plan {
  readonly onDate: string;
  readonly opens: readonly Area[];
  readonly closes: ReadonlyArray<{ readonly id: string; readonly successorIds: readonly string[] }>;
  /** Other names and parents from that day on. */
  readonly changes: ReadonlyArray<Pick<Area, 'id' | 'parentId' | 'kind' | 'name'>>;
  readonly endpoints: readonly Move[];
  readonly zones: readonly Move[];
  readonly fmStations: readonly Move[];
  readonly rights: readonly RightMove[];
  readonly gate: GateCopies;
  /** What keeps the identity of the station that it came from. */
  readonly brands: ReadonlyArray<{ readonly thingId: string; readonly brandId: string }>;
  /** From which areas an area of that day came. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
}

/** A plan in which nothing happens yet. */
export function emptyPlan(onDate: string): Plan {
  return {
    onDate,
    opens: [],
    closes: [],
    changes: [],
    endpoints: [],
    zones: [],
    fmStations: [],
    rights: [],
    gate: { versions: [], exceptionDays: [], quietSpans: [] },
    brands: [],
    origins: new Map(),
  };
}

/** The land as it is when a plan was carried out. */
export function carriedOut(land: Land, plan: Plan): Land {
  const areas = new Map(land.areas);
  for (const area of plan.opens) areas.set(area.id, area);
  for (const { id, ...now } of plan.changes) areas.set(id, { ...(areas.get(id) as Area), ...now });
  for (const { id, successorIds } of plan.closes)
    areas.set(id, { ...(areas.get(id) as Area), validTo: dayBefore(plan.onDate), successorIds });
  return {
    ...land,
    areas,
    endpoints: placed(land.endpoints, plan.endpoints),
    zones: placed(land.zones, plan.zones),
    fmStations: placed(land.fmStations, plan.fmStations),
    rights: carriedRights(land.rights, plan.rights),
    versions: [
      ...land.versions,
      ...plan.gate.versions.map(({ id, toAreaId, from }) => ({ id: `${id}+`, areaId: toAreaId, from })),
    ],
    exceptionDays: [
      ...land.exceptionDays,
      ...plan.gate.exceptionDays.flatMap(({ id, toAreaId }) =>
        land.exceptionDays.filter((day) => day.id === id).map((day) => ({ ...day, id: `${id}+`, areaId: toAreaId })),
      ),
    ],
    quietSpans: [
      ...land.quietSpans,
      ...plan.gate.quietSpans.map(({ id, toAreaId, toEndpointId }) => ({
        ...{ id: `${id}+`, areaId: toAreaId, endpointId: toEndpointId },
      })),
    ],
    brands: new Map([...land.brands, ...plan.brands.map(({ thingId, brandId }) => [thingId, brandId] as const)]),
  };
}

function placed<One extends { readonly id: string; readonly areaId: string | null }>(
  things: readonly One[],
  moves: readonly Move[],
): One[] {
  const to = new Map(moves.map((move) => [move.id, move.to]));
  return things.map((thing) => ({ ...thing, areaId: to.get(thing.id) ?? thing.areaId }));
}

function carriedRights(rights: Land['rights'], moves: readonly RightMove[]): Land['rights'] {
  const keyOf = ({ accountId, verb, areaId, span }: LandRight) => `${accountId} ${verb} ${areaId} ${span}`;
  const after = new Map(rights.map((right) => [keyOf(right), right]));
  for (const { accountId, verb, fromAreaId, toAreaIds, ends } of moves) {
    const meant = [...after.values()].filter(
      (right) => right.accountId === accountId && right.verb === verb && right.areaId === fromAreaId,
    );
    for (const right of meant) {
      for (const areaId of toAreaIds) after.set(keyOf({ ...right, areaId }), { ...right, areaId });
      if (ends) after.delete(keyOf(right));
    }
  }
  return [...after.values()];
}

function dayBefore(date: string): string {
  return dateOfDay((dayNumber(date) ?? 0) - 1);
}
