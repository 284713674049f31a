import { describe, expect, it } from 'vitest';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';

describe.skipIf(mayNotBrowse())('people, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, expectToFitThePhone } = consoleInBrowser();

  it('adds a person by role, place and dates, shows the link once, warns of an odd mix, and removes', async () => {
    const { page, station } = now();
    await furnish();
    await signIn('quan-ly');
    await page.getByRole('button', { name: 'Thêm người' }).click();
    await page.getByRole('button', { name: 'Thêm và lấy liên kết mời' }).click();
    await page.getByText('Hãy ghi họ tên.').waitFor();
    await page.getByLabel('Họ tên').fill('Trần Văn Bình');
    await page.getByRole('combobox', { name: 'Vai trò' }).selectOption('Người trực');
    await page.locator('form').getByText('Có thể: xem, vận hành. Không thể: biên tập').waitFor();
    await page.getByLabel('Từ ngày').fill('2026-12-01');
    await page.getByLabel('Đến hết ngày').fill('2026-11-30');
    await page.getByRole('button', { name: 'Thêm và lấy liên kết mời' }).click();
    await page.getByText('Ngày kết thúc đang trước ngày bắt đầu.').waitFor();
    await page.getByLabel('Đến hết ngày').fill('2026-12-31');
    await look('people-add');
    await page.getByRole('button', { name: 'Thêm và lấy liên kết mời' }).click();
    await page.getByText('/#invite=fake-invitation-token').waitFor();
    const [person] = station.house.staff.people;
    const times = { fromAt: Date.UTC(2026, 10, 30, 17), toAt: Date.UTC(2026, 11, 31, 17) };
    expect(person?.rights).toMatchObject([
      { verb: 'read', areaId: null, ...times },
      { verb: 'operate', areaId: null, ...times },
    ]);
    const card = page.getByRole('listitem').filter({ hasText: 'Trần Văn Bình' });
    await card.getByText('Cả trạm: xem, vận hành (từ 01/12/2026 đến hết 31/12/2026)').waitFor();
    await card.getByRole('button', { name: 'Thêm quyền' }).click();
    await card.getByRole('combobox', { name: 'Vai trò' }).selectOption('Quản trị kỹ thuật');
    await card.getByText('Nên tách cho hai người').waitFor();
    await card.getByRole('button', { name: 'Cấp quyền' }).click();
    await card.getByText('Cả trạm: xem, đặt thiết bị').waitFor();
    await look('people');
    await expectToFitThePhone('quan-ly');
    await card.getByRole('button', { name: 'Bỏ quyền này' }).first().click();
    await page.getByRole('button', { name: 'Bỏ quyền', exact: true }).click();
    await card.getByText('Cả trạm: xem, vận hành').waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'Đặt lại bước hai' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Đặt lại bước hai' }).click();
    await card.getByText('Đã đặt lại. Trần Văn Bình ra khỏi mọi máy').waitFor();
    expect(station.house.staff.wasReset).toEqual(['Trần Văn Bình']);
    await card.getByRole('button', { name: 'Đóng tài khoản' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng tài khoản' }).click();
    await card.getByText('Tài khoản đang đóng, từ').waitFor();
    await look('people-closed');
    await expectToFitThePhone('people-closed');
    await card.getByRole('button', { name: 'Mở lại tài khoản' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Mở lại' }).click();
    await card.getByText('Tài khoản đang đóng, từ').waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'Xóa tài khoản' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa tài khoản' }).click();
    await card.waitFor({ state: 'detached' });
  });
});
