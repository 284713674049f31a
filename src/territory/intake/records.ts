/** CSV as offices save it: `;`, `,` or tab between the fields, quotes by RFC 4180. Pure. */
import { refuseFile } from './decode.ts';

export interface CsvRecord {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

const MOST_COLUMNS = 64;
const MOST_RECORDS = 50_000;
const LONGEST_FIELD = 2000;
const SEPARATORS = [';', ',', '\t'] as const;

/** Record by record, empty lines left out. Throws IMPORT_FILE for what is no table. */
export function* readRecords(text: string): Generator<CsvRecord> {
  let [at, line, count] = [0, 1, 0];
  const own = /^sep=([;,\t])\r?\n/i.exec(text);
  if (own) [at, line] = [own[0].length, 2];
  const separator = own?.[1] ?? likelySeparator(text);
  while (at < text.length) {
    const record = recordAt(text, at, line, separator);
    if (record.fields.some((field) => field !== '')) {
      count += 1;
      if (count > MOST_RECORDS)
        throw refuseFile(`nhiều hơn ${MOST_RECORDS} dòng`, `it has more than ${MOST_RECORDS} lines`);
      yield { line, fields: record.fields };
    }
    at = record.end;
    line = record.nextLine;
  }
}

/** The one that stands most often in the first line, outside of quotes. */
function likelySeparator(text: string): string {
  const counts = new Map<string, number>(SEPARATORS.map((one) => [one, 0]));
  let isQuoted = false;
  for (let at = 0; at < Math.min(text.length, 10_000); at += 1) {
    const letter = text[at] as string;
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === '\n' && !isQuoted) break;
    const count = counts.get(letter);
    if (count !== undefined && !isQuoted) counts.set(letter, count + 1);
  }
  return SEPARATORS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

function recordAt(
  text: string,
  from: number,
  line: number,
  separator: string,
): { fields: string[]; end: number; nextLine: number } {
  const fields: string[] = [];
  let [at, nextLine] = [from, line];
  for (;;) {
    let field = '';
    if (text[at] === '"') {
      const start = at + 1;
      let end = start;
      for (;;) {
        end = text.indexOf('"', end);
        if (end === -1 || end - start > LONGEST_FIELD * 2) throw tooLong(line);
        if (text[end + 1] !== '"') break;
        end += 2;
      }
      field = text.slice(start, end).replaceAll('""', '"');
      nextLine += field.split('\n').length - 1;
      at = end + 1;
      if (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') {
        throw refuseFile(`dòng ${line} có chữ sau dấu ngoặc kép`, `line ${line} has text behind a closing quote`);
      }
    } else {
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
      field = text.slice(at, end);
      at = end;
      if (field.endsWith('\r')) field = field.slice(0, -1);
    }
    if (field.length > LONGEST_FIELD) throw tooLong(line);
    fields.push(field.trim());
    if (fields.length > MOST_COLUMNS)
      throw refuseFile(
        `dòng ${line} nhiều hơn ${MOST_COLUMNS} cột`,
        `line ${line} has more than ${MOST_COLUMNS} columns`,
      );
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    return { fields, end: at, nextLine: nextLine + 1 };
  }
}

const tooLong = (line: number) =>
  refuseFile(
    `dòng ${line} có ô dài hơn ${LONGEST_FIELD} chữ, hoặc thiếu dấu ngoặc kép`,
    `line ${line} has a field of more than ${LONGEST_FIELD} letters, or a quote is missing`,
  );
