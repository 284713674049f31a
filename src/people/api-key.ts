/** API keys: their form, what may be in one, and how they grow old. Pure. */
import { crc32 } from 'node:zlib';
import type { Random } from '#kernel';
import { mayDo, type Right, type Verb } from './rights.ts';

/** So that people and secret scanners see at once what they have before them. */
export const KEY_PREFIX = 'loaxa_';
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 200 bits of chance, and 35 that say whether it was copied whole. */
const SECRET_LETTERS = 40;
const CHECK_LETTERS = 7;
const FORM = new RegExp(`^${KEY_PREFIX}[${ALPHABET}]{${SECRET_LETTERS + CHECK_LETTERS}}$`);

const DAY_MS = 86_400_000;
export const KEY_DAYS = { usual: 90, most: 400 } as const;
/** So many days before its end its owner is warned, the last time last. */
const WARNING_DAYS = [30, 7] as const;

/** What only a person does, on a screen. A voice is a person's: programs have the mounts. */
const NEVER_IN_A_KEY: readonly Verb[] = ['people', 'maintain', 'approve_own', 'live'];

/** A key as it is kept: never the key itself. */
export interface ApiKey {
  readonly id: string;
  /** Whose rights it borrows. */
  readonly accountId: string;
  readonly accountName: string;
  readonly name: string;
  readonly rights: readonly Right[];
  /** The system that sends emergencies with it; null: it sends none. */
  readonly emergencySystem: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** To the hour; null: never. */
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
  /** The warning that was given last, in days before the end; null: none yet. */
  readonly warnedDays: number | null;
}

function checkOf(secret: string): string {
  let check = '';
  for (let rest = crc32(secret); check.length < CHECK_LETTERS; rest = Math.floor(rest / 32)) {
    check = ALPHABET[rest % 32] + check;
  }
  return check;
}

/** A key nobody can guess. */
export function newApiKey(random: Random): string {
  const secret = [...random.bytes(SECRET_LETTERS)].map((byte) => ALPHABET[byte % 32]).join('');
  return `${KEY_PREFIX}${secret}${checkOf(secret)}`;
}

/** True when it is a key that was copied whole; whether it opens anything is another question. */
export function isApiKey(text: string): boolean {
  if (!FORM.test(text)) return false;
  const secret = text.slice(KEY_PREFIX.length, KEY_PREFIX.length + SECRET_LETTERS);
  return text.endsWith(checkOf(secret));
}

/** The verb that keeps these rights from being put into a key; null: they may be. */
export function neverInAKey(rights: readonly Right[]): Verb | null {
  return rights.find(({ verb }) => NEVER_IN_A_KEY.includes(verb))?.verb ?? null;
}

/** Those of the wanted rights that somebody who holds `held` has too. `parents`: area → the one above. */
export function coveredBy(
  wanted: readonly Right[],
  held: readonly Right[],
  parents: ReadonlyMap<string, string | null>,
): Right[] {
  return wanted.filter(({ verb, areaId }) => mayDo(held, verb, [areaId], parents));
}

/** How a key stands at an instant. */
export type KeyState = 'good' | 'ending' | 'over' | 'revoked';

export function keyState({ expiresAt, revokedAt }: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt <= now) return 'over';
  return expiresAt - now <= WARNING_DAYS[0] * DAY_MS ? 'ending' : 'good';
}

/** The warning that is due: so many days are left, and nobody said so yet. Null: none. */
export function warningDue(key: Pick<ApiKey, 'expiresAt' | 'revokedAt' | 'warnedDays'>, now: number): number | null {
  if (keyState(key, now) !== 'ending') return null;
  const due = WARNING_DAYS.findLast((days) => key.expiresAt - now <= days * DAY_MS);
  return due !== undefined && (key.warnedDays === null || key.warnedDays > due) ? due : null;
}
