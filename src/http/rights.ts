import { findEndpoints } from '#endpoint';
import { type Bilingual, StationError } from '#kernel';
import { type Doorkeeper, isProvedFor, mayDo, VERBS, type Verb, type Visitor } from '#people';
import { endpointsOfZones, followed, listAreas, listZones } from '#place';
import type { Executor, Store } from '#store';

/** What a request touches. Nothing at all: the right is needed somewhere. */
export interface Where {
  /** Null: the whole station. */
  readonly areaIds?: ReadonlyArray<string | null>;
  readonly zoneIds?: readonly string[];
  readonly endpointIds?: readonly string[];
}

const WHOLE_STATION: Bilingual = { vi: 'toàn trạm', en: 'the whole station' };
const ANYWHERE: Bilingual = { vi: 'bất kỳ địa bàn nào', en: 'any area' };

/** Who makes silence need not prove again who it is: too much silence is mended, a minute of wrong sound is not (ADR 23). */
export function asProved(visitor: Visitor): Visitor {
  return { ...visitor, isStrong: true, isFresh: true };
}

/**
 * Throws RIGHT_MISSING unless one of the verbs is the visitor's in every place that is touched, and SECOND_FACTOR_NEEDED
 * when that is so but must be proved first.
 */
export async function demandRight(
  { doorkeeper, store }: { readonly doorkeeper: Doorkeeper; readonly store: Store },
  visitor: Visitor,
  verbs: readonly [Verb, ...Verb[]],
  where: Where,
): Promise<void> {
  const rights = await doorkeeper.rightsOf(visitor);
  const none = new Map<string, string | null>();
  const counting = verbs.filter((verb) => isProvedFor(visitor, verb));
  if (counting.some((verb) => mayDo(rights, verb, [null], none))) return;
  const areas = await listAreas(store.db);
  const parents = new Map(areas.map((area) => [area.id, area.parentId]));
  // Who asks for the old commune means what it became, and needs the right there.
  const touched = (await areasOf(store.db, where)).flatMap((id) => (id === null ? [id] : followed(areas, [id])));
  if (counting.some((verb) => mayDo(rights, verb, touched, parents))) return;
  if (verbs.some((verb) => mayDo(rights, verb, touched, parents))) throw new StationError('SECOND_FACTOR_NEEDED');
  const [verb] = verbs;
  const missing = touched.find((areaId) => !mayDo(rights, verb, [areaId], parents));
  const name = areas.find((area) => area.id === missing)?.name;
  const place = missing === undefined ? ANYWHERE : name === undefined ? WHOLE_STATION : { vi: name, en: name };
  throw new StationError('RIGHT_MISSING', { what: VERBS[verb], where: place });
}

/** The areas of what is touched, each once. What is not there lies in no area. */
export async function areasOf(db: Executor, where: Where): Promise<Array<string | null>> {
  const { areaIds = [], zoneIds = [], endpointIds = [] } = where;
  const members = await endpointsOfZones(db, zoneIds);
  const zones = zoneIds.length > 0 ? await listZones(db) : [];
  const ofEmptyZones = zoneIds
    .filter((id) => !members.has(id))
    .map((id) => zones.find((zone) => zone.id === id)?.areaId ?? null);
  const wanted = [...new Set([...endpointIds, ...[...members.values()].flat()])];
  const endpoints = await findEndpoints(db, wanted);
  const ofEndpoints = wanted.map((id) => endpoints.get(id)?.areaId ?? null);
  return [...new Set([...areaIds, ...ofEmptyZones, ...ofEndpoints])];
}
