/** Two people of a commune: one makes and changes what is said, the other approves it, by the real mechanism. */
import { approve, changed, subjectOf, submit, wantFrames } from '#approval';
import type { Clock } from '#kernel';
import type { Station } from '#station';
import type { Executor, Store } from '#store';

export const EDITOR = { id: 'acc_editor', name: 'Người soạn' };
const APPROVER = { id: 'acc_approver', name: 'Người duyệt' };

interface Place {
  readonly store: Store;
  readonly clock: Clock;
  readonly station: Station | null;
}

/** The editor submits what is not waiting, and the approver approves it as it is now. */
export async function approveIn({ store, clock, station }: Place, ids: readonly string[]): Promise<void> {
  await store.transact(async (tx) => {
    for (const id of ids) {
      const { approval, sha256 } = await subjectOf(tx, id);
      if (approval.state === 'draft' || approval.state === 'sent_back') await submit(tx, clock, id, EDITOR);
      if (approval.state !== 'approved') await approve(tx, clock, id, sha256, APPROVER);
    }
  });
  await station?.house.approvals.settle();
}

export async function approveFramesIn(place: Place, recordingIds: readonly string[]): Promise<void> {
  await place.store.transact((tx) => wantFrames(tx, place.clock, recordingIds, EDITOR));
  await approveIn(place, recordingIds);
}

/** The editor changes a bulletin. */
export async function changeIn(
  { store, clock, station }: Place,
  id: string,
  work: (tx: Executor) => Promise<unknown>,
): Promise<void> {
  await store.transact(async (tx) => {
    await work(tx);
    await changed(tx, clock, [id], EDITOR);
  });
  await station?.house.approvals.settle();
}
