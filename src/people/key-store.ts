import type { Executor, Row } from '#store';
import type { ApiKey } from './api-key.ts';
import type { Right } from './rights.ts';

const keyOf = (row: Row<'api_keys'> & { account_name: string }): ApiKey => ({
  id: row.id,
  accountId: row.account_id,
  accountName: row.account_name,
  name: row.name,
  rights: JSON.parse(row.rights) as Right[],
  emergencySystem: row.emergency_system,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
  warnedDays: row.warned_days,
});

const select = (db: Executor) =>
  db
    .selectFrom('api_keys')
    .innerJoin('accounts', 'accounts.id', 'api_keys.account_id')
    .selectAll('api_keys')
    .select('accounts.name as account_name');

export async function insertKey(tx: Executor, key: ApiKey, keySha256: string): Promise<void> {
  await tx
    .insertInto('api_keys')
    .values({
      id: key.id,
      account_id: key.accountId,
      name: key.name,
      key_sha256: keySha256,
      rights: JSON.stringify(key.rights),
      emergency_system: key.emergencySystem,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      last_used_at: key.lastUsedAt,
      revoked_at: key.revokedAt,
      warned_days: key.warnedDays,
    })
    .execute();
}

/** The key that has this hash, whether it still opens or not. */
export async function keyByHash(db: Executor, keySha256: string): Promise<ApiKey | null> {
  const row = await select(db).where('key_sha256', '=', keySha256).executeTakeFirst();
  return row ? keyOf(row) : null;
}

/** Keys of one person, or of everybody (null), newest first. Those that were revoked are kept for the record. */
export async function listKeys(db: Executor, accountId: string | null): Promise<ApiKey[]> {
  const query = select(db).orderBy('api_keys.id', 'desc');
  const rows = await (accountId === null ? query : query.where('account_id', '=', accountId)).execute();
  return rows.map(keyOf);
}

/** False when there is no such key that still opens (of that person, if one is named). */
export async function revokeKey(tx: Executor, id: string, accountId: string | null, now: number): Promise<boolean> {
  const query = tx
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null);
  const done = await (accountId === null ? query : query.where('account_id', '=', accountId)).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function noteKeyUsed(db: Executor, id: string, at: number): Promise<void> {
  await db.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
}

export async function noteKeyWarned(db: Executor, id: string, days: number): Promise<void> {
  await db.updateTable('api_keys').set({ warned_days: days }).where('id', '=', id).execute();
}
