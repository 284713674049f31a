import { beforeEach, describe, expect, it } from 'vitest';
import { EVIDENCE } from '#kernel';
import { mayNotBrowse, type Page } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import type { FakeStation } from './fake-station.ts';

const DAY_MS = 86_400_000;

describe.skipIf(mayNotBrowse())('FM stations in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, expectToFitThePhone } = consoleInBrowser();
  let page: Page;
  let station: FakeStation;
  let address: string;
  beforeEach(async () => {
    ({ page, station, address } = now());
    await furnish();
  });
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const civil = (days: number) =>
    new Date(Date.now() + days * DAY_MS).toLocaleDateString('sv', { timeZone: 'Asia/Ho_Chi_Minh' });

  it('brings an FM station on the page, the wrong frequency told at its field, and says how a radio will show it', async () => {
    await signIn('dai-fm');
    await page.getByText('Chưa có đài FM nào').waitFor();
    await look('fm-none');
    await button('Thêm đài FM').click();
    await page.getByLabel('Tên đài').fill('Đài FM xã Tân Lập');
    await page.getByLabel('Tần số (MHz)').fill('năm tư');
    await page.getByLabel('Mã PI').fill('7a10');
    await page.getByLabel('Tên hiện trên máy thu').fill('Tân Lập');
    await button('Thêm đài này').click();
    await page.getByText('Hãy nhập số, ví dụ 54,5').waitFor();
    await page.getByLabel('Tần số (MHz)').fill('104,5');
    await button('Thêm đài này').click();
    await page.locator('.field-problem').getByText('Tần số của đài FM chưa đúng').waitFor();
    await page.getByLabel('Tần số (MHz)').fill('54,5');
    await page.getByText('Giấy phép', { exact: true }).click();
    await page.getByLabel('Ngày cuối được dùng tần số').fill(civil(20));
    await page.getByText('Chữ hiện trên máy thu').click();
    await page
      .getByLabel('Chữ hiện khi không phát gì')
      .fill('Đài truyền thanh xã Tân Lập, phát hai buổi mỗi ngày: sáng 5 giờ 30, chiều 17 giờ, trừ ngày nghỉ');
    const radio = page.getByRole('status', { name: 'Máy thu sẽ hiện' }).last();
    await radio.getByText('Dai TT xa Tan Lap, phat hai buoi moi ngay').waitFor();
    await radio.getByText('Dài quá, bị cắt').waitFor();
    await look('fm-form');
    await button('Thêm đài này').click();
    await page.getByRole('heading', { name: 'Đài FM xã Tân Lập 54,5 MHz' }).waitFor();
    await page.getByText('Gọi cơ quan tần số ngay hôm nay').waitFor();
    expect(station.house.fm.stations[0]).toMatchObject({ frequencyKhz: 54_500, pi: '7A10', leadInMs: 2000 });
  });

  it('shows at its field, in the part that it opens, what is wrong with a line; a password that is there is kept', async () => {
    const fm = station.house.fm.furnish();
    await signIn('dai-fm');
    const form = page.getByRole('form', { name: 'Sửa đài' });
    await button('Sửa đài').click();
    await form.getByText('Bộ mã hóa RDS', { exact: true }).click();
    await form.getByRole('button', { name: 'Thêm bộ mã hóa' }).click();
    const line = page.getByRole('group', { name: 'Bộ mã hóa 1' });
    await line.getByLabel('Tên gọi').fill('Pira');
    await line.getByLabel('Cổng').fill('4000');
    await form.getByText('Bộ mã hóa RDS', { exact: true }).click();
    await button('Lưu đài này').click();
    await line.getByText('“Pira” có chỗ sai').waitFor();
    await look('fm-line');
    await expectToFitThePhone('fm-line');
    await line.getByLabel('Địa chỉ').fill('10.0.0.5');
    await line.getByLabel('Mật khẩu').fill('bí mật');
    await button('Lưu đài này').click();
    await button('Lưu đài này').waitFor({ state: 'detached' });
    expect(fm.lines[0]).toMatchObject({ name: 'Pira', host: '10.0.0.5', port: 4000, hasPassword: true });
    await button('Sửa đài').click();
    await form.getByText('Bộ mã hóa RDS', { exact: true }).click();
    await line.getByText('Đã có mật khẩu; để trống thì giữ nguyên').waitFor();
  });

  it('adds receivers that stand in, and calls with one press who confirms', async () => {
    const fm = station.house.fm.furnish();
    await signIn('dai-fm');
    await page.getByRole('link', { name: 'Gọi Bà Lò Thị Mai 0912 345 678' }).waitFor();
    expect(await page.getByRole('link', { name: /^Gọi Bà Lò/ }).getAttribute('href')).toBe('tel:0912345678');
    await button('Thêm cụm thu').click();
    await button('Thêm cụm thu này').click();
    await page.getByText('Hãy chọn thôn.').waitFor();
    await page.getByLabel('Ở thôn nào').selectOption('Bản Nà Lốc');
    expect(await page.getByLabel('Tên cụm thu').inputValue()).toBe('Loa FM Bản Nà Lốc');
    await page.getByLabel('Dự phòng: bình thường im').check();
    await page.getByLabel('Dự phòng nhận khi').fill('30');
    await page.getByLabel('Số điện thoại').fill('0987 000 111');
    await look('fm-receiver-form');
    await button('Thêm cụm thu này').click();
    await page.getByText('nhận khi dưới 30% cụm chính còn liên lạc').waitFor();
    expect(fm.receivers.at(-1)).toMatchObject({ duty: 'stand_in', thresholdPercent: 30, areaId: 'are_2' });
    await button('Ngừng dùng').first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Để nguyên' }).click();
    expect(fm.receivers).toHaveLength(3);
  });

  it('says what is on air and how far that is proved, what is wrong with a line, and what to do about a licence', async () => {
    const fm = station.house.fm.furnish();
    const startAt = Date.now() - 60_000;
    Object.assign(fm, {
      isReachable: false,
      licence: {
        ...{ state: 'over', daysLeft: -3, mayBePlanned: false },
        text: { vi: 'Giấy phép đã hết hạn từ ngày 20/11/2026.', en: 'The licence ended.' },
      },
      warnings: [{ vi: 'Dải 87–108 MHz không dành cho truyền thanh xã.', en: 'Not the band.' }],
      lineStandings: [
        { name: 'Pira', state: 'connected', lastAnswerAt: startAt, grade: 'F1', problem: null },
        {
          ...{ name: 'DEVA', state: 'fault', lastAnswerAt: null, grade: null },
          problem: { vi: 'Không nối được: kiểm tra dây mạng và địa chỉ.', en: 'No connection.' },
        },
      ],
      onAir: {
        ...{ broadcastId: 'brc_1', title: 'Bản tin sáng', level: 'scheduled', startAt, endAt: startAt + 900_000 },
        ...{ evidence: 'F0', rt: 'Ban tin sang', ta: false, pty: 0, endpointIds: ['edp_1'] },
      },
    });
    await signIn('dai-fm');
    await page.getByText(EVIDENCE.F0.vi).waitFor();
    await page.getByText('Không nối được: kiểm tra dây mạng').waitFor();
    await page.getByText('Gọi người ở đài kiểm tra điện').waitFor();
    await page.getByText('Có giấy mới thì bấm “Sửa đài”').waitFor();
    const sheet = await page.getByRole('link', { name: 'In tờ hôm nay' }).getAttribute('href');
    expect(sheet).toBe(`/api/v1/fm/stations/${fm.id}/sheet?date=${civil(0)}`);
    expect(await page.getByText('key=fake').first().isVisible()).toBe(false);
    await page.getByText('Địa chỉ cho máy tính ở đài').click();
    await page.getByText(`${address}/stream/${fm.id}.mp3?key=fake`).waitFor();
    await page.getByRole('button', { name: 'Sao chép: Luồng tiếng' }).click();
    await page.getByText('Đã sao chép').waitFor();
    await look('fm-station');
    await button('Đổi địa chỉ mới').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Đổi địa chỉ' }).click();
    await page
      .getByText(/key=moi/)
      .first()
      .waitFor();
    await expectToFitThePhone('dai-fm');
  });

  it('writes down by keyboard what a village says by telephone, apart from what a device proved', async () => {
    const { fm } = station.house;
    const [east, far] = fm.furnish().receivers;
    if (!east || !far) throw new Error('no receivers');
    fm.air('Bản tin sáng', east, 30);
    fm.air('Lịch tiêm vắc xin', east, 20);
    fm.air('Tin mưa lũ', far, 10, 'E0', true);
    fm.air('Nhạc hiệu', east, 40, 'F2');
    await signIn('dai-fm');
    await button('3 buổi chưa ai xác nhận: gọi hỏi ngay').press('Enter');
    await look('fm-confirm');
    await page.getByRole('button', { name: 'Nghe được: Bản tin sáng, Thôn Đông', exact: true }).focus();
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Ai nói').inputValue()).toBe('Bà Lò Thị Mai');
    await look('fm-say');
    await page.getByLabel('Ai nói').focus();
    await page.keyboard.press('Enter');
    await button('2 buổi chưa ai xác nhận').waitFor();
    expect(fm.hearings).toHaveLength(1);
    expect(fm.hearings[0]).toMatchObject({ heard: 'heard', saidBy: 'Bà Lò Thị Mai' });
    await button('Không nghe được: Tin mưa lũ, Bản Nà Lốc').click();
    await button('Ghi vào nhật ký').click();
    await page.getByText('Hãy ghi tên người nói.').waitFor();
    await page.getByLabel('Ai nói').fill('Trưởng bản');
    await page.getByLabel('Ghi chú').fill('Mất điện cả bản');
    await button('Ghi vào nhật ký').click();
    await page.getByText('Người dân đã báo hôm nay (3)').click();
    await page.getByText('Theo báo cáo: Không nghe được').waitFor();
    await page.getByText('Đã xác nhận (máy)').waitFor();
    await look('fm-confirmed');
  });

  it('shows in the log and on the day what went by FM, never green, with people’s word beside it', async () => {
    const { fm, day, endpoints } = station.house;
    const [east, far] = fm.furnish().receivers;
    if (!east || !far) throw new Error('no receivers');
    const line = fm.air('Bản tin sáng', east, 30, 'F1');
    fm.air('Tin mưa lũ', far, 10, 'F0', true);
    const part = { endpointId: 'edp_1', endpointName: endpoints[0]?.name ?? '', village: 'Thôn Đông', works: true };
    const fmPart = { ...part, endpointId: east.endpointId, endpointName: east.name, byFm: true };
    day.plan('Họp dân', 'bul_1', 'Tin', [part, fmPart], Date.now() - 60_000);
    await signIn();
    await page.getByText('Phát đủ ở 1/1 cụm loa, 1 chuyển sang FM').waitFor();
    const mark = page.locator('.mark').filter({ hasText: /^Đã chuyển sang đài FM$/ });
    expect(await mark.first().getAttribute('class')).toContain('mark-quiet');
    await look('today-fm');
    await page.goto(`${address}/#nhat-ky`);
    await page.getByText('Ngày, tìm, lọc').click();
    await button('Tất cả các ngày').click();
    const row = page.getByRole('row').filter({ hasText: line.title });
    await row.getByText(`F1: ${EVIDENCE.F1.vi}`).waitFor();
    await row.getByText('qua FM: Đài FM xã Tân Lập').waitFor();
    await page.getByText('qua FM: Đài FM xã Tân Lập · dự phòng').waitFor();
    await row.getByRole('link', { name: 'Vì sao' }).click();
    await button('Ghi lời báo').click();
    await button('Nghe một phần').click();
    await look('log-fm-say');
    await button('Ghi vào nhật ký').click();
    await page.locator('.line-page').getByText('Theo báo cáo: Nghe một phần').waitFor();
    await look('log-fm');
    await expectToFitThePhone('nhat-ky');
    await page.getByRole('link', { name: '← Nhật ký' }).click();
    await page.getByText('Lọc thêm').click();
    await page.getByLabel('Đường truyền').selectOption('Cụm loa IP');
    await row.waitFor({ state: 'detached' });
    expect(await page.getByRole('link', { name: 'Tải tệp CSV' }).getAttribute('href')).toContain('carrier=ip');
  });

  it('follows an interference from the call to the printed form, and forgets no power that was cut', async () => {
    const { fm } = station.house;
    fm.furnish();
    await signIn('dai-fm');
    await button('Nghe thấy tiếng lạ trên loa FM? Ghi lại').click();
    await button('Ghi vụ chen sóng').click();
    await page.getByLabel('Nghe thấy ở đâu').selectOption('Thôn Đông');
    await button('Tiếng nước ngoài').click();
    await page.getByLabel('Nghe thấy những gì').fill('Có người nói tiếng lạ chừng mười phút');
    await page.getByRole('textbox', { name: 'Ai báo' }).fill('Bà Mai');
    await look('fm-interference-form');
    await button('Lưu vụ này').click();
    await page.getByText('Đang bị chen sóng').waitFor();
    const [one] = fm.interference;
    expect(await page.getByRole('link', { name: 'In phiếu báo' }).getAttribute('href')).toBe(
      `/api/v1/interference/${one?.id}/form`,
    );
    await button('Nhờ cắt điện cụm loa').click();
    expect(await page.getByLabel('Nhờ ai').inputValue()).toBe('Bà Lò Thị Mai');
    await look('fm-ask');
    await button('Lưu việc đã nhờ').click();
    await page.getByText('Chưa làm xong').waitFor();
    await button('Người đó báo đã xong').click();
    await button('Ghi là đã xong').click();
    await page.getByText('Bà Lò Thị Mai làm xong lúc').waitFor();
    await button('Đã hết chen sóng').click();
    await page.getByText('Còn cụm loa đang bị cắt điện').waitFor();
    await look('fm-case');
    await page.getByLabel('Đã xử lý thế nào').fill('Đã cắt điện, báo cơ quan tần số');
    await button('Kết thúc vụ này').click();
    await page.getByText('Các vụ đã xong (1)').click();
    await page.getByText('Đã cắt điện, báo cơ quan tần số').waitFor();
    expect(one).toMatchObject({ languageHeard: 'Tiếng nước ngoài', areaId: 'are_1' });
  });

  it('reports village by village, and what is printed has no buttons', async () => {
    const { fm } = station.house;
    fm.report(
      'Thôn Đông',
      { broadcasts: 14, confirmed: 9, confirmedPart: 1, reported: 2, handedOver: 2, airMs: 5_400_000 },
      {
        technology: 'fm',
        hasIp: true,
        clusters: { it: 2, fm: 3, wired: 0 },
      },
    );
    fm.report('Bản Nà Lốc', { broadcasts: 14, reported: 8, handedOver: 4, notHeard: 1, withheld: 1 });
    await signIn('nhat-ky');
    await page.getByRole('link', { name: 'Báo cáo theo thôn' }).click();
    await page.getByRole('row').filter({ hasText: 'Bản Nà Lốc' }).getByText('1 giữ lại theo quy định').waitFor();
    await look('villages');
    await expectToFitThePhone('nhat-ky/thon');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 760, height: 1000 });
    expect(await page.getByRole('button').locator('visible=true').count()).toBe(0);
    await page.getByText('Người lập báo cáo').waitFor();
    const shots = process.env['LOAXA_SCREENSHOTS'];
    if (shots) await page.screenshot({ path: `${shots}/villages-print.png`, fullPage: true });
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('textbox', { name: 'Đến ngày' }).fill('2020-01-01');
    await page.getByText('“Từ ngày” phải trước “đến ngày”').waitFor();
  });

  it('shows receivers among the endpoints without what only speakers have, and marks who stands in', async () => {
    station.house.fm.furnish();
    await signIn('cum-loa');
    const row = page.getByRole('row').filter({ hasText: 'Loa FM Thôn Đông' });
    await row.getByText('Loa thu FM không báo lại được').waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    await button('Thêm vùng phát').first().click();
    await page.getByLabel('Loa FM Bản Nà Lốc (dự phòng').waitFor();
    await look('places-fm');
    await row.getByRole('link', { name: 'Mở trang Đài FM' }).click();
    await page.getByRole('heading', { name: 'Cụm thu ở các thôn' }).waitFor();
  });

  it('keeps the whole navigation on a screen of 1366 px, in both languages', async () => {
    await signIn();
    await page.setViewportSize({ width: 1366, height: 768 });
    for (const language of ['English', 'Tiếng Việt']) {
      const cut = await page.evaluate(
        "[...document.querySelectorAll('nav a.place')].filter((a) => a.scrollWidth > a.clientWidth || a.getBoundingClientRect().right > innerWidth || a.querySelector('span').getClientRects().length > 1).map((a) => a.textContent)",
      );
      expect(cut).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1366);
      const out = await page.getByRole('button', { name: /Sign out|Đăng xuất/ }).boundingBox();
      const stop = await page.getByRole('button', { name: /Stop everything|Dừng tất cả/ }).boundingBox();
      expect((out?.x ?? 0) + (out?.width ?? 0)).toBeLessThan(stop?.x ?? 0);
      await page.getByRole('button', { name: language }).click();
    }
    await page.setViewportSize({ width: 360, height: 740 });
  });
});
