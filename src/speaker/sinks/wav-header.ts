import { FRAME_BYTES, RATE_HZ } from '../pcm.ts';

/**
 * The header of a recording that grows: RIFF, `bext` (EBU Tech 3285, version 1) with the instant of frame 0, `fmt `,
 * `data`. Always of the same length, so that it can be written again in its place.
 */
const BEXT_BYTES = 602;
const DATE_AT = 320;
const TIME_AT = 330;
const REFERENCE_AT = 338;
const VERSION_AT = 346;
const BEXT_AT = 20;
const FMT_AT = BEXT_AT + BEXT_BYTES + 8;
const DATA_AT = FMT_AT + 16;
export const HEADER_BYTES = DATA_AT + 8;
const DAY_MS = 86_400_000;

/** The largest number of frames that the 32-bit sizes of the format can tell. */
export const MOST_FRAMES = Math.floor((0xffff_ffff - HEADER_BYTES) / FRAME_BYTES);

export function wavHeader(frame0At: number, frames: number): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES);
  const dataBytes = frames * FRAME_BYTES;
  const iso = new Date(Math.floor(frame0At)).toISOString();
  const sinceMidnightMs = ((frame0At % DAY_MS) + DAY_MS) % DAY_MS;
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  bytes.write('WAVEbext', 8, 'latin1');
  bytes.writeUInt32LE(BEXT_BYTES, BEXT_AT - 4);
  bytes.write('LoaXa speaker', BEXT_AT, 'latin1');
  bytes.write(iso.slice(0, 10), BEXT_AT + DATE_AT, 'latin1');
  bytes.write(iso.slice(11, 19), BEXT_AT + TIME_AT, 'latin1');
  bytes.writeBigUInt64LE(BigInt(Math.round((sinceMidnightMs / 1000) * RATE_HZ)), BEXT_AT + REFERENCE_AT);
  bytes.writeUInt16LE(1, BEXT_AT + VERSION_AT);
  bytes.write('fmt ', FMT_AT - 8, 'latin1');
  bytes.writeUInt32LE(16, FMT_AT - 4);
  bytes.writeUInt16LE(1, FMT_AT);
  bytes.writeUInt16LE(1, FMT_AT + 2);
  bytes.writeUInt32LE(RATE_HZ, FMT_AT + 4);
  bytes.writeUInt32LE(RATE_HZ * FRAME_BYTES, FMT_AT + 8);
  bytes.writeUInt16LE(FRAME_BYTES, FMT_AT + 12);
  bytes.writeUInt16LE(16, FMT_AT + 14);
  bytes.write('data', DATA_AT, 'latin1');
  bytes.writeUInt32LE(dataBytes, DATA_AT + 4);
  return bytes;
}

/** The instant of frame 0 of a header that `wavHeader` made; null for any other bytes. */
export function frame0Of(header: Uint8Array): number | null {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 8, 16) !== 'WAVEbext') return null;
  if (bytes.readUInt32LE(BEXT_AT - 4) !== BEXT_BYTES || bytes.toString('latin1', DATA_AT, DATA_AT + 4) !== 'data')
    return null;
  const dayMs = Date.parse(`${bytes.toString('latin1', BEXT_AT + DATE_AT, BEXT_AT + DATE_AT + 10)}T00:00:00Z`);
  if (Number.isNaN(dayMs)) return null;
  return dayMs + (Number(bytes.readBigUInt64LE(BEXT_AT + REFERENCE_AT)) / RATE_HZ) * 1000;
}
