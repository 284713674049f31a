import type Database from 'better-sqlite3';
import * as first from './migrations/0001-first-sound.ts';

const MIGRATIONS = [first];

/** Applies the migrations that this database has not seen, each in one transaction, in order. */
export function migrate(sqlite: Database.Database): void {
  sqlite.exec('create table if not exists migrations (name text primary key, applied_order integer not null) strict');
  const seen = new Set(sqlite.prepare('select name from migrations').pluck().all() as string[]);
  for (const [order, migration] of MIGRATIONS.entries()) {
    if (seen.has(migration.name)) continue;
    sqlite.transaction(() => {
      for (const statement of migration.statements) sqlite.exec(statement);
      sqlite.prepare('insert into migrations (name, applied_order) values (?, ?)').run(migration.name, order);
    })();
  }
}
