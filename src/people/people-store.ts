import type { Executor } from '#store';

/** Somebody who signs in with a name and a password (empty until it is chosen). */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly passwordPhc: string;
  readonly createdAt: number;
  /** When its owner chose the password. */
  readonly passwordSetAt: number;
  /** Closed since then; null: open. */
  readonly closedAt: number | null;
}

/** Keyboards write "Hòa" with the accent in its letter or behind it: the same name all the same. */
export const sameName = (name: string) => name.normalize('NFC').trim();

type Purpose = 'set_up' | 'sign_in';

export async function hasAccount(db: Executor): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
}

const accountOf = (row: {
  id: string;
  name: string;
  password_phc: string;
  created_at: number;
  password_set_at: number;
  disabled_at: number | null;
  closed_at: number | null;
}): Account => ({
  id: row.id,
  name: row.name,
  passwordPhc: row.password_phc,
  createdAt: row.created_at,
  passwordSetAt: row.password_set_at,
  // What the database calls closed is removed: it was so named before.
  closedAt: row.disabled_at ?? row.closed_at,
});

export async function findAccount(db: Executor, name: string): Promise<Account | null> {
  const row = await db.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst();
  return row ? accountOf(row) : null;
}

export async function findAccountById(db: Executor, id: string): Promise<Account | null> {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? accountOf(row) : null;
}

export async function addAccount(
  db: Executor,
  { id, name, passwordPhc, createdAt }: Pick<Account, 'id' | 'name' | 'passwordPhc' | 'createdAt'>,
): Promise<void> {
  const password = { password_phc: passwordPhc, password_set_at: passwordPhc === '' ? 0 : createdAt };
  await db
    .insertInto('accounts')
    .values({ id, name, ...password, created_at: createdAt })
    .execute();
}

/** Removes an account: its name is free again, its links are gone. */
export async function removeAccount(tx: Executor, id: string, now: number): Promise<void> {
  const { name } = await tx.selectFrom('accounts').select('name').where('id', '=', id).executeTakeFirstOrThrow();
  const closed = { name: `${name} (${id})`, password_phc: '', closed_at: now };
  await tx.updateTable('accounts').set(closed).where('id', '=', id).execute();
  await tx.deleteFrom('sign_in_links').where('account_id', '=', id).execute();
}

export async function setPassword(tx: Executor, accountId: string, passwordPhc: string, now: number): Promise<void> {
  const password = { password_phc: passwordPhc, password_set_at: now };
  await tx.updateTable('accounts').set(password).where('id', '=', accountId).execute();
}

/** Closes an account, or opens it again (null). */
export async function setClosedAt(tx: Executor, accountId: string, closedAt: number | null): Promise<void> {
  await tx.updateTable('accounts').set({ disabled_at: closedAt }).where('id', '=', accountId).execute();
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
    .where('accounts.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!link) return null;
  await tx.updateTable('sign_in_links').set({ used_at: now }).where('token_sha256', '=', tokenSha256).execute();
  return { accountId: link.id, name: link.name };
}
