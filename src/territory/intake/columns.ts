/** Which column means what, and what its cells say. Pure. */
import type { Bilingual } from '#kernel';
import { refuseFile } from './decode.ts';

/** In the order in which they are exported. */
export const COLUMNS = {
  code: { head: 'mã', also: ['code', 'ma so', 'ma dia ban', 'ma cum'] },
  kind: { head: 'loại', also: ['kind', 'cap', 'type'] },
  name: { head: 'tên', also: ['name', 'ten dia ban', 'ten cum'] },
  parent: { head: 'mã cấp trên', also: ['parent', 'cap tren', 'parent code', 'thuoc'] },
  from: { head: 'từ ngày', also: ['from', 'valid from', 'hieu luc tu'] },
  latitude: { head: 'vĩ độ', also: ['latitude', 'lat'] },
  longitude: { head: 'kinh độ', also: ['longitude', 'lon', 'lng'] },
  languages: { head: 'ngôn ngữ', also: ['languages', 'language', 'tieng'] },
  protocol: { head: 'giao thức', also: ['protocol'] },
  duty: { head: 'nhiệm vụ', also: ['duty', 'vai tro'] },
  reach: { head: 'tầm nghe (m)', also: ['reach', 'reach m', 'tam nghe'] },
  fm: { head: 'đài FM', also: ['fm station', 'dai'] },
} as const;
export type Column = keyof typeof COLUMNS;
const NEEDED: readonly Column[] = ['code', 'kind', 'name'];

/** Words without tone marks, signs and case. */
function plain(text: string): string {
  const bare = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  return bare.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

const MEANINGS = new Map<string, Column>(
  (Object.keys(COLUMNS) as Column[]).flatMap((column) =>
    [COLUMNS[column].head, ...COLUMNS[column].also].map((word) => [plain(word), column] as const),
  ),
);

/** Reads the first line. Throws IMPORT_FILE when a column is missing, or there twice. */
export function readHead(fields: readonly string[]): { columns: Map<Column, number>; unknown: string[] } {
  const columns = new Map<Column, number>();
  const unknown: string[] = [];
  for (const [at, field] of fields.entries()) {
    const column = MEANINGS.get(plain(field));
    if (column === undefined) {
      if (field !== '') unknown.push(field.slice(0, 60));
      continue;
    }
    const { head } = COLUMNS[column];
    if (columns.has(column)) throw refuseFile(`cột “${head}” có hai lần`, `the column “${head}” is there twice`);
    columns.set(column, at);
  }
  const missing = NEEDED.filter((column) => !columns.has(column)).map((column) => COLUMNS[column].head);
  if (missing.length > 0) {
    const names = missing.join(', ');
    throw refuseFile(`dòng đầu thiếu cột: ${names}`, `the first line lacks the columns: ${names}`);
  }
  return { columns, unknown };
}

/** The kind of a line that is a cluster and no area. */
const CLUSTER_KINDS: ReadonlySet<string> = new Set(['cum loa', 'loa', 'cum thu', 'cum thu fm', 'cluster', 'endpoint']);
export const CLUSTER_KIND = 'cụm loa';

export const isClusterKind = (kind: string) => CLUSTER_KINDS.has(plain(kind));

const PROTOCOLS = new Map<string, 'link' | 'http' | 'fm'>([
  ...(['link', 'loaxa', 'ip', 'it'] as const).map((word) => [word, 'link'] as const),
  ...(['http', 'luong', 'mp3'] as const).map((word) => [word, 'http'] as const),
  ...(['fm', 'thu fm'] as const).map((word) => [word, 'fm'] as const),
]);
const DUTIES = new Map<string, 'main' | 'stand_in'>([
  ...(['main', 'chinh'] as const).map((word) => [word, 'main'] as const),
  ...(['stand in', 'du phong'] as const).map((word) => [word, 'stand_in'] as const),
]);
export const protocolOf = (cell: string) => PROTOCOLS.get(plain(cell)) ?? null;
export const dutyOf = (cell: string) => DUTIES.get(plain(cell)) ?? null;

/** A number with a point or, as Vietnamese spreadsheets write it, a comma; null: none. */
export function numberOf(cell: string): number | null {
  return /^-?\d{1,6}([.,]\d{1,12})?$/.test(cell) ? Number(cell.replace(',', '.')) : null;
}

/** What our own export put in front of a formula is taken off again. */
export function cellText(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/** A fault in one line. */
export interface WrongLine {
  readonly line: number;
  readonly field: string;
  readonly problem: Bilingual;
}
