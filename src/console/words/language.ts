import { computed, effect, signal } from '@preact/signals';
import type { Bilingual } from '#kernel';
import { en } from './en.ts';
import { vi, type Words } from './vi.ts';

export type Language = 'vi' | 'en';
const KEPT = 'loaxa.language';

function kept(): Language {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

export const language = signal<Language>(kept());
/** What the console says, in the language of the screen. */
export const words = computed<Words>(() => (language.value === 'vi' ? vi : en));
export const locale = computed(() => (language.value === 'vi' ? 'vi-VN' : 'en-GB'));

effect(() => {
  document.documentElement.lang = language.value;
});

export function switchLanguage(): void {
  language.value = language.value === 'vi' ? 'en' : 'vi';
  try {
    localStorage.setItem(KEPT, language.value);
  } catch {
    // A browser that keeps nothing still shows the language until it is closed.
  }
}

/** What the station said, in the language of the screen. */
export function say(text: Bilingual): string {
  return text[language.value];
}
