import { PAGES, type Page } from '../pages.ts';
import type { Verb } from '../session/session.ts';

/** Whom the console is drawn for. It follows from the rights and decides order only: what one may do, the rights say. */
export type Profile =
  | 'officer'
  | 'authority'
  | 'operator'
  | 'approver'
  | 'technician'
  | 'inspector'
  | 'helper'
  | 'visitor';

/** The first line that fits: who writes bulletins is the officer, whatever else he may do. */
const MARKS: ReadonlyArray<readonly [Profile, readonly Verb[]]> = [
  ['officer', ['edit']],
  ['authority', ['authority']],
  ['operator', ['operate', 'live', 'emergency']],
  ['approver', ['approve', 'approve_own']],
  ['technician', ['maintain', 'equip', 'people', 'gate']],
  ['inspector', ['inspect']],
  ['visitor', ['read']],
  ['helper', ['confirm']],
];

function profileOf(verbs: ReadonlySet<Verb>): Profile {
  return MARKS.find(([, marks]) => marks.some((verb) => verbs.has(verb)))?.[0] ?? 'visitor';
}

/** One of these rights opens the page; without one it is absent. Empty: whoever has an account. */
const OPENED_BY: Readonly<Record<Page, readonly Verb[]>> = {
  'hom-nay': ['read'],
  'lich-phat': ['read'],
  'tai-len': ['edit', 'authority', 'emergency', 'live'],
  duyet: ['edit', 'approve'],
  'khan-cap': ['emergency'],
  'noi-truc-tiep': ['live', 'authority', 'emergency'],
  'hop-tin': ['operate', 'authority'],
  'gio-phat': ['read'],
  'cum-loa': ['read'],
  'dai-fm': ['read'],
  'nhat-ky': ['read'],
  'quan-ly': [],
};

/** What each does daily, most often first. The first is the home. */
const DAILY: Readonly<Record<Profile, readonly Page[]>> = {
  officer: ['hom-nay', 'tai-len', 'lich-phat', 'duyet'],
  authority: ['hom-nay', 'noi-truc-tiep', 'hop-tin', 'nhat-ky'],
  operator: ['hom-nay', 'lich-phat', 'hop-tin', 'nhat-ky'],
  approver: ['duyet', 'lich-phat', 'hom-nay', 'nhat-ky'],
  technician: ['cum-loa', 'dai-fm', 'quan-ly', 'hom-nay'],
  inspector: ['nhat-ky', 'quan-ly', 'hom-nay', 'gio-phat'],
  helper: ['quan-ly'],
  visitor: ['hom-nay', 'lich-phat', 'nhat-ky', 'gio-phat'],
};

export interface Places {
  readonly profile: Profile;
  readonly home: Page;
  /** At most four, in the order of use: with "more" they fill the bar of a phone. */
  readonly daily: readonly Page[];
  /** The other pages that this person may open, in their usual order. Emergencies have a place of their own. */
  readonly rest: readonly Page[];
  /** All that may be opened. */
  readonly open: ReadonlySet<Page>;
}

export function placesOf(verbs: ReadonlySet<Verb>): Places {
  const open = new Set(
    PAGES.filter((page) => OPENED_BY[page].length === 0 || OPENED_BY[page].some((verb) => verbs.has(verb))),
  );
  const profile = profileOf(verbs);
  const daily = DAILY[profile].filter((page) => open.has(page));
  const rest = PAGES.filter((page) => open.has(page) && !daily.includes(page) && page !== 'khan-cap');
  return { profile, home: daily[0] ?? 'quan-ly', daily, rest, open };
}
