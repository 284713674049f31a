import { createHash } from 'node:crypto';
import { type Clock, StationError } from '#kernel';
import type { Executor } from '#store';

export interface Remembered {
  readonly status: number;
  readonly body: string;
}

/** A key is remembered for a week; a client that retries later means something new. */
const KEEP_MS = 7 * 24 * 3600_000;

/** Checks the form of an Idempotency-Key header. */
export function checkKey(key: string): string {
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) throw new StationError('IDEMPOTENCY_INVALID');
  return key;
}

/** What a request is, to tell the same one sent again from another one under the same key. */
export function fingerprint(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path}\n${JSON.stringify(body ?? null)}`)
    .digest('hex');
}

/** The answer that this owner's key got before, or null. Throws IDEMPOTENCY_CONFLICT when it was another request. */
export async function recall(db: Executor, owner: string, key: string, print: string): Promise<Remembered | null> {
  const row = await db
    .selectFrom('idempotency')
    .selectAll()
    .where('owner', '=', owner)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return null;
  if (row.request_sha256 !== print) throw new StationError('IDEMPOTENCY_CONFLICT');
  return { status: row.status, body: row.body };
}

/** Remembers an answer in the transaction of what it answers, and forgets what is too old to be retried. */
export async function remember(
  tx: Executor,
  clock: Clock,
  owner: string,
  key: string,
  print: string,
  answer: Remembered,
): Promise<void> {
  const now = clock.wallMs();
  await tx
    .deleteFrom('idempotency')
    .where('created_at', '<', now - KEEP_MS)
    .execute();
  await tx
    .insertInto('idempotency')
    .values({ owner, key, request_sha256: print, ...answer, created_at: now })
    .execute();
}
