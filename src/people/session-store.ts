import type { Executor } from '#store';

/** How far somebody has come: a second factor is still to be proved, a password to be changed, or all is done. */
export type Stage = 'factor' | 'password' | 'in';

/** A door that stays open for a while; the token itself is never kept. */
export interface Session {
  readonly tokenSha256: string;
  readonly id: string;
  readonly accountId: string | null;
  readonly stage: Stage;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  /** When somebody last proved who it is by all that was asked. */
  readonly provedAt: number;
  /** When a second factor was last proved; null: never in this session. */
  readonly strongAt: number | null;
  readonly address: string;
  readonly agent: string;
}

const rowOf = (session: Session) => ({
  token_sha256: session.tokenSha256,
  id: session.id,
  account_id: session.accountId,
  stage: session.stage,
  created_at: session.createdAt,
  seen_at: session.seenAt,
  expires_at: session.expiresAt,
  proved_at: session.provedAt,
  strong_at: session.strongAt,
  address: session.address,
  agent: session.agent,
});
const sessionOfRow = (row: ReturnType<typeof rowOf>): Session => ({
  tokenSha256: row.token_sha256,
  id: row.id,
  accountId: row.account_id,
  stage: row.stage,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  expiresAt: row.expires_at,
  provedAt: row.proved_at,
  strongAt: row.strong_at,
  address: row.address,
  agent: row.agent,
});

/** Opens a door for a while; those that are over are forgotten. */
export async function addSession(db: Executor, session: Session): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', session.createdAt).execute();
  await db.insertInto('sessions').values(rowOf(session)).execute();
}

/** A session with the name of its account; null when there is none, or when the account is closed. */
export async function findSession(
  db: Executor,
  tokenSha256: string,
): Promise<(Session & { name: string | null }) | null> {
  const row = await db
    .selectFrom('sessions')
    .leftJoin('accounts', 'accounts.id', 'sessions.account_id')
    .selectAll('sessions')
    .select('accounts.name')
    .where('token_sha256', '=', tokenSha256)
    .where('accounts.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ? { ...sessionOfRow(row), name: row.name } : null;
}

/** Goes on under another token and with what was proved meanwhile; the old token is nobody's from then on. */
export async function advanceSession(tx: Executor, oldTokenSha256: string, session: Session): Promise<boolean> {
  const done = await tx
    .updateTable('sessions')
    .set(rowOf(session))
    .where('token_sha256', '=', oldTokenSha256)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function noteSession(db: Executor, tokenSha256: string, seenAt: number): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: seenAt }).where('token_sha256', '=', tokenSha256).execute();
}

export async function dropSession(db: Executor, tokenSha256: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_sha256', '=', tokenSha256).execute();
}

/** The sessions of an account, the one used last first. */
export async function sessionsOf(db: Executor, accountId: string): Promise<Session[]> {
  const query = db.selectFrom('sessions').selectAll().where('account_id', '=', accountId);
  return (await query.orderBy('seen_at', 'desc').execute()).map(sessionOfRow);
}

/** Ends one session of an account; false when it has no such session. */
export async function dropSessionById(db: Executor, accountId: string, id: string): Promise<boolean> {
  const query = db.deleteFrom('sessions').where('account_id', '=', accountId).where('id', '=', id);
  return (await query.executeTakeFirst()).numDeletedRows > 0n;
}

/** Ends all sessions of an account, but for one. */
export async function dropSessionsOf(tx: Executor, accountId: string, butId: string | null = null): Promise<void> {
  const all = tx.deleteFrom('sessions').where('account_id', '=', accountId);
  await (butId === null ? all : all.where('id', '!=', butId)).execute();
}
