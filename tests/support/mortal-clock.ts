import type { Clock } from '#kernel';
import type { VirtualClock } from './virtual-clock.ts';

/** A clock that dies with its owner: whoever sleeps on it then never wakes. */
export class MortalClock implements Clock {
  readonly #clock: VirtualClock;
  /** How far this machine's wall clock is ahead of the true one. */
  readonly #aheadMs: () => number;
  isDead: boolean = false;

  constructor(clock: VirtualClock, aheadMs: () => number = () => 0) {
    this.#clock = clock;
    this.#aheadMs = aheadMs;
  }

  wallMs(): number {
    return this.#clock.wallMs() + this.#aheadMs();
  }

  monoMs(): number {
    return this.#clock.monoMs();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<boolean> {
    const isDone = this.isDead ? true : await this.#clock.sleep(ms, signal);
    return this.isDead ? new Promise<boolean>(() => undefined) : isDone;
  }
}
