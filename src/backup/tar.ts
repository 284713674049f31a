/**
 * Headers of the tar format (POSIX.1-1988 "ustar"), which every computer can open without us. Ours are made in one way
 * only, so that a reader can ask for exactly these bytes: whatever was changed in them is seen. Pure.
 */

export const BLOCK_BYTES = 512;
/** An archive ends with two empty blocks. */
export const END_BYTES = 2 * BLOCK_BYTES;

const MOST_PATH_BYTES = 100;
/** Eleven octal digits; larger sizes are written in base 256, as GNU tar does. */
const OCTAL_LIMIT = 8 ** 11;

export interface TarEntry {
  readonly path: string;
  readonly bytes: number;
}

/** How many empty bytes follow `bytes` bytes of a file. */
export function paddingOf(bytes: number): number {
  return (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
}

/** True when a path fits into a header. */
export function fitsTar(path: string): boolean {
  const bytes = Buffer.byteLength(path);
  return bytes > 0 && bytes <= MOST_PATH_BYTES;
}

/** The header of one plain file. */
export function headerOf({ path, bytes }: TarEntry): Uint8Array {
  if (!fitsTar(path)) throw new Error(`a path that does not fit into an archive: ${path}`);
  const block = Buffer.alloc(BLOCK_BYTES);
  block.write(path, 0, MOST_PATH_BYTES, 'utf8');
  block.write('0000640\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  if (bytes < OCTAL_LIMIT) block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(bytes), 128);
  }
  block.write('00000000000\0', 136, 'latin1');
  block.write('        ', 148, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\0', 257, 'latin1');
  block.write('00', 263, 'latin1');
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Reads a header of ours; null when it is anything else. */
export function readHeader(block: Uint8Array): TarEntry | null {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const end = bytes.indexOf(0);
  const path = bytes.toString('utf8', 0, Math.min(end === -1 ? MOST_PATH_BYTES : end, MOST_PATH_BYTES));
  const size =
    bytes[124] === 0x80 ? Number(bytes.readBigUInt64BE(128)) : Number.parseInt(bytes.toString('latin1', 124, 135), 8);
  if (!fitsTar(path) || !Number.isSafeInteger(size) || size < 0) return null;
  const entry = { path, bytes: size };
  return bytes.equals(headerOf(entry)) ? entry : null;
}
