import { crc32 } from 'node:zlib';
import type { Files, OpenFile } from '#kernel';

/**
 * Checksums of a sound file in blocks of 64 KiB, so that a sample that has rotted on the disk is noticed before it is
 * heard, at the cost of the one block that is read anyway.
 */
export const BLOCK_BYTES = 65_536;

/** Reads up to `into.length` bytes from `position`, however many reads that takes. */
export async function readFully(file: OpenFile, into: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < into.length) {
    const count = await file.read(into.subarray(done), position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** The sums of a file as they are kept: length, one sum per block, a sum of all that. */
export async function sumUp(file: OpenFile): Promise<Uint8Array> {
  const bytes = await file.size();
  const sums = [bytes];
  const block = new Uint8Array(BLOCK_BYTES);
  for (let at = 0; at < bytes; at += BLOCK_BYTES) {
    sums.push(crc32(block.subarray(0, await readFully(file, block, at))));
  }
  const text = sums.join(' ');
  return Buffer.from(`${text} ${crc32(text)}`);
}

/** The kept sums of a file; null when there are none, or they are damaged themselves. */
async function readSums(files: Files, path: string): Promise<{ bytes: number; blocks: readonly number[] } | null> {
  const kept = await files.read(path);
  if (!kept) return null;
  const text = Buffer.from(kept).toString('latin1');
  const cut = text.lastIndexOf(' ');
  if (cut < 0 || Number(text.slice(cut + 1)) !== crc32(text.slice(0, cut))) return null;
  const [bytes = 0, ...blocks] = text.slice(0, cut).split(' ').map(Number);
  return { bytes, blocks };
}

/** A sound file that is read block by block, each checked, the next one fetched ahead. */
export class CheckedFile {
  readonly bytes: number;
  readonly #file: OpenFile;
  readonly #sums: readonly number[];
  readonly #ahead = new Map<number, Promise<Uint8Array | null>>();

  private constructor(file: OpenFile, bytes: number, sums: readonly number[]) {
    this.bytes = bytes;
    this.#file = file;
    this.#sums = sums;
  }

  /** Null when the file or its sums are missing, or do not fit each other. */
  static async open(files: Files, path: string, sumsPath: string): Promise<CheckedFile | null> {
    const sums = await readSums(files, sumsPath);
    if (!sums || (await files.size(path)) !== sums.bytes) return null;
    return new CheckedFile(await files.open(path, 'read'), sums.bytes, sums.blocks);
  }

  /** Block `index`, or null when it is not what was written. */
  async block(index: number): Promise<Uint8Array | null> {
    const wanted = this.fetch(index);
    if (index + 1 < this.#sums.length) void this.fetch(index + 1);
    for (const old of this.#ahead.keys()) if (old < index) this.#ahead.delete(old);
    return wanted;
  }

  /** Begins to read a block that will be wanted soon. */
  fetch(index: number): Promise<Uint8Array | null> {
    const fetched = this.#ahead.get(index) ?? this.#read(index).catch(() => null);
    this.#ahead.set(index, fetched);
    return fetched;
  }

  /** True when every block is what was written; null when `signal` came first. */
  async isWhole(signal: AbortSignal): Promise<boolean | null> {
    for (let index = 0; index < this.#sums.length; index++) {
      if (signal.aborted) return null;
      if (!(await this.block(index))) return false;
    }
    return true;
  }

  async close(): Promise<void> {
    await Promise.all(this.#ahead.values());
    await this.#file.close();
  }

  async #read(index: number): Promise<Uint8Array | null> {
    const at = index * BLOCK_BYTES;
    const block = new Uint8Array(Math.min(BLOCK_BYTES, this.bytes - at));
    const count = await readFully(this.#file, block, at);
    return count === block.length && crc32(block) === this.#sums[index] ? block : null;
  }
}
