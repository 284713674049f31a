import { describe, expect, it } from 'vitest';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';
import { dateIn } from './fake-calendar.ts';
import { furnishFullCalendar } from './full-calendar.ts';

describe.skipIf(mayNotBrowse())('the schedule, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, expectToFitThePhone } = consoleInBrowser();
  const bulletin = { language: 'vi', recordingId: 'rec_1', programmeId: 'prg_1', validFrom: null, validTo: null };

  /** A station with a bulletin, and a rule that plays it every day at 17:00. */
  async function planned(): Promise<void> {
    const { house } = now().station;
    await furnish();
    house.bulletins.push({
      ...bulletin,
      id: 'bul_1',
      title: 'Phòng cháy rừng',
      versions: [],
      approval: house.approvals.made,
    });
    house.rules.push({
      ...{ id: 'rul_1', title: 'Phòng cháy rừng', bulletinId: 'bul_1', templateId: null, cutInAfterMs: null },
      ...{
        zoneIds: ['zon_1'],
        pattern: { every: 'daily', times: ['17:00'] },
        active: true,
        version: 1,
        sourceFile: null,
      },
      ...{ description: { vi: 'hằng ngày, 17:00', en: 'every day, 17:00' }, next: [] },
    });
  }

  it('makes a rule for several times of the day, and shows what stands in its way', async () => {
    const { page, station } = now();
    await planned();
    station.house.slotLooks = {
      'Phòng cháy rừng': {
        hindrance: { reason: 'not_approved', text: { vi: 'chưa được duyệt', en: '' }, endpoints: 2 },
      },
    };
    await signIn('lich-phat');
    await page.getByText('Chờ duyệt').first().waitFor();
    await look('schedule-list');
    await expectToFitThePhone('lich-phat');
    await page.getByRole('button', { name: 'Thêm lịch phát' }).click();
    const form = page.getByRole('form', { name: 'Lịch phát mới' });
    await form.getByRole('button', { name: 'Xem trước khi lưu' }).click();
    await form.getByText('Hãy chọn bản tin hoặc khung chương trình.').waitFor();
    await form.getByLabel('Phát gì').selectOption('Phòng cháy rừng');
    expect(await form.getByLabel('Tên lịch').inputValue()).toBe('Phòng cháy rừng');
    await form.getByRole('checkbox', { name: /Toàn xã/ }).check();
    await form.getByRole('button', { name: 'Thứ Hai đến thứ Sáu' }).click();
    await form.getByLabel('Giờ', { exact: true }).selectOption('05 giờ sáng');
    await form.getByRole('button', { name: 'Thêm giờ phát' }).click();
    await form.getByLabel('Giờ', { exact: true }).nth(1).selectOption('17 giờ chiều');
    await form.getByText('Những lần phát tới').waitFor();
    await expectToFitThePhone('rule-form');
    await form.getByRole('button', { name: 'Xem trước khi lưu' }).click();
    await look('schedule-form');
    station.losesAnswersTo = '/rules';
    for (const answer of ['Trạm không trả lời', 'Đã lưu lịch']) {
      await page.getByRole('button', { name: 'Lưu lịch' }).click();
      await page.getByText(answer).waitFor();
      station.losesAnswersTo = '';
    }
    expect(station.house.rules).toHaveLength(2);
    expect(station.house.rules[1]?.pattern).toEqual({
      ...{ every: 'weekly', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'], times: ['05:00', '17:00'] },
    });
  });

  it('moves one broadcast by keyboard alone, leaves one out, and takes it back', async () => {
    const { page, station } = now();
    await planned();
    await signIn('lich-phat');
    const [rule] = station.house.rules;
    const day = (days: number) => page.locator(`section[aria-labelledby="day-${dateIn(days)}"]`);
    await day(2)
      .getByRole('button', { name: /^Chuyển… Phòng cháy rừng, 17:00/ })
      .focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Phòng cháy rừng' });
    await dialog.getByLabel('Giờ', { exact: true }).focus();
    await page.keyboard.type('06');
    await dialog.getByRole('button', { name: 'Xem trước khi chuyển' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('Không ảnh hưởng buổi phát nào khác.').waitFor();
    await look('schedule-move');
    await dialog.getByRole('button', { name: 'Chuyển', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Đã chuyển sang 06:00').waitFor();
    expect(rule?.pattern).toMatchObject({ every: 'daily', times: ['17:00'], replaced: { [dateIn(2)]: ['06:00'] } });
    await day(3).getByRole('button', { name: 'Phòng cháy rừng', exact: true }).click();
    await dialog.getByText('Theo lịch:').waitFor();
    await dialog.getByRole('button', { name: 'Bỏ riêng buổi này…' }).click();
    await dialog.getByRole('button', { name: 'Xem trước khi bỏ' }).click();
    await dialog.getByRole('button', { name: 'Bỏ buổi này' }).click();
    await page.getByText('Đã bỏ buổi này.').waitFor();
    await day(3).getByText('Không có buổi nào.').waitFor();
    expect(rule?.pattern).toMatchObject({ excluded: [dateIn(3)], replaced: { [dateIn(2)]: ['06:00'] } });
    await page.getByRole('button', { name: 'Sửa lịch' }).click();
    const form = page.getByRole('form', { name: 'Sửa lịch “Phòng cháy rừng”' });
    await look('schedule-edit');
    await form
      .getByRole('listitem')
      .filter({ hasText: 'không phát' })
      .getByRole('button', { name: 'Trở lại như lịch' })
      .click();
    await form.getByRole('button', { name: 'Xem trước khi lưu' }).click();
    await page.getByRole('button', { name: 'Lưu lịch' }).click();
    await page.getByText('Đã lưu lịch').waitFor();
    expect(rule?.pattern).toEqual({ every: 'daily', times: ['17:00'], replaced: { [dateIn(2)]: ['06:00'] } });
  });

  it('moves what was asked for once, and nothing is heard twice', async () => {
    const { page, station } = now();
    await furnish();
    const part = { endpointId: 'edp_1', endpointName: 'Loa nhà văn hóa', village: 'Thôn Đông', works: true };
    station.house.day.plan('Họp dân', 'bul_1', 'Thông báo', [part], Date.now() + 2 * 86_400_000);
    await signIn('lich-phat');
    await page.getByRole('button', { name: /^Chuyển… Họp dân/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Họp dân' });
    await dialog.getByLabel('Ngày mới').fill(dateIn(3));
    await dialog.getByLabel('Giờ', { exact: true }).selectOption('17 giờ chiều');
    await dialog.getByLabel('Phút').selectOption('15');
    await dialog.getByRole('button', { name: 'Xem trước khi chuyển' }).click();
    station.losesAnswersTo = '/broadcasts/{id}/move';
    for (const answer of ['Trạm không trả lời', 'Đã chuyển sang 17:15']) {
      await dialog.getByRole('button', { name: 'Chuyển', exact: true }).click();
      await page.getByText(answer).waitFor();
      station.losesAnswersTo = '';
    }
    await page
      .locator(`section[aria-labelledby="day-${dateIn(3)}"]`)
      .getByText('Họp dân')
      .waitFor();
    expect(await page.getByRole('button', { name: 'Họp dân', exact: true }).count()).toBe(1);
    expect(station.house.day.on(dateIn(2))).toEqual([]);
  });

  it('copies a week, and takes the copy back', async () => {
    const { page, station } = now();
    await furnish();
    const part = { endpointId: 'edp_1', endpointName: 'Loa nhà văn hóa', village: 'Thôn Đông', works: true };
    for (const [title, days] of [
      ['Họp dân', 1],
      ['Tin hết hạn', 2],
    ] as const)
      station.house.day.plan(title, 'bul_1', 'Thông báo', [part], Date.now() + days * 86_400_000);
    await signIn('lich-phat');
    await page.getByRole('button', { name: 'Chép sang tuần sau…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Chép tuần từ/ });
    await dialog.getByText('Không chép được').waitFor();
    await dialog.getByText('bản tin không còn hiệu lực vào giờ đó').waitFor();
    await look('schedule-copy');
    await dialog.getByRole('button', { name: 'Chép 1 buổi' }).click();
    await page.getByText('Đã chép 1 buổi sang tuần sau.').waitFor();
    await page
      .locator(`section[aria-labelledby="day-${dateIn(8)}"]`)
      .getByText('Họp dân')
      .waitFor();
    await look('schedule-copied');
    await page.getByRole('button', { name: 'Bỏ bản chép' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ bản chép' }).click();
    await page.getByText('Đã bỏ 1 buổi đã chép.').waitFor();
    expect(station.house.day.on(dateIn(8)).map(({ state }) => state)).toEqual(['cancelled']);
    expect(station.house.day.on(dateIn(1)).map(({ state }) => state)).toEqual(['planned']);
  });

  it('drags a broadcast to another day and time in the week, and asks before anything is changed', async () => {
    const { page, station } = now();
    await planned();
    await page.setViewportSize({ width: 1366, height: 900 });
    await signIn('lich-phat');
    await page.getByRole('button', { name: 'Sau', exact: true }).click();
    const block = page.getByRole('button', { name: /^17:00, Phòng cháy rừng/ });
    await block.nth(6).waitFor();
    await look('schedule-week');
    await page.setViewportSize({ width: 1366, height: 900 });
    await block.nth(1).scrollIntoViewIfNeeded();
    const box = await block.nth(1).boundingBox();
    const next = await block.nth(2).boundingBox();
    if (!box || !next) throw new Error('the blocks are not on the screen');
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(next.x + 20, box.y + 10 - 36, { steps: 5 });
    await page.mouse.up();
    const dialog = page.getByRole('dialog', { name: 'Phòng cháy rừng' });
    await dialog.getByRole('button', { name: 'Xem trước khi chuyển' }).waitFor();
    expect(await dialog.getByLabel('Phút').inputValue()).toBe('30');
    expect(await dialog.getByLabel('Giờ', { exact: true }).inputValue()).toBe('16');
    expect(station.house.rules[0]?.pattern).toEqual({ every: 'daily', times: ['17:00'] });
    await dialog.getByRole('button', { name: 'Xem trước khi chuyển' }).click();
    await dialog.getByRole('button', { name: 'Chuyển', exact: true }).click();
    await page.getByText('Đã chuyển sang 16:30').waitFor();
    const pattern = station.house.rules[0]?.pattern as { excluded: string[]; replaced: Record<string, string[]> };
    expect(pattern.excluded).toHaveLength(1);
    expect(Object.values(pattern.replaced)).toEqual([['16:30', '17:00']]);
    await page.getByRole('button', { name: 'Tháng', exact: true }).click();
    await page.getByRole('button', { name: /2 buổi/ }).waitFor();
    await look('schedule-month');
  });

  it('shows a hundred villages under each other, draws those in sight, and is walked through by keyboard', async () => {
    const { page, station } = now();
    furnishFullCalendar(station.house);
    const [zone] = station.house.zones;
    if (zone) zone.endpointIds = zone.endpointIds.filter((id) => id !== 'edp_v5');
    await page.setViewportSize({ width: 1366, height: 768 });
    await signIn('lich-phat');
    await page.getByRole('button', { name: 'Ngày', exact: true }).click();
    await page.getByRole('button', { name: 'Sau', exact: true }).click();
    const villages = page.getByRole('region', { name: 'Các thôn trong ngày' });
    const row = (name: string) => villages.getByRole('region', { name, exact: true });
    await page.getByLabel('Độ cao mỗi dòng').selectOption('Thấp');
    await row('Thôn 5').getByText('Trống: không có buổi nào').waitFor();
    expect(await villages.getByRole('heading').count()).toBeLessThan(12);
    await row('Thôn 10').getByRole('button').first().focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    for (const name of ['Thôn 15', 'Thôn 20', 'Thôn 25']) {
      await page.keyboard.press('ArrowDown');
      await row(name).locator(':focus').waitFor();
    }
    const focused = villages.locator(':focus');
    expect(await focused.getAttribute('aria-label')).toBe('05:06, Pháp luật và đời sống, Chờ đến giờ');
    await page.keyboard.press('m');
    await page.getByRole('dialog').getByRole('button', { name: 'Xem trước khi chuyển' }).waitFor();
    await page.keyboard.press('Escape');
    await look('schedule-villages');
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.reload();
    await page.getByRole('button', { name: 'Ngày', exact: true }).click();
    expect(await page.getByLabel('Độ cao mỗi dòng').inputValue()).toBe('low');
    await page.getByLabel('Độ cao mỗi dòng').selectOption('Vừa');
  });
});
