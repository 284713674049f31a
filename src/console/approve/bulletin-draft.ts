/** What is said of a bulletin besides its sound, while a person fills it in. */
import { civilOf, instantOf } from '#kernel';
import type { Request } from '../api/client.ts';
import type { Card } from './lists.ts';

type Form = NonNullable<Card['form']>;
export type About = Form['about'];
/** What each sort of message from outside may say; the rules of the province know no other. */
export const OUTSIDE = {
  school: ['school', 'level', 'period'],
  jobs: ['post', 'number', 'conditions', 'name', 'address'],
  local: ['organiser', 'activity', 'place'],
  charity: ['organiser', 'activity', 'contact'],
} as const satisfies Record<About, readonly string[]>;
export type OutsideField = (typeof OUTSIDE)[About][number];
export const ABOUTS = Object.keys(OUTSIDE) as readonly About[];

export interface BulletinDraft {
  readonly text: string;
  /** False: for wherever it is played. */
  readonly isLocal: boolean;
  readonly audience: readonly string[];
  readonly documentNumber: string;
  readonly isExternal: boolean;
  readonly about: About;
  readonly outside: Readonly<Partial<Record<OutsideField, string>>>;
  readonly hasPersonal: boolean;
  readonly personalDate: string;
  /** A document to be attached, in place of the one that is there. */
  readonly file: File | null;
  readonly dropsDocument: boolean;
}

export const PLAIN_DRAFT: BulletinDraft = {
  ...{ text: '', isLocal: false, audience: [], documentNumber: '', isExternal: false, about: 'school', outside: {} },
  ...{ hasPersonal: false, personalDate: '', file: null, dropsDocument: false },
};

/** What is there already, to be changed. */
export function draftOf(card: Card, zone: string): BulletinDraft {
  const { text, audience, documentNumber, form, personalUntil } = card;
  const { about = 'school', ...outside } = form ?? {};
  const told = Object.fromEntries(Object.entries(outside).map(([field, value]) => [field, String(value)]));
  return {
    ...{ text, isLocal: audience.length > 0, audience, documentNumber, isExternal: form !== null, about },
    ...{ outside: told, hasPersonal: personalUntil !== null, file: null, dropsDocument: false },
    personalDate: personalUntil === null ? '' : civilOf(personalUntil, zone).date,
  };
}

export type BulletinProblem = 'audience' | 'outside' | 'number' | 'personal';
const LAST_MINUTE = '23:59';

const fieldsOf = ({ about, outside }: BulletinDraft) =>
  OUTSIDE[about].map((field) => [field, (outside[field] ?? '').trim()] as const);

/** The first thing that is missing, in the order of the form. */
export function bulletinProblem(draft: BulletinDraft): BulletinProblem | null {
  if (draft.isLocal && draft.audience.length === 0) return 'audience';
  if (draft.isExternal) {
    const fields = fieldsOf(draft);
    if (fields.some(([, value]) => value === '')) return 'outside';
    if (fields.some(([field, value]) => field === 'number' && !/^[1-9]\d{0,3}$/.test(value))) return 'number';
  }
  if (draft.hasPersonal && draft.personalDate === '') return 'personal';
  return null;
}

type Told = Omit<Request<'changeBulletin'>['body'], 'title' | 'sha256'>;

/** As the station wants it. */
export function toldOf(draft: BulletinDraft, zone: string): Told {
  const fields = fieldsOf(draft).map(([field, value]) => [field, field === 'number' ? Number(value) : value]);
  const form = { about: draft.about, ...Object.fromEntries(fields) } as Form;
  return {
    ...{ text: draft.text.trim(), documentNumber: draft.documentNumber.trim() },
    audience: draft.isLocal ? [...draft.audience] : [],
    personalUntil: draft.hasPersonal ? instantOf(draft.personalDate, LAST_MINUTE, zone) : null,
    ...(draft.isExternal ? { class: 'external', form } : { class: 'own', form: null }),
  };
}

/** True when a person has said nothing of it. */
export function isPlain(draft: BulletinDraft): boolean {
  const told = (one: BulletinDraft) => JSON.stringify({ ...toldOf(one, 'UTC'), personalUntil: one.hasPersonal });
  return told(draft) === told(PLAIN_DRAFT) && draft.file === null;
}

/** True when the station knows all of it already. */
export function isToldAlready(draft: BulletinDraft, card: Card, zone: string): boolean {
  const { text, documentNumber, audience, personalUntil, class: of, form } = card;
  const before = { text, documentNumber, audience: [...audience], personalUntil, class: of, form };
  return JSON.stringify(sorted(toldOf(draft, zone))) === JSON.stringify(sorted(before));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, one]) => [key, sorted(one)]);
}
