import { beforeEach, describe, expect, it } from 'vitest';
import { mayNotBrowse, type Page } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import type { FakeStation } from './fake-station.ts';

const PASSWORD = 'mot cau rat de nho';
const HOUR_MS = 3600_000;

describe.skipIf(mayNotBrowse())('signing in, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, expectToFitThePhone } = consoleInBrowser();
  let page: Page;
  let station: FakeStation;
  let address: string;
  beforeEach(() => {
    ({ page, station, address } = now());
  });

  async function givePassword(): Promise<void> {
    await page.goto(address);
    await page.getByLabel('Tên đăng nhập').fill('an');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
  }
  const code = () => page.getByLabel('Mã 6 số');

  it('asks for the second step after the password, and takes a code from paper instead', async () => {
    station.house.signIn.hasTotp = true;
    station.house.signIn.recoveryLeft = 10;
    await givePassword();
    await page.getByRole('heading', { name: 'Bước 2' }).waitFor();
    await look('second-step');
    await expectToFitThePhone('second-step');
    // Nothing of the station is shown before that.
    expect(await page.getByRole('link', { name: 'Khẩn cấp' }).count()).toBe(0);
    await code().fill('111111');
    await page.getByRole('button', { name: 'Xác minh' }).click();
    await page.getByText('Mã không đúng').waitFor();
    await page.getByRole('button', { name: 'Dùng mã dự phòng trên giấy' }).click();
    await page.getByLabel('Mã dự phòng', { exact: true }).fill('K7QX-M2RD-9WZ3');
    await page.getByRole('button', { name: 'Xác minh' }).click();
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
    expect(station.house.signIn.recoveryLeft).toBe(9);
  });

  it('a page that is loaded again in the middle asks for the second step again', async () => {
    station.house.signIn.hasTotp = true;
    await givePassword();
    await page.getByRole('heading', { name: 'Bước 2' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Bước 2' }).waitFor();
    await code().fill('123456');
    await page.getByRole('button', { name: 'Xác minh' }).click();
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
  });

  it('who has no phone at hand gets in, and the page of emergencies says what is missing', async () => {
    await furnish();
    await givePassword();
    await page.getByRole('button', { name: 'Để lần sau' }).click();
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
    await page.getByRole('link', { name: 'Khẩn cấp' }).click();
    await page.getByText('Bạn CHƯA phát được khẩn cấp').waitFor();
    await look('alarm-not-enrolled');
    await expectToFitThePhone('alarm-not-enrolled');
    await page.getByRole('button', { name: 'Cài ứng dụng xác thực' }).locator('visible=true').click();
    await page.getByRole('heading', { name: 'Tài khoản của tôi' }).waitFor();
  });

  it('a proof that is too old is asked for in the middle, and what was pressed goes on', async () => {
    await signIn('khan-cap');
    Object.assign(station.house.signIn, { isLink: false, hasTotp: true, isStrong: false });
    await page.reload();
    await page.getByText('Muốn phát khẩn cấp, bạn phải xác minh bước hai').waitFor();
    await look('alarm-not-proved');
    station.house.signIn.others.push({
      id: 'ses_other',
      isThis: false,
      createdAt: Date.now() - 9 * HOUR_MS,
      seenAt: Date.now() - HOUR_MS,
      isStrong: false,
      address: '10.0.0.77',
      agent: 'Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile Safari/537.36',
    });
    await page.goto(`${address}/#quan-ly/tai-khoan`);
    await page.getByText('Android, Chrome').waitFor();
    await look('account');
    await expectToFitThePhone('account');
    await page.getByRole('button', { name: 'Làm lại mã dự phòng' }).click();
    await page.getByRole('heading', { name: 'Xác minh lại' }).waitFor();
    await look('step-up');
    await expectToFitThePhone('step-up');
    await code().fill('123456');
    await page.getByRole('button', { name: 'Xác minh', exact: true }).click();
    await page.getByText('K7QX-M2RD-9WZ0').waitFor();
    await page.emulateMedia({ media: 'print' });
    await look('recovery-print');
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: 'Đã in hoặc chép lại' }).click();
    await page.getByRole('button', { name: 'Đăng xuất nơi này' }).click();
    await page.getByText('Android, Chrome').waitFor({ state: 'detached' });
  });

  it('changes the password, and says what is wrong with it', async () => {
    await signIn('quan-ly');
    Object.assign(station.house.signIn, { isLink: false, hasTotp: true });
    await page.reload();
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    await page.getByLabel('Mật khẩu hiện tại').fill('sai');
    await page.getByLabel('Mật khẩu mới').fill('con trâu đi trước cái cày');
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    await page.getByText('Mật khẩu hiện tại không đúng').waitFor();
    await look('change-password');
    await page.getByLabel('Mật khẩu hiện tại').fill(PASSWORD);
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    await page.getByText('Đã đổi mật khẩu').waitFor();
  });

  it('somebody who was invited chooses a password', async () => {
    await page.goto(`${address}/#invite=fake-invite-token`);
    await page.getByLabel('Mật khẩu mới').fill('con trâu đi trước cái cày');
    await look('invited');
    await page.getByRole('button', { name: 'Lưu mật khẩu' }).click();
    await page.getByRole('heading', { name: 'Cài bước xác minh thứ hai' }).waitFor();
    expect(page.url()).toBe(`${address}/`);
  });
});
