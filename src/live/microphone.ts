import { z } from 'zod';
import type { SourceFormat } from '#feed';
import { isStationError, StationError } from '#kernel';
import type { LiveSession } from './session.ts';
import { REFUSALS, type SourceEnd, type Talker, type TalkerMessage } from './talker.ts';

/** The first message of a browser. */
const hello = z.strictObject({ format: z.literal('s16le'), rateHz: z.int().min(16_000).max(48_000) });
const finish = z.strictObject({ finish: z.literal(true) });

/** One WebSocket of a microphone, whatever carries it. */
export interface MicrophoneLine {
  send(text: string): void;
  close(): void;
  /** Bytes sent that have not left yet. */
  bufferedBytes(): number;
}

export interface MicrophoneEvents {
  text(text: string): void;
  binary(bytes: Uint8Array): void;
  closed(): void;
}

/** A line that is so far behind gets no levels: they are of no use when they are late. */
const LATE_BYTES = 64 * 1024;
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Speaks the protocol of docs/live.md with one browser, for one session. */
export function serveMicrophone(session: LiveSession, line: MicrophoneLine, maxMessageBytes: number): MicrophoneEvents {
  const tell = (message: TalkerMessage) => {
    if (!('level' in message) || line.bufferedBytes() < LATE_BYTES) line.send(JSON.stringify(message));
  };
  const talker: Talker = { tell, close: () => line.close() };
  let source: SourceEnd | null = null;
  const refuse = (refused: string, text: { vi: string; en: string }) => {
    tell({ refused, text });
    line.close();
  };
  const greet = (text: string) => {
    const greeting = hello.safeParse(jsonOf(text));
    if (!greeting.success) return refuse('not_understood', REFUSALS.not_understood);
    const format: SourceFormat = { format: 's16le', rateHz: greeting.data.rateHz, channels: 1 };
    try {
      source = session.attach(format, talker);
    } catch (error) {
      if (!isStationError(error)) throw error;
      refuse(error.code, error.text);
    }
  };
  return {
    text(text) {
      if (text.length > maxMessageBytes) return source?.refuse('message_too_large') ?? refuseEarly();
      if (source === null) return greet(text);
      if (finish.safeParse(jsonOf(text)).success) source.finish();
      else source.refuse('not_understood');
    },
    binary(bytes) {
      if (source === null) return refuseEarly();
      if (bytes.length > maxMessageBytes) source.refuse('message_too_large');
      else if (bytes.length % 2 !== 0) source.refuse('odd_piece');
      else source.bytes(bytes);
    },
    closed: () => source?.closed(),
  };

  function refuseEarly(): void {
    refuse('not_understood', REFUSALS.not_understood);
  }
}

/** LIVE_NOT_YOURS for anybody but the person who opened the session. */
export function demandOwner(session: LiveSession, owner: string): void {
  if (session.invitation.owner !== owner) throw new StationError('LIVE_NOT_YOURS');
}
