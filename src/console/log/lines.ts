import { computed, signal } from '@preact/signals';
import { call } from '../api/client.ts';
import { askHearings } from '../fm/hearings.ts';
import { feed } from '../live/feed.ts';
import type { AsRunLine } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { type LogFilter, queryOf } from './filter.ts';

const PAGE = 100;

const picked = signal<LogFilter | null>(null);
/** Until somebody picks: the station's own today, also on a computer whose clock is wrong, and after midnight. */
export const filter = computed<LogFilter>(
  () => picked.value ?? { date: today.value, village: '', endpointId: '', programme: '', carrier: '' },
);
/** Lines of one filter by number: the log only grows, so what was read once stays true. */
let known = new Map<number, AsRunLine>();
let knownFor: LogFilter | null = null;
/** False once the oldest line of the filter was read. */
export const mayHaveMore = signal(false);

export const newest = feed(async () => {
  const asked = filter.value;
  if (asked !== knownFor) {
    known = new Map();
    knownFor = asked;
  }
  const page = await call('listAsRun', { query: { ...queryOf(asked), limit: PAGE } });
  if (asked !== filter.value) return shown();
  await askHearings(page).catch(nothing);
  if (known.size === 0) mayHaveMore.value = page.length === PAGE;
  return take(page);
}, 'log');

/** The log is shown without people’s word when that cannot be had; the client has noted the silence. */
const nothing = () => {};

/** Lines on screen, newest first, older pages included. */
function shown(): AsRunLine[] {
  return [...known.values()].sort((a, b) => b.id - a.id);
}

function take(page: readonly AsRunLine[]): AsRunLine[] {
  for (const line of page) known.set(line.id, line);
  return shown();
}

export async function showOlder(): Promise<void> {
  const before = Math.min(...known.keys());
  const asked = filter.value;
  const page = await call('listAsRun', { query: { ...queryOf(asked), before, limit: PAGE } });
  if (asked !== filter.value) return;
  await askHearings(page).catch(nothing);
  mayHaveMore.value = page.length === PAGE;
  take(page);
  await newest.refresh();
}

export function changeFilter(now: Partial<LogFilter>): void {
  picked.value = { ...filter.value, ...now };
  mayHaveMore.value = false;
  newest.forget();
  void newest.refresh();
}
