import { type Entry, pageOfEntries } from '#audit';
import { civilOf, csvField } from '#kernel';
import { dayBounds } from '../asking.ts';
import type { RouteAnswer, RouteInput } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Filter = RouteInput<'exportAuditShown'>['query'];

/** What a filter asks for, as the log is asked. */
function filterOf({ date, refused, ...asked }: Filter, zone: string) {
  const day = date === undefined ? {} : dayBounds(date, zone);
  return { ...asked, ...day, refused: refused !== undefined };
}

export function auditHandlers({ audit, store, settings, stationKey }: House): Handlers<'listAudit' | 'auditStanding'> {
  return {
    async listAudit({ query: { limit, before, ...asked } }) {
      const rows = await pageOfEntries(store.db, filterOf(asked, settings.zone), { limit, before });
      return rows.map(({ body, hash }) => {
        const { type: _type, v: _v, prev: _prev, ...entry } = JSON.parse(body) as Entry;
        return { ...entry, hash } as RouteAnswer<'listAudit'>[number];
      });
    },
    auditStanding: async () => {
      const { copies, ...standing } = audit.standing();
      return { ...standing, key: stationKey, keepMonths: settings.auditMonths, copies: [...copies] };
    },
  };
}

const PAGE = 500;
/** Excel takes UTF-8 only with this in front. */
const BOM = '\uFEFF';
const COLUMNS: ReadonlyArray<readonly [string, (entry: Entry, zone: string) => string | number | null]> = [
  ['seq', ({ seq }) => seq],
  ['at_ms', ({ at }) => at],
  [
    'at',
    ({ at }, zone) => {
      const { date, time } = civilOf(at, zone);
      return `${date} ${time}`;
    },
  ],
  ['who', ({ who }) => who.name ?? who.kind],
  ['who_id', ({ who }) => who.id],
  ['from', ({ from }) => from],
  ['what', ({ what }) => what],
  ['outcome', ({ outcome }) => outcome],
  ['on', ({ on }) => JSON.stringify(on)],
  ['detail', ({ detail }) => (detail === undefined || detail === null ? null : JSON.stringify(detail))],
];

/** The entries that the filter lets through, newest first, as pieces of CSV; never more than a page in memory. */
export async function* auditCsv({ store, settings: { zone } }: House, asked: Filter): AsyncGenerator<string> {
  const filter = filterOf(asked, zone);
  yield `${BOM}${COLUMNS.map(([name]) => name).join(',')}\r\n`;
  for (let before: number | undefined; ; ) {
    const page = await pageOfEntries(store.db, filter, { limit: PAGE, before });
    const lines = page.map(({ body }) => {
      const entry = JSON.parse(body) as Entry;
      return `${COLUMNS.map(([, read]) => csvField(read(entry, zone))).join(',')}\r\n`;
    });
    yield lines.join('');
    before = page.at(-1)?.seq;
    if (before === undefined || page.length < PAGE) return;
  }
}
