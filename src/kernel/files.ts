/** The disk as an argument. Paths are absolute. What a person must not lose is written with `replace` or synced. */

/** An open file. Positions are bytes from the start. */
export interface OpenFile {
  /** Reads into `buffer` from `position`; gives the number of bytes read, 0 at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Writes all of `bytes` at `position`. Throws STORAGE_FULL when the disk has no room. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** Returns when what was written would survive a power cut. */
  sync(): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface Files {
  /** The whole file, or null when there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Puts `bytes` in place of the file at once and durably: temporary name, sync, rename, sync of the folder. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * The same without waiting for the disk: who reads finds the old bytes or the new ones, whole; after a power cut it may be
   * either, or damaged. For what can be made again.
   */
  swap(path: string, bytes: Uint8Array): Promise<void>;
  /** Opens for reading, or for reading and writing (created when missing, never truncated). */
  open(path: string, mode: 'read' | 'write'): Promise<OpenFile>;
  /** Renames durably; the target is replaced. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file; a missing one is not an error. */
  remove(path: string): Promise<void>;
  /** Bytes of a file, or null when there is none. */
  size(path: string): Promise<number | null>;
  /** Names in a folder, sorted; none when the folder is missing. */
  list(folder: string): Promise<string[]>;
  makeFolder(folder: string): Promise<void>;
  /** Removes a folder with everything in it; a missing one is not an error. */
  removeFolder(folder: string): Promise<void>;
  /** Bytes that can still be written below `folder`. */
  freeBytes(folder: string): Promise<number>;
}
