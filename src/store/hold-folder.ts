import Database from 'better-sqlite3';
import { StationError } from '#kernel';

/** A station that is just going away gets so long to be gone. */
const WAIT_MS = 2000;

/**
 * Makes this process the only station on a data folder, until it gives the folder back or dies: the kernel drops the
 * lock of a process that was killed. Throws ALREADY_RUNNING.
 */
export function holdFolder(folder: string): { release(): void } {
  const lock = new Database(`${folder}/station.lock`, { timeout: WAIT_MS });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    const isHeld = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    throw isHeld ? new StationError('ALREADY_RUNNING', { folder }, error) : error;
  }
  return { release: () => void lock.close() };
}
