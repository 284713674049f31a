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

/** Counts the lines that are shown, given in their order. */
export class LogCounter {
  readonly #zone: string;
  readonly #sums = none();
  readonly #starts: Place[] = [];
  readonly #days = new Map<string, Counts>();
  readonly #villages = new Map<string, Counts>();
  /** No zone changes its clock within a quarter of an hour. */
  readonly #dates = new Map<number, string>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  take(lines: readonly AsRunLine[]): void {
    for (const line of lines) {
      if (this.#sums.lines % PAGE_LINES === 0) this.#starts.push({ at: line.plannedAt, id: line.id });
      const word = logWord(line);
      const day = within(this.#days, this.#dateOf(line.plannedAt));
      for (const one of [this.#sums, day, within(this.#villages, line.village)]) {
        one.lines += 1;
        one[word] += 1;
      }
    }
  }

  outline(): LogOutline {
    const villages = [...this.#villages].map(([village, sums]) => ({ village, sums }));
    return {
      sums: this.#sums,
      starts: this.#starts,
      days: [...this.#days].map(([date, sums]) => ({ date, sums })),
      villages: villages.sort((a, b) => a.village.localeCompare(b.village, 'vi', { numeric: true })),
    };
  }

  #dateOf(at: number): string {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = this.#dates.get(quarter) ?? civilOf(at, this.#zone).date;
    this.#dates.set(quarter, known);
    return known;
  }
}

function within(all: Map<string, Counts>, key: string): Counts {
  const own = all.get(key) ?? none();
  all.set(key, own);
  return own;
}

/** The outline of lines that come piece by piece. */
export async function outlineOf(pieces: AsyncIterable<readonly AsRunLine[]>, zone: string): Promise<LogOutline> {
  const counter = new LogCounter(zone);
  for await (const lines of pieces) counter.take(lines);
  return counter.outline();
}
