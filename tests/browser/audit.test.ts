import { describe, expect, it } from 'vitest';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';

const DAY_MS = 86_400_000;

describe.skipIf(mayNotBrowse())('the audit log, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, expectToFitThePhone } = consoleInBrowser();

  it('tells who did what in words, by person and day, page by page, and is loud when the chain is broken', async () => {
    const { page, station } = now();
    const log = station.house.audit;
    const at = Date.now();
    for (let n = 0; n < 40; n += 1) log.add(at - 3 * DAY_MS + n, 'Trần Bình', 'addBroadcast');
    log.add(at - 4000, null, 'startStation');
    log.add(at - 3500, null, 'requestsRefused', 'REFUSED');
    log.add(at - 3000, 'Nguyễn Văn An', 'changeRule');
    log.add(at - 2000, 'Trần Bình', 'addPerson', 'RIGHT_MISSING');
    log.add(at - 1000, 'Nguyễn Văn An', 'somethingNew');
    log.standing.copies.push({
      ...{ name: 'syslog', target: '10.0.0.9:514', copiedSeq: 44, behind: 0, problem: null, since: null },
    });
    await signIn('quan-ly');
    const section = page.getByRole('region', { name: 'Nhật ký hệ thống' });
    await section.getByText('Nguyễn Văn An đã đổi lịch lặp lại').waitFor();
    await section.getByText('Trạm đã khởi động').waitFor();
    await section.getByText('Trạm đã từ chối nhiều yêu cầu dồn dập').waitFor();
    await section.getByText('Trần Bình định đổi danh sách người dùng, trạm từ chối: không có quyền').waitFor();
    await section.getByText('Nguyễn Văn An đã somethingNew').waitFor();
    await section.getByText('Chuỗi nhật ký còn nguyên vẹn.').waitFor();
    await section.getByText('Bản sao tới 10.0.0.9:514: đã gửi hết, nơi nhận không báo lại.').waitFor();
    await section.getByText('từ 10.0.0.5').first().waitFor();
    await look('audit');
    await expectToFitThePhone('quan-ly');
    expect(await section.getByRole('listitem').count()).toBe(30);
    await section.getByRole('button', { name: 'Xem thêm' }).click();
    await section.getByRole('button', { name: 'Xem thêm' }).waitFor({ state: 'detached' });
    await expect.poll(() => section.getByRole('listitem').count()).toBe(45);
    await section.getByLabel('Người').selectOption('Nguyễn Văn An');
    await section.getByText('Trạm đã khởi động').waitFor({ state: 'detached' });
    await section.getByText('Nguyễn Văn An đã đổi lịch lặp lại').waitFor();
    expect(await section.getByRole('listitem').count()).toBe(2);
    await section.getByLabel('Ngày').fill('2020-01-01');
    await section.getByText('Không có dòng nào với bộ lọc này.').waitFor();
    const whole = section.getByRole('link', { name: 'Kết xuất toàn bộ, có chữ ký' });
    expect(await whole.getAttribute('href')).toBe('/api/v1/audit.ndjson');
    const shown = section.getByRole('link', { name: 'Kết xuất phần đang lọc' });
    expect(await shown.getAttribute('href')).toBe('/api/v1/audit.csv?date=2020-01-01&who=acc_13');
    await look('audit-filtered');
    log.standing.broken = { seq: 7, problem: { vi: 'Dòng bị sửa.', en: 'Edited.' }, foundAt: at };
    await page.reload();
    await section.getByRole('alert').getByText('Chuỗi nhật ký bị hỏng ở dòng 7').waitFor();
    await look('audit-broken');
  });

  it('is not there for who may not inspect', async () => {
    const { page, station } = now();
    station.house.signIn.without.add('inspect');
    await signIn('quan-ly');
    await page.getByRole('heading', { name: 'Người dùng' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Nhật ký hệ thống' }).count()).toBe(0);
    expect(station.asked).not.toContain('get /audit');
  });
});
