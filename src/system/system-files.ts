import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Files, type OpenFile, StationError } from '#kernel';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const FAILED = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'ENODEV', 'ENXIO', 'ESTALE', 'EBADMSG', 'EUCLEAN', 'EFBIG']);

/** The disk of this machine. A full disk is STORAGE_FULL, a broken one STORAGE_FAILED; the rest is a bug and is thrown as it is. */
export const systemFiles: Files = {
  read: (path) => coded(async () => unlessMissing(readFile(path))),
  replace: (path, bytes) => coded(() => replace(path, bytes)),
  swap: (path, bytes) => coded(() => putInPlace(path, bytes, async () => undefined)),
  open: (path, mode) => coded(async () => openFile(await openHandle(path, mode))),
  move: (from, to) => coded(() => move(from, to)),
  remove: (path) => coded(() => rm(path, { force: true })),
  size: (path) => coded(async () => (await unlessMissing(stat(path)))?.size ?? null),
  list: (folder) => coded(async () => ((await unlessMissing(readdir(folder))) ?? []).sort()),
  makeFolder: (folder) => coded(async () => void (await mkdir(folder, { recursive: true, mode: 0o750 }))),
  removeFolder: (folder) => coded(() => rm(folder, { recursive: true, force: true })),
  freeBytes: (folder) =>
    coded(async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    }),
};

/** Says a fault of the disk in the words of the station. */
export function storageFault(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (FULL.has(code)) return new StationError('STORAGE_FULL', {}, error);
  if (FAILED.has(code)) return new StationError('STORAGE_FAILED', {}, error);
  return error;
}

async function coded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw storageFault(error);
  }
}

async function unlessMissing<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  await putInPlace(path, bytes, (handle) => handle.sync());
  await syncFolder(dirname(path));
}

/** Writes beside the file and gives that its name; `settle` comes between the two. */
async function putInPlace(path: string, bytes: Uint8Array, settle: (handle: FileHandle) => Promise<void>) {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o640);
    try {
      await handle.writeFile(bytes);
      await settle(handle);
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
  if (dirname(from) !== dirname(to)) await syncFolder(dirname(from));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openHandle(path: string, mode: 'read' | 'write'): Promise<FileHandle> {
  if (mode === 'read') return open(path, 'r');
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return open(path, 'w+', 0o640);
  }
}

function openFile(handle: FileHandle): OpenFile {
  return {
    read: (buffer, position) => coded(async () => (await handle.read(buffer, 0, buffer.length, position)).bytesRead),
    write: (bytes, position) =>
      coded(async () => {
        for (let done = 0; done < bytes.length; ) {
          done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
        }
      }),
    truncate: (bytes) => coded(() => handle.truncate(bytes)),
    sync: () => coded(() => handle.sync()),
    size: () => coded(async () => (await handle.stat()).size),
    close: () => coded(() => handle.close()),
  };
}
