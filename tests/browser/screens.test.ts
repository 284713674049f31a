import { describe, expect, it } from 'vitest';
import { axeFaults, THEMES } from './axe.ts';
import { furnishBusyCommune } from './busy-commune.ts';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import { SCREENS, SIZES } from './screens.ts';

describe.skipIf(mayNotBrowse())('every screen of the console', { timeout: 180_000 }, () => {
  const { now, signIn } = consoleInBrowser();

  it('has no fault that axe knows, in light, dark and high contrast, on a phone and on an old PC', async () => {
    const { page, station, address } = now();
    furnishBusyCommune(station.house);
    // A colour that is on its way is not judged either.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(address);
    await page.locator('form').first().waitFor();
    const found: string[] = [];
    const judge = async (screen: string) => {
      for (const [at, [width, height]] of SIZES.entries()) {
        await page.setViewportSize({ width, height });
        // Colours do not depend on the size.
        for (const theme of at === 0 ? THEMES : (['light'] as const)) {
          found.push(...(await axeFaults(page, theme)).map((fault) => `${screen} ${width} ${theme} ${fault}`));
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
