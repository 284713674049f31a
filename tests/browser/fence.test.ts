import { expect, test } from 'vitest';
import { consoleInBrowser } from './console-bench.ts';

const { now, signIn, look, expectToFitThePhone } = consoleInBrowser();

test('a restored station says on every page that it commands nothing, until a person says that the old machine is off', async () => {
  const { page, station } = now();
  const madeAt = Date.UTC(2026, 10, 22, 19);
  station.house.fence = { madeAt, restoredAt: madeAt + 3_600_000 };
  await signIn('quan-ly');
  const note = page.getByText('CHƯA ra lệnh cho loa nào');
  await note.waitFor();
  // What would be refused is not offered: the note says where silence is made.
  const stop = page.getByRole('button', { name: 'Dừng tất cả' });
  await stop.waitFor({ state: 'detached' });
  const begin = page.getByRole('button', { name: 'Máy cũ đã tắt. Bắt đầu ra lệnh' });
  await begin.waitFor();
  await expectToFitThePhone('fenced');
  await look('fenced');
  await begin.click();
  await page.getByRole('button', { name: 'Chưa', exact: true }).click();
  expect(station.house.fence).not.toBe(null);
  await begin.click();
  await page.getByRole('button', { name: 'Đúng, bắt đầu' }).click();
  await note.waitFor({ state: 'detached' });
  await stop.waitFor();
  expect(station.house.fence).toBe(null);
});
