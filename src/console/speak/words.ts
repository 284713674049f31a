import { computed } from '@preact/signals';
import { speak as en } from '../words/en/speak.ts';
import { language } from '../words/language.ts';
import { speak as vi } from '../words/vi/speak.ts';

/** The words of the voice: they come with its page. */
export const speakWords = computed(() => (language.value === 'vi' ? vi : en));
