/**
 * `npm run screens [-- --en --dark --contrast --whole --out folder name …]`: draws every screen of the console, on a phone
 * and on an old PC, from a commune in the middle of its day, so that somebody looks at them.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { furnishBusyCommune } from '../tests/browser/busy-commune.ts';
import { browse } from '../tests/browser/chromium.ts';
import { SIGN_IN_TOKEN } from '../tests/browser/fake-sign-in.ts';
import { FakeStation } from '../tests/browser/fake-station.ts';
import { SCREENS, SIZES } from '../tests/browser/screens.ts';

const { values: asked, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    en: { type: 'boolean', default: false },
    dark: { type: 'boolean', default: false },
    contrast: { type: 'boolean', default: false },
    /** The whole page instead of what the window shows. */
    whole: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
    out: { type: 'string', default: 'artefacts/screens' },
  },
});

const built = mkdtempSync(join(tmpdir(), 'loaxa-screens-'));
await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
const station = new FakeStation(built);
for (const verb of asked.without.split(',')) station.house.signIn.without.add(verb);
furnishBusyCommune(station.house);
const address = await station.start();
const { context, close } = await browse({ width: 1366, height: 768, colorScheme: asked.dark ? 'dark' : 'light' });
const page = await context.newPage();
await page.addInitScript(
  `localStorage.setItem('loaxa.language', '${asked.en ? 'en' : 'vi'}');localStorage.setItem('loaxa.theme', '${asked.contrast ? 'contrast' : 'system'}')`,
);
mkdirSync(asked.out, { recursive: true });
const mode = `${asked.en ? '-en' : ''}${asked.dark ? '-dark' : ''}${asked.contrast ? '-contrast' : ''}`;

await page.goto(address);
await page.locator('form').first().waitFor();
await draw('dang-nhap');
await page.goto(`${address}/#sign-in=${SIGN_IN_TOKEN}`);
await page.locator('h1:visible').first().waitFor();
for (const screen of SCREENS) {
  if (names.length > 0 && !names.includes(screen)) continue;
  await page.goto(`${address}/#${screen}`);
  await page.locator('h1:visible, h2:visible').first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => undefined);
  await draw(screen.replace('/', '-'));
}
await close();
await station.stop();
rmSync(built, { recursive: true, force: true });
console.log(`${asked.out}`);

async function draw(name: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: join(asked.out, `${name}-${width}${mode}.png`), fullPage: asked.whole });
  }
}
