import { computed } from '@preact/signals';
import { calendar as en } from '../words/en/calendar.ts';
import { language } from '../words/language.ts';
import { calendar as vi } from '../words/vi/calendar.ts';

/** What only this page says: it is fetched with the page. */
export const say = computed<typeof vi>(() => (language.value === 'vi' ? vi : en));
