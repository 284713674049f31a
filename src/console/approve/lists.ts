import { computed } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';
import { mayDo } from '../session/session.ts';

export type Card = Answer<'listApprovals'>[number];
export type Refusal = Answer<'approve'>['refused'][number];

/** What waits for approval, was sent back, or is a draft. */
export const approvals = feed(() => call('listApprovals', {}), 'approvals');

/** True when this person may approve it, at the latest after the second step. */
function isForMe(card: Card): boolean {
  return card.mayApprove || (card.isOwn && card.class !== 'external' && mayDo('approve') && mayDo('approve_own'));
}

const waiting = computed(() => approvals.data.value?.filter(({ standing }) => standing.state === 'waiting') ?? []);
export const forMe = computed(() => waiting.value.filter(isForMe));
export const forOthers = computed(() => waiting.value.filter((card) => !isForMe(card)));
/** Sent back first: somebody said why, and waits for it. */
export const toMend = computed(() =>
  (approvals.data.value ?? [])
    .filter(({ standing }) => standing.state === 'sent_back' || standing.state === 'draft')
    .sort((a, b) => Number(b.standing.state === 'sent_back') - Number(a.standing.state === 'sent_back')),
);
