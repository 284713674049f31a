import { createRequire } from 'node:module';
import { type Files, StationError } from '#kernel';

/** TrueType bytes of the two cuts that pages are set in. They hold every letter of Vietnamese. */
export interface Fonts {
  readonly plain: Uint8Array;
  readonly bold: Uint8Array;
}

const FAMILY = '@expo-google-fonts/be-vietnam-pro';
const CUTS = {
  plain: '400Regular/BeVietnamPro_400Regular.ttf',
  bold: '700Bold/BeVietnamPro_700Bold.ttf',
} as const;

/** The fonts as they were installed with the station. Throws PAPER_FONT_MISSING. */
export async function readFonts(files: Files): Promise<Fonts> {
  const [plain, bold] = await Promise.all([readCut(files, CUTS.plain), readCut(files, CUTS.bold)]);
  return { plain, bold };
}

async function readCut(files: Files, file: string): Promise<Uint8Array> {
  const path = pathOf(file);
  const bytes = path === null ? null : await files.read(path);
  if (bytes === null) throw new StationError('PAPER_FONT_MISSING', { file: `${FAMILY}/${file}` });
  return bytes;
}

function pathOf(file: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(`${FAMILY}/${file}`);
  } catch {
    return null;
  }
}
