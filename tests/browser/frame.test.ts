import { describe, expect, it } from 'vitest';
import { ALL_VERBS, ROLES } from '#people';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import { SIGN_IN_TOKEN } from './fake-sign-in.ts';

describe.skipIf(mayNotBrowse())('what stands around every page, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, expectToFitThePhone } = consoleInBrowser();

  /** Signs in with the rights of a role. */
  async function signInAs(role: keyof typeof ROLES): Promise<void> {
    const { page, station, address } = now();
    const held: readonly string[] = ROLES[role].verbs;
    for (const verb of ALL_VERBS) if (!held.includes(verb)) station.house.signIn.without.add(verb);
    await page.goto(`${address}/#sign-in=${SIGN_IN_TOKEN}`);
    await page.locator('nav .daily').waitFor();
  }

  it('opens and closes what is behind "more" by keyboard alone, and lands in the page that was chosen', async () => {
    const { page } = now();
    await furnish();
    await signIn();
    const more = page.getByRole('button', { name: 'Thêm', exact: true });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Giờ phát' }).waitFor();
    await expectToFitThePhone('more');
    await look('more');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Giờ phát' }).waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.getAttribute("aria-controls")')).toBe('more');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Cụm loa', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cụm loa', level: 1 }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('MAIN');
    expect(await page.title()).toBe('Cụm loa – Đài xã Tân Lập');
    expect(await page.locator('[aria-current=page]').allTextContents()).toEqual(['Cụm loa']);
  });

  it('skips the navigation by the first press of Tab, and shows where the keyboard stands', async () => {
    const { page } = now();
    await signIn();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
    const link = page.getByRole('link', { name: 'Hôm nay' });
    await page.keyboard.press('Shift+Tab');
    await link.focus();
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  it('shows an inspector the log first, and nothing that he may not do', async () => {
    const { page, address } = now();
    await furnish();
    await signInAs('inspector');
    await page.getByRole('heading', { name: 'Nhật ký phát' }).waitFor();
    expect(await page.getByRole('button', { name: 'Dừng tất cả' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'khẩn cấp' }).count()).toBe(0);
    await page.goto(`${address}/#cum-loa`);
    await page.getByText('Loa nhà văn hóa').first().waitFor();
    expect(await page.locator('main').getByRole('button').locator('visible=true').count()).toBe(0);
    await page.goto(`${address}/#gio-phat`);
    await page.getByText('Không có khoảng yên lặng nào').waitFor();
    expect(await page.locator('main').getByRole('button').locator('visible=true').count()).toBe(0);
    await page.goto(`${address}/#khan-cap`);
    await page.getByRole('heading', { name: 'Bạn không có quyền mở trang Khẩn cấp' }).waitFor();
    await look('closed-page');
    await page.getByRole('link', { name: 'Về trang Nhật ký' }).click();
    await page.getByRole('heading', { name: 'Nhật ký phát' }).waitFor();
  });

  it('brings each to the desk of his work', async () => {
    const { page } = now();
    await signInAs('approver');
    await page.getByRole('heading', { name: 'Duyệt', level: 1 }).waitFor();
    expect(await page.locator('.daily a').allTextContents()).toEqual(['Duyệt', 'Lịch phát', 'Hôm nay', 'Nhật ký']);
  });

  it('sends a village helper to the page of the village', async () => {
    const { page } = now();
    await signInAs('village_helper');
    await page.getByRole('heading', { name: 'Bạn là người trực thôn' }).waitFor();
    expect(await page.getByRole('link', { name: 'Mở trang của thôn' }).getAttribute('href')).toBe('/thon.html');
  });

  it('keeps the colours that were chosen, and follows the computer otherwise', async () => {
    const { page } = now();
    await signIn();
    const shows = (colours: string) =>
      expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe(colours);
    await shows('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shows('dark');
    await page.getByRole('button', { name: 'Thêm', exact: true }).click();
    await page.getByLabel('Màu màn hình').selectOption('Tương phản cao');
    await shows('contrast');
    await look('more-contrast');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.reload();
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
    await shows('contrast');
    await page.evaluate('localStorage.clear()');
  });
});
