/**
 * The MP3 of HTTP streams: MPEG-2 Layer III, 48 kbit/s, 24 kHz, mono (ISO/IEC 13818-3). Renditions are made without bit
 * reservoir, so that every frame stands alone and frames of different recordings can follow one another.
 */
export const FRAME_BYTES = 144;
export const FRAME_MS = 24;

/** ff f3: sync, MPEG-2, Layer III, no CRC; 64: 48 kbit/s, 24 kHz; c4: mono, original. */
const HEADER = [0xff, 0xf3, 0x64] as const;

/** A frame whose side information says "nothing": decoders give 24 ms of silence. */
export const SILENT_FRAME: Uint8Array = Uint8Array.from({ length: FRAME_BYTES }, (_, at) => [...HEADER, 0xc4][at] ?? 0);

/** True when `bytes` hold nothing but whole frames of our format. */
export function isOurMp3(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length % FRAME_BYTES !== 0) return false;
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
    if (HEADER.some((byte, index) => bytes[at + index] !== byte)) return false;
  }
  return true;
}

/** `count` silent frames in one piece. */
export function silence(count: number): Uint8Array {
  const bytes = new Uint8Array(count * FRAME_BYTES);
  for (let frame = 0; frame < count; frame += 1) bytes.set(SILENT_FRAME, frame * FRAME_BYTES);
  return bytes;
}
