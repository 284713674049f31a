/** One request for the stream of a receiver. */
export interface Ask {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Asked in the socket's own lookup, of every address that the name has, before a connection is made. */
  readonly mayReach: (address: string) => boolean;
  readonly signal: AbortSignal;
}

/** What came back. A receiver that cannot be had is a value. No redirect has been followed. */
export type Answer =
  | {
      readonly status: number;
      header(name: string): string | null;
      /** Ends with an exception when the connection breaks or the signal is aborted. */
      readonly body: AsyncIterable<Uint8Array>;
      /** Gives the connection up. May be called at any time, any number of times. */
      close(): void;
    }
  | { readonly failed: 'refused_address' | 'name' | 'unreachable' | 'tls' | 'broken' };

/** A stretch of time in which something else was on the frequency of a station. Epoch ms, by the station's own plan. */
export interface Foreign {
  readonly fromAt: number;
  readonly toAt: number;
}

/** The needs of this stage, met by the composition root. */
export interface OffAirPorts {
  /** The only way out of this room: what opens the sources of relays opens receivers too. */
  fetch(ask: Ask): Promise<Answer>;
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
