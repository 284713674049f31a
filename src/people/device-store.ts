import type { Executor } from '#store';

/** An account keeps so many devices; the one that was used longest ago goes first. */
const MOST_DEVICES = 10;

/** True when this account signed in on this device before. */
export async function isKnownDevice(db: Executor, tokenSha256: string, accountId: string): Promise<boolean> {
  const query = db.selectFrom('devices').select('account_id').where('token_sha256', '=', tokenSha256);
  return (await query.where('account_id', '=', accountId).executeTakeFirst()) !== undefined;
}

/**
 * Makes a device known to an account under a fresh token. What other accounts knew it by moves along, so that a token
 * that somebody planted or copied before is worth nothing from then on.
 */
export async function keepDevice(
  tx: Executor,
  {
    before,
    tokenSha256,
    accountId,
    now,
  }: { before: string | null; tokenSha256: string; accountId: string; now: number },
): Promise<void> {
  if (before !== null) {
    await tx.updateTable('devices').set({ token_sha256: tokenSha256 }).where('token_sha256', '=', before).execute();
  }
  await tx
    .insertInto('devices')
    .values({ token_sha256: tokenSha256, account_id: accountId, created_at: now, seen_at: now })
    .onConflict((conflict) => conflict.columns(['token_sha256', 'account_id']).doUpdateSet({ seen_at: now }))
    .execute();
  const kept = tx.selectFrom('devices').select('token_sha256').where('account_id', '=', accountId);
  const newest = (await kept.orderBy('seen_at', 'desc').limit(MOST_DEVICES).execute()).map((row) => row.token_sha256);
  await tx.deleteFrom('devices').where('account_id', '=', accountId).where('token_sha256', 'not in', newest).execute();
}

/** Forgets the devices of an account, but for one. */
export async function dropDevicesOf(tx: Executor, accountId: string, butTokenSha256: string | null): Promise<void> {
  const all = tx.deleteFrom('devices').where('account_id', '=', accountId);
  await (butTokenSha256 === null ? all : all.where('token_sha256', '!=', butTokenSha256)).execute();
}
