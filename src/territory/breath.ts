import type { Clock } from '#kernel';

/** So long a long work holds everybody else up at most. */
const HOLD_MS = 12;

/** Lets others have their turn in the middle of long work. */
export class Breath {
  readonly #clock: Clock;
  #sinceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.monoMs();
  }

  async take(): Promise<void> {
    if (this.#clock.monoMs() - this.#sinceMs < HOLD_MS) return;
    // A sleep of nothing would be over before anybody else had a turn.
    await this.#clock.sleep(1);
    this.#sinceMs = this.#clock.monoMs();
  }
}
