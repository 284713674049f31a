import { computed } from '@preact/signals';
import { trim as en } from '../words/en/trim.ts';
import { language } from '../words/language.ts';
import { trim as vi } from '../words/vi/trim.ts';

/** The words of the waveform: they come with its page. */
export const trimWords = computed(() => (language.value === 'vi' ? vi : en));
