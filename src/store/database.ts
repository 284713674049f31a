import Database from 'better-sqlite3';
import { Kysely, type Selectable, SqliteDialect, type Transaction } from 'kysely';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';

/** What repositories run on: the database, or a transaction of it. Inside a transaction use only the transaction. */
export type Executor = Kysely<Tables> | Transaction<Tables>;
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;

export interface Store {
  readonly db: Kysely<Tables>;
  /** Runs `work` in one transaction; when it resolves, its writes would survive a power cut. */
  transact<Result>(work: (tx: Executor) => Promise<Result>): Promise<Result>;
  /** True when the database answers and its pages are sound. */
  isSound(): boolean;
  /** Moves the write-ahead log into the database file. */
  checkpoint(): void;
  close(): Promise<void>;
}

/**
 * Opens the database at `path` (":memory:" for tests), with full sync, and brings its tables up to date.
 * Waits up to 5 s for another process that holds it.
 */
export function openStore(path: string): Store {
  const sqlite = new Database(path, { timeout: 5000 });
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('journal_size_limit = 67108864');
  migrate(sqlite);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  return {
    db,
    transact: (work) => db.transaction().execute(work),
    isSound() {
      return sqlite.open && sqlite.pragma('quick_check(1)', { simple: true }) === 'ok';
    },
    checkpoint: () => void sqlite.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => db.destroy(),
  };
}
