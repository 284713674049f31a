import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../../src/store/migrate.ts';
import * as first from '../../../src/store/migrations/0001-first-sound.ts';

/** What one verb, or the power over people, allowed before it was taken apart. */
const SPLIT = ['approve', 'confirm', 'edit', 'equip', 'inspect', 'maintain', 'read'];

/** A database as the first version of the program left it, with one of everything that refers to something. */
function oldDatabase(): Database.Database {
  const sqlite = new Database(':memory:');
  sqlite.exec('create table migrations (name text primary key, applied_order integer not null) strict');
  for (const statement of first.statements) sqlite.exec(statement);
  sqlite.prepare('insert into migrations values (?, 0)').run(first.name);
  sqlite.exec(`
    insert into accounts values ('acc_1', 'cán bộ', 'phc', 1);
    insert into endpoints (id, name, protocol, created_at) values ('end_1', 'Cụm loa', 'link', 1);
    insert into recordings (id, title, sha256, bytes, state, created_at) values ('rec_1', 'r', 's', 1, 'ready', 1);
    insert into programmes (id, name, kind, created_at) values ('prg_1', 'Bản tin xã', 'bulletin', 1);
    insert into bulletins (id, title, programme_id, recording_id, created_at) values ('bul_1', 'b', 'prg_1', 'rec_1', 1);
    insert into rules (id, title, bulletin_id, zone_ids, pattern, created_at) values ('rul_1', 't', 'bul_1', '[]', '{}', 1);
    insert into occurrences (rule_id, local_date, local_time, planned_at, state) values ('rul_1', '2026-01-01', '05:00', 5, 'planned');
    insert into broadcasts (id, title, bulletin_id, origin, level, kind, planned_at, not_after, duration_ms, interruption,
      running_order, state, accepted_at) values ('brc_1', 't', 'bul_1', 'schedule', 'scheduled', 'bulletin', 5, 6, 1, 'resume',
      '{"items":[],"durationMs":1}', 'planned', 1);
    insert into deliveries (id, broadcast_id, endpoint_id, state, evidence, updated_at)
      values ('dlv_1', 'brc_1', 'end_1', 'planned', 'E0', 1);`);
  return sqlite;
}

test('a station of the first version keeps everything, and its references are watched again', () => {
  const sqlite = oldDatabase();
  migrate(sqlite);
  const one = (sql: string) => sqlite.prepare(sql).get();
  expect(one('select title, bulletin_id, programme_id, precedence, variants from broadcasts')).toEqual({
    ...{ title: 't', bulletin_id: 'bul_1', programme_id: 'prg_1', precedence: 0, variants: '{}' },
  });
  expect(one('select broadcast_id, variant from deliveries')).toEqual({ broadcast_id: 'brc_1', variant: '' });
  expect(one('select bulletin_id, template_id, cut_in_after_ms from rules')).toEqual({
    ...{ bulletin_id: 'bul_1', template_id: null, cut_in_after_ms: null },
  });
  expect(one('select count(*) as n from occurrences')).toEqual({ n: 1 });
  expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(() => sqlite.exec("update deliveries set broadcast_id = 'brc_2'")).toThrow('FOREIGN KEY');
});

test('whoever had an account may go on doing everything', () => {
  const sqlite = oldDatabase();
  migrate(sqlite);
  const verbs = sqlite.prepare("select verb from rights where account_id = 'acc_1' order by verb").pluck().all();
  expect(verbs).toEqual(['authority', 'emergency', 'gate', 'live', 'operate', 'people', ...SPLIT].sort());
});

test('migrating twice changes nothing', () => {
  const sqlite = oldDatabase();
  migrate(sqlite);
  const tables = () => sqlite.prepare('select sql from sqlite_master order by name').pluck().all();
  const before = tables();
  migrate(sqlite);
  expect(tables()).toEqual(before);
});
