/** The drafts in this browser: localStorage, because a form must know at once, and what is written there survives a crash. */
import { signal } from '@preact/signals';
import { stationNow } from '../live/station.ts';
import { type Kept, type KeptDraft, MOST_CHARACTERS, nameOf, outdated, readKept } from './shelf.ts';

/** Moves whenever a draft came, changed or went: read it to see lists of them change. */
export const draftsMoved = signal(0);
const moved = () => {
  draftsMoved.value += 1;
};
addEventListener('storage', moved);

/** A browser that keeps nothing has drafts for as long as the page is open, and no longer. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function all(): Kept[] {
  const box = storage();
  if (!box) return [];
  const names = Array.from({ length: box.length }, (_, at) => box.key(at) ?? '');
  return names.flatMap((name) => readKept(name, box.getItem(name)) ?? []);
}

/** The drafts of a person, the last one first. */
export const draftsOf = (owner: string): Kept[] =>
  all()
    .filter((one) => one.owner === owner)
    .toSorted((a, b) => b.at - a.at);

export const findDraft = (owner: string, form: string): Kept | null =>
  readKept(nameOf(owner, form), storage()?.getItem(nameOf(owner, form)) ?? null);

export function writeDraft(owner: string, form: string, draft: KeptDraft): void {
  const text = JSON.stringify(draft);
  if (text.length > MOST_CHARACTERS) return;
  try {
    storage()?.setItem(nameOf(owner, form), text);
    for (const one of outdated(all(), stationNow())) storage()?.removeItem(nameOf(one.owner, one.form));
  } catch {
    // A full storage keeps what it has; the form itself loses nothing.
  }
  moved();
}

export function dropDraft(owner: string, form: string): void {
  storage()?.removeItem(nameOf(owner, form));
  moved();
}

/** Leaves nothing of a person in this browser. */
export function dropDraftsOf(owner: string): void {
  for (const { form } of draftsOf(owner)) dropDraft(owner, form);
}
