import type { Executor } from '#store';

/** A personal code of a village helper; only its hash is kept. */
export interface HelperCode {
  readonly id: string;
  readonly accountId: string;
  readonly codeSha256: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export async function insertHelperCode(tx: Executor, code: HelperCode): Promise<void> {
  const times = { created_at: code.createdAt, expires_at: code.expiresAt };
  const row = { id: code.id, account_id: code.accountId, code_sha256: code.codeSha256, ...times };
  await tx.insertInto('helper_codes').values(row).execute();
}

/** Forgets the codes of an account, and every phone that came in by one. */
export async function dropHelperCodes(tx: Executor, accountId: string): Promise<void> {
  const codes = tx.selectFrom('helper_codes').select('id').where('account_id', '=', accountId);
  await tx.deleteFrom('helper_sessions').where('code_id', 'in', codes).execute();
  await tx.deleteFrom('helper_codes').where('account_id', '=', accountId).execute();
}

/** The code with that hash, if it has not ended. */
export async function findHelperCode(
  db: Executor,
  codeSha256: string,
  now: number,
): Promise<{ id: string; expiresAt: number } | null> {
  const query = db.selectFrom('helper_codes').select(['id', 'expires_at']).where('code_sha256', '=', codeSha256);
  const row = await query.where('expires_at', '>', now).executeTakeFirst();
  return row ? { id: row.id, expiresAt: row.expires_at } : null;
}

/** A phone comes in; those whose time is over are forgotten. */
export async function insertHelperSession(
  db: Executor,
  session: { readonly tokenSha256: string; readonly codeId: string; readonly expiresAt: number },
  now: number,
): Promise<void> {
  await db.deleteFrom('helper_sessions').where('expires_at', '<=', now).execute();
  const row = { token_sha256: session.tokenSha256, code_id: session.codeId, expires_at: session.expiresAt };
  await db.insertInto('helper_sessions').values(row).execute();
}

/** Whose phone it is; null when its time is over. */
export async function findHelper(
  db: Executor,
  tokenSha256: string,
  now: number,
): Promise<{ codeId: string; owner: string; name: string } | null> {
  const row = await db
    .selectFrom('helper_sessions')
    .innerJoin('helper_codes', 'helper_codes.id', 'helper_sessions.code_id')
    .innerJoin('accounts', 'accounts.id', 'helper_codes.account_id')
    .select(['helper_codes.id as codeId', 'accounts.id as owner', 'accounts.name'])
    .where('helper_sessions.token_sha256', '=', tokenSha256)
    .where('helper_sessions.expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

export async function dropHelperSession(db: Executor, tokenSha256: string): Promise<void> {
  await db.deleteFrom('helper_sessions').where('token_sha256', '=', tokenSha256).execute();
}
