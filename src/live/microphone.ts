import { z } from 'zod';
import type { SourceFormat } from '#feed';
import { type Bilingual, type Clock, isStationError, StationError } from '#kernel';
import type { LiveSession } from './session.ts';
import type { LiveSettings } from './settings.ts';
import { REFUSALS, type SourceEnd, type Talker, type TalkerMessage } from './talker.ts';

/** What a microphone may say, besides sound, which is binary: its greeting first, `finish` last. */
export const MICROPHONE_WORDS = {
  hello: z.strictObject({ format: z.literal('s16le'), rateHz: z.int().min(16_000).max(48_000) }),
  finish: z.strictObject({ finish: z.literal(true) }),
};

export type MicrophoneWord = keyof typeof MICROPHONE_WORDS;

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

/** A microphone that has not greeted by then is let go. */
const HELLO_MS = 10_000;
/** A line that is so far behind gets no levels: they are of no use when they are late. */
const LATE_BYTES = 64 * 1024;
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * Speaks the protocol of docs/live.md with one browser, for one session. A line that never greets, or whose session is
 * over before it does, is closed.
 */
export function serveMicrophone(
  session: LiveSession,
  line: MicrophoneLine,
  {
    world: { clock },
    settings: { maxMessageBytes },
  }: { readonly world: { readonly clock: Clock }; readonly settings: Pick<LiveSettings, 'maxMessageBytes'> },
): MicrophoneEvents {
  const tell = (message: TalkerMessage) => {
    if (!('level' in message) || line.bufferedBytes() < LATE_BYTES) line.send(JSON.stringify(message));
  };
  const talker: Talker = { tell, close: () => line.close() };
  let source: SourceEnd | null = null;
  /** Over when the line has greeted, was refused, or is gone. */
  const waiting = new AbortController();
  let isRefused = false;
  const refuse = (refused: string, text: Bilingual) => {
    if (isRefused) return;
    isRefused = true;
    waiting.abort();
    tell({ refused, text });
    line.close();
  };
  const refuseOver = () => {
    const { code, text } = session.whyOver();
    refuse(code, text);
  };
  const awaitHello = () => {
    if (session.over.aborted) return refuseOver();
    session.over.addEventListener('abort', refuseOver, { once: true, signal: waiting.signal });
    void clock.sleep(HELLO_MS, waiting.signal).then((isLate) => isLate && refuse('no_hello', REFUSALS.no_hello));
  };
  const greet = (text: string) => {
    const greeting = MICROPHONE_WORDS.hello.safeParse(jsonOf(text));
    if (!greeting.success) return refuse('not_understood', REFUSALS.not_understood);
    const format: SourceFormat = { format: 's16le', rateHz: greeting.data.rateHz, channels: 1 };
    try {
      source = session.attach(format, talker);
      waiting.abort();
    } catch (error) {
      if (!isStationError(error)) throw error;
      refuse(error.code, error.text);
    }
  };
  awaitHello();
  return {
    text(text) {
      if (isRefused) return;
      if (text.length > maxMessageBytes) return source?.refuse('message_too_large') ?? refuseEarly();
      if (source === null) return greet(text);
      if (MICROPHONE_WORDS.finish.safeParse(jsonOf(text)).success) source.finish();
      else source.refuse('not_understood');
    },
    binary(bytes) {
      if (isRefused) return;
      if (source === null) return refuseEarly();
      if (bytes.length > maxMessageBytes) source.refuse('message_too_large');
      else if (bytes.length % 2 !== 0) source.refuse('odd_piece');
      else source.bytes(bytes);
    },
    closed() {
      waiting.abort();
      source?.closed();
    },
  };

  function refuseEarly(): void {
    refuse('not_understood', REFUSALS.not_understood);
  }
}

/** LIVE_NOT_YOURS for anybody but the person who opened the session. */
export function demandOwner(session: LiveSession, owner: string): void {
  if (session.invitation.owner !== owner) throw new StationError('LIVE_NOT_YOURS');
}
