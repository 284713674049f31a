import type { PlanEntry } from '#link';
import type { AudioShelf } from './audio-shelf.ts';
import { BLOCK_BYTES, type CheckedFile } from './block-sums.ts';
import { FRAME_BYTES, framesOf, msOf } from './pcm.ts';

/** The sound of one running order from some place on, exact to the sample. */
export interface Track {
  readonly broadcastId: string;
  /** Where in the running order its first sample lies. */
  readonly fromMs: number;
  readonly frames: number;
  /**
   * How many frames from `atFrame` on, the first of which comes out at `soundsMonoMs`, can be read now without a gap that
   * might still be filled: all of them when they lie on the disk.
   */
  readyFrames(atFrame: number, soundsMonoMs: number): number;
  /**
   * Fills `into` from frame `atFrame` on; silence beyond the end. Gives how many frames have not come and are silent, or
   * why there are no more: the disk no longer has the right sound, or the source of a stream stayed away.
   */
  read(atFrame: number, into: Int16Array, soundsMonoMs: number): Promise<number | 'damaged' | 'source_lost'>;
  close(): Promise<void>;
}

/** Sound that is being made right now, by the instant at which it comes out here. */
export interface LiveSound {
  /** How many samples from that instant on need not be waited for. */
  readySamples(soundsMonoMs: number): number;
  /** Gives how many samples are missing; silence stands in their place. */
  read(soundsMonoMs: number, into: Int16Array): number | 'source_lost';
  close(): void;
}

/** Where streams are heard. */
export interface LiveSounds {
  open(streamId: string): LiveSound;
}

interface Piece {
  readonly sha256: string | null;
  /** Where in the whole running order it begins and ends. */
  readonly fromFrame: number;
  readonly toFrame: number;
  readonly sound: CheckedFile | null;
  readonly live: LiveSound | null;
}

const BLOCK_FRAMES = BLOCK_BYTES / FRAME_BYTES;

/** Opens the sound of `entry` from `fromMs` on, `gainDb` louder or softer; gives the audio that is missing or damaged when there is some. */
export async function openTrack(
  shelf: AudioShelf,
  streams: LiveSounds,
  entry: PlanEntry,
  fromMs: number,
  gainDb: number,
): Promise<{ track: Track } | { damaged: string }> {
  const pieces: Piece[] = [];
  const close = async () => {
    for (const { sound, live } of pieces) {
      live?.close();
      await sound?.close();
    }
  };
  let fromFrame = 0;
  for (const item of entry.items) {
    const toFrame = fromFrame + framesOf(item.durationMs);
    const sha256 = item.kind === 'audio' ? item.sha256 : null;
    const sound = sha256 === null ? null : await shelf.sound(sha256);
    if (sha256 !== null && sound === null) {
      await close();
      return { damaged: sha256 };
    }
    const live = item.kind === 'stream' ? streams.open(item.streamId) : null;
    pieces.push({ sha256, fromFrame, toFrame, sound, live });
    fromFrame = toFrame;
  }
  const skipped = Math.min(framesOf(fromMs), fromFrame);
  const reader = new PieceReader(pieces, 10 ** (gainDb / 20), shelf);
  // The first blocks come off the disk before air time, not at it.
  await reader.warmUp(skipped);
  const track: Track = {
    broadcastId: entry.broadcastId,
    fromMs,
    frames: fromFrame - skipped,
    readyFrames: (atFrame, soundsMonoMs) => reader.readyFrames(skipped + atFrame, soundsMonoMs),
    read: (atFrame, into, soundsMonoMs) => reader.read(skipped + atFrame, into, soundsMonoMs),
    close,
  };
  return { track };
}

class PieceReader {
  readonly #pieces: readonly Piece[];
  readonly #gain: number;
  readonly #shelf: AudioShelf;

  constructor(pieces: readonly Piece[], gain: number, shelf: AudioShelf) {
    this.#pieces = pieces;
    this.#gain = gain;
    this.#shelf = shelf;
  }

  async warmUp(atFrame: number): Promise<void> {
    const piece = this.#pieces.find(({ toFrame }) => toFrame > atFrame);
    if (piece?.sound) await piece.sound.block(Math.floor(Math.max(0, atFrame - piece.fromFrame) / BLOCK_FRAMES));
  }

  readyFrames(atFrame: number, soundsMonoMs: number): number {
    for (const { fromFrame, toFrame, live } of this.#pieces) {
      if (!live || toFrame <= atFrame) continue;
      if (fromFrame > atFrame) return fromFrame - atFrame;
      const ready = live.readySamples(soundsMonoMs);
      if (ready < toFrame - atFrame) return ready;
    }
    return Number.POSITIVE_INFINITY;
  }

  async read(atFrame: number, into: Int16Array, soundsMonoMs: number): Promise<number | 'damaged' | 'source_lost'> {
    into.fill(0);
    const endFrame = atFrame + into.length;
    let missing = 0;
    for (const piece of this.#pieces) {
      const from = Math.max(atFrame, piece.fromFrame);
      const to = Math.min(endFrame, piece.toFrame);
      // The next piece's first block is fetched a second before its turn.
      if (piece.fromFrame > atFrame && piece.fromFrame - endFrame < 48_000) void piece.sound?.fetch(0);
      if (from >= to) continue;
      const part = into.subarray(from - atFrame, to - atFrame);
      if (piece.live) {
        const lacking = piece.live.read(soundsMonoMs + msOf(from - atFrame), part);
        if (lacking === 'source_lost') return lacking;
        missing += lacking;
        for (let i = 0; i < part.length; i++) part[i] = this.#louder(part[i] as number);
      } else if (piece.sound && !(await this.#copy(piece.sound, from - piece.fromFrame, part))) {
        if (piece.sha256 !== null) this.#shelf.distrust(piece.sha256);
        return 'damaged';
      }
    }
    return missing;
  }

  /** A sound shorter than its item ends in silence. */
  async #copy(sound: CheckedFile, atFrame: number, into: Int16Array): Promise<boolean> {
    const soundFrames = Math.floor(sound.bytes / FRAME_BYTES);
    for (let done = 0; done < into.length && atFrame + done < soundFrames; ) {
      const index = Math.floor((atFrame + done) / BLOCK_FRAMES);
      const block = await sound.block(index);
      if (!block) return false;
      const samples = new Int16Array(block.buffer, block.byteOffset, Math.floor(block.length / FRAME_BYTES));
      const offset = atFrame + done - index * BLOCK_FRAMES;
      const count = Math.min(into.length - done, samples.length - offset);
      for (let i = 0; i < count; i++) into[done + i] = this.#louder(samples[offset + i] as number);
      done += count;
    }
    return true;
  }

  #louder(sample: number): number {
    return this.#gain === 1 ? sample : Math.max(-32_768, Math.min(32_767, Math.round(sample * this.#gain)));
  }
}
