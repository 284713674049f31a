/** One broadcast as an operator plays it by hand. Texts are shown as they come. */
export interface SheetRow {
  readonly plannedAt: number;
  /** The longest that it may be when `isOpenEnded`. */
  readonly durationMs: number;
  readonly isOpenEnded: boolean;
  readonly title: string;
  readonly programme: string;
  /** What is played one after the other between the chimes, by name. */
  readonly sources: readonly string[];
  readonly openingChime: string | null;
  readonly closingChime: string | null;
  readonly villages: readonly string[];
  /** What receivers show. */
  readonly rdsText: string;
  /** It was called off; it stands on the sheet so that nobody plays it from an older one. */
  readonly isCancelled: boolean;
}

/** Broadcasts that follow each other closely enough that the operator stays at the desk. */
export interface SheetSession {
  readonly fromAt: number;
  readonly toAt: number;
  readonly rows: readonly SheetRow[];
}

/** A longer silence than this begins a new session. */
const GAP_MS = 15 * 60_000;

/** The sessions of a day, soonest first, each with its rows in the order in which they are played. */
export function sessionsOf(rows: readonly SheetRow[]): SheetSession[] {
  const sessions: Array<{ fromAt: number; toAt: number; rows: SheetRow[] }> = [];
  for (const row of [...rows].sort((a, b) => a.plannedAt - b.plannedAt)) {
    const endAt = row.plannedAt + row.durationMs;
    const last = sessions.at(-1);
    if (last && row.plannedAt - last.toAt <= GAP_MS) {
      last.toAt = Math.max(last.toAt, endAt);
      last.rows.push(row);
    } else sessions.push({ fromAt: row.plannedAt, toAt: endAt, rows: [row] });
  }
  return sessions;
}
