/** How fast one person, from one place, may ask. Pure: the time is told. */

/** What a request is, for its pace. Silence and alarms have a pace of their own that nothing else uses up. */
export type PaceKind = 'read' | 'write' | 'upload' | 'urgent';

interface Pace {
  /** So many at once. */
  readonly burst: number;
  /** Then so many in a second. */
  readonly eachSecond: number;
}

/** Far above what people and their consoles do; a key that is stuck, or a program that runs wild, meets it. */
export const PACES: Readonly<Record<PaceKind, Pace>> = {
  read: { burst: 3000, eachSecond: 50 },
  write: { burst: 1000, eachSecond: 20 },
  upload: { burst: 1000, eachSecond: 50 },
  // Nobody presses a button twenty times in a second: whoever needs it is never kept waiting.
  urgent: { burst: 120, eachSecond: 20 },
};

/** So many askers are remembered; one that is forgotten begins anew. */
const MOST_ASKERS = 10_000;

export class PaceBook {
  readonly #left = new Map<string, { tokens: number; atMs: number }>();

  /** Counts one request; answers after how many seconds it may come again, or null when it may go on. */
  take(kind: PaceKind, asker: string, monoMs: number): number | null {
    const { burst, eachSecond } = PACES[kind];
    const key = `${kind} ${asker}`;
    const before = this.#left.get(key) ?? { tokens: burst, atMs: monoMs };
    const tokens = Math.min(burst, before.tokens + ((monoMs - before.atMs) / 1000) * eachSecond);
    // Whoever was heard last stands last: the oldest are forgotten first.
    this.#left.delete(key);
    this.#left.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: monoMs });
    if (this.#left.size > MOST_ASKERS) this.#left.delete(this.#left.keys().next().value ?? '');
    return tokens >= 1 ? null : Math.max(1, Math.ceil((1 - tokens) / eachSecond));
  }
}
