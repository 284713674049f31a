import type { Executor } from '#store';

/** A passkey: the public half of a key that a phone, a computer or a stick keeps. */
export interface Passkey {
  readonly id: string;
  /** What the device calls the key. */
  readonly credentialId: string;
  readonly accountId: string;
  readonly name: string;
  /** The host for which it was made: it works there only. */
  readonly rpId: string;
  readonly publicKey: string;
  readonly transports: readonly string[];
  readonly counter: number;
  readonly createdAt: number;
  readonly usedAt: number | null;
}

const rowOf = (key: Passkey) => ({
  id: key.id,
  credential_id: key.credentialId,
  account_id: key.accountId,
  name: key.name,
  rp_id: key.rpId,
  public_key: key.publicKey,
  transports: key.transports.join(' '),
  counter: key.counter,
  created_at: key.createdAt,
  used_at: key.usedAt,
});
const passkeyOf = (row: ReturnType<typeof rowOf>): Passkey => ({
  id: row.id,
  credentialId: row.credential_id,
  accountId: row.account_id,
  name: row.name,
  rpId: row.rp_id,
  publicKey: row.public_key,
  transports: row.transports === '' ? [] : row.transports.split(' '),
  counter: row.counter,
  createdAt: row.created_at,
  usedAt: row.used_at,
});

/** The passkeys of an account, the oldest first. */
export async function passkeysOf(db: Executor, accountId: string): Promise<Passkey[]> {
  const query = db.selectFrom('passkeys').selectAll().where('account_id', '=', accountId);
  return (await query.orderBy('created_at').orderBy('id').execute()).map(passkeyOf);
}

/** False when this key is kept already, for whomever. */
export async function insertPasskey(db: Executor, key: Passkey): Promise<boolean> {
  const query = db.insertInto('passkeys').values(rowOf(key));
  const done = await query.onConflict((conflict) => conflict.column('credential_id').doNothing()).executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Notes a use. False when the key is gone, or was used with another counter meanwhile. */
export async function usePasskey(
  db: Executor,
  { id, counter: before }: Pick<Passkey, 'id' | 'counter'>,
  { counter, now }: { counter: number; now: number },
): Promise<boolean> {
  const query = db.updateTable('passkeys').set({ counter, used_at: now }).where('id', '=', id);
  return (await query.where('counter', '=', before).executeTakeFirst()).numUpdatedRows > 0n;
}

/** False when the account has no such key. */
export async function renamePasskey(db: Executor, accountId: string, id: string, name: string): Promise<boolean> {
  const query = db.updateTable('passkeys').set({ name }).where('account_id', '=', accountId).where('id', '=', id);
  return (await query.executeTakeFirst()).numUpdatedRows > 0n;
}

/** False when the account has no such key. */
export async function dropPasskey(db: Executor, accountId: string, id: string): Promise<boolean> {
  const query = db.deleteFrom('passkeys').where('account_id', '=', accountId).where('id', '=', id);
  return (await query.executeTakeFirst()).numDeletedRows > 0n;
}

/** For what a key is asked: to be made, or to prove who somebody is. */
export type Purpose = 'make' | 'prove';

/** A question that a key has not answered yet. */
export interface Challenge {
  readonly sessionId: string;
  readonly purpose: Purpose;
  readonly challengeSha256: string;
  /** The page that asked. */
  readonly origin: string;
  readonly expiresAt: number;
}

/** Keeps a question; the one that this session was asked before for this purpose is void. */
export async function putChallenge(db: Executor, challenge: Challenge): Promise<void> {
  const { origin, challengeSha256, expiresAt, sessionId, purpose } = challenge;
  const said = { challenge_sha256: challengeSha256, origin, expires_at: expiresAt };
  await db
    .insertInto('passkey_challenges')
    .values({ session_id: sessionId, purpose, ...said })
    .onConflict((conflict) => conflict.columns(['session_id', 'purpose']).doUpdateSet(said))
    .execute();
}

/** Takes the open question of a session away, however it is answered now. Null: there is none. */
export async function takeChallenge(db: Executor, sessionId: string, purpose: Purpose): Promise<Challenge | null> {
  const query = db.deleteFrom('passkey_challenges').where('session_id', '=', sessionId).where('purpose', '=', purpose);
  const row = await query.returningAll().executeTakeFirst();
  if (!row) return null;
  const said = { challengeSha256: row.challenge_sha256, origin: row.origin, expiresAt: row.expires_at };
  return { sessionId: row.session_id, purpose: row.purpose, ...said };
}
