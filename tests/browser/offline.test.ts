import { beforeEach, describe, expect, it } from 'vitest';
import { mayNotBrowse, type Page } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import type { FakeStation } from './fake-station.ts';

const PASSWORD = 'mot cau rat de nho';

/** How many persons' last known states lie in this browser. */
const KEPT_STATES = `new Promise((resolve) => {
  const opening = indexedDB.open('loaxa', 1);
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => resolve(0);
  opening.onsuccess = () => {
    const count = opening.result.transaction('last').objectStore('last').count();
    count.onsuccess = () => { opening.result.close(); resolve(count.result); };
  };
})`;

const SHARE = `(() => {
  const form = new FormData();
  form.append('sound', new File([new Uint8Array(2000)], 'loi_keu_goi.mp3', { type: 'audio/mpeg' }));
  return fetch('/chia-se', { method: 'POST', body: form }).then(() => undefined);
})()`;

describe.skipIf(mayNotBrowse())('the console when something breaks', { timeout: 60_000 }, () => {
  const { now, context, signIn, look, furnish, upload, expectToFitThePhone } = consoleInBrowser({ worker: true });
  let page: Page;
  let station: FakeStation;
  let address: string;
  beforeEach(() => {
    ({ page, station, address } = now());
  });

  const name = () => page.getByLabel('Tên bản tin', { exact: true });
  const enter = async (who: string) => {
    await page.getByLabel('Tên đăng nhập').fill(who);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByLabel('Mã 6 số').fill('123456');
    await page.getByRole('button', { name: 'Xác minh' }).click();
  };
  const begin = async () => {
    await furnish();
    station.house.signIn.hasTotp = true;
    await signIn('tai-len');
    await upload(Buffer.alloc(1000, 1));
    await page.getByText('Sẵn sàng phát').waitFor();
    await page.getByRole('combobox', { name: 'Chương trình' }).selectOption('Pháp luật và đời sống');
    await page.getByRole('checkbox', { name: 'Toàn xã' }).check();
    await name().fill('Lịch tiêm phòng tháng 12');
  };

  it('keeps what was typed: session end, reload, a lost answer; another person finds a clean page', async () => {
    await begin();
    // The session ends in mid-edit, and the same person comes back: the form stands as it stood, and is sent.
    await context().clearCookies();
    await page.getByText('Phiên đăng nhập đã hết').waitFor();
    await enter('an');
    await name().waitFor();
    expect(await name().inputValue()).toBe('Lịch tiêm phòng tháng 12');
    // The page is gone at once, as in a power cut.
    await page.reload();
    await page.getByText('Đang viết dở từ').waitFor();
    expect(await name().inputValue()).toBe('Lịch tiêm phòng tháng 12');
    expect(await page.getByRole('checkbox', { name: 'Toàn xã' }).isChecked()).toBe(true);
    await look('kept');
    await expectToFitThePhone('kept');
    await page.goto(`${address}/#hom-nay`);
    await page.getByRole('heading', { name: 'Đang viết dở trên máy này' }).waitFor();
    await look('kept-home');
    // The answer is lost, and so is the page: what is sent after that makes nothing twice.
    await page.getByRole('link', { name: 'Lịch tiêm phòng tháng 12' }).click();
    station.losesAnswersTo = '/bulletins';
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByText('Trạm không trả lời. Hãy bấm lại').waitFor();
    station.losesAnswersTo = '';
    await page.reload();
    await page.getByText('Chưa gửi. Đã có mạng lại').waitFor();
    expect(station.asked.filter((asked) => asked === 'post /broadcasts')).toEqual([]);
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByText('Không ảnh hưởng buổi phát nào khác.').waitFor();
    expect(station.house.bulletins).toHaveLength(1);
    // Somebody else takes the chair: nothing of it is shown to him.
    await context().clearCookies();
    await page.getByText('Phiên đăng nhập đã hết').waitFor();
    const place = page.url();
    await enter('binh');
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
    expect(await page.getByText('Đang viết dở trên máy này').count()).toBe(0);
    await page.goto(place);
    await name().waitFor();
    expect(await name().inputValue()).not.toBe('Lịch tiêm phòng tháng 12');
  });

  it('hears in two tabs at once what changed, notices what it missed, and asks for nothing in between', async () => {
    station.news.isOn = true;
    await furnish();
    await signIn();
    const other = await context().newPage();
    await other.goto(`${address}/`);
    const [village] = station.house.areas;
    if (!village) throw new Error('no village');
    const rename = (to: string) => Object.assign(village, { name: to });
    for (const tab of [page, other]) await tab.getByRole('rowheader', { name: 'Thôn Đông' }).waitFor();
    await expect.poll(() => station.news.listeners).toBe(2);
    rename('Thôn Đoài');
    station.news.touch('areas');
    // Only the tab in front asks at once; the other one when it is looked at.
    await other.getByRole('rowheader', { name: 'Thôn Đoài' }).waitFor();
    await page.bringToFront();
    await page.getByRole('rowheader', { name: 'Thôn Đoài' }).waitFor();
    // What happens while the line is cut is seen when it is back.
    station.news.cut();
    rename('Thôn Thượng');
    await page.getByRole('rowheader', { name: 'Thôn Thượng' }).waitFor({ timeout: 5000 });
    await expect.poll(() => station.news.listeners).toBe(2);
    await other.close();
  });

  it('opens without the station with what was known, as what it is; nothing goes out by itself; signing out leaves nothing', async () => {
    await begin();
    await page.goto(`${address}/#hom-nay`);
    await page.getByRole('rowheader', { name: 'Thôn Đông' }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    // The font comes when the home is drawn long since, and is worn from the next visit on.
    expect(await page.evaluate('document.fonts.size')).toBe(0);
    await expect
      .poll(() => page.evaluate('localStorage.getItem("loaxa.font") !== null'), { timeout: 10_000 })
      .toBe(true);
    await page.reload();
    await page.getByRole('rowheader', { name: 'Thôn Đông' }).waitFor();
    expect(await page.evaluate('document.fonts.ready.then(() => document.fonts.check("17px Be Vietnam Pro"))')).toBe(
      true,
    );
    expect(await page.evaluate('document.fonts.size')).toBe(4);
    expect(await page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true);
    expect(await page.evaluate('caches.keys().then((names) => names.length)')).toBe(1);
    const kept = 'caches.match("/api/v1/zones").then((found) => found === undefined)';
    expect(await page.evaluate(kept)).toBe(true);
    await expect.poll(() => page.evaluate(KEPT_STATES), { timeout: 10_000 }).toBe(1);
    const sent = () => station.asked.filter((asked) => asked.startsWith('post ')).length;

    // A phone hands over sound from its share sheet: it goes the way of every upload, once the person says so.
    await page.evaluate(SHARE);
    await page.goto(`${address}/#tai-len`);
    const uploads = () => station.asked.filter((asked) => asked === 'post /uploads').length;
    const uploadsBefore = uploads();
    const question = page.getByRole('dialog').filter({ hasText: 'loi_keu_goi' });
    await question.waitFor();
    expect(uploads()).toBe(uploadsBefore);
    await question.getByRole('button', { name: 'Tải lên' }).click();
    await page.getByRole('heading', { name: 'loi keu goi' }).waitFor();
    await page.goto(`${address}/#hom-nay`);

    station.unplugged = true;
    await page.reload();
    await page.getByText('không phải bây giờ').waitFor();
    await page.getByRole('rowheader', { name: 'Thôn Đông' }).waitFor();
    await look('away');
    await expectToFitThePhone('away');
    await page.getByRole('link', { name: 'Lịch phát' }).click();
    await page.getByRole('heading', { name: 'Lịch phát', level: 1 }).waitFor();
    await page.goto(`${address}/#gio-phat`);
    await page.getByRole('button', { name: 'Đặt khoảng yên lặng' }).click();
    await page.getByLabel('Lý do').first().fill('Thi học kỳ');
    await page.getByLabel('Giờ', { exact: true }).locator('visible=true').first().selectOption('17 giờ chiều');
    await page.getByRole('button', { name: 'Đặt yên lặng', exact: true }).click();
    await page.getByText('Chưa gửi: không có mạng').waitFor();
    await look('unsent');
    const before = sent();

    station.unplugged = false;
    await page.getByText('không phải bây giờ').waitFor({ state: 'detached' });
    await page.getByText('Chưa gửi. Đã có mạng lại').waitFor();
    expect(sent()).toBe(before);
    await page.getByRole('button', { name: 'Đặt yên lặng', exact: true }).click();
    await page.getByText('Chưa gửi').first().waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Thêm', exact: true }).click();
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByText('Đăng xuất sẽ xoá 1 bản viết dở').waitFor();
    await page.getByRole('button', { name: 'Xoá và đăng xuất' }).click();
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
    expect(await page.evaluate('Object.keys(localStorage).filter((name) => name.includes("draft"))')).toEqual([]);
    station.unplugged = true;
    await page.reload();
    await page.getByText('Mất kết nối với trạm').waitFor();
    expect(await page.getByText('Thôn Đông').count()).toBe(0);
    station.unplugged = false;
  });
});
