import type { Executor, Row } from '#store';
import { BEGINNING, type KeptCheckpoint } from './checkpoint.ts';
import type { Kept } from './entry.ts';

/** Which entries: written in [from, to), and equal to what is named. */
export interface AuditFilter {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly who?: string | undefined;
  readonly what?: string | undefined;
  /** Only what was refused. */
  readonly refused?: boolean | undefined;
}

/** The last entry, or where a chain begins. */
export async function lastEntry(db: Executor): Promise<Pick<Kept, 'seq' | 'hash'>> {
  const row = await db.selectFrom('audit_entries').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).execute();
  return row[0] ?? BEGINNING;
}

export async function findEntry(db: Executor, seq: number): Promise<Kept | null> {
  const row = await db
    .selectFrom('audit_entries')
    .select(['seq', 'body', 'hash'])
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertEntries(db: Executor, entries: readonly Kept[]): Promise<void> {
  for (const { seq, body, hash } of entries) await db.insertInto('audit_entries').values({ seq, body, hash }).execute();
}

/** Entries behind `after`, oldest first. */
export async function entriesAfter(db: Executor, after: number, limit: number): Promise<Kept[]> {
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'body', 'hash'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export async function countEntries(db: Executor, after: number, to: number): Promise<number> {
  const { count } = await db
    .selectFrom('audit_entries')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('seq', '>', after)
    .where('seq', '<=', to)
    .executeTakeFirstOrThrow();
  return count;
}

/** A page of entries, newest first, from below `before`. */
export async function pageOfEntries(
  db: Executor,
  { from, to, who, what, refused }: AuditFilter,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<Kept[]> {
  let query = db.selectFrom('audit_entries').select(['seq', 'body', 'hash']);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (who !== undefined) query = query.where('who', '=', who);
  if (what !== undefined) query = query.where('what', '=', what);
  if (refused) query = query.where('outcome', '!=', 'ok');
  if (page.before !== undefined) query = query.where('seq', '<', page.before);
  return query.orderBy('seq', 'desc').limit(page.limit).execute();
}

const kept = (row: Row<'audit_checkpoints'> | undefined): KeptCheckpoint | null => row ?? null;

export async function lastCheckpoint(db: Executor): Promise<KeptCheckpoint | null> {
  return kept(
    await db.selectFrom('audit_checkpoints').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst(),
  );
}

/** The last checkpoint that covers no entry of `at` or later, by the instants at which checkpoints were signed. */
export async function checkpointBefore(db: Executor, at: number): Promise<KeptCheckpoint | null> {
  const before = db.selectFrom('audit_checkpoints').selectAll().where('at', '<', at);
  return kept(await before.orderBy('number', 'desc').limit(1).executeTakeFirst());
}

/** The first checkpoint that was signed at `at` or later. */
export async function checkpointFrom(db: Executor, at: number): Promise<KeptCheckpoint | null> {
  const from = db.selectFrom('audit_checkpoints').selectAll().where('at', '>=', at);
  return kept(await from.orderBy('number').limit(1).executeTakeFirst());
}

export async function checkpointOfSeq(db: Executor, seq: number): Promise<KeptCheckpoint | null> {
  const query = db.selectFrom('audit_checkpoints').selectAll().where('seq', '=', seq);
  return kept(await query.orderBy('number', 'desc').limit(1).executeTakeFirst());
}

export async function firstCheckpointAfter(db: Executor, seq: number): Promise<KeptCheckpoint | null> {
  const query = db.selectFrom('audit_checkpoints').selectAll().where('seq', '>', seq);
  return kept(await query.orderBy('number').limit(1).executeTakeFirst());
}

/** Checkpoints behind `after` by their number, up to the entry `toSeq`. */
export async function checkpointsAfter(
  db: Executor,
  after: number,
  toSeq: number,
  limit: number,
): Promise<KeptCheckpoint[]> {
  return db
    .selectFrom('audit_checkpoints')
    .selectAll()
    .where('number', '>', after)
    .where('seq', '<=', toSeq)
    .orderBy('number')
    .limit(limit)
    .execute();
}

export async function insertCheckpoint(db: Executor, checkpoint: KeptCheckpoint): Promise<void> {
  await db.insertInto('audit_checkpoints').values(checkpoint).execute();
}

/** Up to which entry everything was removed; 0: nothing was. */
export async function removedTo(db: Executor): Promise<number> {
  const row = await db.selectFrom('audit_removals').select('to_seq').orderBy('to_seq', 'desc').executeTakeFirst();
  return row?.to_seq ?? 0;
}

/** Says that everything up to the checkpoint at `toSeq` may go; the entry `entrySeq` says it too. */
export async function insertRemoval(db: Executor, toSeq: number, entrySeq: number): Promise<void> {
  await db.insertInto('audit_removals').values({ to_seq: toSeq, entry_seq: entrySeq }).execute();
}

/** Removes a portion of what may go; answers how many entries and checkpoints went. */
export async function removePortion(db: Executor, toSeq: number, most: number): Promise<number> {
  const entries = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('seq', '<=', toSeq)
    .orderBy('seq')
    .limit(most)
    .execute();
  const upTo = entries.at(-1)?.seq;
  if (upTo !== undefined) await db.deleteFrom('audit_entries').where('seq', '<=', upTo).execute();
  const old = await db
    .selectFrom('audit_checkpoints')
    .select('number')
    .where('seq', '<', toSeq)
    .orderBy('number')
    .limit(most)
    .execute();
  const last = old.at(-1)?.number;
  if (last !== undefined) await db.deleteFrom('audit_checkpoints').where('number', '<=', last).execute();
  return entries.length + old.length;
}
