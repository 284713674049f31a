import { StationError } from '#kernel';

/** One language version of what is said. */
export interface Version {
  readonly language: string;
  readonly recordingId: string;
}

/** What one endpoint is to hear: its languages, the dearest first, and whether one of them is enough. */
export interface Listening {
  readonly languages: readonly string[];
  /** `first`: the best version alone; `all`: every language that there is a version for, one after another. */
  readonly mode: LanguageMode;
}

export const LANGUAGE_MODES = ['first', 'all'] as const;
export type LanguageMode = (typeof LANGUAGE_MODES)[number];

/** What is heard where nobody has said anything about languages. */
export const PLAIN_LISTENING: Listening = { languages: ['vi'], mode: 'first' };

/** A language tag (BCP 47) in its one right spelling: "VI-vn" is "vi-VN". Throws LANGUAGE_TAG. */
export function canonicalLanguage(tag: string): string {
  const text = tag.trim();
  try {
    const [canonical] = Intl.getCanonicalLocales(text);
    // The grammar also lets words of five letters pass as languages; there are none.
    if (canonical !== undefined && /^[a-z]{2,3}(-|$)/.test(canonical)) return canonical;
  } catch {
    // Not of the grammar at all: said below.
  }
  throw new StationError('LANGUAGE_TAG', { tag: text.slice(0, 40) });
}

/** A list of tags, each in its right spelling and there once. Throws LANGUAGE_TAG or LANGUAGE_TWICE. */
export function canonicalLanguages(tags: readonly string[]): string[] {
  const found: string[] = [];
  for (const language of tags.map(canonicalLanguage)) {
    if (found.includes(language)) throw new StationError('LANGUAGE_TWICE', { language });
    found.push(language);
  }
  return found;
}

/**
 * Which versions an endpoint hears, in this order: those of its languages, by its own order of them; one when that is
 * enough for it. "vi" is content with "vi-VN" and the other way round, but takes its very own first. When there is none
 * in any of its languages, the main version: better a foreign tongue than silence. Pure.
 */
export function chooseVersions(
  bulletin: Version & { readonly versions: readonly Version[] },
  { languages, mode }: Listening,
): readonly Version[] {
  const main = { language: bulletin.language, recordingId: bulletin.recordingId };
  const all = [main, ...bulletin.versions];
  const chosen: Version[] = [];
  for (const wanted of languages) {
    const best = all.find((one) => one.language === wanted) ?? all.find((one) => isNear(one.language, wanted));
    if (best && !chosen.includes(best)) chosen.push(best);
  }
  if (chosen.length === 0) return [main];
  return mode === 'all' ? chosen : chosen.slice(0, 1);
}

function isNear(a: string, b: string): boolean {
  return a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}
