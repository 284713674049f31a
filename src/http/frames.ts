import type { Visitor } from '#people';
import { UNKNOWN } from '#programme';
import type { Executor } from '#store';
import { demandApproval } from './approval-cards.ts';
import { senderOf } from './handlers/alerts.ts';
import { approveOne } from './handlers/approvals.ts';
import type { House } from './house.ts';

/**
 * Throws RIGHT_MISSING or APPROVAL_OWN unless the visitor may approve what he makes himself, for those areas (none: the whole
 * station). Asked outside of transactions, which have the disk for themselves.
 */
export async function demandOwn(
  house: House,
  visitor: Visitor,
  { title, audience = [], isExternal = false }: { title: string; audience?: readonly string[]; isExternal?: boolean },
): Promise<void> {
  const hand = senderOf(visitor);
  const approval = { ...UNKNOWN, subject: '', kind: 'bulletin', written: hand, changed: hand } as const;
  await demandApproval(house, visitor, { approval, title, audience, isExternal });
}

/** Approves what frames others at once, for whoever was asked for the right before. */
export async function approveFrames(
  house: House,
  tx: Executor,
  recordingIds: readonly string[],
  visitor: Visitor,
): Promise<void> {
  for (const id of recordingIds) await approveOne(house, tx, id, null, visitor);
}
