import { createHash } from 'node:crypto';

/** What an entry can hold: plain JSON. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data | undefined };

/** Before the first entry and the first checkpoint stands this. */
export const NO_HASH = '0'.repeat(64);

const MOST_LETTERS = 300;
const MOST_ITEMS = 100;
const MOST_DEPTH = 6;
const MOST_DETAIL = 4000;

/** One spelling for one content: keys sorted by UTF-16 code units, no spaces, numbers and strings as ECMAScript writes them. */
export function canonical(data: Data): string {
  if (data === null || typeof data !== 'object') return JSON.stringify(data);
  if (isList(data)) return `[${data.map(canonical).join(',')}]`;
  const keys = Object.keys(data)
    .filter((key) => data[key] !== undefined)
    .sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(data[key] ?? null)}`).join(',')}}`;
}

const isList = (data: Data): data is readonly Data[] => Array.isArray(data);

/** SHA-256 of a text, as 64 small hexadecimal letters. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What people wrote, as data of bounded size: text is cut, lists and depth end somewhere, and what is no JSON is left out. */
export function bounded(value: unknown): Data {
  const data = cut(value, 0);
  const letters = canonical(data).length;
  return letters <= MOST_DETAIL ? data : { tooLong: letters };
}

function cut(value: unknown, depth: number): Data {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return shortText(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== 'object' || depth >= MOST_DEPTH) return null;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((one) => cut(one, depth + 1));
  const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(pairs.slice(0, MOST_ITEMS).map(([key, one]) => [shortText(key), cut(one, depth + 1)]));
}

/** At most so many letters, and no half of a letter. */
export function shortText(text: string): string {
  const letters = [...text.slice(0, MOST_LETTERS * 2).toWellFormed()];
  return letters.length > MOST_LETTERS || text.length > MOST_LETTERS * 2
    ? `${letters.slice(0, MOST_LETTERS).join('')}…`
    : letters.join('');
}
