import { computed, signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { feed } from '../live/feed.ts';
import { words } from '../words/language.ts';

export type Entry = Answer<'listAudit'>[number];
const PAGE = 30;

export const standing = feed(() => call('auditStanding', {}));
/** What is looked for: a day of the station and the id of a person; empty: all. */
export const sought = signal({ date: '', who: '' });
/** What is looked for, as the station is asked. */
export const query = computed(() => ({ date: sought.value.date || undefined, who: sought.value.who || undefined }));
/** Everybody who was met in the log: id → name. */
export const met = signal<ReadonlyMap<string, string>>(new Map());
/** Entries of the present filter: the log only grows, so what was read once stays true. */
let known = new Map<number, Entry>();
/** Why the station does not show the log here; NOT_FOUND: it does so at the door of administration. */
export const barred = signal<Refused | null>(null);
/** False once the oldest entry of the filter was read. */
export const hasOlder = signal(false);

async function page(asked: typeof sought.value, before?: number): Promise<Entry[]> {
  const query = { date: asked.date || undefined, who: asked.who || undefined, limit: PAGE };
  return call('listAudit', { query: { ...query, ...(before === undefined ? {} : { before }) } as typeof query });
}

export const entries = feed(async () => {
  const asked = sought.value;
  const newest = await page(asked).catch((error: unknown) => {
    barred.value = error instanceof Refused ? error : null;
    throw error;
  });
  barred.value = null;
  if (asked !== sought.value) return shown();
  const overlaps = newest.some(({ seq }) => known.has(seq));
  // More came at once than a page holds: what lies between was never read, so it begins anew.
  if (!overlaps) {
    known = new Map();
    hasOlder.value = newest.length === PAGE;
  }
  return take(newest);
});

export async function showOlder(): Promise<void> {
  const asked = sought.value;
  const older = await page(asked, Math.min(...known.keys()));
  if (asked !== sought.value) return;
  hasOlder.value = older.length === PAGE;
  take(older);
  await entries.refresh();
}

export function seek(part: Partial<typeof sought.value>): void {
  sought.value = { ...sought.value, ...part };
  known = new Map();
  hasOlder.value = false;
  entries.forget();
  void entries.refresh();
}

function shown(): Entry[] {
  return [...known.values()].sort((a, b) => b.seq - a.seq);
}

function take(some: readonly Entry[]): Entry[] {
  const names = new Map(met.value);
  for (const entry of some) {
    known.set(entry.seq, entry);
    const { id, name } = entry.who;
    if (id !== null && name !== null && !names.has(id)) names.set(id, name);
  }
  if (names.size > met.value.size) met.value = names;
  return shown();
}

/** Who did it: the name, or what kind of visitor it was. */
export function whoText({ kind, name }: Entry['who']): string {
  const kinds: Readonly<Record<string, string>> = words.value.audit.kinds;
  return name ?? kinds[kind] ?? kind;
}

/** Why it was refused; the code where there are no short words for it. */
export function refusalText(outcome: string): string {
  const refusals: Readonly<Record<string, string>> = words.value.audit.refusals;
  return refusals[outcome] ?? outcome;
}
