import type { Track } from './track.ts';

/** How one play ended, by the audio clock: what came out of the device, not what was handed to it. */
export interface Played {
  /** Milliseconds of sound that came out; the gaps are not among them. */
  readonly renderedMs: number;
  /** Silence that stood in place of sound because the sound came too late. */
  readonly gapsMs: number;
  /** When the first sample came out, by the monotonic clock; null when none did. */
  readonly startedMonoMs: number | null;
  readonly endedMonoMs: number;
  /** `stopped`: the signal was aborted. `damaged`: the track could not be read. */
  readonly reason: 'complete' | 'stopped' | 'sink_failed' | 'damaged';
}

/** How far a play has come, by the audio clock. */
export interface PlayProgress {
  readonly renderedMs: number;
  readonly gapsMs: number;
  readonly startedMonoMs: number;
}

/** What a sink may ask about the station's clock. */
export interface SinkClock {
  /** True when the station itself said what time it is. */
  readonly isSynced: boolean;
  /** Station epoch milliseconds of a monotonic instant; null when nobody knows. */
  ofMono(monoMs: number): number | null;
}

/** Where sound comes out. One play at a time; nothing here throws. */
export interface Sink {
  /** Short name for the station's list, such as `alsa`. */
  readonly name: string;
  start(clock: SinkClock): Promise<void>;
  /** Returns when all is quiet. */
  stop(): Promise<void>;
  /**
   * Plays `track` so that its first sample comes out at `startMonoMs`, or at once when that is past. An aborted signal
   * makes it quiet within 300 ms. `onProgress` comes at least five times a second from the first sample on.
   */
  play(
    track: Track,
    startMonoMs: number,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: PlayProgress) => void },
  ): Promise<Played>;
}
