import { abbreviated } from './abbreviations.ts';
import { plainLetters } from './plain-letters.ts';

export const PS_LENGTH = 8;
export const RT_LENGTH = 64;

/** What a station is, rather than which one: left out first where eight characters must do. */
const KINDS_OF_STATION = /^(?:dai|tram|tt|truyen thanh|phat thanh|fm|xa|phuong|thi tran|huyen|tinh|tp|thanh pho) /i;

/** Words that ask for another one: no text ends with them. */
const DANGLING = new Set(
  'va cua cho voi tu den tai o la thi ma de vi ve theo hoac hay nhung trong tren duoi cac mot khi neu vao'.split(' '),
);
/** A cut may cost so many characters at most to end well. */
const LEAST_AFTER = { sentence: 40, clause: 48, bracket: 40, dangling: 24 };

/** A name in exactly eight characters, as car radios show it: words whole where that is possible, spaces behind. */
export function programmeService(text: string): string {
  let name = plainLetters(text);
  if (name.length > PS_LENGTH) name = abbreviated(name, PS_LENGTH);
  while (name.length > PS_LENGTH && KINDS_OF_STATION.test(name)) name = name.replace(KINDS_OF_STATION, '');
  if (name.length > PS_LENGTH) name = squeezed(name);
  return name.padEnd(PS_LENGTH);
}

function squeezed(name: string): string {
  const close = name.split(' ').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  if (close.join('').length <= PS_LENGTH) return close.join('');
  const at = name.lastIndexOf(' ', PS_LENGTH);
  return name.slice(0, at >= PS_LENGTH / 2 ? at : PS_LENGTH).trim();
}

export interface RadioText {
  /** At most 64 plain letters, for the whole of a receiver's display. */
  readonly text: string;
  /** True when long words were written short, or something was left out. */
  readonly shortened: boolean;
  /** What is not shown, in plain letters; empty: all is there. */
  readonly dropped: string;
}

/** A text as receivers show it. Words are written short only where it is too long, and it is cut only if that is not enough. */
export function radioText(text: string, { isUpper = false } = {}): RadioText {
  const plain = plainLetters(text);
  const [kept, dropped] = cutAtWord(abbreviated(plain, RT_LENGTH));
  const shortened = kept !== plain;
  return isUpper
    ? { text: kept.toUpperCase(), shortened, dropped: dropped.toUpperCase() }
    : { text: kept, shortened, dropped };
}

/** The part that is shown and the rest. */
function cutAtWord(text: string): [kept: string, dropped: string] {
  if (text.length <= RT_LENGTH) return [text, ''];
  const at = text.lastIndexOf(' ', RT_LENGTH);
  const whole = text.slice(0, at > 0 ? at : RT_LENGTH);
  const kept = at > 0 ? endingWell(whole) : whole;
  return [kept, text.slice(kept.length).trim()];
}

function endingWell(words: string): string {
  const sentence = lastEnd(words, /\w{3}[.!?](?= |$)/g);
  if (sentence >= LEAST_AFTER.sentence) return words.slice(0, sentence);
  const clause = lastEnd(words, /\w(?=[,;:] | - )/g);
  let kept = clause >= LEAST_AFTER.clause ? words.slice(0, clause) : words;
  const bracket = kept.lastIndexOf('(');
  if (bracket >= LEAST_AFTER.bracket && !kept.includes(')', bracket)) kept = kept.slice(0, bracket);
  for (;;) {
    const bare = kept.replace(/[ ,;:(\-"'/&+<]+$/, '');
    const last = bare.slice(bare.lastIndexOf(' ') + 1).toLowerCase();
    const shorter = DANGLING.has(last) ? bare.slice(0, -last.length).trimEnd() : bare;
    if (shorter === kept || shorter.length < LEAST_AFTER.dangling) return kept.trimEnd();
    kept = shorter;
  }
}

/** Where the last thing that is found ends; -1: nowhere. */
function lastEnd(text: string, found: RegExp): number {
  let end = -1;
  for (const match of text.matchAll(found)) end = match.index + match[0].length;
  return end;
}
