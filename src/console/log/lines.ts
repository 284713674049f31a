import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import { askHearings } from '../fm/hearings.ts';
import { feed } from '../live/feed.ts';
import type { AsRunLine } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { type LogFilter, queryOf } from './filter.ts';

const PAGE = 100;

export const filter = signal<LogFilter>({ date: today.value, village: '', endpointId: '', programme: '', carrier: '' });
/** Lines of the present filter by number: the log only grows, so what was read once stays true. */
let known = new Map<number, AsRunLine>();
/** False once the oldest line of the filter was read. */
export const mayHaveMore = signal(false);

export const newest = feed(async () => {
  const asked = filter.value;
  const page = await call('listAsRun', { query: { ...queryOf(asked), limit: PAGE } });
  if (asked !== filter.value) return shown();
  await askHearings(page).catch(nothing);
  if (known.size === 0) mayHaveMore.value = page.length === PAGE;
  return take(page);
});

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
  filter.value = { ...filter.value, ...now };
  known = new Map();
  mayHaveMore.value = false;
  newest.forget();
  void newest.refresh();
}
