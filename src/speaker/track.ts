import type { PlanEntry } from '#link';
import type { AudioShelf } from './audio-shelf.ts';
import { BLOCK_BYTES, type CheckedFile } from './block-sums.ts';
import { FRAME_BYTES, framesOf } from './pcm.ts';

/** The sound of one running order from some place on, exact to the sample. */
export interface Track {
  readonly broadcastId: string;
  /** Where in the running order its first sample lies. */
  readonly fromMs: number;
  readonly frames: number;
  /** Fills `into` from frame `atFrame` on; silence beyond the end. False when the disk no longer has the right sound. */
  read(atFrame: number, into: Int16Array): Promise<boolean>;
  close(): Promise<void>;
}

interface Piece {
  readonly sha256: string | null;
  /** Where in the whole running order it begins and ends. */
  readonly fromFrame: number;
  readonly toFrame: number;
  readonly sound: CheckedFile | null;
}

const BLOCK_FRAMES = BLOCK_BYTES / FRAME_BYTES;

/** Opens the sound of `entry` from `fromMs` on, `gainDb` louder or softer; gives the audio that is missing or damaged when there is some. */
export async function openTrack(
  shelf: AudioShelf,
  entry: PlanEntry,
  fromMs: number,
  gainDb: number,
): Promise<{ track: Track } | { damaged: string }> {
  const pieces: Piece[] = [];
  const close = async () => {
    for (const piece of pieces) await piece.sound?.close();
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
    pieces.push({ sha256, fromFrame, toFrame, sound });
    fromFrame = toFrame;
  }
  const skipped = Math.min(framesOf(fromMs), fromFrame);
  const reader = new PieceReader(pieces, 10 ** (gainDb / 20), shelf);
  // The first blocks come off the disk before air time, not at it.
  await reader.read(skipped, new Int16Array(1));
  const track: Track = {
    broadcastId: entry.broadcastId,
    fromMs,
    frames: fromFrame - skipped,
    read: (atFrame, into) => reader.read(skipped + atFrame, into),
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

  async read(atFrame: number, into: Int16Array): Promise<boolean> {
    into.fill(0);
    const endFrame = atFrame + into.length;
    for (const piece of this.#pieces) {
      const from = Math.max(atFrame, piece.fromFrame);
      const to = Math.min(endFrame, piece.toFrame);
      // The next piece's first block is fetched a second before its turn.
      if (piece.fromFrame > atFrame && piece.fromFrame - endFrame < 48_000) void piece.sound?.fetch(0);
      if (from >= to || !piece.sound) continue;
      const part = into.subarray(from - atFrame, to - atFrame);
      if (!(await this.#copy(piece.sound, from - piece.fromFrame, part))) {
        if (piece.sha256 !== null) this.#shelf.distrust(piece.sha256);
        return false;
      }
    }
    return true;
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
