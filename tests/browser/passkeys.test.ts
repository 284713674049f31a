import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openServer } from '#http';
import { Commune } from '../support/commune.ts';
import { type BrowserContext, browse, mayNotBrowse, type Page } from './chromium.ts';

const PASSWORD = 'mưa nắng là việc của trời';
const shots = process.env['LOAXA_SCREENSHOTS'];

/** A phone with a finger on it, plugged into the browser. */
async function plugIn(context: BrowserContext, page: Page) {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return {
    knowsItsOwner: (isUserVerified: boolean) =>
      devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    async keys() {
      return (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
    },
  };
}

describe.skipIf(mayNotBrowse())('passkeys, in a browser before a real station', { timeout: 90_000 }, () => {
  const built = mkdtempSync(join(tmpdir(), 'loaxa-console-'));
  let browser: { context: BrowserContext; close: () => Promise<void> };
  let commune: Commune;
  let house: Awaited<ReturnType<Commune['start']>>['house'];
  let server: Awaited<ReturnType<typeof openServer>>;
  let page: Page;

  beforeAll(async () => {
    await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
    browser = await browse({ width: 360, height: 740 });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(built, { recursive: true, force: true });
  });
  beforeEach(async () => {
    commune = new Commune({ wallMs: Date.now() });
    ({ house } = await commune.start());
    server = await openServer(house, built, '127.0.0.1', 0);
    page = await browser.context.newPage();
  });
  afterEach(async () => {
    await page.close();
    await browser.context.clearCookies();
    await server.stop();
    commune.kill();
  });

  async function setUp(host: string): Promise<string> {
    const address = `http://${host}:${server.port}`;
    await page.goto(`${address}/#set-up=${await house.doorkeeper.newLink('set_up')}`);
    await page.getByLabel('Tên đăng nhập').fill('Lan');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await page.getByRole('heading', { name: 'Cài bước xác minh thứ hai' }).waitFor();
    return address;
  }

  async function look(name: string): Promise<void> {
    if (!shots) return;
    for (const [width, height] of [
      [1366, 768],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
    }
  }

  it('is made at the first sign-in, asked for at the next, and removed', async () => {
    const device = await plugIn(browser.context, page);
    const address = await setUp('localhost');
    await look('passkey-enrol');
    // A device that does not know its owner is not taken.
    await device.knowsItsOwner(false);
    await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
    await page.getByText('Chưa xong: bạn đã bấm Hủy').waitFor();
    await device.knowsItsOwner(true);
    await page.getByLabel('Gọi khóa này là').fill('Điện thoại của Lan');
    await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
    await page.getByRole('heading', { name: 'Mã dự phòng' }).waitFor();
    expect(await page.getByRole('button', { name: 'Để lần sau' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Đã in hoặc chép lại' }).click();
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
    expect((await device.keys()).map(({ rpId }) => rpId)).toEqual(['localhost']);

    // The next day.
    await browser.context.clearCookies();
    await page.goto('about:blank');
    await page.goto(`${address}/`);
    await page.getByLabel('Tên đăng nhập').fill('Lan');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('heading', { name: 'Bước 2' }).waitFor();
    await look('passkey-second-step');
    await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();

    // A quarter of an hour later it is asked once more, in the middle of what is being done.
    await commune.clock.advance(16 * 60_000);
    await page.goto(`${address}/#quan-ly/tai-khoan`);
    await page.getByText('Điện thoại của Lan').waitFor();
    await look('passkey-account');
    await page.getByRole('button', { name: 'Đổi tên' }).click();
    await page.getByLabel('Gọi khóa này là').fill('Máy trực');
    await page.getByRole('button', { name: 'Lưu tên' }).click();
    await page.getByRole('heading', { name: 'Xác minh lại' }).waitFor();
    await look('passkey-step-up');
    const button = await page.getByRole('dialog').getByRole('button', { name: 'Dùng khóa truy cập' }).boundingBox();
    expect(button?.height).toBeLessThan(80);
    await page.getByRole('dialog').getByRole('button', { name: 'Dùng khóa truy cập' }).click();
    await page.getByText('Máy trực').waitFor();
    await page.getByRole('button', { name: 'Gỡ khóa' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ' }).click();
    // Nothing is left to prove it by: like after the first sign-in.
    await page.getByRole('heading', { name: 'Cài bước xác minh thứ hai' }).waitFor();
    expect(await house.store.db.selectFrom('passkeys').selectAll().execute()).toEqual([]);
  });

  it('where the page is opened by a number there is no dead button but a sentence, and the app', async () => {
    await setUp('127.0.0.1');
    await page.getByText('Ở địa chỉ này không dùng được khóa truy cập').waitFor();
    await look('passkey-place');
    expect(await page.getByRole('button', { name: 'khóa truy cập' }).count()).toBe(0);
    await page.getByLabel('Mã 6 số').waitFor();
  });
});
