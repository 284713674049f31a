import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { type Files, notFound } from '#kernel';

const READ_BYTES = 256 * 1024;

/** Sends a file to be kept under this name. Who goes away in the middle is no fault. */
export async function sendWhole(files: Files, response: Response, path: string, name: string): Promise<void> {
  const bytes = await files.size(path);
  if (bytes === null) throw notFound('backup');
  response
    .set({ 'cache-control': 'no-store', 'content-length': String(bytes) })
    .attachment(name)
    .type('application/octet-stream');
  await pipeline(Readable.from(piecesOf(files, path, bytes)), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}

async function* piecesOf(files: Files, path: string, bytes: number): AsyncGenerator<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    for (let at = 0; at < bytes; ) {
      const buffer = new Uint8Array(Math.min(READ_BYTES, bytes - at));
      const read = await file.read(buffer, at);
      if (read === 0) throw new Error(`${path} became shorter while it was sent`);
      at += read;
      yield buffer.subarray(0, read);
    }
  } finally {
    await file.close();
  }
}
