/** What a bulletin said when it was sent back: who approves sees what was changed since. */
export const name = '0013-returned-content';

export const statements = [
  // programme (src/programme/approval-store.ts): as `content`, of the last time it was sent back; null after an approval.
  `alter table approvals add column returned text`,
];
