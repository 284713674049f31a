import { describe, expect, it } from 'vitest';
import { furnishBusyCommune } from './busy-commune.ts';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';

describe.skipIf(mayNotBrowse())('the home, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, expectToFitThePhone } = consoleInBrowser();

  it('compares village by village what should sound with what the loudspeakers say, trouble first', async () => {
    const { page, station } = now();
    furnishBusyCommune(station.house);
    await signIn();
    const board = page.getByRole('table', { name: 'Các thôn lúc này' });
    const row = (village: string) => board.getByRole('row').filter({ hasText: village });
    await row('Thôn Đông').getByText('Phát đúng lịch').waitFor();
    await row('Thôn Đông').getByText('Tin sáng của xã').waitFor();
    await row('Bản Huổi Luông').getByText('+5,2 giây').waitFor();
    expect(await board.getByRole('rowheader').first().innerText()).toBe('Bản Nà Lốc');
    await row('Bản Nà Lốc').getByText('0/1 cụm loa có liên lạc · lần cuối').waitFor();
    const silent = station.house.endpoints.find(({ id }) => id === 'edp_1');
    if (silent) silent.playing = null;
    await row('Thôn Đông').getByText('Phải phát mà loa im').waitFor();
    expect(await board.getByRole('rowheader').first().innerText()).toBe('Thôn Đông');
    await look('today-board');
    await expectToFitThePhone('today-board');
  });

  it('says what is next and which loudspeakers are not ready, and what waits for whom', async () => {
    const { page, station } = now();
    furnishBusyCommune(station.house);
    await signIn();
    const next = page.getByRole('region', { name: 'Buổi tới' });
    await next.getByText('Phòng chống lừa đảo qua mạng').waitFor();
    await next.getByText('4/6 cụm loa sẵn sàng').waitFor();
    await next.getByText('2 cụm loa chưa sẵn sàng').click();
    await next.getByText('Loa đầu bản: mất liên lạc').waitFor();
    const waiting = page.getByRole('region', { name: 'Chờ bạn' });
    await waiting.getByRole('link', { name: '1 giấy phép tần số sắp hết' }).waitFor();
    const links = await waiting.getByRole('link').all();
    const pages = await Promise.all(links.map((link) => link.getAttribute('href')));
    expect(pages).toEqual(expect.arrayContaining(['#duyet', '#hop-tin', '#cum-loa', '#dai-fm', '#quan-ly']));
    await waiting.getByRole('link', { name: '1 bản chờ bạn duyệt' }).click();
    await page.getByRole('heading', { name: 'Chờ tôi duyệt' }).waitFor();
  });

  it('shows as old what is old', async () => {
    const { page, station } = now();
    furnishBusyCommune(station.house);
    await signIn();
    await page.getByRole('table', { name: 'Các thôn lúc này' }).waitFor();
    station.unplugged = true;
    await page.getByText('Mất kết nối với trạm từ').waitFor();
    expect(await page.locator('main').getAttribute('class')).toBe('stale');
    await look('today-stale');
  });
});
