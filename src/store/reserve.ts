import type { Files } from '#kernel';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Room on the disk that is kept for the log: a file that is given up when the disk is full, so that what was heard can
 * still be written down.
 */
export interface Reserve {
  isHeld(): boolean;
  /** Gives the room up; false when it was given up before. */
  release(): Promise<boolean>;
}

/** Takes the reserve if the disk has four times as much to spare; a disk that is nearly full keeps its last room. */
export async function holdReserve(files: Files, folder: string, bytes: number): Promise<Reserve> {
  const path = `${folder}/reserve.bin`;
  let isHeld = bytes > 0 && (await files.size(path)) === bytes;
  if (!isHeld && bytes > 0 && (await files.freeBytes(folder)) > 4 * bytes) {
    const file = await files.open(path, 'write');
    const chunk = new Uint8Array(CHUNK_BYTES).fill(0x55);
    for (let at = 0; at < bytes; at += CHUNK_BYTES)
      await file.write(chunk.subarray(0, Math.min(CHUNK_BYTES, bytes - at)), at);
    await file.sync();
    await file.close();
    isHeld = true;
  }
  return {
    isHeld: () => isHeld,
    async release() {
      if (!isHeld) return false;
      isHeld = false;
      await files.remove(path);
      return true;
    },
  };
}
