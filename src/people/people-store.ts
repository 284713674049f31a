import type { Executor } from '#store';

/** Somebody who signs in with a name and a password (empty until it is chosen). */
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

export async function setPassword(tx: Executor, accountId: string, passwordPhc: string): Promise<void> {
  await tx.updateTable('accounts').set({ password_phc: passwordPhc }).where('id', '=', accountId).execute();
}

/** Closes an account for good: its name is free again, its sessions and links are gone. */
export async function closeAccount(tx: Executor, id: string, now: number): Promise<void> {
  const { name } = await tx.selectFrom('accounts').select('name').where('id', '=', id).executeTakeFirstOrThrow();
  const closed = { name: `${name} (${id})`, password_phc: '', closed_at: now };
  await tx.updateTable('accounts').set(closed).where('id', '=', id).execute();
  await dropSessionsOf(tx, id);
  await tx.deleteFrom('sign_in_links').where('account_id', '=', id).execute();
}

/** Ends all sessions of an account: whoever knew the old password is out. */
export async function dropSessionsOf(tx: Executor, accountId: string): Promise<void> {
  await tx.deleteFrom('sessions').where('account_id', '=', accountId).execute();
}

/** Makes a one-time link; those of the same purpose, and for the same account, made before die. */
export async function replaceLink(
  tx: Executor,
  link: {
    readonly tokenSha256: string;
    readonly purpose: Purpose;
    readonly expiresAt: number;
    readonly accountId: string | null;
  },
): Promise<void> {
  const { tokenSha256, purpose, expiresAt, accountId } = link;
  const older = tx.deleteFrom('sign_in_links').where('purpose', '=', purpose);
  await older.where('account_id', accountId === null ? 'is' : '=', accountId).execute();
  await tx
    .insertInto('sign_in_links')
    .values({ token_sha256: tokenSha256, purpose, expires_at: expiresAt, used_at: null, account_id: accountId })
    .execute();
}

/** Uses up a one-time link that belongs to no account; false when there is none that still works. */
export async function useLink(tx: Executor, tokenSha256: string, purpose: Purpose, now: number): Promise<boolean> {
  const used = await tx
    .updateTable('sign_in_links')
    .set({ used_at: now })
    .where('token_sha256', '=', tokenSha256)
    .where('purpose', '=', purpose)
    .where('account_id', 'is', null)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

/** Uses up a link that was made for one account; null when there is none that still works. */
export async function useOwnLink(
  tx: Executor,
  tokenSha256: string,
  now: number,
): Promise<{ accountId: string; name: string } | null> {
  const link = await tx
    .selectFrom('sign_in_links')
    .innerJoin('accounts', 'accounts.id', 'sign_in_links.account_id')
    .select(['accounts.id', 'accounts.name'])
    .where('token_sha256', '=', tokenSha256)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!link) return null;
  await tx.updateTable('sign_in_links').set({ used_at: now }).where('token_sha256', '=', tokenSha256).execute();
  return { accountId: link.id, name: link.name };
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
