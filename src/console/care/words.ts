import { computed } from '@preact/signals';
import { care as en } from '../words/en/care.ts';
import { language } from '../words/language.ts';
import { care as vi } from '../words/vi/care.ts';

/** What the page of endpoints says; it comes with the page. */
export const care = computed(() => (language.value === 'vi' ? vi : en));
