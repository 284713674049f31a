/** Villages as marks on the map: where they are, and how their clusters stand. Pure. */
import type { RouteAnswer } from '../../http/contract.ts';
import type { Spot } from './projection.ts';

type Listed = Pick<RouteAnswer<'listEndpoints'>[number], 'id' | 'name' | 'areaId' | 'state'>;

export interface VillageMark {
  readonly key: string;
  readonly name: string;
  /** In the midst of its clusters; null: none of them is on the map. */
  readonly at: Spot | null;
  readonly online: number;
  readonly all: number;
  readonly standing: 'good' | 'part' | 'lost';
  readonly endpoints: readonly Listed[];
}

/** One for each village, and one for each cluster that lies in none, worst first. */
export function villageMarks(
  endpoints: readonly Listed[],
  nameOf: (areaId: string) => string,
  spotOf: (endpointId: string) => Spot | null,
): VillageMark[] {
  const groups = Map.groupBy(endpoints, ({ id, areaId }) => areaId ?? id);
  const marks = [...groups].map(([key, own]): VillageMark => {
    const spots = own.flatMap(({ id }) => spotOf(id) ?? []);
    const online = own.filter(({ state }) => state === 'online').length;
    const [first] = own;
    return {
      ...{ key, online, all: own.length, endpoints: own },
      name: first?.areaId == null ? (first?.name ?? '') : nameOf(first.areaId),
      at: spots.length === 0 ? null : { x: mean(spots.map(({ x }) => x)), y: mean(spots.map(({ y }) => y)) },
      standing: online === own.length ? 'good' : online === 0 ? 'lost' : 'part',
    };
  });
  const order = ['lost', 'part', 'good'];
  return marks.sort(
    (a, b) =>
      order.indexOf(a.standing) - order.indexOf(b.standing) || a.name.localeCompare(b.name, 'vi', { numeric: true }),
  );
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
