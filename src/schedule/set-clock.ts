import type { Clock } from '#kernel';

/** A difference between two looks that no drift explains. */
const SET_MS = 1_000;
/** So long after the clock was set, the speakers believe it. */
const BELIEVED_AFTER_MS = 60_000;

/** Notices that somebody set the wall clock: it went on by another measure than the monotonic one. */
export class SetClock {
  readonly #clock: Clock;
  #aheadMs: number;
  #setMonoMs: number;
  #isSettled: boolean = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#aheadMs = clock.wallMs() - clock.monoMs();
    this.#setMonoMs = clock.monoMs();
  }

  /** True from when the speakers believe a clock that was set (or a station that began) until `settle`. */
  isNews(): boolean {
    const monoMs = this.#clock.monoMs();
    const aheadMs = this.#clock.wallMs() - monoMs;
    if (Math.abs(aheadMs - this.#aheadMs) > SET_MS) {
      this.#setMonoMs = monoMs;
      this.#isSettled = false;
    }
    this.#aheadMs = aheadMs;
    return !this.#isSettled && monoMs - this.#setMonoMs >= BELIEVED_AFTER_MS;
  }

  /** What follows from the new clock is done. */
  settle(): void {
    this.#isSettled = true;
  }
}
