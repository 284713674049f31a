import type { Executor } from '#store';

/** The authenticator app of an account. */
export interface Totp {
  readonly secret: string;
  readonly lastStep: number;
  readonly confirmedAt: number;
}

export async function findTotp(db: Executor, accountId: string): Promise<Totp | null> {
  const row = await db.selectFrom('totps').selectAll().where('account_id', '=', accountId).executeTakeFirst();
  if (!row || row.secret === null || row.confirmed_at === null) return null;
  return { secret: row.secret, lastStep: row.last_step, confirmedAt: row.confirmed_at };
}

/** Keeps a key that is not confirmed yet; one that is in use stays in use. */
export async function putPendingTotp(db: Executor, accountId: string, pending: string, now: number): Promise<void> {
  await db
    .insertInto('totps')
    .values({ account_id: accountId, secret: null, last_step: 0, confirmed_at: null, pending, pending_at: now })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ pending, pending_at: now }))
    .execute();
}

export async function findPendingTotp(db: Executor, accountId: string): Promise<{ secret: string; at: number } | null> {
  const row = await db.selectFrom('totps').selectAll().where('account_id', '=', accountId).executeTakeFirst();
  return row?.pending && row.pending_at !== null ? { secret: row.pending, at: row.pending_at } : null;
}

/** Takes the pending key into use; the code that confirmed it is used up. False when it was changed meanwhile. */
export async function confirmTotp(
  tx: Executor,
  accountId: string,
  { secret, step, now }: { secret: string; step: number; now: number },
): Promise<boolean> {
  const done = await tx
    .updateTable('totps')
    .set({ secret, last_step: step, confirmed_at: now, pending: null, pending_at: null })
    .where('account_id', '=', accountId)
    .where('pending', '=', secret)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Uses up the code of a step; false when that one or a later one was used before. */
export async function useTotpStep(db: Executor, accountId: string, step: number): Promise<boolean> {
  const query = db.updateTable('totps').set({ last_step: step }).where('account_id', '=', accountId);
  return (await query.where('last_step', '<', step).executeTakeFirst()).numUpdatedRows > 0n;
}

export async function dropTotp(db: Executor, accountId: string): Promise<void> {
  await db.deleteFrom('totps').where('account_id', '=', accountId).execute();
}

/** The salt of an account's recovery codes, and how many are left; null: it has none. */
export async function findRecovery(db: Executor, accountId: string): Promise<{ salt: string; left: number } | null> {
  const rows = await db.selectFrom('recovery_codes').selectAll().where('account_id', '=', accountId).execute();
  const [first] = rows;
  return first ? { salt: first.salt, left: rows.filter((row) => row.used_at === null).length } : null;
}

/** Puts these codes in place of those that there were. */
export async function writeRecovery(
  tx: Executor,
  accountId: string,
  { salt, tags, now }: { salt: string; tags: readonly string[]; now: number },
): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
  const rows = tags.map((tag) => ({ account_id: accountId, tag, salt, made_at: now, used_at: null }));
  if (rows.length > 0) await tx.insertInto('recovery_codes').values(rows).execute();
}

/** Uses up a recovery code; false when there is no such one that was not used before. */
export async function useRecovery(db: Executor, accountId: string, tag: string, now: number): Promise<boolean> {
  const query = db.updateTable('recovery_codes').set({ used_at: now }).where('account_id', '=', accountId);
  return (await query.where('tag', '=', tag).where('used_at', 'is', null).executeTakeFirst()).numUpdatedRows > 0n;
}

/** Forgets every second factor of an account: somebody lost all of them. */
export async function dropFactors(tx: Executor, accountId: string): Promise<void> {
  await tx.deleteFrom('totps').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('passkeys').where('account_id', '=', accountId).execute();
}
