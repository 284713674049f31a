import { FRAME_BYTES, SILENT_FRAME } from '#feed';
import { readyFrames } from '../../../src/delivery/http/frame-source.ts';
import type { Listener, OnStream } from '../../../src/delivery/http/stream.ts';

/** `count` frames of our MP3 that can be told from all others: each carries its voice and its number. */
export function spoken(voice: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count * FRAME_BYTES);
  for (let frame = 0; frame < count; frame += 1) {
    bytes.set(SILENT_FRAME, frame * FRAME_BYTES);
    bytes.set([voice, frame >> 8, frame & 255], frame * FRAME_BYTES + 10);
  }
  return bytes;
}

/** Ready frames to be put on a stream; it resumes after an interruption, and cuts into nothing, unless told. */
export function onStream(
  broadcastId: string,
  firstFrame: number,
  frames: Uint8Array,
  more: Partial<OnStream> = {},
): OnStream {
  const source = readyFrames(frames);
  return { broadcastId, firstFrame, source, interruption: 'resume', gainDb: 0, cutsIn: false, ...more };
}

/** A device at the stream that notes every frame: "voice:number", or "-" for silence. */
export class Ear implements Listener {
  readonly mode: Listener['mode'];
  readonly heard: string[] = [];
  isEnded: boolean = false;
  isCut: boolean = false;
  /** Bytes that do not leave: a device that does not read. */
  stuckBytes = 0;
  isStuck: boolean = false;

  constructor(mode: Listener['mode'] = 'endless') {
    this.mode = mode;
  }

  write(bytes: Uint8Array): void {
    if (this.isEnded) throw new Error('written to after the end');
    if (bytes.length % FRAME_BYTES !== 0) throw new Error('a broken frame was sent');
    if (this.isStuck) this.stuckBytes += bytes.length;
    for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
      const [voice = 0, high = 0, low = 0] = bytes.subarray(at + 10);
      this.heard.push(voice === 0 ? '-' : `${voice}:${high * 256 + low}`);
    }
  }

  bufferedBytes(): number {
    return this.stuckBytes;
  }

  end(): void {
    this.isEnded = true;
  }

  cut(): void {
    this.isEnded = true;
    this.isCut = true;
  }

  /** What was heard, without the silences. */
  get voices(): string[] {
    return this.heard.filter((one) => one !== '-');
  }
}

/** The names that an ear notes for frames [from, to) of a voice. */
export function named(voice: number, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, at) => `${voice}:${from + at}`);
}
