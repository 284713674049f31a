import { newId, StationError, type World } from '#kernel';
import type { Store } from '#store';
import { fileSha256 } from './file-hash.ts';
import { type MediaFolders, originalPath, partPath } from './folders.ts';
import { recordingMachine } from './recording-machine.ts';
import { findRecordingBySha256, insertRecording, readRecording, setState } from './recording-store.ts';
import type { MediaSettings } from './settings.ts';
import { cleanTitle } from './title.ts';
import {
  abandonedUploads,
  deleteUpload,
  insertUpload,
  readUpload,
  setReceived,
  setUploadRecording,
  type Upload,
} from './upload-store.ts';

const CHECKPOINT_BYTES = 8 * 1024 * 1024;
const ABANDONED_AFTER_MS = 7 * 86_400_000;
/** The database and the log must still have room when a file has filled the disk. */
const RESERVED_BYTES = 64 * 1024 * 1024;

/** Takes uploads in, piece by piece, over any number of connections and restarts. Holds no file in memory. */
export class Intake {
  readonly #world: World;
  readonly #store: Store;
  readonly #folders: MediaFolders;
  readonly #settings: MediaSettings;
  readonly #onReceived: (recordingId: string) => void;
  readonly #busy = new Set<string>();

  constructor(parts: {
    world: World;
    store: Store;
    folders: MediaFolders;
    settings: MediaSettings;
    onReceived: (recordingId: string) => void;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#folders = parts.folders;
    this.#settings = parts.settings;
    this.#onReceived = parts.onReceived;
  }

  /** Announces a file. Throws MEDIA_EMPTY, UPLOAD_TOO_LARGE, STORAGE_FULL or REQUEST_INVALID. */
  async create(wish: { title: string; totalBytes: number; sha256?: string | undefined }): Promise<Upload> {
    const { uploadMaxBytes } = this.#settings;
    const { clock, random, files } = this.#world;
    if (!Number.isSafeInteger(wish.totalBytes) || wish.totalBytes < 0) {
      throw new StationError('REQUEST_INVALID', { field: 'totalBytes', problem: 'is not a number of bytes' });
    }
    if (wish.totalBytes === 0) throw new StationError('MEDIA_EMPTY');
    if (wish.totalBytes > uploadMaxBytes) {
      throw new StationError('UPLOAD_TOO_LARGE', { limitMb: Math.floor(uploadMaxBytes / 1024 ** 2) });
    }
    const sha256 = wish.sha256?.toLowerCase() ?? null;
    if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) {
      throw new StationError('REQUEST_INVALID', { field: 'sha256', problem: 'is not 64 hexadecimal digits' });
    }
    const title = cleanTitle(wish.title);
    if ((await files.freeBytes(this.#folders.uploads)) < wish.totalBytes + RESERVED_BYTES) {
      throw new StationError('STORAGE_FULL');
    }
    const id = newId('upload', clock, random);
    await insertUpload(this.#store.db, { id, title, totalBytes: wish.totalBytes, sha256 }, clock.wallMs());
    return this.status(id);
  }

  /** How far an upload is. Throws NOT_FOUND. */
  async status(uploadId: string): Promise<Upload> {
    const upload = await readUpload(this.#store.db, uploadId);
    if (upload === null) throw new StationError('NOT_FOUND', { what: 'upload' });
    return upload;
  }

  /**
   * Adds bytes at `offset`, which must be where the last ones ended. A sender that breaks off keeps what it sent. Only
   * one sender at a time: a second is told the offset. Throws UPLOAD_OFFSET, UPLOAD_FINISHED, UPLOAD_CHECKSUM,
   * REQUEST_TOO_LARGE, STORAGE_FULL, NOT_FOUND.
   */
  async append(uploadId: string, offset: number, chunks: AsyncIterable<Uint8Array>): Promise<Upload> {
    const upload = await this.status(uploadId);
    if (upload.recordingId !== null) throw new StationError('UPLOAD_FINISHED');
    if (this.#busy.has(uploadId) || offset !== upload.receivedBytes) {
      throw new StationError('UPLOAD_OFFSET', { expected: upload.receivedBytes });
    }
    this.#busy.add(uploadId);
    try {
      // Another sender may have ended between the reading and the seat.
      const { receivedBytes } = await this.status(uploadId);
      if (offset !== receivedBytes) throw new StationError('UPLOAD_OFFSET', { expected: receivedBytes });
      await this.#write(upload, chunks);
      const after = await this.status(uploadId);
      if (after.receivedBytes === after.totalBytes) await this.#finish(after);
      return await this.status(uploadId);
    } finally {
      this.#busy.delete(uploadId);
    }
  }

  /** Puts right what a crash left: files that were on their way, and uploads that nobody came back to. */
  async recover(): Promise<void> {
    const { files, clock } = this.#world;
    for (const folder of Object.values(this.#folders)) await files.makeFolder(folder);
    for (const id of await abandonedUploads(this.#store.db, clock.wallMs() - ABANDONED_AFTER_MS)) {
      await deleteUpload(this.#store.db, id);
    }
    for (const name of await files.list(this.#folders.uploads)) {
      const upload = await readUpload(this.#store.db, name.replace(/\.part$/, ''));
      if (upload === null) await files.remove(`${this.#folders.uploads}/${name}`);
      else if (upload.recordingId !== null) await this.#settle(upload.id, upload.recordingId);
      else if (upload.receivedBytes === upload.totalBytes) await this.#finish(upload).catch(() => {});
    }
  }

  async #write(upload: Upload, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const { files, clock } = this.#world;
    const path = partPath(this.#folders, upload.id);
    const file = await files.open(path, 'write');
    let position = upload.receivedBytes;
    let safe = position;
    const checkpoint = async () => {
      if (position === safe) return;
      await file.sync();
      await setReceived(this.#store.db, upload.id, position, clock.wallMs());
      safe = position;
    };
    try {
      // A part that is shorter than its row lost bytes that we promised; begin again from what is there.
      const size = await file.size();
      if (size < position) {
        await setReceived(this.#store.db, upload.id, size, clock.wallMs());
        throw new StationError('UPLOAD_OFFSET', { expected: size });
      }
      for await (const chunk of chunks) {
        if (position + chunk.length > upload.totalBytes) {
          throw new StationError('REQUEST_TOO_LARGE', { limit: upload.totalBytes });
        }
        await file.write(chunk, position);
        position += chunk.length;
        if (position - safe >= CHECKPOINT_BYTES) await checkpoint();
      }
      await checkpoint();
    } catch (error) {
      if (error instanceof StationError && error.code.startsWith('STORAGE_')) {
        // Room for the rest of the station comes before this upload.
        await files.remove(path).catch(() => {});
        await setReceived(this.#store.db, upload.id, 0, clock.wallMs()).catch(() => {});
      } else if (!(error instanceof StationError)) await checkpoint();
      throw error;
    } finally {
      await file.close();
    }
  }

  async #finish(upload: Upload): Promise<void> {
    const { files, clock, random } = this.#world;
    const path = partPath(this.#folders, upload.id);
    const sha256 = await fileSha256(files, path);
    if (upload.sha256 !== null && upload.sha256 !== sha256) {
      await setReceived(this.#store.db, upload.id, 0, clock.wallMs());
      await files.remove(path);
      throw new StationError('UPLOAD_CHECKSUM');
    }
    // The row first, then the file: after a crash in between, `recover` finds both and knows where the file belongs.
    const recordingId = await this.#store.transact(async (tx) => {
      const same = await findRecordingBySha256(tx, sha256);
      const id = same?.id ?? newId('recording', clock, random);
      if (same === null) {
        const created = { id, title: upload.title, sha256, bytes: upload.totalBytes, createdAt: clock.wallMs() };
        await insertRecording(tx, created);
      } else if (same.state === 'refused') await setState(tx, id, recordingMachine.apply(same.state, 'again'));
      await setUploadRecording(tx, upload.id, id);
      return id;
    });
    await this.#settle(upload.id, recordingId);
  }

  /** Moves the bytes of a finished upload to where its recording looks for them. */
  async #settle(uploadId: string, recordingId: string): Promise<void> {
    const { files } = this.#world;
    const recording = await readRecording(this.#store.db, recordingId);
    if (recording === null) throw new Error(`upload ${uploadId} names the missing recording ${recordingId}`);
    const target = originalPath(this.#folders, recording.sha256);
    const part = partPath(this.#folders, uploadId);
    if ((await files.size(target)) === recording.bytes) await files.remove(part);
    else await files.move(part, target);
    if (recording.state === 'received') this.#onReceived(recordingId);
  }
}
