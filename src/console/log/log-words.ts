import { computed } from '@preact/signals';
import { logPage as en } from '../words/en/log-page.ts';
import { language } from '../words/language.ts';
import type { Shape } from '../words/shape.ts';
import { logPage as vi } from '../words/vi/log-page.ts';

export type LogPageWords = Shape<typeof vi>;

/** The words of the log, which come with its page. */
export const logWords = computed<LogPageWords>(() => (language.value === 'vi' ? vi : en));
