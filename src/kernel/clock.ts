/**
 * Time as an argument. `wallMs` is for appointments and may jump; `monoMs` is for pacing and time-outs and only goes
 * forward. Nothing outside `src/system` reads a real clock.
 */
export interface Clock {
  /** Whole epoch milliseconds by the wall clock. May jump either way. */
  wallMs(): number;
  /** Milliseconds since some fixed moment, fractional, never going back. */
  monoMs(): number;
  /** Waits `ms` of monotonic time. Resolves true when the time has passed, false when `signal` was aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<boolean>;
}

/** No timer is longer than this, so that a wall clock that jumps is noticed within it. */
export const MAX_TIMER_MS = 30_000;

/**
 * Waits until the wall clock shows `atMs`, re-reading it at least every 30 s. Returns false when aborted.
 * A jump forward wakes it at most one timer late; a jump back makes it wait again.
 */
export async function sleepUntilWall(clock: Clock, atMs: number, signal?: AbortSignal): Promise<boolean> {
  for (;;) {
    const left = atMs - clock.wallMs();
    if (left <= 0) return true;
    if (!(await clock.sleep(Math.min(left, MAX_TIMER_MS), signal))) return false;
  }
}
