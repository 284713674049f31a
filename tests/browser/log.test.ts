import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { civilOf } from '#kernel';
import { mayNotBrowse, type Page } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import { FAKE_ZONE } from './fake-day.ts';
import type { FakeStation } from './fake-station.ts';
import { logLines } from './log-lines.ts';

const HOUR_MS = 3_600_000;
const STANDING = { decidedBy: 'Bà Duyệt', decidedAt: 1, source: null, word: null, fell: null };

describe.skipIf(mayNotBrowse())('the log, in a browser', () => {
  const { now, signIn, look, furnish, expectToFitThePhone } = consoleInBrowser();
  let page: Page;
  let station: FakeStation;
  beforeEach(() => {
    ({ page, station } = now());
  });
  afterEach(() => {
    station.house.day.log.length = 0;
  });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

  it('shows a long log by what was planned and heard, finds in it without tone marks, and hands out what it shows', async () => {
    page.setDefaultTimeout(6000);
    await furnish();
    const { log } = station.house.day;
    log.push(...logLines(3000, Date.now() - HOUR_MS, HOUR_MS / 10));
    await signIn('nhat-ky');
    await page.getByText('Ngày, tìm, lọc').click();
    await button('Tất cả các ngày').click();
    await button(/3\.000.*Có hẹn|Nghe đủ/)
      .first()
      .waitFor();
    const table = page.getByRole('table', { name: 'Các dòng nhật ký, mới nhất trước' });
    expect(await table.getAttribute('aria-rowcount')).toBe('3001');
    const last = log.at(-1);
    await page
      .getByRole('row')
      .nth(1)
      .getByText(last?.title ?? '')
      .waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await expectToFitThePhone('nhat-ky');

    // The end of the list is reached by one key, and is the oldest line.
    await page
      .getByRole('link', { name: /^Vì sao: / })
      .first()
      .focus();
    await page.keyboard.press('End');
    await page.locator('[data-row="2999"] a:focus').waitFor();
    expect(await page.locator('[data-row="2999"]').getAttribute('aria-rowindex')).toBe('3001');
    await page.keyboard.press('ArrowUp');
    await page.locator('[data-row="2998"] a:focus').waitFor();

    // Something new is said, and does not move what is read.
    log.push({ ...(last as NonNullable<typeof last>), id: 3001, deliveryId: 'dlv_x', plannedAt: Date.now() });
    await button('Có dòng mới. Xem').click();
    await page.getByText('3.001').waitFor();

    await page.getByLabel('Tìm: bản tin, thôn, cụm loa').fill('hoa giai dong');
    const asked = new URLSearchParams({ text: 'hoa giai dong', upTo: '3001', language: 'vi' });
    await page.locator(`a[href="/api/v1/as-run-shown.csv?${asked}"]`).waitFor();
    const meant = log.filter(({ title, village }) => title.startsWith('Hoà giải') && village === 'Thôn Đông').length;
    await page.getByText(`Tìm thấy ${meant}.`).waitFor();
    expect(await page.getByRole('link', { name: 'In sổ nhật ký' }).getAttribute('href')).toContain('/as-run.pdf?text=');
    await button('Bỏ bộ lọc').click();
    await button('Theo thôn').click();
    await look('log-villages');
    await button('Thôn Hòa Bình').click();
    await page.locator('.log-row', { hasText: 'Thôn Hòa Bình' }).first().waitFor();
    expect(await page.locator('.log-row', { hasText: 'Thôn Đông' }).count()).toBe(0);
  });

  it('tells on one page why one broadcast was heard in one place or was not', async () => {
    await furnish();
    const { log } = station.house.day;
    log.push(...logLines(4, Date.now() - HOUR_MS, 60_000));
    const failed = log.find(({ state }) => state === 'failed');
    station.house.log.why = [
      {
        kind: 'hindrance',
        about: failed?.broadcastId ?? null,
        text: { vi: 'Cụm loa mất liên lạc từ 4 giờ.', en: 'It was out of reach since 4.' },
      },
    ];
    await signIn(`nhat-ky/dong-${failed?.id}`);
    await page.getByRole('heading', { name: `Vì sao: ${failed?.title}` }).waitFor();
    await page.getByText('không liên lạc được với cụm loa').first().waitFor();
    await page.getByText('Cụm loa mất liên lạc từ 4 giờ.').waitFor();
    await page.getByText('Buổi này không phát ra loa nào ở đây, nên không có gì để chứng minh.').waitFor();
    await look('log-why');
    await expectToFitThePhone('nhat-ky/dong');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').locator('visible=true').count()).toBe(0);
    await page.emulateMedia({ media: null });
    await button('Nhật ký của cụm loa này trong ngày').click();
    await page.getByRole('heading', { name: 'Nhật ký phát' }).waitFor();
    await page.locator('.log-row').first().waitFor();

    // Any minute may be asked, also one that is yet to come.
    const tomorrow = Date.now() + 24 * HOUR_MS;
    await page.goto(`${now().address}/#nhat-ky/vi-sao-edp_1-${tomorrow}`);
    await page.getByText('Lúc đó cụm loa phát bản tin.').waitFor();
    expect(await page.getByLabel('Ngày', { exact: true }).inputValue()).toBe(civilOf(tomorrow, FAKE_ZONE).date);
    await look('log-ask');
  });

  it('leads a new person to a bulletin that is really scheduled for tomorrow, is left and taken up, and is hidden for good', async () => {
    await furnish();
    const { house } = station;
    house.rules.length = 0;
    const programmeId = house.programmes[0]?.id ?? 'prg_1';
    const body = { title: 'Lịch tiêm chủng', programmeId, recordingId: 'rec_1', language: 'vi' };
    const approval = { ...STANDING, state: 'approved' as const, isCovered: true };
    house.bulletins.push({ id: 'bul_9', ...body, validFrom: null, validTo: null, versions: [], approval });
    await signIn();
    await page.getByRole('heading', { name: 'Năm phút đầu' }).waitFor();
    await page.getByRole('button', { name: 'Giải thích: 2. Chọn nơi phát' }).press('Enter');
    await page.getByText('Một nhóm cụm loa được đặt tên').waitFor();
    const times = page.getByRole('group', { name: 'Giờ phát ngày mai' });
    await times.getByRole('checkbox', { name: '17:00' }).uncheck();
    // Left and taken up: what was chosen is still chosen.
    await page.reload();
    await times.waitFor();
    expect(await times.getByRole('checkbox', { name: '17:00' }).isChecked()).toBe(false);
    await times.getByRole('checkbox', { name: '17:00' }).check();
    await button('Xem điều gì sẽ xảy ra').click();
    await page.getByText(/“Lịch tiêm chủng” sẽ phát lúc 5 giờ sáng và 5 giờ chiều mai, /).waitFor();
    await look('guide');
    await expectToFitThePhone('hom-nay');
    const sure = page.getByRole('checkbox', { name: /Tôi chắc chắn/ });
    if ((await sure.count()) > 0) await sure.check();
    await button('Đặt lịch thật').click();
    await page.getByText('Đã đặt lịch thật').waitFor();
    const tomorrow = civilOf(Date.now() + 24 * HOUR_MS, FAKE_ZONE).date;
    expect(house.day.on(tomorrow).map(({ plannedAt }) => civilOf(plannedAt, FAKE_ZONE).time)).toEqual([
      '05:00:00',
      '17:00:00',
    ]);
    await button('Xong, ẩn hướng dẫn').click();
    await page.reload();
    await button('Mở lại hướng dẫn 5 phút').waitFor();
    expect(await page.getByRole('heading', { name: 'Năm phút đầu' }).count()).toBe(0);
  });
});
