/** The calendar of a full commune: how soon it stands there once its data has come, and how smoothly a drag follows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { browse, type Page } from '../tests/browser/chromium.ts';
import { SIGN_IN_TOKEN } from '../tests/browser/fake-sign-in.ts';
import { FakeStation } from '../tests/browser/fake-station.ts';
import { A_DAY, furnishFullCalendar } from '../tests/browser/full-calendar.ts';
import { type Measured, median, spread } from './measured.ts';

const CPU_SLOWER = 4;
const RUNS = 5;
/** The mouse goes there and back for so long. */
const DRAG_MS = 2000;
const VIEWS = ['week', 'villages'] as const;
type View = (typeof VIEWS)[number];
const BUTTON: Record<View, string> = { week: 'Tuần', villages: 'Ngày' };

/**
 * In the page, before anything of it runs: notes when the answer of the calendar has come, and the first frame that is
 * painted with slots in it after that.
 */
const WATCH = `
  window.bench = { dataAt: null, paintAt: null };
  const text = Response.prototype.text;
  Response.prototype.text = async function () {
    const data = await text.call(this);
    if (this.url.includes('/calendar?')) {
      bench.dataAt = performance.now();
      bench.paintAt = null;
      const look = () => {
        if (!document.querySelector('[data-slot]')) return requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => { bench.paintAt = performance.now(); }));
      };
      requestAnimationFrame(look);
    }
    return data;
  };
`;
const PAINTED = `new Promise((resolve) => {
  const look = () => (bench.paintAt === null ? setTimeout(look, 50) : resolve());
  look();
})`;
/** Frames while a block is carried: the time between each two. */
const FRAMES = `new Promise((resolve) => {
  const gaps = [];
  let last = null;
  const began = performance.now();
  const turn = (at) => {
    if (last !== null) gaps.push(at - last);
    last = at;
    if (performance.now() - began < ${DRAG_MS}) requestAnimationFrame(turn);
    else resolve(gaps);
  };
  requestAnimationFrame(turn);
})`;

export async function calendarBench(): Promise<Measured[]> {
  const built = mkdtempSync(join(tmpdir(), 'loaxa-calendar-'));
  await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
  const station = new FakeStation(built);
  furnishFullCalendar(station.house);
  const address = await station.start();
  const paints: Record<View, number[]> = { week: [], villages: [] };
  const gaps: Record<View, number[]> = { week: [], villages: [] };
  for (let run = 0; run < RUNS; run += 1) {
    const { context, close } = await browse({ width: 1366, height: 768 });
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await page.goto(`${address}/#sign-in=${SIGN_IN_TOKEN}`);
    await page.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
    await page.goto(`${address}/#lich-phat`);
    await page.getByRole('heading', { name: 'Lịch phát', exact: true }).waitFor();
    const line = await context.newCDPSession(page);
    await line.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
    for (const view of VIEWS) {
      await page.getByRole('button', { name: BUTTON[view], exact: true }).click();
      // A later page: nothing of it is over.
      await painted(page, () => page.getByRole('button', { name: 'Sau', exact: true }).click());
      const { dataAt, paintAt } = (await page.evaluate('bench')) as { dataAt: number; paintAt: number };
      paints[view].push(paintAt - dataAt);
      gaps[view].push(...(await dragged(page)));
    }
    await close();
  }
  await station.stop();
  rmSync(built, { recursive: true, force: true });
  const note = `CPU ${CPU_SLOWER} times slower, 100 villages`;
  return VIEWS.flatMap((view): Measured[] => [
    {
      ...{ name: `${view} painted after data`, value: median(paints[view]), unit: 'ms' },
      note: `${view === 'week' ? 7 * A_DAY : A_DAY} broadcasts; ${spread(paints[view], 0)}; ${RUNS} runs; ${note}`,
    },
    {
      ...{ name: `${view} in a drag, a frame`, value: mean(gaps[view]), unit: 'ms' },
      note: `mean, ${(1000 / mean(gaps[view])).toFixed(0)} frames/s; ${spread(gaps[view])} of ${gaps[view].length}; ${note}`,
    },
  ]);
}

async function painted(page: Page, act: () => Promise<void>): Promise<void> {
  await page.evaluate('bench.paintAt = bench.dataAt = null');
  await act();
  // Not waitForFunction: the console's own policy forbids it to read code from text.
  await page.evaluate(PAINTED);
}

/** All of it is drawn: nobody takes hold of a block in the first tenths of a second. */
const SETTLED = `new Promise((resolve) => {
  let before = -1;
  const look = () => {
    const now = document.querySelectorAll('[data-slot]').length;
    if (now === before) return resolve();
    before = now;
    setTimeout(look, 600);
  };
  look();
})`;

/** Carries a block there and back; gives the times between frames. */
async function dragged(page: Page): Promise<number[]> {
  await page.evaluate(SETTLED);
  const block = page.locator('.slot-movable').nth(20);
  await block.scrollIntoViewIfNeeded();
  const box = await block.boundingBox();
  if (!box) throw new Error('nothing to drag is on the screen');
  const [x, y] = [box.x + 8, box.y + 6];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 20, y + 20, { steps: 3 });
  const frames = page.evaluate(FRAMES) as Promise<number[]>;
  let isOver = false;
  void frames.then(() => {
    isOver = true;
  });
  for (let step = 0; !isOver; step += 1)
    await page.mouse.move(x + 150 * Math.sin(step / 9), y + 60 * Math.cos(step / 9));
  const gaps = await frames;
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const dialog = page.getByRole('dialog');
  if (await dialog.isVisible()) await page.keyboard.press('Escape');
  return gaps;
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
