import type { Clock } from '#kernel';
import { type Door, isTrouble, type Opened } from './door.ts';
import { pullHls } from './pull-hls.ts';
import { bareType, formatOf, isAddressFile, isPlaylist, type StreamFormat } from './sniff.ts';
import { hostOf } from './url-rules.ts';
import { type Trouble, trouble } from './words.ts';

/** A stream that stands still for so long is gone. */
const STALL_MS = 10_000;

/** What a source says of itself. */
export interface About {
  readonly contentType: string;
  readonly format: StreamFormat;
  readonly isHls: boolean;
  /** As it claims; null when it does not. */
  readonly bitrateKbps: number | null;
}

/** Whoever takes the bytes. Slow to resolve: then the source is read more slowly. */
export interface Taker {
  /** A container begins here; nothing carries over from what came before. */
  begin(about: About): Promise<void>;
  /** Rejects when nobody takes bytes any more. */
  bytes(chunk: Uint8Array): Promise<void>;
}

export interface PullParts {
  readonly door: Door;
  readonly clock: Clock;
  readonly url: string;
  readonly taker: Taker;
  readonly signal: AbortSignal;
}

/** Reads a source until it ends, breaks or is given up; answers why. Never throws for what the source does. */
export async function pull(parts: PullParts): Promise<Trouble> {
  const { door, url, signal } = parts;
  const opened = await door.get(url, signal);
  if (isTrouble(opened)) return opened;
  try {
    const contentType = opened.header('content-type');
    if (isPlaylist(contentType, opened.url)) return await pullHls(parts, opened);
    if (isAddressFile(contentType, opened.url)) return trouble('address_file');
    return await pullStream(parts, opened);
  } finally {
    opened.close();
  }
}

async function pullStream({ taker }: PullParts, opened: Opened): Promise<Trouble> {
  const host = hostOf(opened.url);
  const contentType = opened.header('content-type');
  let hasBegun = false;
  for (;;) {
    const chunk = await opened.next(STALL_MS);
    if (chunk === null) return trouble('ended');
    if (!(chunk instanceof Uint8Array)) return chunk;
    if (chunk.length === 0) continue;
    if (!hasBegun) {
      const format = formatOf(chunk, contentType);
      const type = bareType(contentType);
      if (format === null) return trouble('not_sound', { host, type });
      const bitrateKbps = Number.parseInt(opened.header('icy-br') ?? '', 10) || null;
      await taker.begin({ contentType: type, format, isHls: false, bitrateKbps });
      hasBegun = true;
    }
    await taker.bytes(chunk);
  }
}
