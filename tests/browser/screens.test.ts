import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { furnishBusyCommune } from './busy-commune.ts';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import { SCREENS, SIZES } from './screens.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA, and what axe holds to be good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const THEMES = ['light', 'dark', 'contrast'] as const;

interface Violation {
  readonly id: string;
  readonly nodes: ReadonlyArray<{ readonly html: string; readonly failureSummary: string }>;
}

describe.skipIf(mayNotBrowse())('every screen of the console', { timeout: 180_000 }, () => {
  const { now, signIn } = consoleInBrowser();

  /** What axe finds in these colours, one line for each element. Beside light ones only the colours are judged again. */
  async function faults(theme: (typeof THEMES)[number]): Promise<string[]> {
    const { page } = now();
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    const asked = JSON.stringify(theme === 'light' ? RULES : { type: 'rule', values: ['color-contrast'] });
    const run = `axe.run(document, { runOnly: ${asked} }).then(({ violations }) => violations)`;
    const violations = (await page.evaluate(run)) as Violation[];
    const line = (id: string) => (node: Violation['nodes'][number]) => `${id}: ${node.html} ${node.failureSummary}`;
    return violations.flatMap(({ id, nodes }) => nodes.map(line(id)));
  }

  it('has no fault that axe knows, in light, dark and high contrast, on a phone and on an old PC', async () => {
    const { page, station, address } = now();
    furnishBusyCommune(station.house);
    // A colour that is on its way is not judged either.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(address);
    await page.locator('form').first().waitFor();
    const found: string[] = [];
    const judge = async (screen: string) => {
      if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(AXE);
      for (const [at, [width, height]] of SIZES.entries()) {
        await page.setViewportSize({ width, height });
        // Colours do not depend on the size.
        for (const theme of at === 0 ? THEMES : (['light'] as const)) {
          found.push(...(await faults(theme)).map((fault) => `${screen} ${width} ${theme} ${fault}`));
        }
      }
      await page.setViewportSize({ width: 360, height: 740 });
    };
    await judge('dang-nhap');
    await signIn();
    for (const screen of SCREENS) {
      await page.goto(`${address}/#${screen}`);
      await page.locator('h1:visible').first().waitFor();
      // What is still on its way is not judged.
      await expect.poll(() => page.getByText('Đang tải…').locator('visible=true').count()).toBe(0);
      await judge(screen);
    }
    await page.getByRole('button', { name: /^Thêm/ }).locator('visible=true').first().click();
    await judge('more');
    await page.getByRole('button', { name: 'Dừng tất cả' }).click();
    await judge('dung-tat-ca');
    expect(found).toEqual([]);
  });
});
