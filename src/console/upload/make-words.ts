import { computed } from '@preact/signals';
import { make as en } from '../words/en/make.ts';
import { language } from '../words/language.ts';
import { make as vi } from '../words/vi/make.ts';

/** The words of the page where a bulletin is made: they come with it. */
export const makeWords = computed(() => (language.value === 'vi' ? vi : en));
