import { useState } from 'preact/hooks';
import { matches } from '#kernel';

/** A list shorter than this is faster read than searched. */
const LONG = 12;

/** What is left of a list of texts when a person searches in it; what is chosen stays in sight. */
export function useSought<Item>(
  list: readonly Item[],
  textOf: (item: Item) => string,
  isKept: (item: Item) => boolean = () => false,
) {
  const [query, search] = useState('');
  const isLong = list.length > LONG;
  const isSought = isLong && query.trim() !== '';
  const fits = new Set(isSought ? list.filter((item) => matches(textOf(item), query)) : []);
  const shown = isSought ? list.filter((item) => isKept(item) || fits.has(item)) : list;
  return { isLong, query, search, shown, found: isSought ? fits.size : null };
}
