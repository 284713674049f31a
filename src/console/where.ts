import { computed, signal } from '@preact/signals';
import { PAGES, type Page } from './pages.ts';

export { PAGES, type Page } from './pages.ts';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** The page that is shown when the address names none: it depends on the person. */
export const home = signal<Page>('hom-nay');

/** The page and, after a slash, the thing on it: `#tai-len/rec_1`. */
export const where = computed(() => {
  const [word = '', thing = ''] = hash.value.slice(1).split('/');
  const page = PAGES.find((name) => name === word);
  return { page: page ?? home.value, thing: page ? thing : '' } satisfies { page: Page; thing: string };
});

/** `#sign-in=…`, `#set-up=…` and `#invite=…` are one-time links, not pages. */
export const linkToken = computed(() => {
  const match = /^#(sign-in|set-up|invite)=([^&]+)$/.exec(hash.value);
  return match
    ? { kind: match[1] as 'sign-in' | 'set-up' | 'invite', token: decodeURIComponent(match[2] ?? '') }
    : null;
});

/** Takes a used link out of the address bar and out of the history. */
export function dropLink(): void {
  history.replaceState(null, '', location.pathname + location.search);
  hash.value = location.hash;
}

export function go(page: Page, thing = ''): void {
  location.hash = thing === '' ? page : `${page}/${thing}`;
}
