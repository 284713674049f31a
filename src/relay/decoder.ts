import { type Encoder, FRAME_BYTES, FRAME_MS, startEncoder } from '#feed';
import type { Clock, Processes } from '#kernel';
import { within } from './door.ts';
import type { About, Taker } from './pull.ts';

/** The last frames of an encoder whose input has ended come within so long. */
const FLUSH_MS = 2000;
/** So much has gone in, over so long, and no sound has come out: that is no sound. */
const BARREN_MS = 20_000;
const BARREN_BYTES = 256 * 1024;

export interface DecoderParts {
  readonly clock: Clock;
  readonly processes: Processes;
  readonly ffmpegPath: string;
  /** Another child begins: what it gives is counted anew. */
  readonly onBegin: (about: About) => void;
  readonly onFrames: (frames: Uint8Array) => void;
  readonly onLevel: (rmsDb: number, peakDb: number) => void;
  /** Asked after each piece: resolves when more may come. */
  readonly hold?: () => Promise<void>;
}

/** Turns what one connection sends into frames, with one child at a time. */
export class Decoder implements Taker {
  readonly #parts: DecoderParts;
  #encoder: Encoder | null = null;
  #isClosed: boolean = false;
  #frames = 0;
  /** Since when, and how much, went in without sound coming out. */
  #barren: { sinceMonoMs: number; bytes: number } | null = null;

  constructor(parts: DecoderParts) {
    this.#parts = parts;
  }

  /** How much sound came out in all, ms. */
  get givenMs(): number {
    return this.#frames * FRAME_MS;
  }

  async begin(about: About): Promise<void> {
    await this.flush();
    if (this.#isClosed) throw new Error('the decoder is closed');
    const { processes, ffmpegPath, onBegin, onLevel } = this.#parts;
    onBegin(about);
    this.#encoder = startEncoder({
      processes,
      ffmpegPath,
      source: { format: about.format },
      onFrames: (frames) => this.#give(frames),
      onLevel: ({ rmsDb, peakDb }) => (this.#isClosed ? undefined : onLevel(rmsDb, peakDb)),
    });
  }

  async bytes(chunk: Uint8Array): Promise<void> {
    const { clock, hold } = this.#parts;
    const encoder = this.#encoder;
    if (!encoder) throw new Error('no container has begun');
    this.#barren ??= { sinceMonoMs: clock.monoMs(), bytes: 0 };
    this.#barren.bytes += chunk.length;
    const isTaken = await within(clock, BARREN_MS, encoder.write(chunk));
    if (isTaken === 'late' || this.#isBarren()) throw new Error('bytes go in and no sound comes out');
    await hold?.();
  }

  #isBarren(): boolean {
    if (this.#barren === null || this.#barren.bytes < BARREN_BYTES) return false;
    return this.#parts.clock.monoMs() - this.#barren.sinceMonoMs > BARREN_MS;
  }

  /** Lets the child say what it still has, and waits until it is gone. */
  async flush(): Promise<void> {
    const encoder = this.#encoder;
    if (!encoder) return;
    this.#encoder = null;
    encoder.endInput();
    if ((await within(this.#parts.clock, FLUSH_MS, encoder.ended)) === 'late') encoder.kill();
    await encoder.ended;
  }

  /** Ends the child now; nothing is given any more. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const encoder = this.#encoder;
    this.#encoder = null;
    encoder?.kill();
    await encoder?.ended;
  }

  #give(frames: Uint8Array): void {
    if (this.#isClosed) return;
    this.#frames += frames.length / FRAME_BYTES;
    this.#barren = null;
    this.#parts.onFrames(frames);
  }
}
