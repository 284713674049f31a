/** What an act on areas does, worked out on the land as it is that day. Pure. */
import { type Bilingual, StationError } from '#kernel';
import { type Area, type AreaAct, brandIdOf } from '#place';
import { childrenOf, isOpen, type Land, parentsOf } from './land.ts';
import { carriedOut, emptyPlan, type Move, type Plan } from './plan.ts';

type Act<Kind extends AreaAct['kind']> = Extract<AreaAct, { kind: Kind }>;
type Part = Act<'split'>['parts'][number];

/** How many areas an act makes: so many ids it needs. */
export function newAreasOf(act: AreaAct): number {
  if (act.kind === 'split') return act.parts.length;
  return act.kind === 'merge' && !('areaId' in act.into) ? 1 : 0;
}

/**
 * The plan of an act from that day on. Throws AREA_ACT (what is asked makes no sense), AREA_CYCLE, CODE_TAKEN, AREA_HELD
 * (an area is to end while something is in it), and NOT_FOUND never: an area that is not there is AREA_ACT too.
 */
export function planAct(land: Land, act: AreaAct, onDate: string, newIds: readonly string[]): Plan {
  const plan = { ...emptyPlan(onDate), ...draft(land, act, onDate, newIds) };
  mustStand(land, plan);
  return { ...plan, brands: [...plan.brands, ...keptBrands(land, plan)] };
}

function draft(land: Land, act: AreaAct, onDate: string, newIds: readonly string[]): Partial<Plan> {
  switch (act.kind) {
    case 'merge':
      return merge(land, act, onDate, newIds);
    case 'split':
      return split(land, act, onDate, newIds);
    case 'move': {
      const { id, kind, name } = standing(land, act.areaId, onDate);
      if (act.parentId !== null) standing(land, act.parentId, onDate);
      return { changes: [{ id, kind, name, parentId: act.parentId }] };
    }
    case 'rename': {
      const { id, parentId } = standing(land, act.areaId, onDate);
      return { changes: [{ id, parentId, kind: act.areaKind, name: act.name }] };
    }
    case 'close':
      mustBeEmpty(land, standing(land, act.areaId, onDate), onDate);
      return { closes: [{ id: act.areaId, successorIds: [] }] };
  }
}

const refuse = (vi: string, en: string): StationError => {
  const problem: Bilingual = { vi, en };
  return new StationError('AREA_ACT', { problem });
};

function standing({ areas }: Land, id: string, onDate: string): Area {
  const area = areas.get(id);
  if (!area) throw refuse('có địa bàn không còn trong danh sách', 'one of the areas is not there');
  if (!isOpen(area, onDate))
    throw refuse(`“${area.name}” đã kết thúc trước ngày đó`, `“${area.name}” has ended by then`);
  return area;
}

function freshArea(
  land: Land,
  said: Pick<Area, 'kind' | 'name' | 'code' | 'parentId'>,
  id: string,
  onDate: string,
): Area {
  const { kind, name, code, parentId } = said;
  const taken = code === null ? undefined : [...land.areas.values()].find((area) => area.code === code);
  if (taken) throw new StationError('CODE_TAKEN', { code: code ?? '', name: taken.name });
  if (parentId !== null) standing(land, parentId, onDate);
  return { id, kind, name, code, parentId, validFrom: onDate, validTo: null, successorIds: [] };
}

function merge(land: Land, act: Act<'merge'>, onDate: string, newIds: readonly string[]): Partial<Plan> {
  const joining = [...new Set(act.areaIds)].map((id) => standing(land, id, onDate));
  const fresh = 'areaId' in act.into ? null : freshArea(land, act.into, newIds[0] ?? '', onDate);
  const into = 'areaId' in act.into ? standing(land, act.into.areaId, onDate) : (fresh as Area);
  const sources = joining.filter(({ id }) => id !== into.id);
  const first = sources[0];
  if (!first) throw refuse('cần ít nhất một địa bàn nhập vào địa bàn khác', 'at least one other area must be taken in');
  if (fresh && sources.length < 2)
    throw refuse('cần ít nhất hai địa bàn để nhập thành một', 'it takes two areas to merge');
  const gone = new Set(sources.map(({ id }) => id));
  if (into.parentId !== null && gone.has(into.parentId)) throw new StationError('AREA_CYCLE');
  const moved = moverTo((areaId) => (gone.has(areaId) ? into.id : null));
  const withHours = new Set(land.versions.map(({ areaId }) => areaId));
  const candidates = [...(fresh ? [] : [into]), ...sources].map(({ id }) => id);
  if (act.hoursOf !== null && !candidates.includes(act.hoursOf))
    throw refuse(
      'khung giờ phải lấy từ một trong các địa bàn nhập lại',
      'the hours must be those of one of these areas',
    );
  const hoursOf = act.hoursOf ?? candidates.find((id) => withHours.has(id)) ?? null;
  return {
    opens: fresh ? [fresh] : [],
    closes: sources.map(({ id }) => ({ id, successorIds: [into.id] })),
    changes: sources.flatMap(({ id }) =>
      childrenOf(land, id, onDate)
        .filter((child) => !gone.has(child.id) && child.id !== into.id)
        .map((child) => ({ id: child.id, kind: child.kind, name: child.name, parentId: into.id })),
    ),
    endpoints: moved(land.endpoints),
    zones: moved(land.zones),
    fmStations: moved(land.fmStations),
    rights: land.rights
      .filter(({ areaId }) => gone.has(areaId))
      .map(({ accountId, verb, areaId }) => ({
        ...{ accountId, verb, fromAreaId: areaId, ends: true },
        toAreaIds: act.carryRights ? [into.id] : [],
      })),
    gate: {
      versions: hoursOf === null || hoursOf === into.id ? [] : hoursFor(land, hoursOf, [into.id], onDate),
      exceptionDays: exceptionsFor(land, candidates, [into.id], onDate),
      quietSpans: sources.flatMap(({ id }) => silencesBelow(land, id, onDate)),
    },
    brands: fresh ? sharedBrand(land, sources, [into.id]) : [],
    origins: new Map([[into.id, [...(fresh ? [] : [into.id]), ...gone]]]),
  };
}

function split(land: Land, act: Act<'split'>, onDate: string, newIds: readonly string[]): Partial<Plan> {
  const area = standing(land, act.areaId, onDate);
  const parts = act.parts.map((part, at) =>
    freshArea(land, { ...part, parentId: area.parentId }, newIds[at] ?? '', onDate),
  );
  const ids = parts.map(({ id }) => id);
  const [first] = ids;
  if (act.closes && parts.length < 2)
    throw refuse('cần ít nhất hai phần để tách', 'it takes two parts to split an area');
  const codes = act.parts.flatMap(({ code }) => code ?? []);
  if (new Set(codes).size < codes.length) throw refuse('hai phần có cùng một mã', 'two parts have the same code');
  const children = childrenOf(land, area.id, onDate);
  const taken = (pick: (part: Part) => readonly string[], known: ReadonlySet<string>) => {
    const partOf = new Map<string, string>();
    act.parts.forEach((part, at) => {
      for (const id of pick(part)) {
        if (!known.has(id))
          throw refuse(`có mục không nằm trong “${area.name}”`, `something named does not lie in “${area.name}”`);
        if (partOf.has(id)) throw refuse('có mục được xếp vào hai phần', 'something is named in two parts');
        partOf.set(id, ids[at] ?? '');
      }
    });
    return partOf;
  };
  const ownEndpoints = land.endpoints.filter(({ areaId }) => areaId === area.id);
  const childPart = taken((part) => part.areaIds, new Set(children.map(({ id }) => id)));
  const endpointPart = taken((part) => part.endpointIds, new Set(ownEndpoints.map(({ id }) => id)));
  const left = [...children, ...ownEndpoints].filter(({ id }) => !childPart.has(id) && !endpointPart.has(id));
  if (act.closes && left.length > 0) {
    const names = left
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', ');
    throw refuse(`còn chưa xếp vào phần nào: ${names}`, `in no part yet: ${names}`);
  }
  // Zones and transmitters go with the whole, to the first part, when nothing of it stays.
  const rest = moverTo((areaId) => (act.closes && areaId === area.id ? (first ?? null) : null));
  return {
    opens: parts,
    closes: act.closes ? [{ id: area.id, successorIds: ids }] : [],
    changes: children
      .filter(({ id }) => childPart.has(id))
      .map(({ id, kind, name }) => ({ id, kind, name, parentId: childPart.get(id) ?? null })),
    endpoints: ownEndpoints
      .filter(({ id }) => endpointPart.has(id))
      .map(({ id }) => ({ id, from: area.id, to: endpointPart.get(id) ?? '' })),
    zones: rest(land.zones),
    fmStations: rest(land.fmStations),
    rights: land.rights
      .filter(({ areaId }) => areaId === area.id)
      .map(({ accountId, verb }) => ({
        ...{ accountId, verb, fromAreaId: area.id, ends: act.closes },
        toAreaIds: act.carryRights ? ids : [],
      })),
    gate: {
      versions: hoursFor(land, area.id, ids, onDate),
      exceptionDays: exceptionsFor(land, [area.id], ids, onDate),
      quietSpans: land.quietSpans
        .filter((span) => span.areaId === area.id && span.endpointId === null)
        .flatMap(({ id }) => ids.map((toAreaId) => ({ id, toAreaId, toEndpointId: null }))),
    },
    brands: sharedBrand(land, [area], ids),
    origins: new Map(ids.map((id) => [id, [area.id]])),
  };
}

function moverTo(to: (areaId: string) => string | null) {
  return (things: ReadonlyArray<{ readonly id: string; readonly areaId: string | null }>): Move[] =>
    things.flatMap(({ id, areaId: from }) => {
      const target = from === null ? null : to(from);
      return target === null ? [] : [{ id, from, to: target }];
    });
}

/** The rules that hold in an area on that day, and those that wait, for other areas. */
function hoursFor(land: Land, areaId: string, toAreaIds: readonly string[], onDate: string): Plan['gate']['versions'] {
  const own = land.versions.filter((version) => version.areaId === areaId);
  const now = own.findLast(({ from }) => from <= onDate);
  // Of those with one date the last written counts.
  const held = own.reduce((best, one) => (one.from <= onDate && (!best || one.from >= best.from) ? one : best), now);
  const kept = [...(held ? [{ id: held.id, from: onDate }] : []), ...own.filter(({ from }) => from > onDate)];
  return toAreaIds.flatMap((toAreaId) => kept.map(({ id, from }) => ({ id, toAreaId, from })));
}

/** One exception for each date: the first area's that has one. */
function exceptionsFor(
  land: Land,
  fromAreaIds: readonly string[],
  toAreaIds: readonly string[],
  onDate: string,
): Plan['gate']['exceptionDays'] {
  return toAreaIds.flatMap((toAreaId) => {
    const dates = new Set(land.exceptionDays.filter(({ areaId }) => areaId === toAreaId).map(({ date }) => date));
    return fromAreaIds
      .filter((from) => from !== toAreaId)
      .flatMap((from) => land.exceptionDays.filter(({ areaId, date }) => areaId === from && date >= onDate))
      .filter(({ date }) => !dates.has(date) && dates.add(date))
      .map(({ id }) => ({ id, toAreaId }));
  });
}

/** Silence of an area that ends, kept by exactly those who had it: what lay in it directly, and the areas below. */
function silencesBelow(land: Land, areaId: string, onDate: string): Plan['gate']['quietSpans'] {
  const spans = land.quietSpans.filter((span) => span.areaId === areaId && span.endpointId === null);
  const children = childrenOf(land, areaId, onDate);
  const endpoints = land.endpoints.filter((endpoint) => endpoint.areaId === areaId);
  return spans.flatMap(({ id }) => [
    ...children.map((child) => ({ id, toAreaId: child.id, toEndpointId: null })),
    ...endpoints.map((endpoint) => ({ id, toAreaId: null, toEndpointId: endpoint.id })),
  ]);
}

/** One identity that all of these have is that of what they become. */
function sharedBrand(land: Land, sources: readonly Area[], toAreaIds: readonly string[]): Plan['brands'] {
  const parents = parentsOf(land.areas);
  const found = new Set(sources.map(({ id }) => brandIdOf(land.brands, parents, null, id)));
  const [only] = found;
  if (found.size !== 1 || only === undefined || only === null) return [];
  return toAreaIds.map((thingId) => ({ thingId, brandId: only }));
}

/** Whatever lies elsewhere now keeps the identity of the station that it came from, until somebody says otherwise. */
function keptBrands(land: Land, plan: Plan): Plan['brands'] {
  const after = carriedOut(land, plan);
  const [before, now] = [parentsOf(land.areas), parentsOf(after.areas)];
  const kept = new Map<string, string>();
  const keep = (id: string, from: string | null, to: string | null) => {
    const old = brandIdOf(land.brands, before, id, from);
    const holders = new Map([...after.brands, ...kept]);
    if (old !== null && brandIdOf(holders, now, id, to) !== old) kept.set(id, old);
  };
  for (const { id } of plan.changes) keep(id, id, id);
  for (const { id, from, to } of [...plan.endpoints, ...plan.fmStations]) keep(id, from, to);
  return [...kept].map(([thingId, brandId]) => ({ thingId, brandId }));
}

/** Whatever lies elsewhere now lies in something that is there, and never in itself. */
function mustStand(land: Land, plan: Plan): void {
  const { areas } = carriedOut(land, plan);
  const ended = new Set(plan.closes.map(({ id }) => id));
  const touched = new Set([...plan.opens, ...plan.changes].map(({ id }) => id));
  for (const area of areas.values()) {
    if (!isOpen(area, plan.onDate)) continue;
    if (area.parentId !== null && ended.has(area.parentId))
      throw refuse(`“${area.name}” sẽ nằm trong địa bàn đã kết thúc`, `“${area.name}” would lie in an area that ended`);
    if (!touched.has(area.id)) continue;
    const seen = new Set<string>();
    for (let at: Area | undefined = area; at; at = at.parentId === null ? undefined : areas.get(at.parentId)) {
      if (seen.has(at.id)) throw new StationError('AREA_CYCLE');
      seen.add(at.id);
    }
  }
}

function mustBeEmpty(land: Land, area: Area, onDate: string): void {
  const within = (things: Land['endpoints']) => things.filter(({ areaId }) => areaId === area.id);
  const held = holders({
    areas: childrenOf(land, area.id, onDate).length,
    endpoints: within(land.endpoints).length,
    zones: within(land.zones).length,
    fmStations: within(land.fmStations).length,
    people: new Set(land.rights.filter(({ areaId }) => areaId === area.id).map(({ accountId }) => accountId)).size,
    broadcasts: land.busy.get(area.id) ?? 0,
  });
  if (held) throw new StationError('AREA_HELD', { name: area.name, what: held });
}

/** What holds an area, in words; null: nothing. */
function holders(counts: {
  readonly areas: number;
  readonly endpoints: number;
  readonly zones: number;
  readonly fmStations: number;
  readonly people: number;
  readonly broadcasts: number;
}): Bilingual | null {
  const words = {
    areas: ['địa bàn bên trong', 'areas within'],
    endpoints: ['cụm loa', 'endpoints'],
    zones: ['vùng phát', 'zones'],
    fmStations: ['đài FM', 'FM stations'],
    people: ['người có quyền ở đó', 'people with rights there'],
    broadcasts: ['buổi phát chưa xong', 'broadcasts that are not over'],
  } as const;
  const found = (Object.keys(words) as Array<keyof typeof words>).filter((key) => counts[key] > 0);
  if (found.length === 0) return null;
  const tell = (at: 0 | 1) => found.map((key) => `${counts[key]} ${words[key][at]}`).join(', ');
  return { vi: tell(0), en: tell(1) };
}
