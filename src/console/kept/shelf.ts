/** What is kept of half-filled forms in this browser. Pure: storage and clock are arguments. */

/** A form that somebody began and has not sent. */
export interface KeptDraft {
  readonly begunAt: number;
  readonly at: number;
  /** It was pressed to be sent, and the station did not answer. */
  readonly unsent: boolean;
  /** What a person calls it, and the page where it is taken up again. */
  readonly title: string;
  readonly place: string;
  readonly value: unknown;
  /** Repeat keys that went out with it: sending again, even after a crash, makes nothing twice. */
  readonly keys: Readonly<Record<string, { readonly content: string; readonly key: string }>>;
}

/** A form of a person. */
export interface Kept extends KeptDraft {
  readonly owner: string;
  readonly form: string;
}

/** Less than the seven days for which the station remembers repeat keys. */
export const LONGEST_MS = 6 * 86_400_000;
export const MOST_DRAFTS = 20;
/** A bulletin with all its words is 20,000 characters. */
export const MOST_CHARACTERS = 100_000;
const NAME = 'loaxa.draft';

/** Where a form of a person lies. A form is named without this sign. */
export const nameOf = (owner: string, form: string): string => [NAME, owner, form].join('|');

/** Reads one entry of the storage; null: it is none of ours, or it is damaged. */
export function readKept(name: string, text: string | null): Kept | null {
  const [mark, owner, form] = name.split('|');
  if (mark !== NAME || owner === undefined || form === undefined || text === null) return null;
  try {
    const { begunAt, at, unsent, title, place, value, keys } = JSON.parse(text) as Partial<KeptDraft>;
    const isWhole = typeof begunAt === 'number' && typeof at === 'number' && typeof title === 'string';
    if (!isWhole || typeof place !== 'string' || value === undefined) return null;
    return { owner, form, begunAt, at, unsent: unsent === true, title, place, value, keys: keys ?? {} };
  } catch {
    return null;
  }
}

/** What goes: what is too old, of anybody, and what is too much, the oldest first. A clock that was set back keeps. */
export function outdated(all: readonly Kept[], nowMs: number): Kept[] {
  const isOld = ({ at }: Kept) => nowMs - at > LONGEST_MS;
  const fresh = all.filter((one) => !isOld(one)).toSorted((a, b) => b.at - a.at);
  return [...all.filter(isOld), ...fresh.slice(MOST_DRAFTS)];
}

/**
 * What was kept, in the shape of the form of today; null where it does not fit any more, as after an update. Fields that the
 * form did not have then begin as they begin today.
 */
export function fitted<Draft extends object>(fresh: Draft, kept: unknown): Draft | null {
  if (!isRecord(kept)) return null;
  const entries = Object.entries(fresh).map(([field, begin]) => {
    const value = kept[field];
    if (value === undefined) return [field, begin];
    return sort(value) === sort(begin) || begin === null || value === null ? [field, value] : null;
  });
  return entries.includes(null) ? null : (Object.fromEntries(entries as Array<[string, unknown]>) as Draft);
}

const sort = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
