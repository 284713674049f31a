/** The page of clusters: what is found, who is told of a fault, one cluster, and the map. */
import { describe, expect, it } from 'vitest';
import { furnishBusyCommune } from './busy-commune.ts';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';

describe.skipIf(mayNotBrowse())('clusters, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, expectToFitThePhone } = consoleInBrowser();

  it('a fault is seen at home, noted, and gets its ticket; the list is found by words without tone marks', async () => {
    const { page, station } = now();
    furnishBusyCommune(station.house);
    await signIn();
    await page.getByRole('link', { name: '1 sự cố chưa ai nhận biết' }).click();
    const faults = page.getByRole('region', { name: 'Sự cố' });
    await faults.getByText('Chưa ai nhận biết').waitFor();
    await faults.getByRole('button', { name: 'Đã biết' }).click();
    await faults.getByText('Nguyễn Văn An đã biết').waitFor();
    await faults.getByRole('button', { name: 'Ghi phiếu sửa chữa' }).click();
    await faults.getByLabel('Nguyên nhân').fill('Đứt dây nguồn');
    await faults.getByLabel('Chi phí (đồng)').fill('một triệu');
    await faults.getByText('Chỉ gõ số').waitFor();
    expect(await faults.getByRole('button', { name: 'Lưu phiếu' }).isDisabled()).toBe(true);
    await faults.getByLabel('Chi phí (đồng)').fill('1.250.000');
    await faults.getByLabel('Nguồn kinh phí').fill('Ngân sách xã');
    await look('faults-ticket');
    await faults.getByRole('button', { name: 'Lưu phiếu' }).click();
    await faults.getByText('1.250.000 đồng').waitFor();
    expect(station.house.care.faults[0]?.ticket).toMatchObject({ cause: 'Đứt dây nguồn', costVnd: 1_250_000 });
    const list = page.getByRole('region', { name: 'Cụm loa', exact: true });
    await list.getByRole('searchbox').fill('huoi luong');
    await list.getByText('Đang hiện 1 trong').waitFor();
    expect(await list.getByRole('row').count()).toBe(1);
    await look('endpoints-filter');
    await list.getByRole('button', { name: 'Bỏ lọc' }).click();
    await list.getByLabel('Tình trạng').selectOption('fault');
    await list.getByRole('link', { name: 'Loa đầu bản' }).waitFor();
    expect(await list.getByRole('row').count()).toBe(1);
    await look('faults');
    await expectToFitThePhone('cum-loa');
  });

  it('one cluster is made softer and tested; at night the refusal is told in words', async () => {
    const { page, station } = now();
    furnishBusyCommune(station.house);
    await signIn('cum-loa/edp_1');
    await page.getByRole('heading', { name: 'Sẵn sàng đến đâu' }).waitFor();
    await page.getByText('Khớp với trạm').waitFor();
    await page.getByLabel('Âm lượng', { exact: true }).selectOption('6');
    await page.getByRole('region', { name: 'Âm lượng và thông tin' }).getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Đã lưu.').waitFor();
    expect(station.house.endpoints[0]?.gainDb).toBe(-6);
    const test = page.getByRole('region', { name: 'Thử loa' });
    station.house.care.isNight = true;
    await test.getByRole('button', { name: 'Thử loa' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Phát thử' }).click();
    await test.getByText('Hãy thử vào giờ mọi người đã quen nghe').waitFor();
    await look('endpoint-night');
    station.house.care.isNight = false;
    await test.getByRole('button', { name: 'Thử loa' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Phát thử' }).click();
    await test.getByText('Loa sẽ kêu lúc').waitFor();
    expect(station.house.care.tested).toEqual(['edp_1']);
    await page.getByRole('img', { name: 'Mã QR mở trang Loa nhà văn hóa' }).waitFor();
    await look('endpoint');
    await expectToFitThePhone('cum-loa/edp_1');
    // What is half typed stays while another page is looked at; what is printed is the label.
    await page.getByLabel('Mã cụm (nếu có)').fill('CL-07');
    await page.goto(`${now().address}/#nhat-ky`);
    await page.goto(`${now().address}/#cum-loa/edp_1`);
    expect(await page.getByLabel('Mã cụm (nếu có)').inputValue()).toBe('CL-07');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Khớp với trạm').isVisible()).toBe(false);
    expect(await page.getByRole('img', { name: 'Mã QR mở trang Loa nhà văn hóa' }).isVisible()).toBe(true);
    await look('label-print');
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${now().address}/#cum-loa/claim=K7QX-M2RD`);
    await page.getByText("--join '").waitFor();
  });

  it('a map is refused in words, then drawn; a cluster is put on it by the arrow keys', async () => {
    const { page, station } = now();
    furnishBusyCommune(station.house);
    const { care } = station.house;
    care.map = { map: null, pins: [] };
    await signIn('cum-loa');
    const map = page.getByRole('region', { name: 'Bản đồ', exact: true });
    await map.getByText('Chưa có bản đồ').waitFor();
    await map.getByRole('button', { name: 'Tệp bản đồ' }).click();
    const file = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    await map.getByLabel('Tệp bản đồ').setInputFiles(file('xa.geojson', '{"swapped":1}'));
    await map.getByText('vĩ độ và kinh độ bị đổi chỗ').waitFor();
    const ring = [
      [104.1, 21.8],
      [104.25, 21.8],
      [104.25, 21.9],
      [104.1, 21.9],
      [104.1, 21.8],
    ];
    await map.getByLabel('Tệp bản đồ').setInputFiles(file('xa.geojson', JSON.stringify({ coordinates: [ring] })));
    await map.getByRole('link', { name: /^Thôn Đông: / }).waitFor();
    await look('map');
    await map.getByLabel('Cụm loa', { exact: true }).selectOption('edp_1');
    const pin = map.getByRole('button', { name: 'Vị trí của Loa nhà văn hóa' });
    const before = station.house.endpoints[0]?.longitude ?? 0;
    await pin.focus();
    for (let times = 0; times < 4; times += 1) await page.keyboard.press('Shift+ArrowRight');
    await map.getByRole('button', { name: 'Lưu vị trí' }).click();
    await map.getByText('Đã lưu vị trí của Loa nhà văn hóa.').waitFor();
    expect(station.house.endpoints[0]?.longitude).toBeGreaterThan(before + 0.02);
    await expectToFitThePhone('cum-loa');
  });
});
