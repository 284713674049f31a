/** What a file changes in the land: new, changed, unchanged, wrong. Pure, and in pieces that give way to others. */
import type { Endpoint } from '#endpoint';
import type { Area } from '#place';
import { COLUMNS, type Column, type WrongLine } from './columns.ts';
import type { AskedArea, AskedCluster, AskedRow } from './rows.ts';

export interface KnownFm {
  readonly id: string;
  readonly name: string;
  readonly stationCode: string;
}

/** What there is before the file is taken. */
export interface Standing {
  readonly areas: readonly Area[];
  readonly endpoints: readonly Endpoint[];
  readonly fmStations: readonly KnownFm[];
  readonly today: string;
}

export interface Change {
  readonly field: Column;
  readonly before: string;
  readonly after: string;
}
/** Parents are codes: they may be of areas that the file brings. */
export interface AreaChange {
  readonly asked: AskedArea;
  readonly area: Area | null;
  readonly parentCode: string | null;
  readonly changes: readonly Change[];
}
export interface ClusterChange {
  readonly asked: AskedCluster;
  readonly endpoint: Endpoint | null;
  readonly parentCode: string | null;
  readonly fmStationId: string | null;
  readonly changes: readonly Change[];
}
export interface Comparison {
  readonly areas: readonly AreaChange[];
  readonly clusters: readonly ClusterChange[];
  readonly wrong: readonly WrongLine[];
  readonly same: { readonly areas: number; readonly clusters: number };
}

/** `breathe` is awaited line by line. */
export async function compare(
  rows: readonly AskedRow[],
  standing: Standing,
  breathe: () => Promise<void>,
): Promise<Comparison> {
  const wrong: WrongLine[] = [];
  const blame = (line: number, column: Column, vi: string, en: string) =>
    void wrong.push({ line, field: COLUMNS[column].head, problem: { vi, en } });
  const byId = new Map(standing.areas.map((area) => [area.id, area]));
  const byCode = new Map(standing.areas.flatMap((area) => (area.code === null ? [] : [[area.code, area] as const])));
  const endpoints = new Map(standing.endpoints.flatMap((one) => (one.code === null ? [] : [[one.code, one] as const])));
  const codeOf = (areaId: string | null) => (areaId === null ? null : (byId.get(areaId)?.code ?? null));
  const seen = new Map<string, number>();
  const inFile = new Map<string, AskedArea>();
  const unique: AskedRow[] = [];
  for (const row of rows) {
    await breathe();
    const first = seen.get(row.code);
    if (first !== undefined) {
      blame(
        row.line,
        'code',
        `mã ${row.code} đã có ở dòng ${first}`,
        `the code ${row.code} stands in line ${first} already`,
      );
      continue;
    }
    seen.set(row.code, row.line);
    unique.push(row);
    if (row.what === 'area') inFile.set(row.code, row);
  }
  /** Above each area once the file is taken, by codes; what has no code stands by its id. */
  const above = new Map<string, string | null>();
  for (const area of standing.areas) above.set(area.code ?? area.id, keyOf(area.parentId, byId));
  for (const row of inFile.values()) if (row.parentCode !== null) above.set(row.code, row.parentCode);
  const settled = new Set<string>();
  const areas: AreaChange[] = [];
  const clusters: ClusterChange[] = [];
  let [sameAreas, sameClusters] = [0, 0];
  const knowsParent = ({ line, parentCode }: AskedRow): boolean => {
    if (parentCode === null || inFile.has(parentCode)) return true;
    const parent = byCode.get(parentCode);
    const isThere = parent !== undefined && (parent.validTo === null || parent.validTo >= standing.today);
    if (!isThere)
      blame(line, 'parent', `không có địa bàn mã ${parentCode}`, `there is no area with the code ${parentCode}`);
    return isThere;
  };
  for (const row of unique) {
    await breathe();
    if (!knowsParent(row)) continue;
    if (row.what === 'area') {
      if (isCircle(row.code, above, settled)) {
        blame(row.line, 'parent', 'địa bàn nằm trong chính nó', 'the area lies within itself');
        continue;
      }
      const area = byCode.get(row.code) ?? null;
      if (area && area.validTo !== null && area.validTo < standing.today) {
        blame(row.line, 'code', `“${area.name}” đã kết thúc`, `“${area.name}” has ended`);
        continue;
      }
      const change = areaChange(row, area, codeOf);
      if (area && change.changes.length === 0) sameAreas += 1;
      else areas.push(change);
      continue;
    }
    const change = clusterChange(row, endpoints.get(row.code) ?? null, standing, codeOf, blame);
    if (change === null) continue;
    if (change.endpoint && change.changes.length === 0) sameClusters += 1;
    else clusters.push(change);
  }
  return { areas, clusters, wrong, same: { areas: sameAreas, clusters: sameClusters } };
}

const keyOf = (areaId: string | null, byId: ReadonlyMap<string, Area>) =>
  areaId === null ? null : (byId.get(areaId)?.code ?? areaId);

/** Walks upward; what was found to end is not walked twice. */
function isCircle(code: string, above: ReadonlyMap<string, string | null>, settled: Set<string>): boolean {
  const path = new Set<string>();
  for (let at: string | null = code; at !== null && !settled.has(at); at = above.get(at) ?? null) {
    if (path.has(at)) return true;
    path.add(at);
  }
  for (const one of path) settled.add(one);
  return false;
}

function changesOf(pairs: ReadonlyArray<readonly [Column, unknown, unknown]>): Change[] {
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
  return pairs
    .filter(([, before, after]) => text(before) !== text(after))
    .map(([field, before, after]) => ({ field, before: text(before), after: text(after) }));
}

function areaChange(asked: AskedArea, area: Area | null, codeOf: (id: string | null) => string | null): AreaChange {
  const before = codeOf(area?.parentId ?? null);
  const parentCode = asked.parentCode ?? before;
  const changes = changesOf([
    ['name', area?.name, asked.name],
    ['kind', area?.kind, asked.kind],
    ['parent', before, parentCode],
  ]);
  return { asked, area, parentCode, changes };
}

function clusterChange(
  asked: AskedCluster,
  endpoint: Endpoint | null,
  { fmStations }: Standing,
  codeOf: (id: string | null) => string | null,
  blame: (line: number, column: Column, vi: string, en: string) => void,
): ClusterChange | null {
  const { line } = asked;
  const protocol = asked.protocol ?? endpoint?.protocol ?? 'link';
  const refuse = (column: Column, vi: string, en: string): null => {
    blame(line, column, vi, en);
    return null;
  };
  if (endpoint && protocol !== endpoint.protocol)
    return refuse(
      'protocol',
      `cụm này là ${endpoint.protocol}; ngừng dùng rồi thêm cụm mới`,
      `it is ${endpoint.protocol}; retire it and add another`,
    );
  if (asked.duty === 'stand_in' && protocol !== 'fm')
    return refuse('duty', 'chỉ cụm thu FM mới làm dự phòng', 'only FM receivers stand in');
  if (endpoint?.duty === 'source' && asked.duty !== null)
    return refuse('duty', 'cụm này đang nối vào máy phát FM', 'it feeds an FM transmitter');
  const station = asked.fmStation === null ? null : findStation(fmStations, asked.fmStation);
  if (protocol !== 'fm' && asked.fmStation !== null)
    return refuse('fm', 'chỉ dùng cho cụm có giao thức fm', 'is for clusters with the protocol fm only');
  if (protocol === 'fm') {
    if (asked.languages !== null)
      return refuse(
        'languages',
        'cụm thu FM nghe theo ngôn ngữ của đài FM; để trống',
        'FM receivers hear the languages of their station; leave it empty',
      );
    if (asked.fmStation !== null && !station)
      return refuse(
        'fm',
        `không có đài FM “${asked.fmStation.slice(0, 60)}”`,
        `there is no FM station “${asked.fmStation.slice(0, 60)}”`,
      );
    if (!endpoint && !station)
      return refuse('fm', 'cần tên đài FM hoặc mã đài', 'needs the name of the FM station or its code');
    if (endpoint && station && station.id !== endpoint.fmStationId)
      return refuse('fm', 'cụm này đã thu đài khác', 'it hears another station');
  }
  const before = codeOf(endpoint?.areaId ?? null);
  const parentCode = asked.parentCode ?? before;
  const keep = <Value>(said: Value | null, was: Value | undefined) => said ?? was;
  const changes = changesOf([
    ['name', endpoint?.name, asked.name],
    ['parent', before, parentCode],
    ['latitude', endpoint?.latitude, keep(asked.latitude, endpoint?.latitude ?? undefined)],
    ['longitude', endpoint?.longitude, keep(asked.longitude, endpoint?.longitude ?? undefined)],
    ['languages', endpoint?.languages.join('+'), keep(asked.languages, endpoint?.languages)?.join('+')],
    ['duty', endpoint?.duty, keep<string>(asked.duty, endpoint?.duty)],
    ['reach', endpoint?.reachM, keep(asked.reachM, endpoint?.reachM)],
  ]);
  return { asked: { ...asked, protocol }, endpoint, parentCode, fmStationId: station?.id ?? null, changes };
}

function findStation(stations: readonly KnownFm[], said: string): KnownFm | null {
  const plainName = said.normalize('NFC').toLowerCase();
  const named = stations.filter(({ name }) => name.normalize('NFC').toLowerCase() === plainName);
  const coded = stations.filter(({ stationCode }) => stationCode === said);
  const found = named.length > 0 ? named : coded;
  return found.length === 1 ? (found[0] ?? null) : null;
}
