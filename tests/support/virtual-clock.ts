import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#kernel';

interface Sleeper {
  readonly dueMs: number;
  readonly arrival: number;
  readonly wake: (slept: boolean) => void;
}

export interface VirtualClockOptions {
  /** What the wall clock shows at first, epoch ms. */
  readonly wallMs?: number;
  /** Turns of the real event loop given to woken code before virtual time moves on. */
  readonly drainTurns?: number;
}

/** More rounds than this at one instant means that some loop sleeps for 0 ms for ever. */
const MAX_ROUNDS_PER_INSTANT = 100_000;

/**
 * Time that only a test moves. Sleepers wake in order of due time, then of arrival; between two instants everything
 * they started gets `drainTurns` real turns of the event loop to settle. The wall clock can jump without waking anyone.
 */
export class VirtualClock implements Clock {
  readonly #drainTurns: number;
  /** Who is asleep; the next to wake stands last. */
  readonly #asleep: Sleeper[] = [];
  #arrivals = 0;
  #monoMs = 0;
  #wallAheadMs: number;
  #moving: boolean = false;

  constructor(options: VirtualClockOptions = {}) {
    this.#wallAheadMs = options.wallMs ?? Date.UTC(2026, 0, 5);
    this.#drainTurns = options.drainTurns ?? 2;
  }

  wallMs(): number {
    return Math.floor(this.#monoMs + this.#wallAheadMs);
  }

  monoMs(): number {
    return this.#monoMs;
  }

  /** How many are asleep now. */
  get sleepers(): number {
    return this.#asleep.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<boolean> {
    if (Number.isNaN(ms)) return Promise.reject(new RangeError('a sleep of NaN ms'));
    if (signal?.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const onAbort = () => {
        this.#asleep.splice(this.#placeOf(sleeper), 1);
        sleeper.wake(false);
      };
      const sleeper: Sleeper = {
        dueMs: this.#monoMs + Math.max(0, ms),
        arrival: this.#arrivals++,
        wake: (slept) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(slept);
        },
      };
      signal?.addEventListener('abort', onAbort);
      this.#asleep.splice(this.#placeOf(sleeper), 0, sleeper);
    });
  }

  /** Moves the wall clock alone, either way. */
  jumpWall(ms: number): void {
    this.#wallAheadMs += ms;
  }

  /** Gives running code its turns without moving time. */
  async settle(turns = this.#drainTurns): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
  }

  /** Moves both clocks on by `ms`, waking everyone due on the way, the end included. */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`time cannot move by ${ms} ms; jumpWall moves the wall clock`);
    await this.#move(this.#monoMs + ms, () => false);
  }

  /** Moves both clocks on until the wall clock, as it stands now, shows `wallMs`. */
  async advanceTo(wallMs: number): Promise<void> {
    await this.advance(wallMs - this.wallMs());
  }

  /** Moves from sleeper to sleeper until `predicate` holds; throws when it does not within `maxMs`. */
  async runUntil(predicate: () => boolean | Promise<boolean>, maxMs: number): Promise<void> {
    if (await this.#move(this.#monoMs + maxMs, predicate)) return;
    throw new Error(`runUntil: still not true after ${maxMs} ms of virtual time (${this.#asleep.length} asleep)`);
  }

  async #move(endMs: number, reached: () => boolean | Promise<boolean>): Promise<boolean> {
    if (this.#moving) throw new Error('the virtual clock is already being moved; await the first move');
    this.#moving = true;
    try {
      await this.settle();
      let rounds = 0;
      for (;;) {
        if (await reached()) return true;
        const dueMs = this.#nextDueMs();
        const toMs = Math.min(dueMs, endMs);
        rounds = toMs > this.#monoMs ? 0 : rounds + 1;
        if (rounds > MAX_ROUNDS_PER_INSTANT)
          throw new Error(`someone sleeps for 0 ms without end at ${this.#monoMs} ms`);
        this.#monoMs = Math.max(toMs, this.#monoMs);
        if (dueMs > endMs) return await reached();
        this.#wakeDue();
        await this.settle();
      }
    } finally {
      this.#moving = false;
    }
  }

  #nextDueMs(): number {
    return this.#asleep.at(-1)?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  #wakeDue(): void {
    while (this.#nextDueMs() <= this.#monoMs) this.#asleep.pop()?.wake(true);
  }

  /** Where `sleeper` stands, or belongs, among those asleep. */
  #placeOf(sleeper: Sleeper): number {
    let [low, high] = [0, this.#asleep.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(sleeper, this.#asleep[middle] as Sleeper)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function before(a: Sleeper, b: Sleeper): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.arrival < b.arrival);
}
