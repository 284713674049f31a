/** The limits of live voice; the first four are settings of the station. */
export interface LiveSettings {
  /** Longest time on the air. */
  readonly maxMs: number;
  /** A session in which nothing is heard for so long ends. */
  readonly silenceEndMs: number;
  /** What is below this is silence, dBFS (RMS of a twentieth of a second). */
  readonly silenceDb: number;
  /** A dropped source may come back within this time; the session stays on the air. */
  readonly graceMs: number;
  readonly silenceWarnMs: number;
  readonly limitWarnMs: number;
  readonly countInMs: number;
  /** An opened session without a source is given up after this. */
  readonly sourceWaitMs: number;
  /** A microphone that sends nothing for so long is gone, whatever TCP believes. */
  readonly quietLinkMs: number;
  /** The same for an encoder program, which sends in bursts. */
  readonly quietPagesMs: number;
  /** What is sent for so long and becomes no sound is refused. */
  readonly notUnderstoodMs: number;
  /** From the microphone to the loudspeakers. */
  readonly delayMs: number;
  readonly maxMessageBytes: number;
  readonly bytesPerSecond: number;
  readonly burstBytes: number;
}

export const LIVE_DEFAULTS: LiveSettings = {
  maxMs: 30 * 60_000,
  silenceEndMs: 60_000,
  silenceDb: -50,
  graceMs: 8000,
  silenceWarnMs: 20_000,
  limitWarnMs: 60_000,
  countInMs: 3000,
  sourceWaitMs: 120_000,
  quietLinkMs: 2000,
  quietPagesMs: 4000,
  notUnderstoodMs: 5000,
  delayMs: 1200,
  maxMessageBytes: 64 * 1024,
  bytesPerSecond: 512 * 1024,
  burstBytes: 1024 * 1024,
};
