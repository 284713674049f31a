import type { Logger } from '#kernel';

/** Told whose rights changed; null: they may have changed for anybody. */
export type BellListener = (owner: string | null) => Promise<void> | void;

/**
 * Rings when somebody lost or got a right, a key, a password or the account itself, and that is committed: whoever holds a
 * line open for them looks again at once. Those who are never told look every few seconds all the same.
 */
export class RightsBell {
  readonly #logger: Pick<Logger, 'error'>;
  readonly #listeners = new Set<BellListener>();

  constructor(logger: Pick<Logger, 'error'>) {
    this.#logger = logger;
  }

  /** Gives back how one stops listening. */
  hear(listener: BellListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everybody looked. One who fails keeps nobody else from looking. */
  async ring(owner: string | null): Promise<void> {
    const looks = [...this.#listeners].map(async (listener) => listener(owner));
    for (const look of await Promise.allSettled(looks)) {
      if (look.status === 'rejected') {
        this.#logger.error('rights changed, and somebody could not look', { error: String(look.reason) });
      }
    }
  }
}
