import type { Clock, Level } from '#kernel';

interface Sounding {
  readonly broadcastId: string;
  readonly monoMs: number;
  /** Null: not looked up yet. */
  level: Level | null;
}

/**
 * Remembers what each endpoint sounded last. One that came back late may sound yesterday's turn still: it is not silent,
 * it takes things one after the other.
 */
export class SoundingBook {
  readonly #clock: Clock;
  readonly #last = new Map<string, Sounding>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** It says that it sounds this broadcast now. */
  note(endpointId: string, broadcastId: string): void {
    const before = this.#last.get(endpointId);
    const level = before?.broadcastId === broadcastId ? before.level : null;
    this.#last.set(endpointId, { broadcastId, level, monoMs: this.#clock.monoMs() });
  }

  /**
   * When, by the wall clock as it shows now, an endpoint last sounded something else for which this broadcast has to wait;
   * null: never. An emergency waits for nothing but another one. `levelOf`: null when it is over already.
   */
  busyAt(
    endpointId: string,
    { id, level }: { readonly id: string; readonly level: Level },
    levelOf: (broadcastId: string) => Level | null,
  ): number | null {
    const last = this.#last.get(endpointId);
    if (!last || last.broadcastId === id) return null;
    last.level ??= levelOf(last.broadcastId);
    if (level === 'emergency' && last.level !== 'emergency') return null;
    return Math.ceil(this.#clock.wallMs() + last.monoMs - this.#clock.monoMs());
  }
}
