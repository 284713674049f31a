export { AuditLog, type AuditParts, type AuditStanding } from './audit-log.ts';
export { type AuditFilter, pageOfEntries } from './audit-store.ts';
export { bounded } from './canonical.ts';
export type { Signer } from './checkpoint.ts';
export { type Act, type Entry, NOBODY, SYSTEM, type Who } from './entry.ts';
