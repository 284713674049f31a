import type Database from 'better-sqlite3';
import { type DatabaseConnection, type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import { Writings } from './writings.ts';

/** Statements that are kept prepared; those with long lists of values would only fill the memory. */
const KEPT_STATEMENTS = 500;
const KEPT_SQL_LENGTH = 2000;

/** Kysely's lock wakes everybody who waits each time it is let go: quadratic. This dialect forms a line instead. */
class OwnLineAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** SQLite for a station: first come, first served on the one connection, and a failing disk is told as what it is. */
export class Dialect extends SqliteDialect {
  readonly #sqlite: Database.Database;
  /** Which tables were written, told once that is committed. */
  readonly writings = new Writings();

  #noted: DatabaseConnection | null = null;

  constructor(sqlite: Database.Database) {
    super({ database: { close: () => sqlite.close(), prepare: preparer(sqlite) } });
    this.#sqlite = sqlite;
  }

  override createAdapter(): SqliteAdapter {
    return new OwnLineAdapter();
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const rollback = driver.rollbackTransaction.bind(driver);
    // A failing disk ends a transaction by itself: then nothing is rolled back, so that the fault itself is told.
    driver.rollbackTransaction = async (connection: DatabaseConnection) => {
      this.writings.rolledBack();
      if (this.#sqlite.inTransaction) await rollback(connection);
    };
    const acquire = driver.acquireConnection.bind(driver);
    let last: Promise<void> = Promise.resolve();
    let letNextIn: () => void = () => undefined;
    driver.acquireConnection = async (options) => {
      const before = last;
      const mine = Promise.withResolvers<void>();
      last = mine.promise;
      await before;
      letNextIn = mine.resolve;
      return this.#noting(await acquire(options));
    };
    const commit = driver.commitTransaction.bind(driver);
    driver.commitTransaction = async (connection: DatabaseConnection) => {
      await commit(connection);
      this.writings.committed();
    };
    driver.releaseConnection = async () => letNextIn();
    return driver;
  }

  /** There is one connection: what it writes is noted from the first time on that it is given out. */
  #noting(connection: DatabaseConnection): DatabaseConnection {
    if (this.#noted === connection) return connection;
    this.#noted = connection;
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = async <R>(...asked: Parameters<DatabaseConnection['executeQuery']>) => {
      const result = await execute<R>(...asked);
      this.writings.ran(asked[0].sql, this.#sqlite.inTransaction);
      return result;
    };
    return connection;
  }
}

function preparer(sqlite: Database.Database): (sql: string) => Database.Statement {
  const kept = new Map<string, Database.Statement>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = sqlite.prepare(sql);
    if (sql.length <= KEPT_SQL_LENGTH && kept.size < KEPT_STATEMENTS) kept.set(sql, statement);
    return statement;
  };
}
