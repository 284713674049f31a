/**
 * The station's wall clock as known on a speaker: an offset to the speaker's own monotonic clock, taken from the
 * exchange with the shortest round trip of the last minute. A speaker that boots in 1970 needs no clock of its own.
 */

export interface ClockSample {
  /** Monotonic time here when the question left, and when the answer came. */
  readonly sentMonoMs: number;
  readonly receivedMonoMs: number;
  /** The station's wall clock when it answered. */
  readonly stationAt: number;
}

export interface ClockEstimate {
  /** Add to monotonic milliseconds to get the station's epoch milliseconds. */
  readonly offsetMs: number;
  /** The offset is at most this far off. */
  readonly errorMs: number;
}

const KEEP_MS = 60_000;
const KEEP_COUNT = 64;
/** So many answers in a row that contradict the estimate mean that the station's clock was set. */
const CONTRADICTIONS = 3;

function estimateOf(sample: ClockSample): ClockEstimate {
  const { sentMonoMs, receivedMonoMs, stationAt } = sample;
  return { offsetMs: stationAt - (sentMonoMs + receivedMonoMs) / 2, errorMs: (receivedMonoMs - sentMonoMs) / 2 };
}

export class ClockSync {
  #samples: ClockSample[] = [];
  #contradicting: ClockSample[] = [];

  /** Takes one exchange into account. */
  add(sample: ClockSample): void {
    const now = this.estimate();
    const own = estimateOf(sample);
    // 2 ms for the drift of cheap oscillators within the minute.
    if (now && Math.abs(own.offsetMs - now.offsetMs) > own.errorMs + now.errorMs + 2) {
      this.#contradicting.push(sample);
      if (this.#contradicting.length < CONTRADICTIONS) return;
      this.#samples = this.#contradicting;
    } else {
      this.#samples.push(sample);
    }
    this.#contradicting = [];
    const oldest = sample.receivedMonoMs - KEEP_MS;
    this.#samples = this.#samples.filter((one) => one.receivedMonoMs >= oldest).slice(-KEEP_COUNT);
  }

  /** The best estimate so far, or null before the first answer. */
  estimate(): ClockEstimate | null {
    let best: ClockEstimate | null = null;
    for (const sample of this.#samples) {
      const one = estimateOf(sample);
      if (!best || one.errorMs <= best.errorMs) best = one;
    }
    return best;
  }
}
