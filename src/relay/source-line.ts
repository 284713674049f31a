import type { Clock, Processes, Random } from '#kernel';
import { Backoff } from './backoff.ts';
import { Decoder } from './decoder.ts';
import type { Door } from './door.ts';
import { pull } from './pull.ts';
import { type Trouble, trouble } from './words.ts';

/** So much sound must have come before a lost connection is tried again without patience. */
const DELIVERED_MS = 1000;

export interface SourceLineParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: Processes;
  readonly ffmpegPath: string;
  readonly door: Door;
  readonly url: string;
  readonly signal: AbortSignal;
  readonly onBegin: () => void;
  readonly onFrames: (frames: Uint8Array) => void;
  readonly onLevel: (rmsDb: number) => void;
  /** The first sound of a connection. */
  readonly onUp: () => void;
  /** A connection is over. */
  readonly onDown: (why: Trouble) => void;
  readonly hold: () => Promise<void>;
}

/**
 * Keeps one source connected until the signal is aborted: one connection and one child at a time, each gone before the
 * next. Resolves when everything is gone.
 */
export async function keepConnected(parts: SourceLineParts): Promise<void> {
  const { clock, signal } = parts;
  const backoff = new Backoff(parts.random);
  while (!signal.aborted) {
    const { why, givenMs } = await connectOnce(parts);
    if (signal.aborted) return;
    parts.onDown(why);
    if (givenMs >= DELIVERED_MS) backoff.reset();
    if (!(await clock.sleep(backoff.nextMs(), signal))) return;
  }
}

async function connectOnce(parts: SourceLineParts): Promise<{ why: Trouble; givenMs: number }> {
  const { clock, processes, ffmpegPath, door, url, signal } = parts;
  let isUp = false;
  const decoder = new Decoder({
    clock,
    processes,
    ffmpegPath,
    onBegin: parts.onBegin,
    onFrames(frames) {
      if (!isUp) parts.onUp();
      isUp = true;
      parts.onFrames(frames);
    },
    onLevel: parts.onLevel,
    hold: parts.hold,
  });
  const life = new AbortController();
  const onAbort = () => {
    life.abort();
    void decoder.close();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const why = await pull({ door, clock, url, taker: decoder, signal: life.signal }).catch(() =>
      trouble('undecodable'),
    );
    if (why.problem === 'ended') await decoder.flush();
    return { why, givenMs: decoder.givenMs };
  } finally {
    signal.removeEventListener('abort', onAbort);
    life.abort();
    await decoder.close();
  }
}
