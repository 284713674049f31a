import type { Executor } from './database.ts';

/** A single remembered value of the station (keys, epoch, name), or null. */
export async function readFact(db: Executor, name: string): Promise<string | null> {
  const row = await db.selectFrom('facts').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** Remembers a single value, replacing the one before. */
export async function writeFact(db: Executor, name: string, value: string): Promise<void> {
  await db
    .insertInto('facts')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Forgets a single value; one that is not there is forgotten already. */
export async function forgetFact(db: Executor, name: string): Promise<void> {
  await db.deleteFrom('facts').where('name', '=', name).execute();
}
