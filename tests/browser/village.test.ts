import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { openServer } from '#http';
import { buildScene } from '../policy/scene.ts';
import { axeFaults } from './axe.ts';
import { browse, mayNotBrowse } from './chromium.ts';

const shots = process.env['LOAXA_SCREENSHOTS'];

describe.skipIf(mayNotBrowse())('the page of a village helper, on a phone', { timeout: 90_000 }, () => {
  it('comes in by a code, tells what was heard and what was done, and loads nothing of the console', async () => {
    const built = mkdtempSync(join(tmpdir(), 'loaxa-village-'));
    await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
    const { door, stands } = await buildScene();
    const { store, doorkeeper, helpers, world } = door.house;
    const { areaId, broadcastId } = stands.own;
    const rights = [{ verb: 'confirm', areaId } as const];
    const { code } = await store.transact(async (tx) => {
      const { id } = await doorkeeper.addPerson(tx, { name: 'Chị Bảy', rights }, 'link');
      return helpers.make(tx, id, 30);
    });
    const due = { planned_at: world.clock.wallMs() - 60_000, title: 'Lịch tiêm phòng cho trẻ' };
    await store.db.updateTable('broadcasts').set(due).where('id', '=', broadcastId).execute();
    const server = await openServer(door.house, built, '127.0.0.1', 0);
    const { context, close } = await browse({ width: 360, height: 740 });
    try {
      const page = await context.newPage();
      const loaded: string[] = [];
      page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
      const look = async (name: string) => {
        if (!shots) return;
        for (const [width, height] of [
          [360, 740],
          [1366, 768],
        ] as const) {
          await page.setViewportSize({ width, height });
          await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
        }
        await page.setViewportSize({ width: 360, height: 740 });
      };
      await page.goto(`http://127.0.0.1:${server.port}/thon.html`);
      await page.getByLabel('Mã của bạn').fill('sai sai sai');
      await page.getByRole('button', { name: 'Vào' }).click();
      await page.getByText('Mã không đúng hoặc đã hết hạn').waitFor();
      await look('village-code');
      expect(await axeFaults(page)).toEqual([]);
      await page.getByLabel('Mã của bạn').fill(code.toLowerCase());
      await page.getByRole('button', { name: 'Vào' }).click();
      const card = page.getByRole('listitem').filter({ hasText: 'Lịch tiêm phòng' });
      await card.getByRole('button', { name: 'Nghe một phần' }).click();
      await card.getByText('Đã báo xã: Nghe một phần').waitFor();
      await page.getByRole('button', { name: 'Đã làm xong' }).first().click();
      await page.getByText('Đã làm xong. Cảm ơn.').waitFor();
      await look('village');
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      for (const button of await page.locator('main button:visible').all())
        expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(60);
      expect(loaded.filter((path) => path.includes('index-'))).toEqual([]);
      expect(loaded.filter((path) => path.includes('thon-')).length).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Thoát khỏi máy này' }).click();
      await page.getByLabel('Mã của bạn').waitFor();
    } finally {
      await close();
      await server.stop();
      await door.close();
      rmSync(built, { recursive: true, force: true });
    }
  });
});
