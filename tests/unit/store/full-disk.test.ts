import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore, readFact, type Store, writeFact } from '#store';

/** A disk that takes no page more than it holds now, until `limit` is raised. */
async function limit(store: Store, pages: number): Promise<void> {
  await sql.raw(`pragma max_page_count = ${pages}`).execute(store.db);
}

const big = 'x'.repeat(200_000);

test('on a full disk the reserve is given up, and what was asked is written after all', async () => {
  let given = 0;
  const store: Store = openStore(':memory:', {
    isHeld: () => given === 0,
    async release() {
      given += 1;
      await limit(store, 100_000);
      return true;
    },
  });
  await limit(store, 1);
  await store.transact((tx) => writeFact(tx, 'spoken', big));
  expect(given).toBe(1);
  expect(store.hasReserve()).toBe(false);
  expect(await readFact(store.db, 'spoken')).toBe(big);
  await store.close();
});

test('a disk that stays full is told as such, nothing of the transaction stays, and reading goes on', async () => {
  const store = openStore(':memory:', { isHeld: () => false, release: async () => false });
  await store.transact((tx) => writeFact(tx, 'before', 'kept'));
  await limit(store, 1);
  const writing = store.transact(async (tx) => {
    await writeFact(tx, 'before', 'lost');
    await writeFact(tx, 'spoken', big);
  });
  await expect(writing).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(await readFact(store.db, 'before')).toBe('kept');
  await limit(store, 100_000);
  await store.transact((tx) => writeFact(tx, 'after', 'works'));
  expect(await readFact(store.db, 'after')).toBe('works');
  await store.close();
});

test('an error that is not the disk’s passes as it is, and its transaction leaves nothing', async () => {
  const store = openStore(':memory:');
  const writing = store.transact(async (tx) => {
    await writeFact(tx, 'half', 'written');
    throw new RangeError('our own');
  });
  await expect(writing).rejects.toThrow(RangeError);
  expect(await readFact(store.db, 'half')).toBe(null);
  await store.close();
});
