/**
 * The ten daily tasks of each of the three users, from the door to the log, on a phone and on an old PC, before a real station.
 * What their presses came to is judged by the ears at the loudspeakers.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '#gate';
import { civilOf, instantOf } from '#kernel';
import type { Commune } from '../support/commune.ts';
import { mayNotBrowse } from './chromium.ts';
import { desksAtACommune } from './desk.ts';
import { SIZES } from './screens.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const MINUTE = 60_000;
const VILLAGES = ['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa'] as const;
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;

/** What a village heard: when, and by which broadcast. */
function heardIn(commune: Commune, village: (typeof VILLAGES)[number]): string[] {
  const heard = commune.villages.find(({ name }) => name === village)?.heard ?? [];
  return heard.map(({ startAt }) => {
    const { date, time } = civilOf(startAt, ZONE);
    return `${date.slice(8)} ${time.slice(0, 5)}`;
  });
}

describe.skipIf(mayNotBrowse()).each(SIZES)('on a screen of %i × %i', { timeout: 120_000 }, (width, height) => {
  const { open, desk } = desksAtACommune();

  it('the culture officer has a bulletin approved, sets its hours, moves one, leaves one out, and reads what was heard', async () => {
    const commune = await open(at('16:00'), VILLAGES, DEFAULT_RULES);
    await commune.addBulletin({
      title: 'Phòng chống lừa đảo',
      durationMs: 2 * MINUTE,
      kind: 'legal',
      isApproved: false,
    });
    // 1. Signs in.
    const officer = await desk('hoa', 'culture_officer', [width, height]);
    const { page } = officer;
    // 2. Sees that every village is there.
    await officer.go('hom-nay');
    const board = page.getByRole('table', { name: 'Các thôn lúc này' });
    for (const name of VILLAGES)
      await board.getByRole('row').filter({ hasText: name }).getByText('Im, đúng lịch').waitFor();
    await officer.look('officer-board');
    // 3. Submits the bulletin; who made it may not approve it.
    await officer.go('duyet');
    await officer.press(page.getByRole('button', { name: 'Gửi duyệt', exact: true }));
    await page.getByRole('heading', { name: 'Chờ người khác duyệt' }).waitFor();
    expect(await page.getByRole('button', { name: 'Duyệt', exact: true }).count()).toBe(0);
    // 4. The chairman listens and approves, at his own screen.
    const chair = await desk('tuan', 'approver', [width, height]);
    await chair.go('duyet');
    await chair.press(chair.page.getByRole('button', { name: 'Duyệt', exact: true }));
    await chair.page.getByText('Đã duyệt 1 mục.').waitFor();
    // 5. Tomorrow at 05:00 and 17:00, and so on every day.
    await officer.go('lich-phat');
    await officer.press(page.getByRole('button', { name: 'Thêm lịch phát' }));
    const form = page.getByRole('form', { name: 'Lịch phát mới' });
    await officer.choose(form.getByLabel('Phát gì'), 'Phòng chống lừa đảo');
    await officer.tick(form.getByRole('checkbox', { name: /Toàn xã/ }));
    await officer.choose(form.getByLabel('Lặp lại'), 'Hằng ngày');
    await officer.choose(form.getByLabel('Giờ', { exact: true }), '05 giờ sáng');
    await officer.press(form.getByRole('button', { name: 'Thêm giờ phát' }));
    await officer.choose(form.getByLabel('Giờ', { exact: true }).nth(1), '17 giờ chiều');
    await officer.press(form.getByRole('button', { name: 'Xem trước khi lưu' }));
    await officer.press(page.getByRole('button', { name: 'Lưu lịch' }));
    await page.getByText('Đã lưu lịch').waitFor();
    await officer.look('officer-schedule');
    // 6. This evening half an hour earlier.
    await officer.press(page.getByRole('button', { name: 'Danh sách', exact: true }));
    const day = (date: string) => page.locator(`section[aria-labelledby="day-${date}"]`);
    await officer.press(day('2026-11-23').getByRole('button', { name: /^Chuyển… Phòng chống lừa đảo, 17:00/ }));
    const dialog = page.getByRole('dialog', { name: 'Phòng chống lừa đảo' });
    await officer.choose(dialog.getByLabel('Giờ', { exact: true }), '16 giờ chiều');
    await officer.choose(dialog.getByLabel('Phút'), '30');
    await officer.press(dialog.getByRole('button', { name: 'Xem trước khi chuyển' }));
    await officer.press(dialog.getByRole('button', { name: 'Chuyển', exact: true }));
    await page.getByText('Đã chuyển sang 16:30').waitFor();
    // 7. Tomorrow evening not at all.
    await officer.press(day('2026-11-24').getByRole('button', { name: 'Phòng chống lừa đảo', exact: true }).nth(1));
    await officer.press(dialog.getByRole('button', { name: 'Bỏ riêng buổi này…' }));
    await officer.press(dialog.getByRole('button', { name: 'Xem trước khi bỏ' }));
    await officer.press(dialog.getByRole('button', { name: 'Bỏ buổi này' }));
    await page.getByText('Đã bỏ buổi này.').waitFor();
    // 8. The officer closes the page. A village is without power over night.
    for (const one of [officer, chair]) await one.page.goto('about:blank');
    await commune.clock.advanceTo(at('16:40'));
    commune.villages[1]?.powerOff();
    await commune.clock.advanceTo(at('05:10', '2026-11-24'));
    expect(heardIn(commune, 'Thôn Đông')).toEqual(['23 16:30', '24 05:00']);
    expect(heardIn(commune, 'Bản Nà Phặc')).toEqual(['23 16:30']);
    // 9. The board says who is out of reach.
    await officer.signIn();
    await officer.go('hom-nay');
    await board.getByRole('row').filter({ hasText: 'Bản Nà Phặc' }).getByText('0/1').waitFor();
    // 10. The log shows both days, and no village that heard nothing as one that heard.
    await officer.go('nhat-ky');
    await page.getByText('Phòng chống lừa đảo').locator('visible=true').first().waitFor();
    await officer.look('officer-log');
  });

  it('the authority above warns the villages, sees where nobody heard, takes it back, and calls the all-clear', async () => {
    const commune = await open(at('03:10'), VILLAGES, DEFAULT_RULES);
    await commune.addRecording({ title: 'Còi báo động', durationMs: 30_000 });
    await commune.addRecording({ title: 'Báo yên', durationMs: 10_000 });
    await commune.store.db.updateTable('recordings').set({ bank: 1 }).execute();
    await commune.station?.house.bankChanged();
    await commune.clock.advance(MINUTE);
    commune.villages[1]?.powerOff();
    await commune.clock.advance(MINUTE);
    // 1. Signs in, 2. with the second step that this right demands.
    const above = await desk('huyen', 'authority', [width, height]);
    const { page } = above;
    // 3. Sees who can be reached.
    await above.go('hom-nay');
    const board = page.getByRole('table', { name: 'Các thôn lúc này' });
    await board.getByRole('row').filter({ hasText: 'Bản Nà Phặc' }).getByText('0/1').waitFor();
    // 4. What, 5. where, 6. held: at 03:12, in the quiet hours.
    await above.go('khan-cap');
    const signal = page.getByLabel('Tín hiệu báo động');
    await above.choose(signal, 'Còi báo động (30 giây)');
    await page.getByLabel('Việc gì xảy ra').fill('Lũ quét ở suối Nà Lốc');
    await page.getByLabel('Căn cứ để phát').fill('Trạm thủy văn báo lúc 03:05');
    await above.press(page.getByRole('button', { name: 'Tiếp: phát ở đâu' }));
    await above.press(page.getByRole('button', { name: 'Chọn tất cả vùng phát' }));
    await page.getByText('2/3 cụm loa đang liên lạc được').waitFor();
    await above.look('authority-where');
    await above.press(page.getByRole('button', { name: 'Tiếp: xem lại và phát' }));
    await page.getByText('ra 3 cụm loa ở 3 thôn, bản (Toàn xã)').waitFor();
    await above.hold(page.getByRole('button', { name: 'PHÁT KHẨN CẤP' }));
    await page.getByText('Lệnh đang có hiệu lực').waitFor();
    await above.letGo();
    // 7. It sounds within seconds, and the screen names the village to which somebody must go.
    await commune.clock.advance(5000);
    expect(heardIn(commune, 'Thôn Đông')).toEqual(['23 03:12']);
    expect(heardIn(commune, 'Bản Nà Phặc')).toEqual([]);
    await page.getByText('2/3 cụm loa đã hoặc đang phát').waitFor();
    await page.getByText('1 nơi cần cử người đến báo').waitFor();
    await above.look('authority-progress');
    // 8. Takes it back: silence at once.
    await above.press(page.getByRole('button', { name: 'Thu hồi' }));
    await above.press(page.getByRole('button', { name: 'Thu hồi ngay' }));
    await page.getByText('huyen thu hồi lúc').waitFor();
    const before = commune.clock.wallMs();
    await commune.clock.advance(MINUTE);
    for (const { heard } of commune.villages) for (const { endAt } of heard) expect(endAt).toBeLessThan(before + 2000);
    // 9. Calls the all-clear to all who were to hear it.
    await above.press(page.getByRole('button', { name: /^Báo yên/ }));
    await above.choose(page.getByRole('dialog').getByLabel('Bản ghi âm báo yên'), 'Báo yên (10 giây)');
    await above.press(page.getByRole('button', { name: 'Báo yên ngay' }));
    await page.getByText('huyen báo yên lúc').waitFor();
    await commune.clock.advance(MINUTE);
    expect(heardIn(commune, 'Thôn Đông')).toHaveLength(2);
    // 10. The log has it, village by village.
    await above.go('nhat-ky');
    await page.getByText('Lũ quét ở suối Nà Lốc').locator('visible=true').first().waitFor();
    await above.look('authority-log');
  });

  it('the operator silences the station, lets it sound again, and finds out why a village heard nothing', async () => {
    const commune = await open(at('16:50'), VILLAGES, DEFAULT_RULES);
    const title = 'Tiếng loa học bài';
    await commune.ask(await commune.addBulletin({ title, durationMs: 20 * MINUTE }), at('17:00'));
    await commune.ask(await commune.addBulletin({ title: 'Tin chiều', durationMs: 2 * MINUTE }), at('17:40'));
    await commune.clock.advance(MINUTE);
    // 1. Signs in.
    const operator = await desk('tam', 'operator', [width, height]);
    const { page } = operator;
    // 2. Sees what is next.
    const next = page.getByRole('region', { name: 'Buổi tới' });
    await next.getByText(title).waitFor();
    await next.getByText('3 cụm loa: tất cả sẵn sàng').waitFor();
    // 3. Sees it sound.
    commune.villages[2]?.powerOff();
    await commune.clock.advanceTo(at('17:03'));
    const board = page.getByRole('table', { name: 'Các thôn lúc này' });
    await board.getByRole('row').filter({ hasText: 'Thôn Đông' }).getByText('Phát đúng lịch').waitFor();
    // 4. Sees the village that is out of reach.
    await board.getByRole('row').filter({ hasText: 'Ấp Bình Hòa' }).getByText('0/1').waitFor();
    await operator.look('operator-board');
    // 5. Two presses, and it is silent where a command can reach.
    await operator.press(page.getByRole('button', { name: 'Dừng tất cả' }));
    await operator.press(page.getByRole('button', { name: 'Dừng ngay' }));
    await page.getByText('Đã gửi lệnh im lặng').waitFor();
    await commune.clock.advance(2000);
    const [east] = commune.villages;
    expect(east?.heard.at(-1)?.endAt).toBeLessThan(at('17:03:05'));
    // 6. Lets it sound again, before the next one.
    await operator.press(page.getByRole('button', { name: 'Cho phát lại' }).first());
    await operator.press(page.getByRole('dialog').getByRole('button', { name: 'Cho phát lại' }));
    await page.getByText('Đang giữ im lặng').waitFor({ state: 'detached' });
    await commune.villages[2]?.powerOn();
    await commune.clock.advanceTo(at('17:45'));
    expect(heardIn(commune, 'Thôn Đông').at(-1)).toBe('23 17:40');
    // 7. Nothing waits in the inbox.
    await operator.go('hop-tin');
    await page.getByText('Không có tin nào chờ.').waitFor();
    // 8. The log, village by village.
    await operator.go('nhat-ky');
    await page.getByText(title).locator('visible=true').first().waitFor();
    await operator.look('operator-log');
    await operator.press(page.getByRole('link', { name: /^Vì sao: Tiếng loa học bài, Ấp Bình Hòa/ }));
    await page.getByRole('heading', { name: `Vì sao: ${title}` }).waitFor();
    await page.getByText('không nghe thấy gì').locator('visible=true').first().waitFor();
    await operator.look('operator-why');
    expect(heardIn(commune, 'Ấp Bình Hòa')).toEqual(['23 17:40']);
    // 9. The hours that hold, to answer a villager who complains.
    await operator.go('gio-phat');
    await page.getByText('21:30').locator('visible=true').first().waitFor();
    // 10. Signs out of the shared computer.
    if (width < 1000) await page.getByRole('button', { name: /^Thêm/ }).first().click();
    await page.getByRole('button', { name: 'Đăng xuất' }).locator('visible=true').click();
    await page.getByLabel('Tên đăng nhập').waitFor();
  });
});
