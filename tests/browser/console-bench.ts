import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type BrowserContext, browse, type Page } from './chromium.ts';
import { SIGN_IN_TOKEN } from './fake-sign-in.ts';
import { FakeStation } from './fake-station.ts';
import { furnishTwoVillages } from './furnished.ts';

/** Where screenshots go, when somebody wants to look. */
const shots = process.env['LOAXA_SCREENSHOTS'];

/** The built console in a browser before a fake station: a fresh page and a fresh station for each test of the file. */
export function consoleInBrowser(options: { worker?: boolean } = {}) {
  const built = mkdtempSync(join(tmpdir(), 'loaxa-console-'));
  let browser: { context: BrowserContext; close: () => Promise<void> } | undefined;
  let station: FakeStation;
  let address: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
    browser = await browse({ width: 360, height: 740, ...options });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(built, { recursive: true, force: true });
  });

  beforeEach(async () => {
    station = new FakeStation(built);
    address = await station.start();
    complaints = [];
    page = await context().newPage();
    page.on('console', (message) => {
      // A browser reports every failed request as an error; those are part of the story here.
      if (message.type() === 'error' && !/^(?:Failed to load resource|WebSocket connection to)/.test(message.text())) {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterEach(async () => {
    await page.close();
    await context().clearCookies();
    await station.stop();
    expect(complaints).toEqual([]);
  });

  function context(): BrowserContext {
    if (!browser) throw new Error('the browser did not start');
    return browser.context;
  }

  async function signIn(hash = ''): Promise<void> {
    await page.goto(`${address}/#sign-in=${SIGN_IN_TOKEN}`);
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
    if (hash !== '') await page.goto(`${address}/#${hash}`);
  }

  async function look(name: string): Promise<void> {
    if (!shots) return;
    for (const [width, height] of [
      [360, 740],
      [1366, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: join(shots, `${name}-dark.png`), fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
  }

  async function furnish(): Promise<void> {
    furnishTwoVillages(station.house);
  }

  async function upload(bytes: Buffer, name = 'thong_bao_ho_khau.mp3'): Promise<void> {
    await page.locator('input[type=file][multiple]').setInputFiles({ name, mimeType: 'audio/mpeg', buffer: bytes });
  }

  /** Fits a phone: nothing to scroll sideways, and every control is as high as a thumb. */
  async function expectToFitThePhone(name: string): Promise<void> {
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide, name).toBeLessThanOrEqual(360);
    for (const control of await page.locator('button:visible, input:visible, select:visible, a.button:visible').all()) {
      const box = await control.boundingBox();
      const isTick = ['checkbox', 'radio'].includes((await control.getAttribute('type')) ?? '');
      if (box && !isTick) expect(box.height, `${name}: ${await control.innerText()}`).toBeGreaterThanOrEqual(44);
    }
  }

  const now = () => ({ page, station, address });
  return { now, context, signIn, look, furnish, upload, expectToFitThePhone };
}
