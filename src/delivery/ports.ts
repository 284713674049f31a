import type { Verdict } from './settle.ts';

/** A verdict on its way home; `acknowledge` is called once it is on the disk. */
export interface Homecoming {
  readonly outcome: Verdict;
  acknowledge(): void;
}

export interface ShelvedRendition {
  readonly sha256: string;
  readonly bytes: number;
  readonly durationMs: number;
  /** As it was measured; absent or null: it was not. */
  readonly lufs?: number | null;
}

/** Where prepared audio stands. */
export interface Shelf {
  rendition(recordingId: string, format: 'opus' | 'mp3'): Promise<ShelvedRendition | null>;
  /** The bytes of a rendition, or null when they are lost or damaged. */
  read(sha256: string): Promise<Uint8Array | null>;
}
