/** Which passwords are taken. Pure. */
import { type Bilingual, StationError } from '#kernel';
import { COMMON_WORDS, KEY_RUNS } from './common-words.ts';
import type { SignInRules } from './sign-in-rules.ts';

const MOST_PASSWORD = 1024;
/** What is left of a password once everything is taken out that a guesser tries first. */
const LEAST_LEFT = 8;
const LEAST_DIFFERENT = 5;
const SHORTEST_WORD = 4;
const YEAR = /(?:19|20)\d\d/g;
const SIGN_FOR_LETTER: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Letters without accents, as somebody types them who is in a hurry. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** What is left when runs of one letter and of neighbouring keys are taken out. */
function withoutRuns(text: string): string {
  let rest = text.replaceAll(/(.)\1{2,}/g, '');
  for (const run of KEY_RUNS.flatMap((one) => [one, [...one].reverse().join('')])) {
    for (let length = run.length; length >= SHORTEST_WORD; length -= 1) {
      for (let at = 0; at + length <= run.length; at += 1) rest = rest.replaceAll(run.slice(at, at + length), '');
    }
  }
  return rest;
}

/** True when so little of a password is its own that a list of guesses would hold it. */
export function isCommon(password: string, context: readonly string[]): boolean {
  const own = context.flatMap((text) => {
    const parts = fold(text)
      .split(/[^a-z0-9]+/)
      .filter((part) => part !== '');
    // Of "Đài truyền thanh xã Tân Lập" also "xatanlap" and "tanlap".
    return [...parts.map((_, at) => parts.slice(at).join('')), ...parts];
  });
  const words = [...new Set([...COMMON_WORDS, ...own])]
    .filter((word) => word.length >= SHORTEST_WORD)
    .sort((a, b) => b.length - a.length);
  const plain = fold(password);
  const spelt = [...plain].map((letter) => SIGN_FOR_LETTER[letter] ?? letter).join('');
  return [plain.replaceAll(YEAR, ''), spelt].some((text) => {
    let rest = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
    for (const word of words) rest = rest.replaceAll(word, '');
    rest = withoutRuns(rest);
    // The same few letters again and again are no sentence either.
    return [...rest].length < LEAST_LEFT || new Set(rest).size < LEAST_DIFFERENT;
  });
}

const KINDS = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}\s]/u];
export const kindsOf = (password: string): number => KINDS.filter((kind) => kind.test(password)).length;

const FORBIDDEN: Bilingual = { vi: 'ký tự điều khiển (NUL)', en: 'a control character (NUL)' };

/** Throws what is wrong with a password that somebody wants to have. `context`: words that stand about it. */
export function mustBeGoodPassword(
  password: string,
  { station, passwordLeast, passwordKinds }: Pick<SignInRules, 'station' | 'passwordLeast' | 'passwordKinds'>,
  account: string,
): void {
  const text = password.normalize('NFC');
  // Other systems cut a password there: what is behind would not count.
  if (/\p{Cc}/u.test(text)) throw new StationError('PASSWORD_CHARACTER', { what: FORBIDDEN });
  const letters = [...text].length;
  if (letters < passwordLeast || letters > MOST_PASSWORD) {
    throw new StationError('AUTH_WEAK_PASSWORD', { least: passwordLeast });
  }
  if (isCommon(text, [station, account])) throw new StationError('PASSWORD_COMMON');
  if (kindsOf(text) < passwordKinds) throw new StationError('PASSWORD_KINDS', { kinds: passwordKinds });
}
