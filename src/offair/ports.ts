import type { Fetch } from '#kernel';

/** A stretch of time in which something else was on the frequency of a station. Epoch ms, by the station's own plan. */
export interface Foreign {
  readonly fromAt: number;
  readonly toAt: number;
}

/** The needs of this stage, met by the composition root. */
export interface OffAirPorts {
  /** The only way out of this room: what opens the sources of relays opens receivers too. */
  readonly fetch: Fetch;
  /**
   * May a receiver stand there? Private networks are where receivers stand; this machine itself, link-local and metadata
   * addresses are to be refused.
   */
  mayReach(address: string, port: number): boolean;
  readonly shelf: {
    /** The MP3 rendition of a recording, or null while there is none. */
    mp3(recordingId: string): Promise<Uint8Array | null>;
  };
  /**
   * While we were on air a receiver heard, for ten seconds and more, something loud and lively that was not ours: a
   * suspicion for people to look into. Told after the end, before the verdict.
   */
  suspect(stationId: string, heard: Foreign): void;
}
