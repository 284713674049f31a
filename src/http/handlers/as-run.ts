import {
  type AsRunFilter,
  csvHead,
  csvLine,
  findAsRun,
  lastLine,
  lastProofs,
  outlineOf,
  readAsRun,
  type ShownFilter,
  shownCsvHead,
  shownCsvLine,
  shownPage,
  shownPieces,
} from '#asrun';
import { notFound, StationError } from '#kernel';
import { listAreas } from '#place';
import { dayBounds } from '../asking.ts';
import type { RouteInput } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { dueAndOpen } from '../log-open.ts';

const PAGE = 1000;
/** Whoever proved nothing for so long is to be visited. */
const PROOFS_MS = 14 * 86_400_000;

type Asked = RouteInput<'exportAsRun'>['query'];
type Shown = RouteInput<'outlineAsRun'>['query'];

/** Throws REQUEST_INVALID for an end before its beginning: an empty log would be taken for silence. */
function filterOf({ date, ...rest }: Asked, zone: string): AsRunFilter {
  const { from, to } = rest;
  if (from !== undefined && to !== undefined && to < from)
    throw new StationError('REQUEST_INVALID', { field: 'query.to', problem: 'from ≤ to' });
  return date === undefined ? rest : { ...rest, ...dayBounds(date, zone) };
}

/** What a person looks for, with the areas below the one that is named. Throws REQUEST_INVALID, NOT_FOUND. */
export async function shownFilterOf({ store, settings }: House, asked: Shown): Promise<ShownFilter> {
  const { lastDate, areaId, word, text, upTo, level, ...rest } = asked;
  const filter = filterOf(rest, settings.zone);
  const to = lastDate === undefined ? filter.to : dayBounds(lastDate, settings.zone).to;
  if (filter.from !== undefined && to !== undefined && to <= filter.from)
    throw new StationError('REQUEST_INVALID', { field: 'query.lastDate', problem: 'date ≤ lastDate' });
  const areaIds = areaId === undefined ? undefined : await withAllBelow(store.db, areaId);
  return { ...filter, to, areaIds, level, word, text, upTo };
}

async function withAllBelow(db: House['store']['db'], areaId: string): Promise<string[]> {
  const areas = await listAreas(db);
  if (!areas.some(({ id }) => id === areaId)) throw notFound('area');
  const below = Map.groupBy(areas, ({ parentId }) => parentId ?? '');
  const within = [areaId];
  for (const id of within) within.push(...(below.get(id) ?? []).map((one) => one.id));
  return within;
}

type Names = 'listAsRun' | 'listProofs' | 'outlineAsRun' | 'shownAsRun' | 'getAsRunLine';

export function asRunHandlers(house: House): Handlers<Names> {
  const { store, settings, world } = house;
  const pause = () => world.clock.sleep(0);
  return {
    listAsRun: ({ query: { limit, before, ...asked } }) =>
      readAsRun(store.db, filterOf(asked, settings.zone), { limit, before }),
    listProofs: () => lastProofs(store.db, world.clock.wallMs() - PROOFS_MS),
    outlineAsRun: async ({ query }) => {
      const filter = await shownFilterOf(house, query);
      const upTo = filter.upTo ?? (await lastLine(store.db));
      const outline = await outlineOf(shownPieces(store.db, { ...filter, upTo }, pause), settings.zone);
      const open = await dueAndOpen(store.db, filter, world.clock.wallMs());
      const { sums, starts, days, villages } = outline;
      return { upTo, sums, open, starts: [...starts], days: [...days], villages: [...villages] };
    },
    shownAsRun: async ({ query: { fromAt, fromId, limit, ...asked } }) => {
      const from = fromAt === undefined || fromId === undefined ? null : { at: fromAt, id: fromId };
      return shownPage(store.db, await shownFilterOf(house, asked), pause, { from, limit });
    },
    getAsRunLine: async ({ params }) => {
      const line = await findAsRun(store.db, params.id);
      if (!line) throw notFound('page');
      return line;
    },
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

/** The log as it is shown, as pieces of CSV. */
export async function* shownCsv(
  house: House,
  { language, ...asked }: RouteInput<'exportAsRunShown'>['query'],
): AsyncGenerator<string> {
  const { store, settings, world } = house;
  const filter = await shownFilterOf(house, asked);
  yield shownCsvHead(language);
  for await (const lines of shownPieces(store.db, filter, () => world.clock.sleep(0)))
    yield lines.map((line) => shownCsvLine(line, settings.zone, language)).join('');
}
