import { computed, signal } from '@preact/signals';

/** The pages, by the word in the address bar. */
export const PAGES = [
  'hom-nay',
  'tai-len',
  'duyet',
  'khan-cap',
  'noi-truc-tiep',
  'hop-tin',
  'gio-phat',
  'cum-loa',
  'dai-fm',
  'nhat-ky',
  'quan-ly',
] as const;
export type Page = (typeof PAGES)[number];

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** The page and, after a slash, the thing on it: `#tai-len/rec_1`. */
export const where = computed(() => {
  const [word = '', thing = ''] = hash.value.slice(1).split('/');
  const page = PAGES.find((name) => name === word);
  return { page: page ?? 'hom-nay', thing: page ? thing : '' } satisfies { page: Page; thing: string };
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
