import type { Clock } from '#kernel';

/** A sleep that anyone may cut short. A nudge that comes while nobody sleeps is kept for the next sleep. */
export class Nudge {
  readonly #clock: Clock;
  #nudged: boolean;
  #sleeping: AbortController | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#nudged = false;
  }

  nudge(): void {
    this.#nudged = true;
    this.#sleeping?.abort();
  }

  /** Waits for a nudge, for `ms`, or for the end of `signal`, whichever comes first. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#nudged && !signal.aborted) {
      const sleeping = new AbortController();
      const wake = () => sleeping.abort();
      this.#sleeping = sleeping;
      signal.addEventListener('abort', wake);
      await this.#clock.sleep(ms, sleeping.signal);
      signal.removeEventListener('abort', wake);
      this.#sleeping = null;
    }
    this.#nudged = false;
  }
}
