/** One open conversation over the link, whatever carries it: a WebSocket, or two queues in a test. */
export interface Channel {
  /** Sends one text frame; after the end it does nothing. */
  send(frame: string | Uint8Array): void;
  close(): void;
  /** Bytes taken by `send` that have not left yet. */
  bufferedBytes(): number;
}

/** What a channel tells its owner. `closed` comes exactly once, last. */
export interface ChannelEvents {
  text(frame: string): void;
  closed(): void;
}
