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
  /**
   * `stopped`: the signal was aborted, or it was faded out before its end. `damaged`: the track could not be read.
   * `source_lost`: what it sounds from stayed away.
   */
  readonly reason: 'complete' | 'stopped' | 'sink_failed' | 'damaged' | 'source_lost';
}

/** What is faded out at a set instant grows softer for so long before it. */
export const FADE_OUT_MS = 400;
/** What is told to be silent at once grows softer for so long, so that it does not click. */
export const CUT_FADE_MS = 60;

export interface PlayOptions {
  /** Aborted, it is quiet within 300 ms, through CUT_FADE_MS; the play is over when the last of it came out. */
  readonly signal: AbortSignal;
  /**
   * The instant at which it must be silent, by the monotonic clock, or null. Asked again for every portion: it may come,
   * go and move at any time. The last FADE_OUT_MS before it are a linear ramp, or what is left of them, and no less than
   * CUT_FADE_MS. A track that ends by then ends by itself, unfaded; a play that would begin at it or later never sounds.
   */
  readonly fadeOutAtMonoMs: () => number | null;
  /** Comes at least five times a second from the first sample on. */
  readonly onProgress: (progress: PlayProgress) => void;
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
  /** Plays `track` so that its first sample comes out at `startMonoMs`, or at once when that is past. */
  play(track: Track, startMonoMs: number, options: PlayOptions): Promise<Played>;
}
