import type Database from 'better-sqlite3';
import * as first from './migrations/0001-first-sound.ts';
import * as second from './migrations/0002-right-to-the-air.ts';
import * as third from './migrations/0003-fm.ts';
import * as audit from './migrations/0004-audit.ts';
import * as approval from './migrations/0006-approval.ts';
import * as signIn from './migrations/0007-sign-in.ts';
import * as keys from './migrations/0008-keys.ts';
import * as areas from './migrations/0009-areas.ts';
import * as roles from './migrations/0010-roles.ts';
import * as passkeys from './migrations/0011-passkeys.ts';
import * as backups from './migrations/0012-backups.ts';
import * as returned from './migrations/0013-returned-content.ts';
import * as faults from './migrations/0014-faults.ts';
import * as map from './migrations/0015-map.ts';
import * as spoken from './migrations/0016-spoken-texts.ts';
import * as asked from './migrations/0017-asked-once.ts';

const MIGRATIONS = [
  first,
  second,
  third,
  audit,
  approval,
  signIn,
  keys,
  areas,
  roles,
  passkeys,
  backups,
  returned,
  faults,
  map,
  spoken,
  asked,
];
export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map((one) => one.name);

/**
 * Applies the migrations that this database has not seen, each in one transaction, in order. A table is changed by making
 * it anew, so references are not watched meanwhile, and looked through before the transaction ends.
 */
export function migrate(sqlite: Database.Database): void {
  sqlite.exec('create table if not exists migrations (name text primary key, applied_order integer not null) strict');
  const seen = new Set(sqlite.prepare('select name from migrations').pluck().all() as string[]);
  sqlite.pragma('foreign_keys = OFF');
  for (const [order, migration] of MIGRATIONS.entries()) {
    if (seen.has(migration.name)) continue;
    sqlite.transaction(() => {
      for (const statement of migration.statements) sqlite.exec(statement);
      const broken = sqlite.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0) throw new Error(`${migration.name}: ${broken.length} rows refer to nothing`);
      sqlite.prepare('insert into migrations (name, applied_order) values (?, ?)').run(migration.name, order);
    })();
  }
  sqlite.pragma('foreign_keys = ON');
}
