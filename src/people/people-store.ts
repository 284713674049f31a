import type { Executor } from '#store';

/** Somebody who signs in with a name and a password. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly passwordPhc: string;
  readonly createdAt: number;
}

/** A door that stays open for a while; the token itself is never kept. */
export interface Session {
  readonly tokenSha256: string;
  readonly accountId: string | null;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
}

type Purpose = 'set_up' | 'sign_in';

export async function hasAccount(db: Executor): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function findAccount(db: Executor, name: string): Promise<Account | null> {
  const row = await db.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst();
  return row ? { id: row.id, name: row.name, passwordPhc: row.password_phc, createdAt: row.created_at } : null;
}

export async function addAccount(db: Executor, account: Account): Promise<void> {
  const { id, name, passwordPhc, createdAt } = account;
  await db.insertInto('accounts').values({ id, name, password_phc: passwordPhc, created_at: createdAt }).execute();
}

/** Makes a one-time link; those of the same purpose made before die. */
export async function replaceLink(
  tx: Executor,
  link: { readonly tokenSha256: string; readonly purpose: Purpose; readonly expiresAt: number },
): Promise<void> {
  const { tokenSha256, purpose, expiresAt } = link;
  await tx.deleteFrom('sign_in_links').where('purpose', '=', purpose).execute();
  await tx
    .insertInto('sign_in_links')
    .values({ token_sha256: tokenSha256, purpose, expires_at: expiresAt, used_at: null })
    .execute();
}

/** Uses up a one-time link; false when there is none that still works. */
export async function useLink(tx: Executor, tokenSha256: string, purpose: Purpose, now: number): Promise<boolean> {
  const used = await tx
    .updateTable('sign_in_links')
    .set({ used_at: now })
    .where('token_sha256', '=', tokenSha256)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

/** Opens a door for a while; those that are over are forgotten. */
export async function addSession(db: Executor, session: Session): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', session.createdAt).execute();
  await db
    .insertInto('sessions')
    .values({
      token_sha256: session.tokenSha256,
      account_id: session.accountId,
      created_at: session.createdAt,
      seen_at: session.seenAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** A session with the name of its account; null when there is none. */
export async function findSession(
  db: Executor,
  tokenSha256: string,
): Promise<{ accountId: string | null; name: string | null; seenAt: number; expiresAt: number } | null> {
  const row = await db
    .selectFrom('sessions')
    .leftJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select(['sessions.seen_at', 'sessions.expires_at', 'sessions.account_id', 'accounts.name'])
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirst();
  return row ? { accountId: row.account_id, name: row.name, seenAt: row.seen_at, expiresAt: row.expires_at } : null;
}

export async function noteSession(db: Executor, tokenSha256: string, now: number): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: now }).where('token_sha256', '=', tokenSha256).execute();
}

export async function dropSession(db: Executor, tokenSha256: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_sha256', '=', tokenSha256).execute();
}
