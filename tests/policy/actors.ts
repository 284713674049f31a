/** Who asks: every role in one area and on the whole station, and people with nothing, too late, too early, everything. */
import { ALL_VERBS, FIRST_RIGHTS, type GrantAsked, ROLES, type Visitor } from '#people';
import type { Door } from '../unit/http/door.ts';
import { COLUMNS, type Group, POLICY, type Relation } from './policy.ts';

export interface Actor {
  readonly name: string;
  /** What stands for the session. */
  readonly token: string;
  readonly role: (typeof COLUMNS)[number] | null;
  /** What the table says, from the column of the role. */
  may(group: Group, relation: Relation): boolean;
}

const NOBODYS: readonly Group[] = ['own session     ', 'without session '];
const letter = (group: Group, column: number) => POLICY[group].split(/ +/)[column] ?? '';
const isBelow = (relation: Relation) => relation === 'own' || relation === 'child';

/** Adds them all, with their rights in `ownAreaId`, and tells who sits before the screen by the token alone. */
export async function addActors(
  { house }: Door,
  ownAreaId: string | null,
): Promise<{ actors: Actor[]; visitors: Map<string, Visitor>; spare: string }> {
  const { world, doorkeeper, store } = house;
  const actors: Actor[] = [];
  const visitors = new Map<string, Visitor>();
  const now = world.clock.wallMs();
  const add = async (
    name: string,
    rights: readonly GrantAsked[],
    may: Actor['may'],
    role: Actor['role'] = null,
  ): Promise<void> => {
    const { id } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
    const token = `${'t'.repeat(30)}${actors.length}`;
    visitors.set(token, { owner: id, name, isStrong: true, isFresh: true });
    actors.push({ name, token, role, may });
  };
  for (const [column, role] of COLUMNS.entries()) {
    const grants = (areaId: string | null) => ROLES[role].verbs.map((verb) => ({ verb, areaId }));
    const below: Actor['may'] = (group, relation) => {
      const may = letter(group, column);
      return may === 'a' || (may === 't' && isBelow(relation));
    };
    await add(`${role}, own area`, grants(ownAreaId), below, role);
    await add(`${role}, whole station`, grants(null), (group) => letter(group, column) !== '.', role);
  }
  const nothing: Actor['may'] = (group) => NOBODYS.includes(group);
  const all = ALL_VERBS.map((verb) => ({ verb, areaId: null }));
  const ended = all.map((right) => ({ ...right, toAt: now }));
  const later = all.map((right) => ({ ...right, fromAt: now + 1 }));
  await add('nobody', [], nothing);
  await add('ended', ended, nothing);
  await add('not yet', later, nothing);
  await add('first account', FIRST_RIGHTS, () => true);
  // Stands in no row of the table, so that its pace is not used up by the table.
  await add('spare account', FIRST_RIGHTS, () => true);
  const spare = actors.pop()?.token ?? '';
  // Who sits before the screen is told by the token: signing in has tests of its own.
  doorkeeper.visitorOf = async (token) => visitors.get(token) ?? null;
  const times = { createdAt: now, seenAt: now, expiresAt: now + 1, provedAt: now, strongAt: now } as const;
  doorkeeper.sessions.find = async (token) => {
    const { owner = '', name = '' } = visitors.get(token) ?? {};
    const session = { id: 'ses_0', tokenSha256: '', stage: 'in', address: '', agent: '' } as const;
    return { ...session, ...times, accountId: owner, name };
  };
  doorkeeper.throttle.begin = () => () => undefined;
  return { actors, visitors, spare };
}
