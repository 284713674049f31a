import type { Clock } from '#kernel';
import type { Reach } from './ports.ts';

/** A speaker asks for the time every five seconds: one that says nothing for so long has lost its line. */
const QUIET_MS = 8000;
/** Speakers come back so soon after the station has started. */
const SETTLE_MS = 10_000;

/** Remembers since when each endpoint is out of reach. Paced by the monotonic clock: a wall clock that is set changes nothing. */
export class ReachBook {
  readonly #clock: Clock;
  readonly #reach: Reach;
  readonly #openedMonoMs: number;
  /** Monotonic times at which endpoints left. */
  readonly #left = new Map<string, number>();
  readonly #joined = new Set<string>();

  constructor(clock: Clock, reach: Reach) {
    this.#clock = clock;
    this.#reach = reach;
    this.#openedMonoMs = clock.monoMs();
  }

  /** By the wall clock: until when endpoints that never came back are waited for. */
  get settledAt(): number {
    return this.#wallOf(this.#openedMonoMs + SETTLE_MS);
  }

  /** It came, or left. */
  note(endpointId: string, isReachable: boolean): void {
    if (isReachable) {
      this.#joined.add(endpointId);
      this.#left.delete(endpointId);
    } else if (!this.#left.has(endpointId)) this.#left.set(endpointId, this.#clock.monoMs());
  }

  /** How an endpoint stands now. `leftAt` is by the wall clock as it shows now. */
  look(endpointId: string): { isReachable: boolean; leftAt: number | null; hasJoined: boolean } {
    const isReachable = this.#reach.isReachable(endpointId);
    if (isReachable || this.#joined.has(endpointId)) this.note(endpointId, isReachable);
    const hasJoined = this.#joined.has(endpointId);
    if (!isReachable) {
      return { isReachable, leftAt: this.#wallOf(this.#left.get(endpointId) ?? this.#openedMonoMs), hasJoined };
    }
    const quietMs = this.#reach.quietMs(endpointId) ?? 0;
    if (quietMs < QUIET_MS) return { isReachable, leftAt: null, hasJoined };
    return { isReachable: false, leftAt: this.#wallOf(this.#clock.monoMs() - quietMs), hasJoined };
  }

  #wallOf(monoMs: number): number {
    return Math.ceil(this.#clock.wallMs() + monoMs - this.#clock.monoMs());
  }
}
