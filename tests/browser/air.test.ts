import { beforeEach, describe, expect, it } from 'vitest';
import { mayNotBrowse, type Page } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import type { FakeStation } from './fake-station.ts';

const MINUTE_MS = 60_000;

describe.skipIf(mayNotBrowse())('the right to the air in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, upload, expectToFitThePhone } = consoleInBrowser();
  let page: Page;
  let station: FakeStation;
  let address: string;
  beforeEach(async () => {
    ({ page, station, address } = now());
    await furnish();
  });

  /** Two recordings that may air: a siren in the bank, and words that are not. */
  async function record(): Promise<void> {
    await signIn('tai-len');
    for (const name of ['Còi báo động.mp3', 'Di dời khỏi suối.mp3']) {
      await upload(Buffer.alloc(1000, 1), name);
      await page.getByText('Sẵn sàng phát').locator('visible=true').waitFor();
      await page.locator('a.back:visible').click();
    }
    const siren = station.house.recordings.find(({ title }) => title.startsWith('Còi'));
    if (siren) station.house.air.banked.push(siren.id);
  }

  it('stops everything within two presses from every page, and lets it play again', async () => {
    await signIn();
    for (const name of [
      'hom-nay',
      'tai-len',
      'khan-cap',
      'noi-truc-tiep',
      'hop-tin',
      'gio-phat',
      'cum-loa',
      'dai-fm',
      'nhat-ky',
    ]) {
      await page.goto(`${address}/#${name}`);
      await page.evaluate('scrollTo(0, 9999)');
      await page.getByRole('button', { name: 'Dừng tất cả' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Không dừng' }).click();
    }
    await page.getByRole('button', { name: 'Dừng tất cả' }).click();
    await page.getByRole('dialog').waitFor();
    await look('stop-ask');
    // The keyboard stands on the second press already.
    await page.keyboard.press('Enter');
    await page.getByText('Đang giữ im lặng đến').waitFor();
    await page.getByText('Đã gửi lệnh im lặng tới 2 cụm loa').waitFor();
    await look('stop-held');
    await page.getByRole('button', { name: 'Đóng', exact: true }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Cho phát lại' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cho phát lại' }).click();
    await page.getByText('Đang giữ im lặng đến').waitFor({ state: 'detached' });
    expect(station.house.air.quietSpans).toEqual([]);
  });

  it('says plainly that a stop was not written, and that a station does not answer', async () => {
    await signIn();
    station.house.air.diskWorks = false;
    await page.getByRole('button', { name: 'Dừng tất cả' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Ở đâu' }).selectOption('Thôn Đông');
    await page.getByRole('dialog').getByRole('button', { name: 'Dừng ngay' }).click();
    await page.getByText('Ổ đĩa của trạm không ghi được lệnh này').waitFor();
    await page.getByText('(1 cụm loa)').waitFor();
    await look('stop-unwritten');
    station.unplugged = true;
    await page.getByRole('button', { name: 'Dừng tất cả' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Dừng ngay' }).click();
    await page.getByRole('dialog').getByText('Trạm không trả lời').waitFor();
    station.unplugged = false;
  });

  it('sends an emergency in three steps, says whom it does not reach, and takes it back', async () => {
    await record();
    await page.goto(`${address}/#khan-cap`);
    const next = page.getByRole('button', { name: /^Tiếp/ });
    await next.click();
    await page.getByText('Hãy chọn tín hiệu').waitFor();
    await page.getByLabel('Tín hiệu báo động').selectOption({ label: 'Còi báo động (1 phút 35 giây)' });
    await page.getByLabel('Lời thông báo').selectOption({ label: 'Di dời khỏi suối (1 phút 35 giây)' });
    await page.getByLabel('Việc gì xảy ra').fill('Lũ quét ở suối Nà Lốc');
    await page.getByLabel('Căn cứ để phát').fill('Trưởng bản gọi lúc 03:50');
    await look('alarm-what');
    await next.click();
    await page.getByRole('heading', { name: 'Bước 2/3' }).waitFor();
    await page.getByRole('checkbox', { name: 'Toàn xã' }).check();
    await page.getByText('1/2 cụm loa đang liên lạc được').waitFor();
    await page.getByText('Bản Nà Lốc: Loa đầu bản').waitFor();
    await next.click();
    await page.getByText('Hãy chọn có phát bản ghi âm ngoài kho hay không').waitFor();
    await look('alarm-where');
    await page.getByLabel('Vẫn phát, chấp nhận loa phát chậm').check();
    await next.click();
    await page
      .getByText('Phát “Lũ quét ở suối Nà Lốc”, 3 lần, ra 2 cụm loa ở 2 thôn, bản (Toàn xã), ngay bây giờ')
      .waitFor();
    const send = page.getByRole('button', { name: 'PHÁT KHẨN CẤP' });
    await send.dblclick();
    await page.getByText('Chưa gửi gì. Hãy giữ lâu hơn').waitFor();
    expect(station.house.air.alerts).toHaveLength(0);
    await look('alarm-review');
    await send.hover();
    await page.mouse.down();
    await page.getByText('Giữ nguyên…').waitFor();
    await page.getByText('1/2 cụm loa đã hoặc đang phát').waitFor();
    await page.mouse.up();
    await page.getByText('1 nơi cần cử người đến báo').waitFor();
    await look('alarm-sent');
    expect(station.house.air.alerts).toHaveLength(1);
    await page.getByRole('button', { name: 'Báo yên' }).click();
    await page.getByRole('button', { name: 'Báo yên ngay' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await look('alarm-clear');
    await page.getByRole('button', { name: 'Chưa báo' }).click();
    await page.getByRole('button', { name: 'Thu hồi' }).click();
    await page.getByRole('button', { name: 'Thu hồi ngay' }).click();
    await page.getByText('Nguyễn Văn An thu hồi lúc').waitFor();
    await expectToFitThePhone('khan-cap');
  });

  it('takes an emergency through with the keyboard alone', async () => {
    await record();
    await page.goto(`${address}/#khan-cap`);
    const signal = page.getByLabel('Tín hiệu báo động');
    await signal.getByRole('option', { name: 'Còi báo động' }).waitFor({ state: 'attached' });
    await signal.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Cháy chợ');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Công an xã báo');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bước 2/3' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('1/2 cụm loa đang liên lạc được').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bước 3/3' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Chưa gửi gì. Hãy giữ lâu hơn').waitFor();
    await page.keyboard.down('Enter');
    await page.getByText('Lệnh đang có hiệu lực').waitFor();
    await page.keyboard.up('Enter');
    expect(station.house.air.alerts.map(({ title }) => title)).toEqual(['Cháy chợ']);
  });

  it('says what holds now, and sets rules from those of another place, the wrong hour told at its field', async () => {
    station.house.air.isQuiet = true;
    await signIn('gio-phat');
    await page.getByText('Không được phát đến').waitFor();
    await page.getByText('Chỉ lệnh khẩn cấp mới phát được').waitFor();
    await look('hours');
    await page.getByRole('button', { name: 'Đặt quy định mới' }).click();
    await page.getByLabel('Bắt đầu từ mẫu').selectOption('Liên Chiểu (Đà Nẵng) 2025');
    await page.getByText('Theo báo tháng 12/2025').waitFor();
    const window = page.getByRole('group', { name: 'Khung giờ được phát' });
    await window.getByLabel('Từ giờ').first().fill('29:00');
    await page.getByLabel('Căn cứ (văn bản').fill('Họp xã ngày 20/11');
    await page.getByRole('button', { name: 'Lưu quy định' }).click();
    await window.getByText('giờ không có thật').waitFor();
    await look('hours-change');
    await window.getByLabel('Từ giờ').first().fill('5h45');
    await page.getByRole('button', { name: 'Lưu quy định' }).click();
    await page.getByText('Đã lưu. Quy định mới có hiệu lực từ').waitFor();
    expect(station.house.air.versions[0]?.rules.windows[0]).toEqual({ name: 'Buổi sáng', from: '05:45', to: '06:30' });
    await expectToFitThePhone('gio-phat');
  });

  it('keeps a village quiet for a funeral, makes an exception, and mourns', async () => {
    await signIn('gio-phat');
    await page.getByRole('button', { name: 'Đặt khoảng yên lặng' }).click();
    await page.getByRole('combobox', { name: 'Ở đâu' }).selectOption('Thôn Đông');
    await page.getByRole('button', { name: 'Đám tang' }).click();
    await page.getByRole('button', { name: 'Đặt yên lặng' }).click();
    await page.getByText('Hãy chọn ngày và giờ kết thúc').waitFor();
    await page.getByRole('group', { name: 'Kết thúc lúc' }).getByLabel('Ngày').fill('2031-01-02');
    await page
      .getByRole('group', { name: 'Kết thúc lúc' })
      .getByLabel('Giờ', { exact: true })
      .selectOption('11 giờ trưa');
    await look('hours-quiet');
    await page.getByRole('button', { name: 'Đặt yên lặng' }).click();
    await page.getByText('Thôn Đông: im lặng đến 11:00').waitFor();
    await page.getByRole('button', { name: 'Thêm ngày ngoại lệ' }).click();
    await page.getByLabel('Ngày', { exact: true }).locator('visible=true').fill('2031-01-05');
    await page.getByLabel('Lý do', { exact: true }).locator('visible=true').fill('Bầu cử');
    await page.getByLabel('Khung giờ riêng cho ngày này').check();
    await page.getByLabel('Từ giờ').fill('0800');
    await page.getByLabel('Đến giờ').fill('11:30');
    await page.getByLabel('Tên khung').fill('Bầu cử');
    await page.getByRole('button', { name: 'Lưu ngày ngoại lệ' }).click();
    await page.getByText('Bầu cử 08:00–11:30').waitFor();
    await page.getByRole('button', { name: 'Bật Quốc tang' }).click();
    await page.getByLabel('Ngày đầu').fill('2031-01-06');
    await page.getByLabel('Ngày cuối', { exact: true }).fill('2031-01-07');
    await page.getByLabel('Theo thông báo nào').fill('Thông cáo đặc biệt');
    await page.getByRole('button', { name: 'Bật Quốc tang' }).last().click();
    await page.getByText('Từ Thứ Hai, 06/01/2031').waitFor();
    await look('hours-full');
    await page.getByRole('button', { name: 'Bỏ sớm' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ yên lặng' }).click();
    await page.getByText('Không có khoảng yên lặng nào.').waitFor();
  });

  it('speaks live with the microphone of the browser, through a cut line, and is heard out', async () => {
    const live = station.house.live;
    await signIn('noi-truc-tiep');
    await page.getByRole('button', { name: 'Mở micro' }).click();
    await page.getByText('Hãy chọn ít nhất một vùng phát').waitFor();
    await page.getByRole('checkbox', { name: 'Toàn xã' }).check();
    await page.getByLabel('Nội dung').fill('Chủ tịch xã nói về lũ');
    await look('talk-form');
    await page.getByRole('button', { name: 'Mở micro' }).click();
    await page.getByText('1/2 cụm loa sẽ nghe').waitFor();
    await page.getByText('Bản Nà Lốc, Loa đầu bản: mất kết nối').waitFor();
    // The beeps of the microphone move the meter before anybody could hear them.
    await page.getByText(/Mức tiếng: (vừa|quá to|hơi nhỏ)/).waitFor();
    expect(live.pieces).toHaveLength(0);
    await look('talk-ready');
    await page.getByRole('button', { name: 'Bắt đầu nói' }).click();
    await page.locator('.count').waitFor();
    await page.getByText('ĐANG PHÁT TRỰC TIẾP').waitFor();
    await expect.poll(() => live.loudestSample, { timeout: 10_000 }).toBeGreaterThan(1000);
    const rateHz = JSON.parse(live.greetings[0] ?? '{}').rateHz as number;
    expect(live.greetings[0]).toBe(JSON.stringify({ format: 's16le', rateHz }));
    expect(Math.max(...live.pieces)).toBeLessThanOrEqual((rateHz * 2) / 10);
    expect(live.pieces.every((bytes) => bytes % 2 === 0)).toBe(true);
    const [session] = live.sessions;
    if (!session) throw new Error('no session was opened');
    const text = { vi: 'Không nghe thấy tiếng. Buổi phát sẽ tự kết thúc sau 40 giây nữa.', en: 'Nothing is heard.' };
    await page.getByText('Mức tiếng: vừa').waitFor();
    live.warn(session, { warning: 'time_limit', text, secondsLeft: 40 });
    await page.getByText('Không nghe thấy tiếng. Buổi phát sẽ tự kết thúc').waitFor();
    await look('talk-on-air');
    live.cutLine(session);
    await expect.poll(() => live.greetings.length).toBe(2);
    await page.getByRole('link', { name: 'Hôm nay' }).click();
    await page.getByRole('link', { name: 'ĐANG PHÁT TRỰC TIẾP' }).click();
    await page.getByRole('button', { name: 'Kết thúc' }).click();
    await page.getByText('Đã kết thúc: người nói đã kết thúc.').first().waitFor();
    await look('talk-ended');
    await page.getByRole('button', { name: 'Đóng, nói lần khác' }).click();
    await page.getByRole('heading', { name: 'Chủ tịch xã nói về lũ' }).waitFor();
    await expectToFitThePhone('noi-truc-tiep');
  });

  it('speaks an emergency after the signal, and only with its grounds', async () => {
    await record();
    await page.goto(`${address}/#noi-truc-tiep`);
    await page.getByRole('checkbox', { name: 'Toàn xã' }).check();
    await page.getByLabel('Nói với quyền').selectOption('Khẩn cấp (tín hiệu rồi nói)');
    const signal = page.getByLabel('Tín hiệu báo động').locator('visible=true');
    await signal.selectOption({ label: 'Còi báo động (1 phút 35 giây)' });
    // What is not in the bank may be late, and is not offered.
    expect(await signal.locator('option').count()).toBe(2);
    await page.getByRole('button', { name: 'Mở micro' }).click();
    await page.getByText('Hãy viết căn cứ để phát').waitFor();
    await page.getByLabel('Căn cứ để phát').locator('visible=true').fill('Trưởng bản gọi lúc 03:50');
    await look('talk-emergency');
    await page.getByRole('button', { name: 'Mở micro' }).click();
    await page.getByRole('button', { name: 'Bắt đầu nói' }).click();
    await page.getByText('ĐANG PHÁT TRỰC TIẾP').waitFor();
    expect(station.house.live.signals).toEqual([station.house.air.banked[0]]);
    expect(station.house.live.sessions[0]?.level).toBe('emergency');
  });

  it('cuts itself off, and cuts off somebody else', async () => {
    await signIn('noi-truc-tiep');
    await page.getByRole('checkbox', { name: 'Toàn xã' }).check();
    await page.getByRole('button', { name: 'Mở micro' }).click();
    await page.getByRole('button', { name: 'Bắt đầu nói' }).click();
    await page.getByRole('button', { name: 'Ngắt ngay' }).click();
    await page.getByText('Đã kết thúc: bị tắt khẩn cấp.').first().waitFor();
    await page.getByRole('button', { name: 'Đóng, nói lần khác' }).click();
    station.house.live.begin('Trưởng thôn Đông', ['zon_1'], 'mount');
    await page.getByRole('heading', { name: 'Đang có người nói' }).waitFor();
    await page.getByRole('button', { name: 'Ngắt người này' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ngắt ngay' }).click();
    await page.getByRole('heading', { name: 'Đang có người nói' }).waitFor({ state: 'detached' });
  });

  it('says what to do where the browser gives no microphone, and shows the password of a mount once', async () => {
    await page.addInitScript("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })");
    await signIn('noi-truc-tiep');
    await page.getByText('Trình duyệt không cho dùng micro trên địa chỉ này').waitFor();
    expect(await page.getByRole('button', { name: 'Mở micro' }).isDisabled()).toBe(true);
    await look('talk-insecure');
    await page.getByRole('button', { name: 'Thêm cổng' }).click();
    await page.getByLabel('Tên cổng').fill('Máy phòng văn hóa');
    await page.getByRole('button', { name: 'Tạo cổng này' }).click();
    await page.getByText('x7Kq-9mPd-22vT').waitFor();
    await look('talk-mount');
    await page.getByRole('button', { name: 'Đã ghi lại mật khẩu' }).click();
    expect(await page.getByText('x7Kq-9mPd-22vT').count()).toBe(0);
    await page.getByRole('combobox', { name: 'Nói bằng' }).selectOption('Phần mềm thu: Máy phòng văn hóa');
    await page.getByRole('checkbox', { name: 'Toàn xã' }).check();
    await page.getByRole('button', { name: 'Chờ phần mềm thu' }).click();
    await page.getByText('Chờ phần mềm thu nối vào').waitFor();
  });

  it('decides what comes from above, and which of two goes first', async () => {
    const at = Date.now() + 3 * MINUTE_MS;
    const blank = {
      ...{ source: 'Đài tỉnh Điện Biên', externalId: null, recordingId: 'rec_1', zoneIds: ['zon_1'], areaIds: [] },
      ...{ validTo: null, note: null, receivedAt: Date.now(), decidedAt: null, decision: null, broadcastId: null },
    };
    station.house.air.items.push(
      {
        ...blank,
        id: 'inb_3',
        class: 'thong_thuong',
        title: 'Lịch tiêm vắc xin',
        state: 'waiting',
        note: 'Phát buổi chiều',
      },
      { ...blank, id: 'inb_2', class: 'thong_thuong', title: 'Quảng bá du lịch', state: 'waiting' },
      {
        ...blank,
        id: 'inb_1',
        class: 'uu_tien',
        title: 'Công điện về bão số 9',
        state: 'placed',
        decidedAt: Date.now(),
      },
      { ...blank, id: 'inb_0', class: 'khan_cap', title: 'Vỡ đập', state: 'sent', decidedAt: Date.now() },
    );
    station.house.air.questions.push({
      ...{ id: 'qst_1', state: 'open', first: null, answeredAt: null, askedAt: Date.now(), answerBy: at - 5000 },
      above: { broadcastId: 'brc_1', title: 'Công điện về bão số 9', plannedAt: at },
      own: { broadcastId: 'brc_2', title: 'Xã họp dân', plannedAt: at + MINUTE_MS },
    });
    await signIn();
    await page.getByText('Nếu không ai trả lời: “Công điện về bão số 9” phát trước').locator('visible=true').waitFor();
    await look('today-question');
    await page.getByRole('button', { name: 'Thêm 3' }).click();
    await look('nav-more');
    await page.getByRole('link', { name: 'Hộp tin 3' }).click();
    await page.getByRole('heading', { name: 'Hộp tin từ cấp trên' }).waitFor();
    await look('inbox');
    await page.getByRole('button', { name: '“Xã họp dân” phát trước' }).click();
    await page.getByText('Nếu không ai trả lời').locator('visible=true').waitFor({ state: 'detached' });
    const item = page.getByRole('listitem').filter({ hasText: 'Quảng bá du lịch' });
    await item.getByRole('button', { name: 'Từ chối' }).click();
    await item.getByRole('button', { name: 'Từ chối tin này' }).click();
    await item.getByText('Hãy viết lý do').waitFor();
    await item.getByLabel('Lý do từ chối').fill('Không liên quan đến xã');
    await item.getByRole('button', { name: 'Từ chối tin này' }).click();
    await item.getByText('Đã từ chối').waitFor();
    const other = page.getByRole('listitem').filter({ hasText: 'Lịch tiêm vắc xin' });
    await other.getByRole('button', { name: 'Lên lịch phát' }).click();
    await other.getByRole('combobox', { name: 'Chương trình' }).selectOption('Pháp luật và đời sống');
    await other.getByLabel('Ngày', { exact: true }).fill('2031-01-02');
    await other.getByLabel('Giờ', { exact: true }).selectOption('17 giờ chiều');
    await look('inbox-schedule');
    await other.getByRole('button', { name: 'Đặt lịch' }).click();
    await other.getByText('Đã lên lịch').waitFor();
    await expectToFitThePhone('hop-tin');
  });

  it('shows what a broadcast would do before it is played, and refuses what the hours forbid', async () => {
    await signIn('tai-len');
    await upload(Buffer.alloc(1000, 1));
    await page.getByText('Sẵn sàng phát').waitFor();
    await page.getByRole('combobox', { name: 'Chương trình' }).selectOption('Pháp luật và đời sống');
    await page.getByRole('checkbox', { name: 'Toàn xã' }).check();
    await page.getByLabel('Chờ tối đa một lúc rồi chen').check();
    await page.getByLabel('Chờ tối đa', { exact: true }).selectOption('1 phút');
    const text = { vi: '“Ca nhạc” bị cắt lúc 17:00 ở Thôn Đông.', en: 'Music is cut.' };
    const change = { broadcastId: 'brc_9', isNew: false, title: 'Ca nhạc', plannedAt: Date.now(), byMs: null };
    station.house.changes = [{ ...change, effect: 'cut', endpointIds: ['edp_1'], text }];
    const held = { vi: 'Lúc 22:00 không được phát: giờ yên lặng 21:30–05:00.', en: 'It may not sound.' };
    const refusal = { endpointIds: ['edp_1'], plannedAt: Date.now(), reason: 'outside_hours', opensAt: null } as const;
    station.house.refusals = [{ ...refusal, text: held, endpointIds: ['edp_1'], blocks: true }];
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByText('“Ca nhạc” bị cắt lúc 17:00').waitFor();
    await page.getByText('Không lưu được như vậy').waitFor();
    expect(await page.getByRole('button', { name: 'Phát ngay' }).count()).toBe(0);
    await look('play-refused');
    station.house.refusals = [];
    await page.getByRole('button', { name: 'Sửa lại' }).click();
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    const odd = page.getByLabel('là giờ bất thường');
    await page.getByRole('button', { name: 'Phát ngay' }).waitFor();
    if (await odd.isVisible()) await odd.check();
    await page.getByRole('button', { name: 'Phát ngay' }).click();
    await page.getByText('Trạm đã nhận lệnh').waitFor();
  });
});
