/**
 * The letters that every receiver shows alike: printable ASCII without the four places where the basic character set of
 * RDS has another sign ($ is ¤ there, ^ is ―, ` is ‖, ~ is ¯).
 */
const SAFE = /^[ -#%-\]_a-}]$/;

/** What has no such letter by itself. Signs are written in groups that become the same. */
const WRITTEN_AS: ReadonlyArray<readonly [signs: string, plain: string]> = [
  // Old keyboards give the Icelandic letter for the Vietnamese one; they look alike.
  ['đð₫', 'd'],
  ['ĐÐ', 'D'],
  ['‘’‚‛′´ˊˋ`ʼ', "'"],
  ['“”„‟″«»', '"'],
  ['‹', '<'],
  ['›', '>'],
  ['‐‑‒–—―−~•●▪■·‣', '-'],
  ['…', '...'],
  ['→⇒➔', '->'],
  ['≤', '<='],
  ['≥', '>='],
  ['×', 'x'],
  ['÷⁄∕', '/'],
  ['±', '+-'],
  ['°^', ''],
  ['$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['©', '(c)'],
  ['®', '(R)'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['ı', 'i'],
];
const WRITTEN = new Map(WRITTEN_AS.flatMap(([signs, plain]) => [...signs].map((sign) => [sign, plain] as const)));

const SPACE = /^[\s\u0085]$/u;
/** Marks above and below letters, control and invisible signs, halves of broken pairs. */
const WITHOUT_WIDTH = /^[\p{M}\p{C}]$/u;

/**
 * A text in plain letters: Vietnamese without its marks, composed or decomposed; typographic signs in their plain form.
 * What cannot be written so leaves a space (a whole word in another script: one), what has no width leaves nothing.
 * Without spaces at the ends or two in a row. Never "?".
 */
export function plainLetters(text: string): string {
  let plain = '';
  for (const sign of text) plain += LATIN.get(sign) ?? plainOf(sign);
  return plain.replaceAll(/ {2,}/g, ' ').trim();
}

function plainOf(sign: string): string {
  const known = knownAs(sign);
  if (known !== null) return known;
  let parts = '';
  // An accented letter falls apart into the plain one and its marks; ½, ㎡ and full-width letters into what they look like.
  for (const part of sign.normalize('NFKD')) parts += knownAs(part) ?? ' ';
  return parts;
}

/** The letters of Latin scripts, with their marks, are looked up: they are nearly all that is ever written here. */
const LATIN: ReadonlyMap<string, string> = new Map(
  [
    [0x20, 0x24f],
    [0x300, 0x36f],
    [0x1e00, 0x1eff],
  ].flatMap(([from = 0, to = 0]) =>
    Array.from({ length: to - from + 1 }, (_, n) => {
      const sign = String.fromCodePoint(from + n);
      return [sign, plainOf(sign)] as const;
    }),
  ),
);

function knownAs(sign: string): string | null {
  if (SAFE.test(sign)) return sign;
  const written = WRITTEN.get(sign);
  if (written !== undefined) return written;
  if (SPACE.test(sign)) return ' ';
  return WITHOUT_WIDTH.test(sign) ? '' : null;
}

/** One line as it was meant, with its marks: composed, nothing invisible in it, at most `longest` signs. */
export function oneLine(text: string, longest = 200): string {
  let line = '';
  for (const sign of text.normalize('NFC')) {
    if (SPACE.test(sign)) line += ' ';
    else if (!/^\p{C}$/u.test(sign)) line += sign;
  }
  return [...line.replaceAll(/ {2,}/g, ' ').trim()].slice(0, longest).join('').trim();
}
