import { dateOfDay, dayNumber, instantOf } from '#kernel';
import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';
import { stationZone } from '../live/station.ts';
import { words } from '../words/language.ts';

export type Person = Answer<'listPeople'>[number];
export type Grant = Person['rights'][number];
export type Verb = Grant['verb'];

export const people = feed(() => call('listPeople', {}), 'people');
export const roles = feed(() => call('listRoles', {}));

/** What is granted together: the same place, the same time. */
export interface Bundle {
  readonly areaId: string | null;
  readonly fromAt: number | null;
  readonly toAt: number | null;
  readonly grants: readonly Grant[];
}

export function bundlesOf(rights: readonly Grant[]): Bundle[] {
  const groups = Map.groupBy(rights, ({ areaId, fromAt, toAt }) => JSON.stringify([areaId, fromAt, toAt]));
  return [...groups.values()].flatMap((grants) => {
    const [first] = grants;
    return first ? [{ areaId: first.areaId, fromAt: first.fromAt, toAt: first.toAt, grants }] : [];
  });
}

/** What is sent of a right that stays. */
export const asked = ({ verb, areaId, fromAt, toAt }: Grant) => ({ verb, areaId, fromAt, toAt });

export const verbsText = (verbs: readonly Verb[]) => verbs.map((verb) => words.value.house.verbs[verb]).join(', ');

/** Mixes in one hand that deserve a second look, whatever the place. */
export function oddOf(verbs: ReadonlySet<Verb>) {
  const mixes = roles.data.value?.oddMixes ?? [];
  const holds = (some: readonly Verb[]) => some.some((verb) => verbs.has(verb));
  return mixes.filter(({ one, other }) => holds(one) && holds(other)).map(({ text }) => text);
}

/** The instant at which a day begins; null for no day. */
export const beginOf = (date: string): number | null => instantOf(date, '00:00', stationZone.value);

/** The instant at which a day is over; null for no day. */
export function endOf(date: string): number | null {
  const day = dayNumber(date);
  return day === null ? null : beginOf(dateOfDay(day + 1));
}
