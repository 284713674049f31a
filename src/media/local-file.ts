import { type Files, StationError } from '#kernel';
import type { MediaLibrary } from './media-library.ts';
import type { Recording } from './recording-store.ts';

const PIECE_BYTES = 256 * 1024;

/** Brings a file of this machine in by the same door as an upload, and waits until it was checked. Throws NOT_FOUND. */
export async function takeInFile(files: Files, media: MediaLibrary, path: string, title: string): Promise<Recording> {
  const totalBytes = await files.size(path);
  if (totalBytes === null) throw new StationError('NOT_FOUND', { what: path });
  const upload = await media.createUpload({ title, totalBytes });
  const { recordingId } = await media.append(upload.id, 0, pieces(files, path));
  if (recordingId === null) throw new Error(`upload ${upload.id} is complete and did not become a recording`);
  return media.whenChecked(recordingId);
}

async function* pieces(files: Files, path: string): AsyncGenerator<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    for (let at = 0; ; ) {
      const buffer = new Uint8Array(PIECE_BYTES);
      const count = await file.read(buffer, at);
      if (count === 0) return;
      at += count;
      yield buffer.subarray(0, count);
    }
  } finally {
    await file.close();
  }
}
