import { expect, it } from 'vitest';
import { openStore } from '#store';

it('tells which tables were written, once that is committed, and nothing of what was rolled back', async () => {
  const store = openStore(':memory:');
  const told: string[][] = [];
  const deaf = store.whenWritten((tables) => told.push([...tables].sort()));
  const fact = (name: string) => ({ name, value: '1' });
  await store.db.insertInto('facts').values(fact('a')).execute();
  expect(told.splice(0)).toEqual([['facts']]);
  await store.transact(async (tx) => {
    await tx.updateTable('facts').set({ value: '2' }).where('name', '=', 'a').execute();
    await tx.deleteFrom('idempotency').execute();
    await tx.selectFrom('areas').selectAll().execute();
    expect(told).toEqual([]);
  });
  expect(told.splice(0)).toEqual([['facts', 'idempotency']]);
  const broken = store.transact(async (tx) => {
    await tx.insertInto('facts').values(fact('b')).execute();
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  await store.db.selectFrom('facts').selectAll().execute();
  await expect(store.db.insertInto('facts').values(fact('a')).execute()).rejects.toThrow(/UNIQUE/);
  await store.db.insertInto('facts').orIgnore().values(fact('c')).execute();
  expect(told.splice(0)).toEqual([['facts']]);
  deaf();
  await store.db.deleteFrom('facts').execute();
  expect(told).toEqual([]);
  await store.close();
});
