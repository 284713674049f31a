import { beforeEach, describe, expect, it } from 'vitest';
import { axeFaults, THEMES } from './axe.ts';
import { mayNotBrowse, type Page } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import type { FakeStation } from './fake-station.ts';

const HEAD_BYTES = 44;
const RATE_HZ = 48_000;

describe.skipIf(mayNotBrowse())('a bulletin is made on one page', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, upload, expectToFitThePhone } = consoleInBrowser();
  let page: Page;
  let station: FakeStation;
  beforeEach(async () => {
    ({ page, station } = now());
    await furnish();
  });

  /** No fault that axe knows, and colours that can be read in every theme. */
  async function expectNoFaults(state: string): Promise<void> {
    // A colour that is on its way is not judged.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const theme of THEMES) expect(await axeFaults(page, theme), `${state} ${theme}`).toEqual([]);
    await page.evaluate('delete document.documentElement.dataset.theme');
  }

  it('from a microphone: pause, go on, a reload in the middle that loses a second at most, and off it goes', async () => {
    await signIn('tai-len');
    await page.getByRole('button', { name: 'Thu tại đây', pressed: true }).waitFor();
    await look('make-empty');
    await expectToFitThePhone('tai-len');
    await page.getByRole('button', { name: 'Bắt đầu thu' }).click();
    await page.getByText('ĐANG THU').waitFor();
    await page.getByText('Đã thu 2 giây').waitFor();
    // The microphone of the browser under test beeps once a second.
    await page.getByText(/Mức tiếng: (vừa|hơi nhỏ|quá to)/).waitFor();
    await look('make-recording');
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    await page.getByText('Đang tạm dừng').waitFor();
    await look('make-paused');
    await expectNoFaults('paused');
    await page.getByRole('button', { name: 'Thu tiếp' }).click();
    await page.getByText('Đã thu 3 giây').waitFor();
    await page.reload();
    await page.getByText('Bản thu dở lần trước').waitFor();
    await look('make-left');
    await page.getByRole('button', { name: 'Lấy lại bản này' }).click();
    await page.getByText(/Đã thu [234] giây/).waitFor();
    await page.getByRole('button', { name: 'Thu tiếp' }).click();
    await page.getByText('Đã thu 5 giây').waitFor();
    await page.getByRole('button', { name: 'Thu xong, dùng bản này' }).click();
    await page.getByText('Sẵn sàng phát').waitFor();
    const [sent] = station.house.uploads;
    expect(sent?.title).toMatch(/^Bản thu \d\dg\d\d ngày \d\d-\d\d-\d{4}$/);
    const bytes = sent?.bytes ?? Buffer.alloc(0);
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    expect([bytes.readUInt16LE(22), bytes.readUInt32LE(24), bytes.readUInt16LE(34)]).toEqual([1, RATE_HZ, 16]);
    expect(bytes.readUInt32LE(40)).toBe(bytes.length - HEAD_BYTES);
    const seconds = (bytes.length - HEAD_BYTES) / 2 / RATE_HZ;
    expect(seconds).toBeGreaterThanOrEqual(5);
    expect(seconds).toBeLessThan(8);
    // It beeps in every part of it: before the reload and after.
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + HEAD_BYTES));
    for (const from of [0, 1.5, 3]) {
      const part = samples.subarray(from * RATE_HZ, (from + 1.5) * RATE_HZ);
      expect(part.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0)).toBeGreaterThan(500);
    }
    // What the station has is not kept here any more.
    await page.locator('a.back:visible').click();
    await page.getByRole('button', { name: 'Bắt đầu thu' }).waitFor();
    expect(await page.getByText('Bản thu dở lần trước').count()).toBe(0);
  });

  it('cuts the ends on the wave, with a finger or with keys, and hears what is kept before', async () => {
    await signIn('tai-len');
    await upload(Buffer.alloc(1000, 1));
    await page.getByText('Sẵn sàng phát').waitFor();
    const [recording] = station.house.recordings;
    await page.getByText(/^4(,\d)? giây, ở 1 phút 3\d giây$/).waitFor();
    await page.getByText('Giữ lại cả bản, dài 1 phút 35 giây.').waitFor();
    const from = page.getByRole('slider', { name: 'Bắt đầu từ' });
    const to = page.getByRole('slider', { name: 'Kết thúc ở' });
    await from.press('PageUp');
    for (let times = 0; times < 3; times++) await from.press('ArrowRight');
    await page.getByText('Giữ lại từ 1,3 giây đến 1 phút 35 giây').waitFor();
    expect(await from.getAttribute('aria-valuetext')).toBe('1,3 giây');
    const wave = await page.locator('.trim-track').boundingBox();
    const grip = await to.boundingBox();
    if (!wave || !grip) throw new Error('no wave');
    await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
    await page.mouse.down();
    await page.mouse.move(wave.x + wave.width / 2, grip.y + grip.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.getByText(/Giữ lại từ 1,3 giây đến (47|48) giây, dài 4[67] giây/).waitFor();
    await look('make-trim');
    await expectToFitThePhone('tai-len, cắt');
    await page.getByRole('button', { name: 'Nghe đoạn giữ lại' }).waitFor();
    await page.getByRole('button', { name: 'Cắt như đã chọn' }).click();
    await page.getByText('Đã cắt: đầu 1,3 giây').waitFor();
    expect(recording?.trimHeadMs).toBe(1300);
    expect(Math.abs((recording?.trimTailMs ?? 0) - 47_500)).toBeLessThan(1000);
    // What was cut away is not heard until all of it is back.
    await from.press('Home');
    await page.getByText('Bấm “Không cắt nữa” để nghe lại cả bản').waitFor();
    await page.getByRole('button', { name: 'Không cắt nữa' }).click();
    await page.getByText('Giữ lại cả bản').waitFor();
    expect([recording?.trimHeadMs, recording?.trimTailMs]).toEqual([0, 0]);
  });

  it('from typed words: what will be said is seen before, and the words go along into the bulletin', async () => {
    await signIn('tai-len');
    await page.getByRole('button', { name: 'Gõ chữ, máy đọc' }).click();
    await page.getByRole('button', { name: 'Tạo giọng đọc' }).click();
    await page.getByText('Hãy gõ lời cần đọc.').waitFor();
    const words = page.getByLabel('Lời cần đọc');
    await words.fill('Mời bà con đến UBND xã lúc 7h30 ngày 20/11 để tiêm phòng.');
    await page.getByText('Ủy ban nhân dân', { exact: true }).waitFor();
    expect(await page.locator('.reading mark').allInnerTexts()).toEqual([
      'Ủy ban nhân dân',
      'bảy giờ ba mươi phút',
      'hai mươi tháng mười một',
    ]);
    await page.getByText('Dài khoảng').waitFor();
    await page.getByLabel('Giọng đọc').selectOption('Máy đọc, giọng Nam');
    await look('make-speak');
    await expectToFitThePhone('tai-len, gõ chữ');
    await expectNoFaults('typed words');
    // Half typed words survive a reload.
    await page.reload();
    await page.getByRole('button', { name: 'Gõ chữ, máy đọc' }).click();
    expect(await words.inputValue()).toContain('tiêm phòng');
    station.losesAnswersTo = '/recordings/spoken';
    await page.getByRole('button', { name: 'Tạo giọng đọc' }).click();
    await page.getByText('Trạm không trả lời').waitFor();
    station.losesAnswersTo = '';
    await page.getByRole('button', { name: 'Tạo giọng đọc' }).click();
    await page.getByText('Sẵn sàng phát').waitFor();
    expect(station.house.recordings).toHaveLength(1);
    expect(station.house.recordings[0]?.spoken).toMatchObject({ voice: 'vi-vn-x-south', rate: 'normal' });
    await page.getByText('Lời đọc, nơi được nghe, văn bản kèm theo').click();
    expect(await page.getByLabel('Lời đọc', { exact: true }).inputValue()).toContain('UBND xã lúc 7h30');
    await look('make-spoken');
    await page.getByRole('button', { name: 'Sửa chữ rồi đọc lại' }).click();
    await page.getByRole('button', { name: 'Gõ chữ, máy đọc', pressed: true }).waitFor();
    expect(await words.inputValue()).toContain('UBND xã lúc 7h30');
  });

  it('in two languages, with a validity, heard once more and submitted without a time', async () => {
    await signIn('tai-len');
    for (const name of ['Ban_tieng_Tay.mp3', 'Ban_tieng_Viet.mp3']) {
      await upload(Buffer.alloc(1000, 1), name);
      await page.getByText('Sẵn sàng phát').locator('visible=true').waitFor();
      if (name.includes('Tay')) await page.locator('a.back:visible').click();
    }
    const form = page.getByRole('form', { name: 'Phát bản tin này' }).locator('visible=true');
    await form.getByRole('combobox', { name: 'Chương trình' }).selectOption('Pháp luật và đời sống');
    await form.getByText('Thứ tiếng, thời hạn').click();
    await form.getByRole('button', { name: 'Thêm một thứ tiếng' }).click();
    await form.getByLabel('Tiếng', { exact: true }).selectOption('Việt');
    await form.getByLabel('Chưa hẹn giờ, xếp lịch sau').check();
    await form.getByRole('button', { name: 'Gửi duyệt bản tin' }).click();
    await form.getByText('phải chọn đủ tiếng và bản ghi âm').waitFor();
    await form.getByLabel('Bản ghi âm của tiếng này').selectOption({ index: 1 });
    await form.getByRole('button', { name: 'Gửi duyệt bản tin' }).click();
    await form.getByText('Mỗi thứ tiếng chỉ có một bản ghi âm').waitFor();
    await form.getByLabel('Tiếng', { exact: true }).selectOption('Tày');
    await form.getByLabel('Đến hết ngày').fill('2020-01-01');
    await form.getByRole('button', { name: 'Gửi duyệt bản tin' }).click();
    await form.getByText('Thời hạn này đã qua').waitFor();
    await form.getByLabel('Đến hết ngày').fill('2090-12-31');
    await form.getByLabel('Nghe trên máy này: Tày').waitFor();
    await look('make-form');
    await expectToFitThePhone('tai-len, bản tin');
    await expectNoFaults('form');
    await form.getByRole('button', { name: 'Gửi duyệt bản tin' }).click();
    await page.getByText(/“Ban tieng Viet” đã được duyệt|Đã gửi duyệt “Ban tieng Viet”/).waitFor();
    await look('make-done');
    const [bulletin] = station.house.bulletins;
    const [tay] = station.house.recordings.filter(({ title }) => title.includes('Tay'));
    expect(station.house.bulletins).toHaveLength(1);
    expect(bulletin).toMatchObject({ language: 'vi', versions: [{ language: 'tyz', recordingId: tay?.id }] });
    expect(bulletin?.validTo).toBe(Date.UTC(2090, 11, 31, 16, 59));
    expect(station.house.approvals.nexts).toEqual(['draft']);
    expect(station.house.day.between(0, Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it('says what to do where the microphone is refused, missing, or kept from this address', async () => {
    await signIn('tai-len');
    const start = page.getByRole('button', { name: 'Bắt đầu thu' });
    await start.waitFor();
    for (const [name, sentence] of [
      ['NotAllowedError', 'Hãy bấm biểu tượng ổ khóa cạnh địa chỉ, cho phép micro'],
      ['NotFoundError', 'Hãy cắm micro rồi thử lại'],
      ['NotReadableError', 'Hãy tắt chương trình đó rồi thử lại'],
    ] as const) {
      const refusal = `() => Promise.reject(new DOMException('no', '${name}'))`;
      await page.evaluate(`navigator.mediaDevices.getUserMedia = ${refusal}`);
      await start.click();
      await page.getByText(sentence).waitFor();
    }
    await page.addInitScript("Object.defineProperty(window, 'isSecureContext', { value: false })");
    await page.reload();
    await page.getByRole('button', { name: 'Chọn tệp', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Thu tại đây' }).click();
    await page.getByText('Hãy mở trang bằng https, hoặc mở ngay trên máy trạm').waitFor();
    expect(await start.count()).toBe(0);
  });

  it('names the package where the station has no voice', async () => {
    station.house.voices = [];
    await signIn('tai-len');
    await page.getByText('apt install espeak-ng').waitFor();
    expect(await page.getByRole('button', { name: 'Gõ chữ, máy đọc' }).count()).toBe(0);
  });
});
