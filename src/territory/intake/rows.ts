/** Lines of a file as areas and clusters, each cell judged. Pure. */
import { type Bilingual, dayNumber, isStationError } from '#kernel';
import { placeCode } from '#place';
import { canonicalLanguages } from '#programme';
import {
  COLUMNS,
  type Column,
  cellText,
  dutyOf,
  isClusterKind,
  numberOf,
  protocolOf,
  type WrongLine,
} from './columns.ts';
import type { CsvRecord } from './records.ts';

/** What a line says; an empty cell says nothing. */
export interface AskedArea {
  readonly what: 'area';
  readonly line: number;
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly parentCode: string | null;
  readonly from: string | null;
}
export interface AskedCluster {
  readonly what: 'cluster';
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly parentCode: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly languages: readonly string[] | null;
  readonly protocol: 'link' | 'http' | 'fm' | null;
  readonly duty: 'main' | 'stand_in' | null;
  readonly reachM: number | null;
  readonly fmStation: string | null;
}
export type AskedRow = AskedArea | AskedCluster;

const LONGEST_NAME = 200;
const LONGEST_KIND = 60;

export function readRow(
  { line, fields }: CsvRecord,
  columns: ReadonlyMap<Column, number>,
): { readonly row: AskedRow | null; readonly wrong: readonly WrongLine[] } {
  const wrong: WrongLine[] = [];
  const cell = (column: Column) => cellText(fields[columns.get(column) ?? -1] ?? '');
  const blame = (column: Column, vi: string, en: string): null => {
    wrong.push({ line, field: COLUMNS[column].head, problem: { vi, en } });
    return null;
  };
  const read = <Value>(column: Column, parse: (text: string) => Value | null, vi: string, en: string): Value | null => {
    const text = cell(column);
    return text === '' ? null : (parse(text) ?? blame(column, vi, en));
  };
  const parsed = placeCode.safeParse(cell('code'));
  const code = parsed.success ? parsed.data : '';
  if (code === '') {
    blame('code', 'cần một mã không có dấu cách, nhiều nhất 40 chữ', 'needs a code without spaces, 40 letters at most');
  }
  const [name, kind] = [cell('name'), cell('kind')];
  if (name === '' || name.length > LONGEST_NAME)
    blame('name', 'cần tên, nhiều nhất 200 chữ', 'needs a name of 200 letters at most');
  if (kind === '' || kind.length > LONGEST_KIND)
    blame('kind', 'cần loại: xã, thôn, bản, … hoặc cụm loa', 'needs a kind: xã, thôn, … or cluster');
  const parentCode = cell('parent') === '' ? null : cell('parent');
  if (!isClusterKind(kind)) {
    const isDate = (text: string) => (dayNumber(text) === null ? null : text);
    const from = read('from', isDate, 'ngày viết như 2025-07-01', 'a date is written as 2025-07-01');
    return { row: wrong.length > 0 ? null : { what: 'area', line, code, kind, name, parentCode, from }, wrong };
  }
  const within = (least: number, most: number) => (text: string) => {
    const value = numberOf(text);
    return value !== null && value >= least && value <= most ? value : null;
  };
  const latitude = read('latitude', within(-90, 90), 'từ -90 đến 90', '-90 to 90');
  const longitude = read('longitude', within(-180, 180), 'từ -180 đến 180', '-180 to 180');
  if ((cell('latitude') === '') !== (cell('longitude') === ''))
    blame('latitude', 'cần cả vĩ độ và kinh độ', 'needs both latitude and longitude');
  const metres = within(1, 20_000);
  const whole = (text: string) => (Number.isInteger(metres(text)) ? metres(text) : null);
  const row: AskedCluster = {
    what: 'cluster',
    ...{ line, code, name, parentCode, latitude, longitude },
    languages: languagesOf(cell('languages'), (problem) => blame('languages', problem.vi, problem.en)),
    protocol: read('protocol', protocolOf, 'dùng link, http hoặc fm', 'use link, http or fm'),
    duty: read('duty', dutyOf, 'dùng chính hoặc dự phòng', 'use main or stand_in'),
    reachM: read('reach', whole, 'số mét từ 1 đến 20000', 'metres, 1 to 20000'),
    fmStation: cell('fm') === '' ? null : cell('fm'),
  };
  return { row: wrong.length > 0 ? null : row, wrong };
}

function languagesOf(cell: string, blame: (problem: Bilingual) => null): readonly string[] | null {
  if (cell === '') return null;
  try {
    return canonicalLanguages(cell.split(/[+,;/|\s]+/).filter((tag) => tag !== ''));
  } catch (error) {
    if (isStationError(error)) return blame(error.text);
    throw error;
  }
}
