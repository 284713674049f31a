import { describe, expect, it } from 'vitest';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import { FAKE_SECRET } from './fake-security.ts';

describe.skipIf(mayNotBrowse())('security, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, expectToFitThePhone } = consoleInBrowser();

  it('makes a key that is shown once, marks what ends soon, and revokes', async () => {
    const { page, station } = now();
    const { security, signIn: session } = station.house;
    await furnish();
    security.add('Phần mềm cũ', [{ verb: 'read', areaId: null }], 9);
    await signIn('quan-ly');
    const section = page.getByRole('region', { name: 'Bảo mật' });
    await section.getByText('Muốn tạo khóa, hãy đăng nhập bằng tài khoản của bạn.').waitFor();
    Object.assign(session, { isLink: false, hasTotp: true });
    await page.reload();
    await section.getByText('sắp hết hạn').waitFor();
    await section.getByRole('button', { name: 'Tạo khóa API' }).click();
    await section.getByRole('button', { name: 'Tạo khóa', exact: true }).click();
    await section.getByText('Hãy ghi tên khóa.').waitFor();
    expect(await section.getByLabel('nói trực tiếp').count()).toBe(0);
    await section.getByLabel('Tên khóa').fill('Phần mềm của huyện');
    await section.getByLabel('vận hành').check();
    await section.getByLabel('Ở đâu').selectOption('Thôn Đông');
    await section.getByLabel('Dùng được bao nhiêu ngày').fill('120');
    await look('security-key-form');
    await section.getByRole('button', { name: 'Tạo khóa', exact: true }).click();
    await section.getByText(FAKE_SECRET).waitFor();
    await section
      .getByRole('button', { name: 'Sao chép: khóa API' })
      .or(section.getByText('Sao chép'))
      .first()
      .waitFor();
    expect(security.keys[1]?.rights).toEqual([
      { verb: 'read', areaId: 'are_1' },
      { verb: 'operate', areaId: 'are_1' },
    ]);
    await look('security');
    await expectToFitThePhone('quan-ly');
    await section.getByRole('group', { name: 'Phần mềm cũ' }).getByRole('button', { name: 'Thu hồi khóa' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
    await section.getByText('đã thu hồi').waitFor();
    await page.reload();
    await section.getByText('đã thu hồi').waitFor();
    expect(await page.getByText(FAKE_SECRET).count()).toBe(0);
  });

  it('changes addresses and hours, and shows why the station refuses', async () => {
    const { page, station } = now();
    const { security } = station.house;
    await signIn('quan-ly');
    const section = page.getByRole('region', { name: 'Bảo mật' });
    await section.getByRole('button', { name: 'Đổi danh sách máy' }).click();
    await section.getByLabel('Địa chỉ hoặc mạng').fill('192.168.7.9');
    await section.getByRole('button', { name: 'Lưu danh sách máy' }).click();
    await section.getByText('nên bạn sẽ tự khóa mình').waitFor();
    await look('security-locked-out');
    await section.getByLabel('Địa chỉ hoặc mạng').fill('192.168.7.9\n10.0.0.5');
    await section.getByRole('button', { name: 'Lưu danh sách máy' }).click();
    await section.locator('p').getByText('192.168.7.9', { exact: true }).waitFor();
    expect(security.now.addresses).toEqual(['192.168.7.9', '10.0.0.5']);
    security.closesNow = true;
    await section.getByRole('button', { name: 'Đổi giờ quản trị' }).click();
    await section.getByRole('button', { name: 'Thêm khung giờ' }).click();
    await section.getByLabel('Từ', { exact: true }).fill('7h30');
    await section.getByLabel('Thứ Bảy').check();
    await look('security-hours');
    await expectToFitThePhone('quan-ly');
    await section.getByRole('button', { name: 'Lưu giờ quản trị' }).click();
    await page.getByRole('dialog').getByText('ngay bây giờ (20:15) đã khóa quản trị').waitFor();
    expect(security.now.hours).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Vẫn lưu' }).click();
    await section.getByText('Thứ Sáu, Thứ Bảy: 07:30–17:00').waitFor();
    expect(security.now.hours).toEqual([{ weekdays: [1, 2, 3, 4, 5, 6], from: '07:30', to: '17:00' }]);
    security.now.isFixed = true;
    await section.getByText('Danh sách này đặt bằng LOAXA_ADMIN_FROM').waitFor({ timeout: 20_000 });
    expect(await section.getByRole('button', { name: 'Đổi danh sách máy' }).count()).toBe(0);
  });

  it('is not there for who may not maintain', async () => {
    const { page, station } = now();
    station.house.signIn.without.add('maintain');
    await signIn('quan-ly');
    await page.getByRole('heading', { name: 'Người dùng' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Bảo mật' }).count()).toBe(0);
    expect(station.asked).not.toContain('get /security');
  });
});
