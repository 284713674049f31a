/**
 * Be Vietnam Pro, in which Vietnamese has its marks where they belong. It never stands in the way: the first visit fetches it when
 * the home is drawn long since, and every later one has it in the browser's cache from its first letter on, so that no
 * line ever jumps under a reading eye.
 */
import latin400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2?url';
import latin600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2?url';
import marks400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2?url';
import marks600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2?url';

const FAMILY = 'Be Vietnam Pro';
const LATIN =
  'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD';
const MARKS =
  'U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0301, U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF9, U+20AB';
const FACES = [
  [latin400, '400', LATIN],
  [marks400, '400', MARKS],
  [latin600, '600 700', LATIN],
  [marks600, '600 700', MARKS],
] as const;
/** Under this name the browser remembers that it has these very files. */
const KEPT = 'loaxa.font';
const FILES = FACES.map(([file]) => file).join();

function isHere(): boolean {
  try {
    return localStorage.getItem(KEPT) === FILES;
  } catch {
    return false;
  }
}

/** Takes the font that an earlier visit fetched. */
export function wearFont(): void {
  if (!isHere()) return;
  for (const [file, weight, unicodeRange] of FACES) {
    document.fonts.add(new FontFace(FAMILY, `url(${file})`, { weight, unicodeRange, display: 'swap' }));
  }
}

/** Fetches it for the next visit. */
export async function fetchFont(): Promise<void> {
  if (isHere()) return;
  const fetched = FACES.map(([file, weight]) => new FontFace(FAMILY, `url(${file})`, { weight }).load());
  try {
    await Promise.all(fetched);
    localStorage.setItem(KEPT, FILES);
  } catch {
    // The next visit tries again; the system's own font does until then.
  }
}
