import Database from 'better-sqlite3';
import { StationError } from '#kernel';
import { storageFault } from './database.ts';
import { MIGRATION_NAMES } from './migrate.ts';

/** So many pages (of 4 KiB) are copied between two turns of the event loop. */
const PAGES_A_STEP = 128;
/**
 * What must not come alive again in a restored station: whoever was signed in, links and codes that work once, and keys and
 * helpers' codes, of which some may have been taken back since.
 */
const ENDS_WITH_RESTORE = [
  'passkey_challenges',
  'sessions',
  'sign_in_links',
  'idempotency',
  'helper_sessions',
  'helper_codes',
  'api_keys',
];

/** What a database that lies still holds. */
export interface DatabaseFacts {
  /** "ok", or what SQLite found wrong. */
  readonly integrity: string;
  readonly migrations: readonly string[];
  /** Migrations that this program does not know: a newer one made it. */
  readonly unknownMigrations: readonly string[];
  readonly rows: Readonly<Record<string, number>>;
  readonly stationKey: string | null;
  readonly epoch: number;
}

/**
 * Copies a database that may be in use, by this or another process, as it is at one instant. It is read in small steps
 * inside one reading transaction: writers go on and the copy never begins anew. The copy is one file without a log.
 */
export async function snapshotDatabase(path: string, to: string, signal?: AbortSignal): Promise<void> {
  const source = reading(path);
  try {
    source.exec('begin');
    source.prepare('select count(*) from sqlite_schema').get();
    await source.backup(to, {
      progress() {
        signal?.throwIfAborted();
        return PAGES_A_STEP;
      },
    });
    signal?.throwIfAborted();
  } catch (error) {
    throw storageFault(error) ?? error;
  } finally {
    source.close();
  }
  const copy = new Database(to);
  copy.pragma('journal_mode = DELETE');
  copy.close();
}

/** Looks through a database that nobody uses, from end to end; what cannot be read is told as its integrity. */
export function lookInto(path: string): DatabaseFacts {
  const sqlite = reading(path);
  try {
    const list = (sql: string) => sqlite.prepare(sql).pluck().all() as string[];
    const fact = (name: string) =>
      (sqlite.prepare('select value from facts where name = ?').pluck().get(name) as string | undefined) ?? null;
    const found = list('pragma integrity_check');
    const orphans = list('pragma foreign_key_check').length;
    const integrity = orphans > 0 ? `${orphans} rows refer to nothing` : found.join('; ').slice(0, 500);
    const tables = list(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    );
    const rows = tables.map((name): [string, number] => [name, Number(list(`select count(*) from "${name}"`)[0])]);
    const migrations = list('select name from migrations order by applied_order');
    return {
      integrity,
      migrations,
      unknownMigrations: migrations.filter((name) => !MIGRATION_NAMES.includes(name)),
      rows: Object.fromEntries(rows),
      stationKey: fact('station_public_key'),
      epoch: Number(fact('epoch') ?? 0),
    };
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const nothing = { migrations: [], unknownMigrations: [], rows: {}, stationKey: null, epoch: 0 };
    return { integrity: error.code, ...nothing };
  } finally {
    sqlite.close();
  }
}

/**
 * Marks a database as restored: `facts` say to its station that it begins fenced, and what ends with a restore is taken out.
 * Nothing else is changed.
 */
export function markRestored(path: string, facts: Readonly<Record<string, string>>): void {
  const sqlite = new Database(path, { fileMustExist: true });
  try {
    sqlite.pragma('synchronous = FULL');
    sqlite.transaction(() => {
      const tables = new Set(sqlite.prepare("select name from sqlite_schema where type = 'table'").pluck().all());
      for (const table of ENDS_WITH_RESTORE) if (tables.has(table)) sqlite.exec(`delete from ${table}`);
      // The attempt that made this very copy was not over when it was taken, and will not be told of as broken off.
      if (tables.has('backup_runs')) sqlite.exec("delete from backup_runs where state = 'running'");
      sqlite.exec('update endpoints set claim_sha256 = null, claim_expires_at = null, claimed_by_key = null');
      const write = sqlite.prepare(
        'insert into facts (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
      );
      for (const [name, value] of Object.entries(facts)) write.run(name, value);
    })();
  } finally {
    sqlite.close();
  }
}

function reading(path: string): Database.Database {
  try {
    const sqlite = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
    sqlite.pragma('schema_version');
    return sqlite;
  } catch (error) {
    const problem = error instanceof Database.SqliteError ? error.code : String(error);
    throw new StationError('DATABASE_UNREADABLE', { path, problem }, error);
  }
}
