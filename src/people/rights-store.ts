import type { Executor } from '#store';
import type { Right, Verb } from './rights.ts';

/** An account with its rights. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** False until the person has chosen a password. */
  readonly hasPassword: boolean;
  readonly rights: readonly Right[];
}

const rightOf = (row: { verb: string; area_id: string | null }): Right => ({
  verb: row.verb as Verb,
  areaId: row.area_id,
});

/** What an account may do now. */
export async function rightsOf(db: Executor, accountId: string): Promise<Right[]> {
  const query = db.selectFrom('rights').select(['verb', 'area_id']).where('account_id', '=', accountId);
  return (await query.orderBy('verb').orderBy('area_id').execute()).map(rightOf);
}

/** Puts these rights in place of those that the account had. */
export async function writeRights(
  tx: Executor,
  accountId: string,
  rights: readonly Right[],
  grantedBy: string | null,
  now: number,
): Promise<void> {
  await tx.deleteFrom('rights').where('account_id', '=', accountId).execute();
  const unique = new Map(rights.map((right) => [`${right.verb} ${right.areaId}`, right]));
  for (const { verb, areaId } of unique.values()) {
    await tx
      .insertInto('rights')
      .values({ account_id: accountId, area_id: areaId, verb, granted_by: grantedBy, created_at: now })
      .execute();
  }
}

/** Everybody, by name. */
export async function listPeople(db: Executor): Promise<Person[]> {
  const accounts = await db.selectFrom('accounts').selectAll().orderBy('name').execute();
  const rights = await db.selectFrom('rights').selectAll().orderBy('verb').orderBy('area_id').execute();
  const byAccount = Map.groupBy(rights, (row) => row.account_id);
  return accounts.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    hasPassword: row.password_phc !== '',
    rights: (byAccount.get(row.id) ?? []).map(rightOf),
  }));
}
