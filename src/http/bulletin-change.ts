/** One way to change a bulletin, whatever is changed of it: with all that hangs on it, in one transaction. */
import { changed, frameChanged } from '#approval';
import { notFound } from '#kernel';
import { type Bulletin, bulletinsSaying, findBulletins, type Hand } from '#programme';
import type { Executor } from '#store';
import { callBack, planFramedAgain } from './call-back.ts';
import { senderOf } from './handlers/alerts.ts';
import type { House } from './house.ts';

/**
 * Changes bulletins and looks at everything that was approved of them: what is not covered any more is called back. Resolves
 * when that is in force on the air.
 */
export async function changeBulletins<Result>(
  house: House,
  ids: readonly string[],
  visitor: { readonly owner: string; readonly name: string | null },
  work: (tx: Executor) => Promise<Result>,
): Promise<Result> {
  const { store, world, schedule, playout, approvals } = house;
  const result = await store.transact(async (tx) => {
    const before = await findBulletins(tx, ids);
    const made = await work(tx);
    const fallen = new Set(await changed(tx, world.clock, ids, senderOf(visitor)));
    for (const [id, { bulletin }] of await findBulletins(tx, ids)) {
      await callBack(house, tx, bulletin, before.get(id)?.bulletin ?? bulletin, fallen.has(id));
    }
    return made;
  });
  await approvals.settle();
  schedule.wake();
  playout.wake();
  return result;
}

/** A recording sounds otherwise from now on: what says it, or is framed by it, is called back and must be approved anew. */
export async function soundChanged(house: House, tx: Executor, recordingId: string, by: Hand): Promise<void> {
  const { clock } = house.world;
  const bulletins = await bulletinsSaying(tx, recordingId);
  const ids = bulletins.map((one) => one.id);
  const fallen = await changed(tx, clock, ids, by);
  for (const one of bulletins) await callBack(house, tx, one, one, fallen.includes(one.id));
  if (await frameChanged(tx, clock, recordingId, by)) await planFramedAgain(house, tx, recordingId);
}

/** The bulletin, if it was not withdrawn; else NOT_FOUND. */
export async function bulletinInUse(db: Executor, id: string): Promise<Bulletin> {
  const bulletin = (await findBulletins(db, [id])).get(id)?.bulletin;
  if (!bulletin || bulletin.withdrawnAt !== null) throw notFound('bulletin');
  return bulletin;
}
