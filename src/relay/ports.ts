import type { Bilingual } from '#kernel';

/** A broadcast with a stream item that names a source of ours. Epoch milliseconds. */
export interface Upcoming {
  readonly broadcastId: string;
  readonly streamId: string;
  readonly fromAt: number;
  readonly toAt: number;
}

/** What is known about a source at some moment; told once, when it turns. */
export const RELAY_FACTS = [
  'opened', // its feed is open
  'connected', // the source gives sound
  'disconnected', // the connection is gone; it is tried again
  'source_silent', // nothing but silence for the limit
  'source_lost', // no bytes for the limit
  'source_back',
  'closed',
  'check_good', // heard before air time
  'check_bad',
  'outside_dates',
  'no_decoder',
  'mourning',
  'private_allowed',
] as const;

export interface RelayFact {
  readonly fact: (typeof RELAY_FACTS)[number];
  readonly at: number;
  readonly relayId: string;
  /** Broadcasts that hear it. */
  readonly broadcastIds: readonly string[];
  readonly text: Bilingual;
}

/** The needs of this stage, met by the composition root. */
export interface RelayPorts {
  readonly shelf: {
    /** The MP3 rendition of a recording in frames of our own format, or null while there is none. */
    mp3(recordingId: string): Promise<Uint8Array | null>;
  };
  /** Broadcasts under way or soon to be; asked again and again, and after each `wake`. */
  upcoming(): readonly Upcoming[];
  /** True on a civil date of state mourning. */
  isMourning(date: string): boolean;
  note(fact: RelayFact): void;
}
