import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from '#store';

const line = {
  delivery_id: 'dlv_1',
  broadcast_id: 'brc_1',
  endpoint_id: 'end_1',
  endpoint_name: 'Loa',
  area_id: null,
  village: 'Thôn Đông',
  programme: 'Tin',
  title: 'Tin',
  language: 'vi',
  origin: 'operator',
  level: 'scheduled',
  planned_at: 1,
  started_at: 1,
  ended_at: 2,
  duration_ms: 1,
  rendered_ms: 1,
  state: 'played',
  reason: 'complete',
  evidence: 'E2',
  recorded_at: 2,
};

test('a line of the log is never changed, replaced or removed, and each delivery has at most one', async () => {
  const store = openStore(':memory:');
  await store.db.insertInto('as_run').values(line).execute();
  const refused = /append-only/;
  await expect(store.db.updateTable('as_run').set({ state: 'failed' }).execute()).rejects.toThrow(refused);
  await expect(store.db.deleteFrom('as_run').execute()).rejects.toThrow(refused);
  await expect(store.db.insertInto('as_run').values(line).execute()).rejects.toThrow(refused);
  const replace = sql`insert or replace into as_run select * from as_run`;
  await expect(replace.execute(store.db)).rejects.toThrow(refused);
  const upsert = store.db
    .insertInto('as_run')
    .values(line)
    .onConflict((conflict) => conflict.column('delivery_id').doUpdateSet({ state: 'failed' }));
  await expect(upsert.execute()).rejects.toThrow(refused);
  const rows = await store.db.selectFrom('as_run').selectAll().execute();
  expect(rows).toEqual([
    { ...line, id: 1, carrier: 'ip', fm_station: '', area_path: '', station_code: '', cluster_code: '', stand_in: 0 },
  ]);
  await store.close();
});

test('what a person said of a delivery is never changed, replaced or removed', async () => {
  const store = openStore(':memory:');
  const said = {
    id: 'hea_1',
    delivery_id: 'dlv_1',
    heard: 'heard',
    said_by: 'Bà Mai',
    said_at: 3,
    note: '',
    written_by: null,
    created_at: 4,
  } as const;
  await store.db.insertInto('hearing_reports').values(said).execute();
  const refused = /append-only/;
  const change = store.db.updateTable('hearing_reports').set({ heard: 'not_heard' });
  await expect(change.execute()).rejects.toThrow(refused);
  await expect(store.db.deleteFrom('hearing_reports').execute()).rejects.toThrow(refused);
  const replace = sql`insert or replace into hearing_reports select * from hearing_reports`;
  await expect(replace.execute(store.db)).rejects.toThrow(refused);
  expect(await store.db.selectFrom('hearing_reports').selectAll().execute()).toEqual([said]);
  await store.close();
});
