export { chunks } from './chunks.ts';
export { type Executor, openStore, type Row, type Store, storageFault } from './database.ts';
export { forgetFact, readFact, writeFact } from './facts.ts';
export { holdFolder } from './hold-folder.ts';
export { holdReserve } from './reserve.ts';
export type { Tables } from './schema.ts';
export { type DatabaseFacts, lookInto, markRestored, snapshotDatabase } from './snapshot.ts';
