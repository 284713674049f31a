/** Which endpoints a person wants to see. Pure. */
import { matches } from '#kernel';
import type { RouteAnswer } from '../../http/contract.ts';

type Listed = Pick<
  RouteAnswer<'listEndpoints'>[number],
  'id' | 'name' | 'areaId' | 'code' | 'stationCode' | 'protocol' | 'state'
>;
type AreaLike = Pick<RouteAnswer<'listAreas'>[number], 'id' | 'parentId' | 'name'>;

export interface EndpointFilter {
  readonly query: string;
  /** Empty: any; "fault": those with an open fault. */
  readonly state: '' | 'fault' | Listed['state'];
  readonly protocol: '' | Listed['protocol'];
  /** Empty: any; else that area and all below it. */
  readonly areaId: string;
}
export const NO_FILTER: EndpointFilter = { query: '', state: '', protocol: '', areaId: '' };

export const isFiltered = ({ query, state, protocol, areaId }: EndpointFilter): boolean =>
  query.trim() !== '' || state !== '' || protocol !== '' || areaId !== '';

/** Those that fit all that is chosen, in the order of the list. */
export function filtered<One extends Listed>(
  endpoints: readonly One[],
  { query, state, protocol, areaId }: EndpointFilter,
  known: { readonly areas: readonly AreaLike[]; readonly faulty: ReadonlySet<string> },
): One[] {
  const areas = new Map(known.areas.map((area) => [area.id, area]));
  const pathOf = (id: string | null): AreaLike[] => {
    const path: AreaLike[] = [];
    for (let at = areas.get(id ?? ''); at && !path.includes(at); at = areas.get(at.parentId ?? '')) path.push(at);
    return path;
  };
  return endpoints.filter((one) => {
    if (protocol !== '' && one.protocol !== protocol) return false;
    if (state === 'fault' ? !known.faulty.has(one.id) : state !== '' && one.state !== state) return false;
    const path = pathOf(one.areaId);
    if (areaId !== '' && !path.some(({ id }) => id === areaId)) return false;
    return matches([one.name, one.code ?? '', one.stationCode, ...path.map(({ name }) => name)].join(' '), query);
  });
}
