/** Outgoing requests as an argument: whoever needs sound from outside is given the way, and judges the addresses. */

/** One request: for bytes of a source, or to somebody who takes bytes. */
export interface FetchAsk {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Asked inside the socket's own lookup, of every address that the name has (or of the literal one), before a connection
   * is made; one refused address refuses the whole name.
   */
  readonly mayReach: (address: string) => boolean;
  readonly signal: AbortSignal;
  /** GET unless it says so. */
  readonly method?: 'POST';
  /** What is sent with it. */
  readonly body?: Uint8Array;
}

/** What came back. A source that cannot be had is a value. No redirect has been followed. */
export type FetchAnswer =
  | {
      readonly status: number;
      header(name: string): string | null;
      /** Ends with an exception when the connection breaks or the signal is aborted. */
      readonly body: AsyncIterable<Uint8Array>;
      /** Gives the connection up. May be called at any time, any number of times. */
      close(): void;
    }
  | { readonly failed: 'refused_address' | 'name' | 'unreachable' | 'tls' | 'broken' };

/** Opens outgoing connections. */
export type Fetch = (ask: FetchAsk) => Promise<FetchAnswer>;
