import { RULES } from './rules.ts';

/** A stretch of a text: as it is written, and as it will be said. They differ where a voice would read it wrong. */
export interface Stretch {
  readonly written: string;
  readonly said: string;
}

/** Where a rule may begin: everything else is plain. */
const MARKED = /[\d\p{Lu}+&–-]|v\.v| [&–-]/uy;
/** Enough for the rules that look back. */
const LOOK_BACK = 60;

/** How a text will be read aloud, stretch by stretch; put together, `written` is the text itself. Pure. */
export function readText(written: string): Stretch[] {
  const text = written.normalize('NFC');
  const stretches: Stretch[] = [];
  let plainFrom = 0;
  let at = 0;
  const keepPlain = () => {
    if (at > plainFrom) stretches.push({ written: text.slice(plainFrom, at), said: text.slice(plainFrom, at) });
  };
  while (at < text.length) {
    const found = ruleAt(text, at);
    if (found === null) {
      at += 1;
      continue;
    }
    keepPlain();
    stretches.push(found);
    at += found.written.length;
    plainFrom = at;
  }
  keepPlain();
  return stretches;
}

function ruleAt(text: string, at: number): Stretch | null {
  MARKED.lastIndex = at;
  if (!MARKED.test(text)) return null;
  for (const { form, read } of RULES) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match === null || match[0] === '') continue;
    const before = text.slice(Math.max(0, at - LOOK_BACK), at);
    const said = read(match, before, text.slice(at + match[0].length));
    if (said !== null) return { written: match[0], said };
  }
  return null;
}

/** All of it as the voice gets it: one sentence a line, so that it takes breath where a person would. */
export function spokenOf(stretches: readonly Stretch[]): string {
  return stretches
    .map(({ said }) => said)
    .join('')
    .split(/\n+/)
    .map((line) =>
      line
        .replace(/^\s*[-–•*+]\s+/, '')
        .replace(/[ \t]+/g, ' ')
        .trim(),
    )
    .filter((line) => /[\p{L}\p{N}]/u.test(line))
    .map((line) => (/[.!?:;,…]["”’)]?$/u.test(line) ? line : `${line}.`))
    .join('\n');
}

/** Syllables, as Vietnamese writes them: one for each word. */
export function syllablesOf(spoken: string): number {
  return spoken.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').length;
}
