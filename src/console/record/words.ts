import { computed } from '@preact/signals';
import { record as en } from '../words/en/record.ts';
import { language } from '../words/language.ts';
import { record as vi } from '../words/vi/record.ts';

/** The words of the recorder: they come with its page. */
export const recordWords = computed(() => (language.value === 'vi' ? vi : en));
