import type { Executor } from '#store';
import type { Verb } from './rights.ts';

/** A right as it stands in the books, with the name of who has it. */
export interface HeldRight {
  readonly accountId: string;
  readonly name: string;
  readonly verb: Verb;
  readonly areaId: string;
  /** The time in which it counts, as one word: two rights of one time have the same. */
  readonly span: string;
}

/** All rights that hold in an area rather than in the whole station, and are not over. */
export async function rightsInAreas(db: Executor, now: number): Promise<HeldRight[]> {
  const rows = await db
    .selectFrom('rights')
    .innerJoin('accounts', 'accounts.id', 'rights.account_id')
    .select(['account_id', 'accounts.name as name', 'verb', 'area_id', 'from_at', 'to_at'])
    .where('area_id', 'is not', null)
    .where(({ eb, or }) => or([eb('to_at', 'is', null), eb('to_at', '>', now)]))
    .orderBy('accounts.name')
    .orderBy('verb')
    .orderBy('area_id')
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    verb: row.verb as Verb,
    areaId: row.area_id as string,
    span: `${row.from_at ?? ''}-${row.to_at ?? ''}`,
  }));
}

/** Rights that hold in other areas from now on, just as they were granted; those that hold nowhere end. */
export async function carryRights(
  tx: Executor,
  moves: ReadonlyArray<{
    readonly accountId: string;
    readonly verb: string;
    readonly fromAreaId: string;
    readonly toAreaIds: readonly string[];
    readonly ends: boolean;
  }>,
): Promise<void> {
  for (const { accountId, verb, fromAreaId, toAreaIds, ends } of moves) {
    const rows = await tx
      .selectFrom('rights')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('verb', '=', verb)
      .where('area_id', '=', fromAreaId)
      .execute();
    for (const row of rows) {
      for (const areaId of toAreaIds) {
        await tx
          .insertInto('rights')
          .values({ ...row, area_id: areaId })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    }
    if (!ends) continue;
    await tx
      .deleteFrom('rights')
      .where('account_id', '=', accountId)
      .where('verb', '=', verb)
      .where('area_id', '=', fromAreaId)
      .execute();
  }
}
