export { type Executor, openStore, type Row, type Store } from './database.ts';
export { readFact, writeFact } from './facts.ts';
export type { Tables } from './schema.ts';
