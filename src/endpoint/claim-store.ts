import type { Clock } from '#kernel';
import type { Executor } from '#store';

/** A device that took up an endpoint with its code. */
export interface Claim {
  readonly at: number;
  readonly publicKey: string;
}

/** Notes who took it up; a device that asks again, because the answer was lost, is the same one. */
export async function noteClaim(db: Executor, clock: Clock, endpointId: string, publicKey: string): Promise<void> {
  const [last] = await claimsOf(db, endpointId);
  if (last?.publicKey === publicKey) return;
  const row = { endpoint_id: endpointId, at: clock.wallMs(), public_key: publicKey };
  await db.insertInto('endpoint_claims').values(row).execute();
}

/** The newest first; what was claimed before these were written down is not among them. */
export async function claimsOf(db: Executor, endpointId: string): Promise<Claim[]> {
  const rows = await db
    .selectFrom('endpoint_claims')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ at, public_key }) => ({ at, publicKey: public_key }));
}
