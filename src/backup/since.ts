import type { Clock } from '#kernel';
import { readFact, type Store, writeFact } from '#store';

const FACT = 'backups_since';

/** Since when this station thinks of nights: whatever comes before was not missed. A disk that does not take it is asked again later. */
export async function sinceOf(store: Store, clock: Clock): Promise<number> {
  const known = await readFact(store.db, FACT);
  if (known !== null) return Number(known);
  const now = clock.wallMs();
  await store.transact((tx) => writeFact(tx, FACT, String(now))).catch(() => undefined);
  return now;
}
