/** The pages, by the word in the address bar. */
export const PAGES = [
  'hom-nay',
  'lich-phat',
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
