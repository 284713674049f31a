import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
// biome-ignore lint/correctness/noUnresolvedImports: the linter does not follow playwright's re-exported declarations
import { chromium } from 'playwright-core';

export type BrowserContext = Awaited<ReturnType<typeof chromium.launchPersistentContext>>;
export type Page = Awaited<ReturnType<BrowserContext['newPage']>>;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  // A microphone that beeps, and nobody to be asked for it.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** The browser of this machine, or null: CHROMIUM_PATH, then PATH. */
function findChromium(): string | null {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** True when the tests may be left out; says so once. With LOAXA_NO_SKIP=1 a missing browser is a failure. */
export function mayNotBrowse(): boolean {
  if (findChromium() !== null) return false;
  if (process.env['LOAXA_NO_SKIP'] === '1') return false;
  console.warn('No chromium found (CHROMIUM_PATH or PATH): the browser tests are left out.');
  return true;
}

/** A browser with a fresh profile, gone with all its files when closed. */
export async function browse(options: {
  width: number;
  height: number;
  colorScheme?: 'light' | 'dark';
  /** The service worker, which other tests would only wait for. */
  worker?: boolean;
}): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No chromium found: set CHROMIUM_PATH or install chromium.');
  const profile = mkdtempSync(join(tmpdir(), 'loaxa-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: ARGS,
    viewport: { width: options.width, height: options.height },
    colorScheme: options.colorScheme ?? 'light',
    locale: 'vi-VN',
    serviceWorkers: options.worker === true ? 'allow' : 'block',
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
