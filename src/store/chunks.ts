/** Values of one statement; below the limit on variables of every SQLite and of PostgreSQL. */
const CHUNK = 500;

/** Splits a long list, so that each part fits into one statement. */
export function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += CHUNK) yield items.slice(from, from + CHUNK);
}
