import type { Channel, ChannelEvents } from '#link';

/** What the station gave for a claim code, or why it gave nothing. `unreachable` is worth another try, the others not. */
export type ClaimAnswer =
  | { readonly endpointId: string; readonly stationKey: string }
  | { readonly refused: 'claim_wrong' | 'unreachable' | 'not_a_station' };

/** Bytes of an audio file from the asked byte on, or the HTTP status that stood in their place (0: no answer at all). */
export type AudioAnswer = AsyncIterable<Uint8Array> | { readonly status: number };

/** What a stream tells its listener. `closed` comes exactly once, last, unless the line never opened. */
export interface StreamEvents {
  /** One message, whole (`readLump` of #link). */
  lump(bytes: Uint8Array): void;
  closed(): void;
}

export interface StreamLine {
  close(): void;
}

/** The way to the station, as an argument: sockets in the village, two queues in a test. Nothing here throws. */
export interface StationDoor {
  /** Opens the link; null when the station could not be reached. */
  connect(events: ChannelEvents): Promise<Channel | null>;
  claim(code: string, publicKey: string): Promise<ClaimAnswer>;
  download(sha256: string, fromByte: number, audioToken: string, signal: AbortSignal): Promise<AudioAnswer>;
  /** Listens to sound that is being made right now; null when it cannot be heard. */
  stream(streamId: string, audioToken: string, events: StreamEvents): Promise<StreamLine | null>;
}
