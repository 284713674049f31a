/** What stands above and beside a long log: its sums, by day and by village, and where each page of it begins. */
import { civilOf } from '#kernel';
import type { AsRunLine } from './as-run-store.ts';
import { type LogWord, logWord } from './log-word.ts';
import type { Place } from './shown-log.ts';

/** How many lines ended how. */
export type LogSums = Readonly<Record<LogWord, number>> & { readonly lines: number };

export interface LogOutline {
  readonly sums: LogSums;
  /** The first line of each page of `PAGE_LINES`. */
  readonly starts: readonly Place[];
  readonly days: ReadonlyArray<{ readonly date: string; readonly sums: LogSums }>;
  readonly villages: ReadonlyArray<{ readonly village: string; readonly sums: LogSums }>;
}

export const PAGE_LINES = 100;
const QUARTER_MS = 900_000;

type Counts = { -readonly [Key in keyof LogSums]: number };
const none = (): Counts => ({ lines: 0, whole: 0, part: 0, unknown: 0, not_heard: 0, withheld: 0 });

/** Counts the lines that are shown, given in their order, piece by piece. */
export async function outlineOf(pieces: AsyncIterable<readonly AsRunLine[]>, zone: string): Promise<LogOutline> {
  const sums = none();
  const starts: Place[] = [];
  const days = new Map<string, Counts>();
  const villages = new Map<string, Counts>();
  // No zone changes its clock within a quarter of an hour.
  const dates = new Map<number, string>();
  const dateOf = (at: number) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = dates.get(quarter) ?? civilOf(at, zone).date;
    dates.set(quarter, known);
    return known;
  };
  const within = (all: Map<string, Counts>, key: string) => {
    const own = all.get(key) ?? none();
    all.set(key, own);
    return own;
  };
  for await (const lines of pieces) {
    for (const line of lines) {
      if (sums.lines % PAGE_LINES === 0) starts.push({ at: line.plannedAt, id: line.id });
      const word = logWord(line);
      for (const one of [sums, within(days, dateOf(line.plannedAt)), within(villages, line.village)]) {
        one.lines += 1;
        one[word] += 1;
      }
    }
  }
  return {
    sums,
    starts,
    days: [...days].map(([date, own]) => ({ date, sums: own })),
    villages: [...villages]
      .map(([village, own]) => ({ village, sums: own }))
      .sort((a, b) => a.village.localeCompare(b.village, 'vi', { numeric: true })),
  };
}
