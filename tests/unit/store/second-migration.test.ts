import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '#store';
import * as first from '../../../src/store/migrations/0001-first-sound.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loaxa-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('whoever had an account before there were rights may do everything, everywhere', async () => {
  const path = join(folder, 'station.db');
  const old = new Database(path);
  for (const statement of first.statements) old.exec(statement);
  old.exec('create table migrations (name text primary key, applied_order integer not null) strict');
  old.prepare('insert into migrations values (?, 0)').run(first.name);
  old
    .prepare('insert into accounts (id, name, password_phc, created_at) values (?, ?, ?, ?)')
    .run('acc_1', 'Lan', 'x', 7);
  old.close();
  const store = openStore(path);
  const rights = await store.db.selectFrom('rights').selectAll().orderBy('verb').execute();
  expect(rights.map((row) => [row.account_id, row.area_id, row.verb])).toEqual(
    [
      'authority',
      'emergency',
      'gate',
      'live',
      'operate',
      'people',
      ...['approve', 'confirm', 'edit', 'equip', 'inspect', 'maintain', 'read'],
    ]
      .sort()
      .map((verb) => ['acc_1', null, verb]),
  );
  await store.close();
});
