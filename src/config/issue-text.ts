import { z } from 'zod';
import type { Bilingual } from '#kernel';

const [vi, en] = [z.locales.vi().localeError, z.locales.en().localeError];

/** What zod found wrong, in both languages. Parse with `reportInput` so that it can say what it got instead. */
export function issueText(issue: z.core.$ZodIssue): Bilingual {
  const raw = issue as Parameters<typeof vi>[0];
  const say = (speak: typeof vi): string => {
    const said = speak(raw);
    return (typeof said === 'string' ? said : said?.message) ?? issue.message;
  };
  if (issue.code !== 'custom') return { vi: say(vi), en: say(en) };
  // A check of our own speaks for itself; the locales know only zod's.
  const own = issue.params?.['text'] as Bilingual | undefined;
  return own ?? { vi: issue.message, en: issue.message };
}
