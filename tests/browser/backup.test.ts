import { describe, expect, it } from 'vitest';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';

const DAY_MS = 86_400_000;

describe.skipIf(mayNotBrowse())('backups, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, expectToFitThePhone } = consoleInBrowser();

  it('leads from the note on the first page to one button, shows how far it is, and says when the copy is good', async () => {
    const { page, station } = now();
    const { backups } = station.house;
    backups.add(Date.now() - 5 * DAY_MS);
    const text = { vi: 'Không đủ chỗ để sao lưu: còn thiếu 800 MB.', en: 'Not enough room.' };
    Object.assign(backups.now, { isLate: true, failure: { at: Date.now() - DAY_MS, trigger: 'night', text } });
    await signIn();
    await page.getByText('Nhiều ngày nay chưa có bản sao lưu tốt').waitFor();
    await look('backup-note');
    await page.getByRole('link', { name: 'Mở Quản lý › Sao lưu.' }).click();
    const section = page.getByRole('region', { name: 'Sao lưu' });
    await section.getByText('còn thiếu 800 MB').waitFor();
    await look('backup-failed');
    await expectToFitThePhone('quan-ly');
    await section.getByRole('button', { name: 'Sao lưu ngay' }).click();
    await section.getByText('Đang lập bản sao lưu').waitFor();
    expect(await section.getByRole('button', { name: 'Sao lưu ngay' }).isDisabled()).toBe(true);
    backups.progress('check', 0.6);
    await section.getByText('Đang khôi phục thử: 60%').waitFor();
    await look('backup-running');
    backups.finish();
    await section.getByText('Bản tốt gần nhất').waitFor();
    expect(await section.getByText('còn thiếu 800 MB').count()).toBe(0);
    await section.getByText('bấm tay').waitFor();
    await look('backup-done');
    await expectToFitThePhone('quan-ly');
  });

  it('fetches and deletes copies, but not the last good one', async () => {
    const { page, station } = now();
    const { backups } = station.house;
    const at = Date.now();
    backups.add(at - 2 * DAY_MS, { madeAt: null, checkedAt: null, trigger: null, isSealed: false, bytes: 900_000 });
    backups.add(at - DAY_MS);
    await signIn('quan-ly');
    const section = page.getByRole('region', { name: 'Sao lưu' });
    const { name = '' } = backups.now.copies[0] ?? {};
    const fetched = page.waitForEvent('download');
    await section.getByRole('button', { name: 'Tải về' }).first().click();
    expect((await fetched).suggestedFilename()).toBe(name);
    expect(station.asked).toContain('get /backups/{copy}/file');
    await section.getByRole('button', { name: 'Xóa', exact: true }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa bản này' }).click();
    await section.getByText('bản sao lưu tốt duy nhất nên không xóa').waitFor();
    await look('backup-last');
    await section.getByRole('button', { name: 'Xóa', exact: true }).last().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa bản này' }).click();
    await section.getByText('Chưa kiểm tra ở trạm này').waitFor({ state: 'detached' });
    expect(backups.now.copies.map((copy) => copy.name)).toEqual([name]);
  });

  it('says that the disk is another one and takes it only when told so; waits for an emergency', async () => {
    const { page, station } = now();
    const { backups } = station.house;
    backups.now.disk = 'other';
    await signIn('quan-ly');
    const section = page.getByRole('region', { name: 'Sao lưu' });
    await section.getByText('ổ chưa được gắn, hoặc là ổ khác').waitFor();
    await look('backup-other-disk');
    await expectToFitThePhone('quan-ly');
    await section.getByRole('button', { name: 'Dùng ổ này' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Đúng, sao lưu vào đây' }).click();
    await section.getByText('Đang lập bản sao lưu').waitFor();
    Object.assign(backups.now, { running: null, isPutOff: true, isEmergency: true });
    await section.getByText('Đã dừng để nhường cảnh báo khẩn cấp').waitFor();
    expect(await section.getByRole('button', { name: 'Sao lưu ngay' }).isDisabled()).toBe(true);
  });

  it('is not there for who may not maintain, who is told whom to tell', async () => {
    const { page, station } = now();
    station.house.signIn.without.add('maintain');
    station.house.backups.now.isLate = true;
    await signIn();
    await page.getByText('Hãy báo người quản trị kỹ thuật.').waitFor();
    expect(await page.getByRole('heading', { name: 'Sao lưu' }).count()).toBe(0);
    expect(station.asked).not.toContain('get /backups');
  });
});
