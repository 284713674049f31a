import { FRAME_BYTES, isOurMp3 } from '#feed';

/**
 * Streams travel in lumps, one binary WebSocket message each (docs/protocols/link.md), big-endian: version, flags, number
 * of the first frame (u32), the station's epoch milliseconds at which that frame sounds (f64), then whole MP3 frames.
 */
const VERSION = 1;
const HEAD_BYTES = 14;
/** No frame of this stream comes after this lump. */
const FLAG_END = 1;
/** 41 s in one lump: nobody sends so much at once. */
const MOST_FRAMES = 1700;
const LATEST_AT = 8.64e15;

export interface Lump {
  readonly firstFrame: number;
  /** When the first frame comes out of the loudspeakers, by the station's clock. */
  readonly soundsAt: number;
  readonly frames: Uint8Array;
  readonly isEnd: boolean;
}

/** The bytes of a lump. They stand in memory of their own, not in a pool: thousands of sockets hold the same ones. */
export function lumpBytes({ firstFrame, soundsAt, frames, isEnd }: Lump): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(HEAD_BYTES + frames.length);
  bytes[0] = VERSION;
  bytes[1] = isEnd ? FLAG_END : 0;
  bytes.writeUInt32BE(firstFrame, 2);
  bytes.writeDoubleBE(soundsAt, 6);
  bytes.set(frames, HEAD_BYTES);
  return bytes;
}

/** Reads a lump; null for anything else. Never throws. */
export function readLump(bytes: Uint8Array): Lump | null {
  const frames = bytes.subarray(HEAD_BYTES);
  if (bytes.length < HEAD_BYTES || frames.length % FRAME_BYTES !== 0 || frames.length > MOST_FRAMES * FRAME_BYTES)
    return null;
  const [version, flags = 0] = bytes;
  if (version !== VERSION || flags > FLAG_END) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  const soundsAt = view.getFloat64(6);
  if (!(soundsAt >= 0 && soundsAt <= LATEST_AT)) return null;
  // Frames of another format would make the decoder count wrongly.
  if (frames.length > 0 && !isOurMp3(frames)) return null;
  return { firstFrame: view.getUint32(2), soundsAt, frames, isEnd: flags === FLAG_END };
}
