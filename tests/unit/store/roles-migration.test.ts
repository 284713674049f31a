import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../../src/store/migrate.ts';
import * as first from '../../../src/store/migrations/0001-first-sound.ts';
import * as second from '../../../src/store/migrations/0002-right-to-the-air.ts';
import * as third from '../../../src/store/migrations/0003-fm.ts';

test('an upgrade takes no right from anybody: what one verb allowed is now several', () => {
  const sqlite = new Database(':memory:');
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec('create table migrations (name text primary key, applied_order integer not null) strict');
  for (const [order, { name, statements }] of [first, second, third].entries()) {
    for (const statement of statements) sqlite.exec(statement);
    sqlite.prepare('insert into migrations values (?, ?)').run(name, order);
  }
  sqlite.exec(`
    insert into areas (id, kind, name, created_at) values ('are_1', 'thôn', 'Thôn Đông', 1);
    insert into accounts (id, name, password_phc, created_at) values ('acc_1', 'trực', 'x', 1), ('acc_2', 'giờ', 'x', 1),
      ('acc_3', 'người', 'x', 1), ('acc_4', 'người thôn', 'x', 1), ('acc_5', 'không', 'x', 1);
    insert into rights (account_id, area_id, verb, granted_by, created_at) values
      ('acc_1', 'are_1', 'operate', 'acc_3', 7), ('acc_2', 'are_1', 'gate', null, 7), ('acc_2', null, 'live', null, 8),
      ('acc_3', null, 'people', null, 7), ('acc_4', 'are_1', 'people', null, 7);`);
  migrate(sqlite);
  const held = (id: string) =>
    sqlite
      .prepare(`select verb || ' ' || coalesce(area_id, 'station') from rights where account_id = ? order by 1`)
      .pluck()
      .all(id);
  expect(held('acc_1')).toEqual(
    ['approve', 'confirm', 'edit', 'equip', 'operate', 'read'].map((verb) => `${verb} are_1`),
  );
  expect(held('acc_2')).toEqual(['gate are_1', 'live station', 'read are_1', 'read station']);
  expect(held('acc_3')).toEqual(['inspect station', 'maintain station', 'people station', 'read station']);
  expect(held('acc_4')).toEqual(['people are_1', 'read are_1']);
  expect(held('acc_5')).toEqual([]);
  const row = sqlite.prepare(`select * from rights where account_id = 'acc_1' and verb = 'edit'`).get();
  expect(row).toMatchObject({ granted_by: 'acc_3', created_at: 7, from_at: null, to_at: null });
});
