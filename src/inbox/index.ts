export { type Clerk, createInbox, type Delivered, type Inbox, type Scheduling } from './inbox-desk.ts';
export { undecidedRecordings } from './inbox-store.ts';
export { CLASSES, type InboxItem, type ItemClass, type ItemState, inboxMachine } from './item.ts';
export type { InboxDraft, InboxPorts } from './ports.ts';
export type { Question } from './questions.ts';
