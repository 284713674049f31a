/** The last known state of the station, for the person who saw it: shown when the console opens without the station. */
import type { Signal } from '@preact/signals';
import { lastHeardAt } from '../live/connection.ts';
import { drop, put, takeAll } from './box.ts';

/** Longer than that a session does not live without a person. */
export const LONGEST_MS = 12 * 3600_000;
/** Soon after the home is drawn: the line may be gone before anybody leaves the page. */
const FIRST_WRITE_MS = 3000;
const WRITE_EVERY_MS = 20_000;

/** What lies in the drawer. */
export interface LastKnown<Standing = unknown> {
  readonly owner: string;
  readonly at: number;
  /** The civil date then. */
  readonly date: string;
  readonly standing: Standing;
  readonly shown: Readonly<Record<string, unknown>>;
}

const kept = new Map<string, { readonly data: Signal<unknown>; readonly isOfDay: boolean }>();
/** What was shown when the console opened without the station: pages that come later take their part of it. */
let opened: { readonly last: LastKnown; readonly isToday: boolean } | null = null;

/** This is shown again when the console opens without the station. `isOfDay`: on the same day only. */
export function keepLast<Kept extends { readonly prime: Signal<unknown> }>(
  name: string,
  live: Kept,
  isOfDay = false,
): Kept {
  kept.set(name, { data: live.prime, isOfDay });
  if (opened) showOne(name);
  return live;
}

function showOne(name: string): void {
  const one = kept.get(name);
  if (!one || !opened || one.data.peek() !== null || (one.isOfDay && !opened.isToday)) return;
  one.data.value = opened.last.shown[name] ?? null;
}

/** The one to be shown: the last one that is young enough. Of a clock that was set back nothing is known. Pure. */
export function lastOf(all: readonly unknown[], nowMs: number): LastKnown | null {
  const fit = all.filter((one): one is LastKnown => {
    const { at, owner, shown } = (one ?? {}) as Partial<LastKnown>;
    return (
      typeof at === 'number' &&
      typeof owner === 'string' &&
      typeof shown === 'object' &&
      at <= nowMs &&
      nowMs - at <= LONGEST_MS
    );
  });
  return fit.toSorted((a, b) => b.at - a.at)[0] ?? null;
}

export const readLast = async (): Promise<LastKnown | null> => lastOf(await takeAll('last'), Date.now());

/** Puts what was known on the screen, where nothing newer stands. */
export function showLast(last: LastKnown, today: string): void {
  opened = { last, isToday: last.date === today };
  for (const name of kept.keys()) showOne(name);
}

export const dropLast = (owner: string): Promise<unknown> => drop('last', owner);

/** Writes down now and then what is on the screen of whoever is signed in. Gives back how to stop. */
export function keepWriting(owner: string, standing: unknown, today: () => string): () => void {
  let written: readonly unknown[] = [];
  const write = () => {
    const at = lastHeardAt();
    const values = [...kept.values()].map(({ data }) => data.peek());
    if (at === null || (values.every((value, index) => value === written[index]) && written.length > 0)) return;
    written = values;
    const shown = Object.fromEntries([...kept].map(([name, { data }]) => [name, data.peek()]));
    void put('last', owner, { owner, at, date: today(), standing, shown } satisfies LastKnown);
  };
  const first = setTimeout(write, FIRST_WRITE_MS);
  const timer = setInterval(write, WRITE_EVERY_MS);
  const hidden = () => {
    if (document.visibilityState === 'hidden') write();
  };
  addEventListener('pagehide', write);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    removeEventListener('pagehide', write);
    document.removeEventListener('visibilitychange', hidden);
  };
}
