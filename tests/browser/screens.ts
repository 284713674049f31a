/** Every screen of the console by the word in its address: judged by axe, drawn by `npm run screens`. */
export const SCREENS = [
  'hom-nay',
  'lich-phat',
  'tai-len',
  'tai-len/rec_1',
  'duyet',
  'khan-cap',
  'noi-truc-tiep',
  'hop-tin',
  'gio-phat',
  'cum-loa',
  'cum-loa/edp_1',
  'dai-fm',
  'nhat-ky',
  'nhat-ky/dong-1',
  'nhat-ky/vi-sao',
  'quan-ly',
] as const;

export const SIZES = [
  [360, 740],
  [1366, 768],
] as const;
