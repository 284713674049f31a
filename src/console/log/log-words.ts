import { computed } from '@preact/signals';
import { logPage as en } from '../words/en/log-page.ts';
import { language } from '../words/language.ts';
import { logPage as vi } from '../words/vi/log-page.ts';

/** The same shape in every language: sentences with places take the same values. */
type Shape<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Shape<Words[Key]>;
};
export type LogPageWords = Shape<typeof vi>;

/** The words of the log, which come with its page. */
export const logWords = computed<LogPageWords>(() => (language.value === 'vi' ? vi : en));
