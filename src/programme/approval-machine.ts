import { type Bilingual, machine } from '#kernel';

/** What became of the wish that something be heard. */
export type ApprovalState = 'draft' | 'waiting' | 'approved' | 'sent_back' | 'withdrawn';
export type ApprovalEvent = 'submit' | 'approve' | 'send_back' | 'change' | 'withdraw';

/**
 * An approval holds for one content: whoever changes what is approved has a draft again. What waits goes on waiting with its
 * new content, since nobody can approve it by what he saw before. An approver may take his word back: it is sent back.
 */
export const approvalMachine = machine<ApprovalState, ApprovalEvent>('approval', {
  draft: { submit: 'waiting', change: 'draft', withdraw: 'withdrawn' },
  waiting: { approve: 'approved', send_back: 'sent_back', change: 'waiting', withdraw: 'withdrawn' },
  approved: { change: 'draft', send_back: 'sent_back', withdraw: 'withdrawn' },
  sent_back: { submit: 'waiting', change: 'sent_back', withdraw: 'withdrawn' },
  withdrawn: {},
});

export const APPROVAL_STATES = {
  draft: { vi: 'bản nháp', en: 'draft' },
  waiting: { vi: 'chờ duyệt', en: 'waiting for approval' },
  approved: { vi: 'đã duyệt', en: 'approved' },
  sent_back: { vi: 'bị trả lại', en: 'sent back' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
} as const satisfies Record<ApprovalState, Bilingual>;
