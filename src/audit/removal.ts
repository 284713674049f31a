import type { Clock } from '#kernel';
import type { Store } from '#store';
import {
  checkpointBefore,
  firstCheckpointAfter,
  insertEntries,
  insertRemoval,
  lastEntry,
  removedTo,
  removePortion,
} from './audit-store.ts';
import { chained, draftOf } from './entry.ts';

const DAY_MS = 86_400_000;
/** A month is counted long, so that nothing goes earlier than was set. */
const MONTH_MS = 31 * DAY_MS;
/** No day removes more than this stretch of time: a clock that was set wrong must not empty the log. */
const MOST_AT_ONCE_MS = 31 * DAY_MS;
const PORTION = 2000;

/**
 * Removes whole stretches that are older than so many months, up to a checkpoint, which stays and from which the rest
 * verifies. The entry that says so is written first, in the transaction that allows it.
 */
export async function removeOld(store: Store, clock: Clock, keepMonths: number): Promise<void> {
  const done = await removedTo(store.db);
  await finish(store, done);
  const oldest = await firstCheckpointAfter(store.db, done);
  if (!oldest) return;
  const before = Math.min(clock.wallMs() - keepMonths * MONTH_MS, oldest.at + MOST_AT_ONCE_MS);
  const checkpoint = await checkpointBefore(store.db, before);
  if (!checkpoint || checkpoint.seq <= done) return;
  await store.db.transaction().execute(async (tx) => {
    const now = clock.wallMs();
    const on = { fromSeq: done + 1, toSeq: checkpoint.seq, checkpoint: checkpoint.number };
    const detail = { checkpointHash: checkpoint.hash, keepMonths };
    const entries = chained(await lastEntry(tx), [draftOf({ what: 'removeOldEntries', on, detail }, now)], now);
    await insertEntries(tx, entries);
    for (const { seq } of entries) await insertRemoval(tx, checkpoint.seq, seq);
  });
  await finish(store, checkpoint.seq);
}

/** In portions, so that nobody waits long for the database; what a power cut left over goes the next time. */
async function finish(store: Store, toSeq: number): Promise<void> {
  while ((await store.db.transaction().execute((tx) => removePortion(tx, toSeq, PORTION))) > 0);
}
