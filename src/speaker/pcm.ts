/** The one shape of sound inside the agent: signed 16 bit little endian, 48 000 frames a second, one channel. */
export const RATE_HZ = 48_000;
export const FRAMES_PER_MS = RATE_HZ / 1000;
export const FRAME_BYTES = 2;

export function framesOf(ms: number): number {
  return Math.round(ms * FRAMES_PER_MS);
}

export function msOf(frames: number): number {
  return frames / FRAMES_PER_MS;
}

/** The bytes of samples, without a copy. Every machine that this agent runs on is little endian. */
export function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
