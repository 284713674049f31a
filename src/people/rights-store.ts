import type { Executor } from '#store';
import { type Grant, type GrantAsked, inForce, type Right, type Verb } from './rights.ts';

/** A right, and who granted it when. */
export interface Granted extends Grant {
  /** Name of the account; null: the station itself, or whoever held a link that the administrator printed. */
  readonly grantedBy: string | null;
  readonly grantedAt: number;
}

/** An account with its rights. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** False until the person has chosen a password. */
  readonly hasPassword: boolean;
  /** Closed since then; null: open. */
  readonly closedAt: number | null;
  readonly rights: readonly Granted[];
}

const grantOf = (row: {
  verb: string;
  area_id: string | null;
  from_at: number | null;
  to_at: number | null;
}): Grant => ({
  verb: row.verb as Verb,
  areaId: row.area_id,
  fromAt: row.from_at,
  toAt: row.to_at,
});

const keyOf = ({ verb, areaId, fromAt, toAt }: Grant) => JSON.stringify([verb, areaId, fromAt, toAt]);

/** What an account may do at an instant. */
export async function rightsOf(db: Executor, accountId: string, now: number): Promise<Right[]> {
  const query = db.selectFrom('rights').selectAll().where('account_id', '=', accountId);
  return inForce((await query.orderBy('verb').orderBy('area_id').execute()).map(grantOf), now);
}

/** Leaves an account these rights and no others. What it had already stays as it was granted. */
export async function writeRights(
  tx: Executor,
  accountId: string,
  rights: readonly GrantAsked[],
  grantedBy: string | null,
  now: number,
): Promise<void> {
  const asked = rights.map(({ verb, areaId, fromAt = null, toAt = null }): Grant => ({ verb, areaId, fromAt, toAt }));
  const left = new Map(asked.map((grant) => [keyOf(grant), grant]));
  const rows = await tx.selectFrom('rights').selectAll().where('account_id', '=', accountId).execute();
  for (const row of rows) {
    if (left.delete(keyOf(grantOf(row)))) continue;
    let gone = tx.deleteFrom('rights').where('account_id', '=', accountId).where('verb', '=', row.verb);
    gone = gone.where('area_id', row.area_id === null ? 'is' : '=', row.area_id);
    gone = gone.where('from_at', row.from_at === null ? 'is' : '=', row.from_at);
    await gone.where('to_at', row.to_at === null ? 'is' : '=', row.to_at).execute();
  }
  for (const { verb, areaId, fromAt, toAt } of left.values()) {
    const times = { from_at: fromAt, to_at: toAt, created_at: now };
    await tx
      .insertInto('rights')
      .values({ account_id: accountId, area_id: areaId, verb, granted_by: grantedBy, ...times })
      .execute();
  }
}

/** Everybody, by name. */
export async function listPeople(db: Executor): Promise<Person[]> {
  const every = await db.selectFrom('accounts').selectAll().orderBy('name').execute();
  const accounts = every.filter((row) => row.closed_at === null);
  const rights = await db
    .selectFrom('rights')
    .selectAll()
    .orderBy('verb')
    .orderBy('area_id')
    .orderBy('from_at')
    .execute();
  const byAccount = Map.groupBy(rights, (row) => row.account_id);
  const names = new Map(every.map(({ id, name }) => [id, name]));
  return accounts.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    hasPassword: row.password_phc !== '',
    closedAt: row.disabled_at,
    rights: (byAccount.get(row.id) ?? []).map((right) => ({
      ...grantOf(right),
      grantedBy: names.get(right.granted_by ?? '') ?? null,
      grantedAt: right.created_at,
    })),
  }));
}
