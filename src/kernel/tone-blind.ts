/**
 * A text as its plain words: no tone marks, no case, đ as d, composed or decomposed letters the same, one blank between
 * words and nothing else. `Hòa`, `hoà` and `HOA` are all `hoa`.
 */
export function toneBlind(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[đð]/g, 'd')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a search; none when nothing is searched for. */
export function searchWords(query: string): string[] {
  const plain = toneBlind(query);
  return plain === '' ? [] : plain.split(' ');
}

/** True when every word of the search begins a word of the text, in any order. An empty search is in every text. */
export function matches(text: string, query: string): boolean {
  const plain = ` ${toneBlind(text)}`;
  return searchWords(query).every((word) => plain.includes(` ${word}`));
}
