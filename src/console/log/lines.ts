import { computed, signal } from '@preact/signals';
import { call } from '../api/client.ts';
import { askHearings } from '../fm/hearings.ts';
import { type Feed, feed } from '../live/feed.ts';
import type { AsRunLine } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { isBackwards, type LogFilter, NO_FILTER, type Outline, queryOf } from './filter.ts';

export const PAGE_ROWS = 100;
/** More pages than this are not kept: a person who scrolls for an hour does not fill an old computer. */
const KEPT_PAGES = 60;

const picked = signal<LogFilter | null>(null);
/** Until somebody picks: the station's own today, also on a computer whose clock is wrong, and after midnight. */
export const filter = computed<LogFilter>(() => picked.value ?? { ...NO_FILTER, date: today.value });
export const view = signal<'lines' | 'days' | 'villages'>('lines');
/** Lines by page, of the present outline. */
export const pages = signal<ReadonlyMap<number, readonly AsRunLine[]>>(new Map());
/** Something was written since the outline was made. */
export const hasNewer = signal(false);
/** The list stands at its top: what is new may be put there without taking away what somebody reads. */
export const isAtTop = signal(true);
const asked = new Set<number>();
/** Answers to what was asked before the list was made anew are old news. */
let turn = 0;
let outlinedFor: LogFilter | null = null;

/** The sums of the present filter, and where its pages begin. It stands still until `renew`. */
export const outline: Feed<Outline | null> = feed(async () => {
  if (isBackwards(filter.value)) return null;
  const asked = filter.value;
  const fresh = await call('outlineAsRun', { query: queryOf(asked) });
  const shown = outline.data.value;
  if (asked !== filter.value) return shown;
  if (shown === null || asked !== outlinedFor || fresh.upTo !== shown.upTo || fresh.sums.lines !== shown.sums.lines)
    dropPages();
  outlinedFor = asked;
  hasNewer.value = false;
  return fresh;
});

function dropPages(): void {
  turn += 1;
  pages.value = new Map();
  asked.clear();
}

/** Looks whether there is more: at the top it is shown at once, further down only said. */
export const watch = feed(async () => {
  const shown = outline.data.value;
  if (isAtTop.value || shown === null) return outline.refresh();
  const [newest] = await call('listAsRun', { query: { limit: 1 } });
  hasNewer.value = (newest?.id ?? 0) > shown.upTo;
}, 'log');

/** Fetches pages that are on the screen and not here yet. */
export async function fetchPages(wanted: readonly number[]): Promise<void> {
  const of = outline.data.value;
  if (of === null) return;
  const now = turn;
  await Promise.all(
    wanted.map(async (page) => {
      const start = of.starts[page];
      if (!start || asked.has(page)) return;
      asked.add(page);
      try {
        const query = { ...queryOf(filter.value), upTo: of.upTo, fromAt: start.at, fromId: start.id, limit: PAGE_ROWS };
        const lines = await call('shownAsRun', { query });
        if (now !== turn) return;
        keep(page, lines);
        void askHearings(lines).catch(nothing);
      } catch {
        // The client has noted the silence; the page is asked again when it is looked at again.
        if (now === turn) asked.delete(page);
      }
    }),
  );
}

/** The log is shown without people’s word when that cannot be had; the client has noted the silence. */
const nothing = () => {};

function keep(page: number, lines: readonly AsRunLine[]): void {
  const kept = new Map(pages.value).set(page, lines);
  for (const old of kept.keys()) {
    if (kept.size <= KEPT_PAGES) break;
    if (old === page) continue;
    kept.delete(old);
    asked.delete(old);
  }
  pages.value = kept;
}

export function changeFilter(now: Partial<LogFilter>): void {
  picked.value = { ...filter.value, ...now };
  dropPages();
  hasNewer.value = false;
  outline.forget();
  void outline.refresh();
}

/** Shows what is new. */
export function renew(): void {
  void outline.refresh();
  scrollTo({ top: 0 });
}
