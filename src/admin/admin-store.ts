import { type Executor, readFact, writeFact } from '#store';
import type { WeekSpan } from './admin-hours.ts';

const FACT = 'admin_rules';

/** The rules of administration as they are kept. */
export interface KeptRules {
  /** Networks as they were written; none: from everywhere. */
  readonly addresses: readonly string[];
  readonly hours: readonly WeekSpan[];
}

const NO_RULES: KeptRules = { addresses: [], hours: [] };

export async function readRules(db: Executor): Promise<KeptRules> {
  const kept = await readFact(db, FACT);
  return kept === null ? NO_RULES : (JSON.parse(kept) as KeptRules);
}

export async function writeRules(tx: Executor, rules: KeptRules): Promise<void> {
  await writeFact(tx, FACT, JSON.stringify(rules));
}
