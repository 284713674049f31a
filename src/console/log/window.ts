/** Which rows of a long list stand on the screen. Pure. */

/** The first row, and the one after the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Rows above and below the screen that are drawn too, so that a turn of the wheel shows no gap. */
const SPARE = 8;

/** The rows between two heights of a list, measured from its top, with some to spare. */
export function rowsBetween(top: number, bottom: number, rowPx: number, count: number): Span {
  if (rowPx <= 0 || count === 0) return { from: 0, to: 0 };
  const clamp = (row: number) => Math.min(count, Math.max(0, row));
  const from = clamp(Math.floor(top / rowPx) - SPARE);
  return { from, to: Math.max(from, clamp(Math.ceil(bottom / rowPx) + SPARE)) };
}

/** The pages of `pageRows` that hold these rows. */
export function pagesOf({ from, to }: Span, pageRows: number): number[] {
  if (to <= from) return [];
  const first = Math.floor(from / pageRows);
  const last = Math.floor((to - 1) / pageRows);
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** The row that a key leads to; null: the key moves nothing. */
export function rowByKey(key: string, row: number, count: number): number | null {
  const to = { ArrowDown: row + 1, ArrowUp: row - 1, Home: 0, End: count - 1 }[key];
  return to === undefined || to < 0 || to >= count || to === row ? null : to;
}
