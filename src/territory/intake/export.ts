/** Areas and clusters as the file in which they are imported. Pure. */
import type { Endpoint } from '#endpoint';
import { csvField } from '#kernel';
import type { Area } from '#place';
import { CLUSTER_KIND, COLUMNS, type Column } from './columns.ts';

const BOM = '\uFEFF';
const ORDER = Object.keys(COLUMNS) as Column[];

type Cells = Partial<Record<Column, string | number | null>>;

const line = (cells: Cells) => `${ORDER.map((column) => csvField(cells[column] ?? null)).join(',')}\r\n`;

/** Those that have a code, areas first and each below the one above it: taking the file again changes nothing. */
export function exportCsv(
  areas: readonly Area[],
  endpoints: readonly Endpoint[],
  fmNames: ReadonlyMap<string, string>,
  today: string,
): string {
  const open = areas.filter(({ validTo, code }) => code !== null && (validTo === null || validTo >= today));
  const codes = new Map(areas.map(({ id, code }) => [id, code]));
  const depths = new Map<string, number>();
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]));
  const depthOf = (id: string | null): number => {
    if (id === null) return 0;
    const known = depths.get(id);
    if (known !== undefined) return known;
    depths.set(id, 0);
    const depth = depthOf(parents.get(id) ?? null) + 1;
    depths.set(id, depth);
    return depth;
  };
  const sorted = [...open].sort((a, b) => depthOf(a.id) - depthOf(b.id) || ((a.code ?? '') < (b.code ?? '') ? -1 : 1));
  const head = `${ORDER.map((column) => csvField(COLUMNS[column].head)).join(',')}\r\n`;
  const areaLines = sorted.map(({ code, kind, name, parentId, validFrom }) =>
    line({ code, kind, name, parent: codes.get(parentId ?? '') ?? null, from: validFrom }),
  );
  const clusters = endpoints
    .filter(({ code, duty }) => code !== null && duty !== 'source')
    .sort((a, b) => ((a.code ?? '') < (b.code ?? '') ? -1 : 1));
  const clusterLines = clusters.map((endpoint) =>
    line({
      ...{ code: endpoint.code, kind: CLUSTER_KIND, name: endpoint.name },
      ...{ parent: codes.get(endpoint.areaId ?? '') ?? null, protocol: endpoint.protocol, duty: endpoint.duty },
      ...{ latitude: endpoint.latitude, longitude: endpoint.longitude, reach: endpoint.reachM },
      languages: endpoint.protocol === 'fm' ? null : endpoint.languages.join('+'),
      fm: fmNames.get(endpoint.fmStationId ?? '') ?? null,
    }),
  );
  return [BOM, head, ...areaLines, ...clusterLines].join('');
}
