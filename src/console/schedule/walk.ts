/** Slots beside each other in one village, or under each other on one day; rows in the order of the screen. */
export interface WalkRow {
  readonly key: string;
  readonly items: ReadonlyArray<{ readonly id: string; readonly minute: number }>;
}
export interface Stop {
  readonly row: string;
  readonly id: string;
}
export type Step = 'before' | 'after' | 'rowBefore' | 'rowAfter' | 'first' | 'last';

/** Where a step with the keyboard leads; null: nowhere. Rows with nothing in them are stepped over. Pure. */
export function walk(rows: readonly WalkRow[], from: Stop, step: Step): Stop | null {
  const at = rows.findIndex(({ key }) => key === from.row);
  const row = rows[at];
  const place = row?.items.findIndex(({ id }) => id === from.id) ?? -1;
  const here = row?.items[place];
  if (!row || !here) return null;
  const stop = (id: string | undefined) => (id === undefined ? null : { row: row.key, id });
  switch (step) {
    case 'before':
      return stop(row.items[place - 1]?.id);
    case 'after':
      return stop(row.items[place + 1]?.id);
    case 'first':
      return stop(row.items[0]?.id);
    case 'last':
      return stop(row.items.at(-1)?.id);
    default: {
      const by = step === 'rowBefore' ? -1 : 1;
      for (let next = at + by; next >= 0 && next < rows.length; next += by) {
        const other = rows[next];
        const [nearest] = (other?.items ?? []).toSorted(
          (a, b) => Math.abs(a.minute - here.minute) - Math.abs(b.minute - here.minute),
        );
        if (other && nearest) return { row: other.key, id: nearest.id };
      }
      return null;
    }
  }
}

/** What an arrow key means where time runs across the screen, or down it. Pure. */
export function stepOf(key: string, time: 'across' | 'down'): Step | null {
  const across: Record<string, Step> = {
    ArrowLeft: 'before',
    ArrowRight: 'after',
    ArrowUp: 'rowBefore',
    ArrowDown: 'rowAfter',
  };
  const down: Record<string, Step> = {
    ArrowUp: 'before',
    ArrowDown: 'after',
    ArrowLeft: 'rowBefore',
    ArrowRight: 'rowAfter',
  };
  if (key === 'Home') return 'first';
  if (key === 'End') return 'last';
  return (time === 'across' ? across : down)[key] ?? null;
}
