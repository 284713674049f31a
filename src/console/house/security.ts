import { type Answer, call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { feed } from '../live/feed.ts';
import { language, words } from '../words/language.ts';
import type { Verb } from './people.ts';

export type Security = Answer<'getSecurity'>;
export type WeekSpan = Security['hours'][number];
export type Key = Answer<'listOwnKeys'>[number];

/** The limits of administration, or why the station does not show them from here. */
export const security = feed<Security | Refused>(() => call('getSecurity', {}).catch(refusal));
export const ownKeys = feed(() => call('listOwnKeys', {}));

function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}

/** What a program never does, whoever made its key; the station refuses it too. */
const NEVER_IN_A_KEY: readonly Verb[] = ['people', 'maintain', 'approve_own', 'live'];
export const mayBeInAKey = (verb: Verb) => !NEVER_IN_A_KEY.includes(verb);

/** Thứ Hai, Thứ Ba 07:00–17:00 */
export function spanText({ weekdays, from, to }: WeekSpan): string {
  const names = Object.values(words.value.play.weekdays);
  const days = weekdays.length === 7 ? words.value.security.everyDay : weekdays.map((day) => names[day - 1]).join(', ');
  return `${days}: ${from}–${to}`;
}

/** Addresses as they are typed, one a line or with commas between. */
export const addressesOf = (typed: string): string[] => typed.split(/[\s,;]+/).filter((one) => one !== '');

/** 31/12/2026 */
export function dayText(at: number, timeZone: string): string {
  const locale = language.value === 'vi' ? 'vi-VN' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' }).format(at);
}
