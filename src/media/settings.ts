/** What the station may choose about its sound. */
export interface MediaSettings {
  /** The loudness of every rendition, integrated, mono. */
  readonly targetLufs: number;
  /** The highest true peak of a rendition. */
  readonly truePeakMaxDbtp: number;
  readonly uploadMaxBytes: number;
  readonly durationMaxMs: number;
  /** Checks that may run at once: one for every two cores leaves the air alone. */
  readonly checksAtOnce: number;
}

export const MEDIA_DEFAULTS: MediaSettings = {
  targetLufs: -16,
  truePeakMaxDbtp: -1.5,
  uploadMaxBytes: 512 * 1024 * 1024,
  durationMaxMs: 60 * 60_000,
  checksAtOnce: 1,
};
