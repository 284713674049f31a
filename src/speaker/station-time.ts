import type { Clock } from '#kernel';
import { type ClockEstimate, ClockSync } from '#link';
import type { Memory } from './memory.ts';

/** A change of the difference between the two clocks that is worth a line on disk. */
const NOTEWORTHY_MS = 2;
const NOTE_EVERY_MS = 600_000;

/**
 * The station's clock as this speaker knows it. Until the first exchange since the program began, the machine's own
 * clock and the difference of an earlier life stand in, unless that clock has visibly lost its time.
 */
export class StationTime {
  readonly #clock: Clock;
  readonly #memory: Memory;
  readonly #sync = new ClockSync();
  /** This machine's clock was seen to have lost its time; that it runs on does not make it right. */
  #isLost: boolean;

  constructor(clock: Clock, memory: Memory) {
    this.#clock = clock;
    this.#memory = memory;
    this.#isLost = false;
  }

  /** True when the station itself said what time it is, since this program began. */
  get isSynced(): boolean {
    return this.#sync.estimate() !== null;
  }

  get estimate(): ClockEstimate | null {
    return this.#sync.estimate();
  }

  /** Takes one question and its answer into account. */
  heard(sentMonoMs: number, stationAt: number): void {
    this.#sync.add({ sentMonoMs, receivedMonoMs: this.#clock.monoMs(), stationAt });
    const now = this.nowMs();
    if (now === null) return;
    const aheadMs = now - this.#clock.wallMs();
    const noted = this.#memory.known.clock;
    if (noted && Math.abs(noted.aheadMs - aheadMs) < NOTEWORTHY_MS && now - noted.at < NOTE_EVERY_MS) return;
    void this.#memory.add({ is: 'clock', aheadMs, at: now });
  }

  /** Epoch milliseconds by the station's clock, or null when nobody here knows what time it is. */
  nowMs(): number | null {
    const offsetMs = this.#offsetMs();
    return offsetMs === null ? null : this.#clock.monoMs() + offsetMs;
  }

  ofMono(monoMs: number): number | null {
    const offsetMs = this.#offsetMs();
    return offsetMs === null ? null : monoMs + offsetMs;
  }

  toMono(at: number): number | null {
    const offsetMs = this.#offsetMs();
    return offsetMs === null ? null : at - offsetMs;
  }

  /** How far the station's clock is ahead of this machine's, as told to the station. */
  aheadMs(): number {
    return (this.nowMs() ?? this.#clock.wallMs()) - this.#clock.wallMs();
  }

  #offsetMs(): number | null {
    const estimate = this.#sync.estimate();
    if (estimate) return estimate.offsetMs;
    const noted = this.#memory.known.clock;
    const wallMs = this.#clock.wallMs();
    if (!noted) return wallMs - this.#clock.monoMs();
    // A board without a battery boots in its own past: better no time than a wrong one.
    this.#isLost ||= wallMs + noted.aheadMs < noted.at - 1_000;
    return this.#isLost ? null : wallMs + noted.aheadMs - this.#clock.monoMs();
  }
}
