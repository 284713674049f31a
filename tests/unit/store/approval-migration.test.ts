/** What an old station held goes on as approved, bound to what it said when the station first started with approval. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ApprovalDesk, changed } from '#approval';
import { findApprovals } from '#programme';
import { openStore, type Store } from '#store';
import * as first from '../../../src/store/migrations/0001-first-sound.ts';
import * as second from '../../../src/store/migrations/0002-right-to-the-air.ts';
import * as third from '../../../src/store/migrations/0003-fm.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const clock = new VirtualClock();
const world = { clock, logger: { info: () => undefined } } as unknown as ConstructorParameters<
  typeof ApprovalDesk
>[0]['world'];
let folder = '';
let store: Store;

const recording = (id: string, trim = 0) =>
  `insert into recordings (id, title, sha256, bytes, state, trim_head_ms, created_at) values ('${id}', '${id}', 'sha-${id}', 1, 'ready', ${trim}, 5);`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loaxa-old-'));
  const sqlite = new Database(join(folder, 'old.db'));
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec('create table migrations (name text primary key, applied_order integer not null) strict');
  for (const [order, { name, statements }] of [first, second, third].entries()) {
    for (const statement of statements) sqlite.exec(statement);
    sqlite.prepare('insert into migrations values (?, ?)').run(name, order);
  }
  sqlite.exec(`
    ${['tin', 'chime', 'close', 'part', 'old_part', 'fallback', 'item', 'placed', 'declined', 'loose'].map((id) => recording(id)).join('\n')}
    ${recording('cut', 300)}
    insert into programmes (id, name, kind, opening_chime_id, closing_chime_id, created_at)
      values ('prg', 'Tin', 'bulletin', 'chime', 'close', 1);
    insert into bulletins (id, title, programme_id, recording_id, created_at, withdrawn_at) values
      ('bul', 'Tin', 'prg', 'tin', 7, null), ('bul_cut', 'Cắt', 'prg', 'cut', 8, null), ('bul_gone', 'Rút', 'prg', 'tin', 9, 10);
    insert into templates (id, name, programme_id, parts, created_at, retired_at) values
      ('tpl', 'Khung', 'prg', '[{"part":"chime","recordingId":"part"},{"part":"bulletins","bulletinIds":["bul"]}]', 1, null),
      ('tpl_old', 'Cũ', 'prg', '[{"part":"chime","recordingId":"old_part"}]', 1, 2);
    insert into relay_sources (id, name, url, level_above, fallback_recording_id, silence_ms, created_at)
      values ('rel', 'Đài', 'http://radio.vn', 'tinh', 'fallback', 5000, 1);
    insert into inbox_items (id, class, title, source, recording_id, zone_ids, area_ids, state, received_at) values
      ('itm', 'thong_thuong', 'x', 'Sở', 'item', '[]', '[]', 'waiting', 3),
      ('itm_placed', 'uu_tien', 'x', 'Sở', 'placed', '[]', '[]', 'placed', 3),
      ('itm_no', 'thong_thuong', 'x', 'Sở', 'declined', '[]', '[]', 'declined', 3);`);
  sqlite.close();
  store = openStore(join(folder, 'old.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function desk(): Promise<ApprovalDesk> {
  const made = new ApprovalDesk({ world, store, ports: { cleared: async () => undefined } });
  await made.start();
  return made;
}
const play = (bulletinId: string | null, ...recordingIds: string[]) => {
  const items = recordingIds.map((recordingId) => ({ kind: 'audio', recordingId }));
  return { level: 'scheduled', bulletinId, runningOrder: { items } };
};

test('bulletins in use, frames in use and items that are not declined are approved, and nothing else', async () => {
  const rows = await store.db
    .selectFrom('approvals')
    .select(['subject', 'kind', 'state', 'source', 'content'])
    .execute();
  const told = rows.map(({ subject, kind, state, source }) => `${subject} ${kind} ${state} ${source}`).sort();
  expect(told).toEqual(
    [
      ...['bul', 'bul_cut'].map((id) => `${id} bulletin approved hệ thống cũ`),
      ...['chime', 'close', 'fallback', 'part'].map((id) => `${id} frame approved hệ thống cũ`),
      ...['itm', 'itm_placed'].map((id) => `${id} item approved Sở`),
    ].sort(),
  );
  expect(rows.find((row) => row.subject === 'chime')?.content).toBe('{"sounds":["sha-chime"]}');
});

test('the old plan sounds on as before; what nobody used, was retired or withdrawn does not', async () => {
  const { book } = await desk();
  const may = (bulletinId: string | null, ...ids: string[]) => book.mayHear('end_0', play(bulletinId, ...ids));
  expect(may('bul', 'chime', 'tin', 'close')).toBe(true);
  expect(may('bul_cut', 'cut')).toBe(true);
  expect(may(null, 'part', 'tin')).toBe(true);
  expect(may(null, 'placed')).toBe(true);
  for (const id of ['loose', 'old_part', 'declined']) expect([id, may(null, id)]).toEqual([id, false]);
  expect(may('bul_gone', 'tin')).toBe(false);
  expect(['fallback', 'tin', 'loose'].map((id) => book.mayFrame(id))).toEqual([true, false, false]);
});

test('it is bound once, to what it said at the first start: a later change cancels it, and the next start does not bind it anew', async () => {
  const { book } = await desk();
  await store.db.updateTable('bulletins').set({ title: 'Khác' }).where('id', '=', 'bul').execute();
  await book.refresh(store.db);
  // Changed by whatever way, here past all rooms: what is there is not what was approved.
  expect(book.mayHear('end_0', play('bul', 'tin'))).toBe(false);
  const again = await desk();
  expect(again.book.mayHear('end_0', play('bul', 'tin'))).toBe(false);
  await store.transact((tx) => changed(tx, clock, ['bul'], { id: 'acc', name: 'Mai' }));
  const approval = (await findApprovals(store.db, ['bul'])).get('bul');
  expect([approval?.state, approval?.fell]).toEqual(['draft', ['title']]);
  expect(again.book.mayHear('end_0', play('bul_cut', 'cut'))).toBe(true);
});
