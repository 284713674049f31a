/** What happened to a station while it was not running, until its audit log is told. */
import type { AuditLog } from '#audit';
import { type Executor, forgetFact, readFact, type Store, writeFact } from '#store';

/** A restore leaves such acts too (src/backup/unpack.ts). */
const FACT = 'untold_acts';

interface Untold {
  readonly what: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function leaveUntold(tx: Executor, act: Untold): Promise<void> {
  const before = JSON.parse((await readFact(tx, FACT)) ?? '[]') as Untold[];
  await writeFact(tx, FACT, JSON.stringify([...before, act]));
}

/** Tells the log once it is open. After a crash in between it is told twice, and never not at all. */
export async function tellUntold(store: Store, audit: Pick<AuditLog, 'record'>): Promise<void> {
  const left = await readFact(store.db, FACT);
  if (left === null) return;
  const told = await Promise.all((JSON.parse(left) as Untold[]).map((act) => audit.record(act)));
  if (told.every((isWritten) => isWritten)) await store.transact((tx) => forgetFact(tx, FACT));
}
