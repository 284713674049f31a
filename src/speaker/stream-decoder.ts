import { FRAME_BYTES, FRAME_MS, SILENT_FRAME } from '#feed';
import type { ChildProcess, Clock, Logger, Processes } from '#kernel';
import { FLV_HEAD, flvTag } from './flv.ts';
import { RATE_HZ } from './pcm.ts';

/** Encoder and decoder together hold the sound back by 1105 samples of 24 kHz (LAME's 576 and the decoder's 529). */
const CODEC_DELAY = 1105 * 2;
const FRAME_SAMPLES = (FRAME_MS * RATE_HZ) / 1000;
/** What waits for the decoder at most: a station that floods its speakers fills no memory. 48 s of sound, more than one lump. */
const MOST_WAITING_FRAMES = 2_000;
/** A decoder that dies over and over is not started more often than this. */
const RESTART_MS = 1_000;

interface Anchor {
  /** From this sample of the decoder's output on … */
  readonly output: number;
  /** … its sound belongs here. */
  readonly at: number;
}

/**
 * One ffmpeg that decodes the frames of one stream as they come. Samples are counted, and the count says where each
 * belongs. Frames travel to it in FLV, since ffmpeg waits for seven frames of bare MP3 before it looks at them.
 */
export class StreamDecoder {
  readonly #processes: Processes;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #ffmpegPath: string;
  readonly #sound: (at: number, samples: Int16Array) => void;
  #child: ChildProcess | null = null;
  #startedMonoMs = Number.NEGATIVE_INFINITY;
  #anchors: Anchor[] = [];
  #fedFrames = 0;
  /** Frames given to the decoder that it has not taken yet. */
  #waitingFrames = 0;
  #output = 0;
  /** Half a sample that came at the end of a chunk. */
  #odd: number | null = null;
  #nextAt = Number.NaN;

  constructor(parts: {
    processes: Processes;
    clock: Clock;
    logger: Logger;
    ffmpegPath: string;
    /** Where sound belongs, as a sample number of the ring, and the sound. */
    sound: (at: number, samples: Int16Array) => void;
  }) {
    this.#processes = parts.processes;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#ffmpegPath = parts.ffmpegPath;
    this.#sound = parts.sound;
  }

  /** Takes whole frames, the first of which sounds at sample `at`. */
  push(at: number, frames: Uint8Array): void {
    const count = frames.length / FRAME_BYTES;
    if (count === 0) return;
    const child = this.#child ?? this.#start();
    if (!child || this.#waitingFrames + count > MOST_WAITING_FRAMES) return;
    const tags: Uint8Array[] = [];
    // The decoder swallows the first frame that it sees.
    if (this.#fedFrames === 0) tags.push(FLV_HEAD, flvTag(SILENT_FRAME, 0));
    // A sample more or less is the rounding of a fraction, not another place.
    if (!(Math.abs(at - this.#nextAt) <= 2)) this.#anchors.push({ output: this.#fedFrames * FRAME_SAMPLES, at });
    for (let n = 0; n < count; n++) {
      const frame = frames.subarray(n * FRAME_BYTES, (n + 1) * FRAME_BYTES);
      tags.push(flvTag(frame, (this.#fedFrames + 1 + n) * FRAME_MS));
    }
    this.#fedFrames += count;
    this.#nextAt = at + count * FRAME_SAMPLES;
    this.#waitingFrames += count;
    const taken = () => {
      if (this.#child === child) this.#waitingFrames -= count;
    };
    // It takes what it gets far faster than real time; when it is gone, `ended` says so.
    child.write(Buffer.concat(tags)).then(taken, () => {});
  }

  close(): void {
    const child = this.#child;
    this.#child = null;
    child?.kill();
  }

  #start(): ChildProcess | null {
    const monoMs = this.#clock.monoMs();
    if (monoMs - this.#startedMonoMs < RESTART_MS) return null;
    this.#startedMonoMs = monoMs;
    [this.#anchors, this.#fedFrames, this.#output, this.#odd, this.#nextAt] = [[], 0, 0, null, Number.NaN];
    this.#waitingFrames = 0;
    const child = this.#processes.start({
      command: this.#ffmpegPath,
      args: [
        ...['-hide_banner', '-nostats', '-loglevel', 'error', '-protocol_whitelist', 'pipe', '-probesize', '32'],
        ...['-analyzeduration', '0', '-fflags', 'nobuffer', '-flags', 'low_delay', '-threads', '1', '-f', 'flv'],
        ...['-i', 'pipe:0', '-f', 's16le', '-ac', '1', '-ar', String(RATE_HZ), '-flush_packets', '1', 'pipe:1'],
      ],
      limits: { fileBytes: 1 },
      noNetwork: true,
      onStdout: (chunk) => {
        if (this.#child === child) this.#hear(chunk);
      },
      onStderrLine: (line) => this.#logger.warn('stream decoder', { line }),
    });
    this.#child = child;
    void child.ended.then((end) => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#logger.error('stream decoder ended by itself', { end });
    });
    return child;
  }

  #hear(chunk: Uint8Array): void {
    const bytes = this.#odd === null ? chunk : Buffer.concat([Uint8Array.of(this.#odd), chunk]);
    this.#odd = bytes.length % 2 === 1 ? (bytes.at(-1) ?? null) : null;
    const samples = new Int16Array(bytes.length >> 1);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(i * 2, true);
    let done = 0;
    while (done < samples.length) {
      const [anchor, next] = this.#anchors;
      if (!anchor) return;
      // A chunk that reaches over a change of place is parted there.
      const until = Math.min(samples.length, next ? next.output - this.#output + done : samples.length);
      if (until > done) {
        const at = anchor.at + (this.#output - anchor.output) - CODEC_DELAY;
        this.#sound(at, samples.subarray(done, until));
        this.#output += until - done;
        done = until;
      }
      if (next && this.#output >= next.output) this.#anchors.shift();
    }
  }
}
