export { AuditLog, type AuditParts, type AuditStanding } from './audit-log.ts';
export { type AuditFilter, pageOfEntries } from './audit-store.ts';
export { bounded } from './canonical.ts';
export type { Signer } from './checkpoint.ts';
export type { Receiver } from './copier.ts';
export { type Act, type Entry, NOBODY, SYSTEM, type Who } from './entry.ts';
export { fileReceiver, httpReceiver, type OpenLine, syslogMessage, syslogReceiver } from './receivers.ts';
