/** Who is waited for: the people who may approve something now. */
import { inForce, mayDo, type Right } from '#people';
import { listAreas } from '#place';
import type { Approval, ApprovalNote } from '#programme';
import type { House } from './house.ts';

/** Everybody whose account is open, with what counts of his rights just now. */
export interface Staff {
  readonly people: ReadonlyArray<{ readonly id: string; readonly name: string; readonly rights: readonly Right[] }>;
  readonly parents: ReadonlyMap<string, string | null>;
}

export async function staffOf({ doorkeeper, store, world }: House): Promise<Staff> {
  const now = world.clock.wallMs();
  const people = (await doorkeeper.people()).filter((one) => one.closedAt === null);
  return {
    people: people.map(({ id, name, rights }) => ({ id, name, rights: inForce(rights, now) })),
    parents: new Map((await listAreas(store.db)).map(({ id, parentId }) => [id, parentId])),
  };
}

/** By name, who may approve what waits, and since when it waits as it is. Pure. */
export function waitingOf(
  { people, parents }: Staff,
  { state, written, changed }: Pick<Approval, 'state' | 'written' | 'changed'>,
  { audience, isExternal }: { readonly audience: readonly string[]; readonly isExternal: boolean },
  notes: ReadonlyArray<Pick<ApprovalNote, 'event' | 'at'>>,
): { waitsFor: string[]; waitsSince: number | null } {
  if (state !== 'waiting') return { waitsFor: [], waitsSince: null };
  const areaIds = audience.length > 0 ? audience : [null];
  const may = people.filter(({ id, rights }) => {
    if (!mayDo(rights, 'approve', areaIds, parents)) return false;
    const isHis = id === written?.id || id === changed?.id;
    return !isHis || (!isExternal && mayDo(rights, 'approve_own', areaIds, parents));
  });
  const waitsSince = notes.findLast((one) => one.event === 'submit')?.at ?? null;
  return { waitsFor: may.map((one) => one.name).sort((a, b) => a.localeCompare(b, 'vi')), waitsSince };
}
