import Database from 'better-sqlite3';
import { Kysely, type Selectable, type Transaction } from 'kysely';
import { StationError } from '#kernel';
import { Dialect } from './dialect.ts';
import { migrate } from './migrate.ts';
import type { Reserve } from './reserve.ts';
import type { Tables } from './schema.ts';

/** What repositories run on: the database, or a transaction of it. Inside a transaction use only the transaction. */
export type Executor = Kysely<Tables> | Transaction<Tables>;
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;

export interface Store {
  readonly db: Kysely<Tables>;
  /**
   * Runs `work` in one transaction; when it resolves, its writes would survive a power cut. On a full disk it gives up
   * the reserve and tries once more; then STORAGE_FULL. Other faults of the disk: STORAGE_FAILED.
   */
  transact<Result>(work: (tx: Executor) => Promise<Result>): Promise<Result>;
  /** Tells which tables were written, each time after that is committed; what was rolled back is not told. Gives back how to stop. */
  whenWritten(hear: (tables: ReadonlySet<string>) => void): () => void;
  /** True while the room kept for the log is still there. */
  hasReserve(): boolean;
  /** True when the database answers. Costs next to nothing: anybody may ask. */
  isSound(): boolean;
  /** Moves the write-ahead log into the database file. */
  checkpoint(): void;
  close(): Promise<void>;
}

/** A fault of the disk as a coded error; null when `error` is something else. */
export function storageFault(error: unknown): StationError | null {
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code === 'SQLITE_FULL') return new StationError('STORAGE_FULL', {}, error);
  return /^SQLITE_(IOERR|READONLY|CANTOPEN)/.test(code) ? new StationError('STORAGE_FAILED', {}, error) : null;
}

/** Opens the file and brings its tables up to date; a file that is no sound database is left as it is. */
function openFile(path: string): Database.Database {
  let sqlite: Database.Database | null = null;
  try {
    sqlite = new Database(path, { timeout: 5000 });
    // The first question goes to the file alone, before anything is written.
    sqlite.pragma('schema_version');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('journal_size_limit = 67108864');
    migrate(sqlite);
    return sqlite;
  } catch (error) {
    sqlite?.close();
    const code = error instanceof Database.SqliteError ? error.code : '';
    if (!/^SQLITE_(NOTADB|CORRUPT|CANTOPEN)/.test(code)) throw storageFault(error) ?? error;
    throw new StationError('DATABASE_UNREADABLE', { path, problem: code }, error);
  }
}

/**
 * Opens the database at `path` (":memory:" for tests), with full sync, and brings its tables up to date.
 * Waits up to 5 s for another process that holds it.
 */
export function openStore(path: string, reserve?: Reserve): Store {
  const sqlite = openFile(path);
  const dialect = new Dialect(sqlite);
  const db = new Kysely<Tables>({ dialect });
  return {
    db,
    async transact(work) {
      const run = () => db.transaction().execute(work);
      return run().catch(async (error: unknown) => {
        const fault = storageFault(error);
        if (fault?.code === 'STORAGE_FULL' && (await reserve?.release())) return run();
        throw fault ?? error;
      });
    },
    whenWritten: (hear) => dialect.writings.hear(hear),
    hasReserve: () => reserve?.isHeld() ?? false,
    isSound() {
      try {
        return sqlite.prepare('select count(*) from migrations').pluck().get() !== 0;
      } catch {
        return false;
      }
    },
    checkpoint: () => void sqlite.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => db.destroy(),
  };
}
