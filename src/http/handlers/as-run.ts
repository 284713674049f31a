import { type AsRunFilter, csvHead, csvLine, lastProofs, readAsRun } from '#asrun';
import { StationError } from '#kernel';
import { dayBounds } from '../asking.ts';
import type { Handlers, House } from '../house.ts';

const PAGE = 1000;
/** Whoever proved nothing for so long is to be visited. */
const PROOFS_MS = 14 * 86_400_000;

interface Asked {
  date?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  village?: string | undefined;
  endpointId?: string | undefined;
  programme?: string | undefined;
}

/** Throws REQUEST_INVALID for an end before its beginning: an empty log would be taken for silence. */
function filterOf({ date, ...rest }: Asked, zone: string): AsRunFilter {
  const { from, to } = rest;
  if (from !== undefined && to !== undefined && to < from)
    throw new StationError('REQUEST_INVALID', { field: 'query.to', problem: 'from ≤ to' });
  return date === undefined ? rest : { ...rest, ...dayBounds(date, zone) };
}

export function asRunHandlers({ store, settings, world }: House): Handlers<'listAsRun' | 'listProofs'> {
  return {
    listAsRun: ({ query: { limit, before, ...asked } }) =>
      readAsRun(store.db, filterOf(asked, settings.zone), { limit, before }),
    listProofs: () => lastProofs(store.db, world.clock.wallMs() - PROOFS_MS),
  };
}

/** The whole log that the filter lets through, oldest first, as pieces of CSV; never more than a page in memory. */
export async function* asRunCsv({ store, settings }: House, asked: Asked): AsyncGenerator<string> {
  const filter = filterOf(asked, settings.zone);
  yield csvHead();
  for (let after = 0; ; ) {
    const page = await readAsRun(store.db, filter, { limit: PAGE, after });
    yield page.map((line) => csvLine(line, settings.zone)).join('');
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}
