import { type Files, StationError } from '#kernel';

/** So much stays free for the station itself: a backup is worth less than the log of tomorrow. */
const LEAVE_FREE_BYTES = 256 * 1024 * 1024;
/** The disk is asked again after so much was written. */
const LOOK_AGAIN_BYTES = 32 * 1024 * 1024;

/** Looks after the room that must stay on the disk on which `path` is made. */
export class Room {
  readonly #files: Files;
  readonly #folder: string;
  readonly #leave: number;
  #uncounted = 0;

  constructor(files: Files, path: string, leaveFreeBytes: number = LEAVE_FREE_BYTES) {
    this.#files = files;
    this.#folder = path.slice(0, path.lastIndexOf('/')) || '/';
    this.#leave = leaveFreeBytes;
  }

  /** Throws BACKUP_NO_ROOM unless `bytes` more leave enough free. */
  async demand(bytes: number): Promise<void> {
    const free = await this.#files.freeBytes(this.#folder);
    const missing = bytes + this.#leave - free;
    if (missing > 0) throw new StationError('BACKUP_NO_ROOM', { missingMb: Math.ceil(missing / 1024 ** 2) });
  }

  /** So much was written: the disk is asked again now and then. */
  async wrote(bytes: number): Promise<void> {
    this.#uncounted += bytes;
    if (this.#uncounted < LOOK_AGAIN_BYTES) return;
    this.#uncounted = 0;
    await this.demand(0);
  }
}
