import { words } from '../words/language.ts';
import { phraseOf } from './audit-phrases.ts';

/** What was done, in words; the name of the act where there are none. */
export function actText(what: string): string {
  const phrase = phraseOf(what);
  return phrase === undefined ? what : words.value.audit.acts[phrase];
}
