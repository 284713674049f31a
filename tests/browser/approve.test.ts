import { describe, expect, it } from 'vitest';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';

describe.skipIf(mayNotBrowse())('approval, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, upload, expectToFitThePhone } = consoleInBrowser();

  it('approves one, sends one back with a word, and submits it again', async () => {
    const { page, station } = now();
    await furnish();
    const { approvals } = station.house;
    approvals.wait('bul_a', 'Lịch tiêm phòng');
    const changes = [{ what: { vi: 'tên', en: 'title' }, before: 'Họp dân', after: 'Họp thôn tối nay' }];
    const own = approvals.wait('bul_b', 'Họp thôn tối nay', { changes, nextAt: Date.now() + 7_200_000 });
    await signIn('duyet');
    await page.getByRole('link', { name: 'Duyệt 2' }).waitFor();
    const first = page.getByRole('listitem').filter({ hasText: 'Lịch tiêm phòng' });
    await first.getByText('Lê Thị Mai làm').waitFor();
    await first.getByRole('button', { name: '1,5×' }).click();
    expect(await first.locator('audio').evaluate((sound) => (sound as HTMLAudioElement).playbackRate)).toBe(1.5);
    await look('approve');
    await expectToFitThePhone('duyet');
    await first.getByRole('button', { name: 'Duyệt', exact: true }).click();
    await page.getByText('Đã duyệt 1 mục.').waitFor();
    const second = page.locator('.card').filter({ hasText: 'Họp thôn tối nay' });
    await second.getByText('trước là “Họp dân”').waitFor();
    await second.getByRole('button', { name: 'Trả lại' }).click();
    await second.getByRole('button', { name: 'Trả lại bài này' }).click();
    await second.getByText('Hãy viết cần sửa gì').waitFor();
    await second.getByLabel('Cần sửa gì').fill('Sai giờ họp');
    await second.getByRole('button', { name: 'Trả lại bài này' }).click();
    await second.getByText('trả lại: Sai giờ họp').waitFor();
    expect(own.standing.state).toBe('sent_back');
    await look('approve-sent-back');
    await second.getByRole('button', { name: 'Gửi duyệt lại' }).click();
    await page.getByRole('link', { name: 'Duyệt 1' }).waitFor();
  });

  it('approves several at once, as they were ticked, and names what was changed meanwhile', async () => {
    const { page, station } = now();
    await furnish();
    const { approvals } = station.house;
    approvals.wait('bul_a', 'Lịch tiêm phòng');
    const changed = approvals.wait('bul_b', 'Họp thôn tối nay');
    await signIn('duyet');
    await page.getByRole('checkbox', { name: 'Lịch tiêm phòng' }).check();
    await page.getByRole('checkbox', { name: 'Họp thôn tối nay' }).check();
    Object.assign(changed, { sha256: 'changed'.padEnd(64, '0'), text: 'Nay họp ở đình.' });
    await page.getByText('Nay họp ở đình.').waitFor();
    await page.getByRole('button', { name: 'Duyệt 2 mục đã chọn' }).click();
    await page.getByText('Đã duyệt 1 mục.').waitFor();
    await page.getByRole('alert').getByText('“Họp thôn tối nay”:').waitFor();
    expect(changed.standing.state).toBe('waiting');
    await look('approve-refused');
  });

  it('does not offer to play now what waits for approval', async () => {
    const { page, station } = now();
    await furnish();
    station.house.approvals.made = {
      ...{ state: 'waiting', isCovered: false, decidedBy: null, decidedAt: null, source: null, word: null, fell: null },
    };
    await signIn('tai-len');
    await upload(Buffer.alloc(200_000, 1));
    await page.getByText('Sẵn sàng phát').waitFor();
    await page.getByRole('combobox', { name: 'Chương trình' }).selectOption({ index: 1 });
    await page
      .getByRole('checkbox', { name: /cụm loa/ })
      .first()
      .check();
    await page.getByText('lưu bản tin và gửi duyệt').waitFor();
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByText('chưa phát cho đến khi được duyệt').waitFor();
    expect(await page.getByRole('button', { name: 'Phát ngay' }).count()).toBe(0);
    await look('play-waits');
  });
});
