import { createHash } from 'node:crypto';
import { FRAME_BYTES, FRAME_MS } from '#feed';
import type { OpenFile, World } from '#kernel';

/** What went out, as it lies on the disk. */
export interface Recorded {
  readonly ms: number;
  readonly bytes: number;
  readonly sha256: string;
}

const SYNC_EVERY_MS = 3000;
/** A disk that is so far behind gets no more: the voice goes before its recording. */
const MOST_PENDING_BYTES = 1024 * 1024;
const READ_BYTES = 256 * 1024;

export const evidencePath = (dataFolder: string, sessionId: string) => `${dataFolder}/live/${sessionId}.mp3`;

/**
 * Writes the frames of a session to its file as they go out, and syncs every few seconds. A disk that fails ends the
 * recording where it is, never the session.
 */
export class Evidence {
  readonly #world: World;
  readonly #path: string;
  readonly #mostBytes: number;
  readonly #hash = createHash('sha256');
  #file: OpenFile | null = null;
  #work: Promise<void>;
  #pendingBytes = 0;
  #bytes = 0;
  #syncedMs = 0;
  #isOver: boolean = false;

  constructor(world: World, path: string, mostBytes: number) {
    this.#world = world;
    this.#path = path;
    this.#mostBytes = mostBytes;
    this.#work = this.#guarded(async () => {
      this.#file = await world.files.open(path, 'write');
      await this.#file.truncate(0);
      this.#syncedMs = world.clock.monoMs();
    });
  }

  /** Takes whole frames. Never throws, never waits. */
  take(frames: Uint8Array): void {
    if (this.#isOver) return;
    if (this.#pendingBytes + frames.length > MOST_PENDING_BYTES) {
      this.#giveUp('the disk is too slow');
      return;
    }
    this.#pendingBytes += frames.length;
    this.#work = this.#work.then(() => this.#write(frames));
  }

  /** Waits until all is on the disk; answers what is there. Null: nothing could be kept. */
  async close(): Promise<Recorded | null> {
    await this.#work;
    this.#isOver = true;
    const file = this.#file;
    if (!file) return null;
    await this.#guarded(async () => {
      // What a full disk took of a piece that did not fit is no frame.
      await file.truncate(this.#bytes);
      await file.sync();
    });
    await file.close().catch(() => undefined);
    return this.#bytes === 0 ? null : recorded(this.#bytes, this.#hash.digest('hex'));
  }

  async #write(frames: Uint8Array): Promise<void> {
    this.#pendingBytes -= frames.length;
    const part = frames.subarray(0, Math.max(0, this.#mostBytes - this.#bytes));
    const file = this.#file;
    if (this.#isOver || !file || part.length === 0) return;
    await this.#guarded(async () => {
      await file.write(part, this.#bytes);
      this.#bytes += part.length;
      this.#hash.update(part);
      const now = this.#world.clock.monoMs();
      if (now - this.#syncedMs < SYNC_EVERY_MS) return;
      this.#syncedMs = now;
      await file.sync();
    });
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#giveUp(String(error));
    }
  }

  #giveUp(problem: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#world.logger.error('a live session is not recorded any further', { path: this.#path, problem });
  }
}

function recorded(bytes: number, sha256: string): Recorded {
  return { ms: (bytes / FRAME_BYTES) * FRAME_MS, bytes, sha256 };
}

/** What a life that broke off left on the disk: its whole frames. Null: nothing. */
export async function salvage(world: World, path: string): Promise<Recorded | null> {
  const size = await world.files.size(path);
  const bytes = Math.floor((size ?? 0) / FRAME_BYTES) * FRAME_BYTES;
  if (bytes === 0) return null;
  const file = await world.files.open(path, 'write');
  try {
    if (bytes !== size) await file.truncate(bytes);
    const hash = createHash('sha256');
    const buffer = new Uint8Array(READ_BYTES);
    for (let at = 0; at < bytes; ) {
      const count = Math.min(await file.read(buffer, at), bytes - at);
      if (count === 0) break;
      hash.update(buffer.subarray(0, count));
      at += count;
    }
    await file.sync();
    return recorded(bytes, hash.digest('hex'));
  } finally {
    await file.close();
  }
}
