import { createHash } from 'node:crypto';
import type { Files } from '#kernel';

const BLOCK_BYTES = 256 * 1024;

/** SHA-256 (lowercase hex) of a file, read in blocks; the event loop breathes between them. */
export async function fileSha256(files: Files, path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await files.open(path, 'read');
  try {
    const block = new Uint8Array(BLOCK_BYTES);
    for (let position = 0; ; ) {
      const count = await file.read(block, position);
      if (count === 0) return hash.digest('hex');
      hash.update(block.subarray(0, count));
      position += count;
    }
  } finally {
    await file.close();
  }
}

/** Up to `count` bytes of a file from `position`. */
export async function readSome(files: Files, path: string, position: number, count: number): Promise<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    const bytes = new Uint8Array(count);
    let done = 0;
    while (done < count) {
      const more = await file.read(bytes.subarray(done), position + done);
      if (more === 0) break;
      done += more;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}
