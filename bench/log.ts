/** A log of 100,000 lines: how long it holds the loop of the station, and how a slow computer scrolls through it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { build } from 'vite';
import { lastLine, outlineOf, shownPage, shownPieces } from '#asrun';
import { openStore } from '#store';
import { furnishBusyCommune } from '../tests/browser/busy-commune.ts';
import { browse } from '../tests/browser/chromium.ts';
import { SIGN_IN_TOKEN } from '../tests/browser/fake-sign-in.ts';
import { FakeStation } from '../tests/browser/fake-station.ts';
import { logLines } from '../tests/browser/log-lines.ts';
import type { Measured } from './measured.ts';

const LINES = 100_000;
const CPU_SLOWER = 4;
const WHEELS = 150;
const ZONE = 'Asia/Ho_Chi_Minh';
/** 100 lines a day: some three years of a commune. */
const EVERY_MS = 864_000;

export async function logBench(): Promise<Measured[]> {
  const lines = logLines(LINES, Date.now(), EVERY_MS);
  return [...(await onServer(lines)), ...(await inBrowser(lines))];
}

type Lines = ReturnType<typeof logLines>;

async function onServer(lines: Lines): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-log-bench-'));
  const { db, transact, close } = openStore(join(folder, 'station.db'));
  await transact(async (tx) => {
    for (const { id, standIn, ...line } of lines)
      await tx
        .insertInto('as_run')
        .values({
          ...{ id, delivery_id: line.deliveryId, broadcast_id: line.broadcastId, endpoint_id: line.endpointId },
          ...{ endpoint_name: line.endpointName, area_id: line.areaId, village: line.village, title: line.title },
          ...{ programme: line.programme, language: line.language, origin: line.origin, level: line.level },
          ...{ planned_at: line.plannedAt, started_at: line.startedAt, ended_at: line.endedAt, state: line.state },
          ...{ duration_ms: line.durationMs, rendered_ms: line.renderedMs, reason: line.reason },
          ...{ evidence: line.evidence, recorded_at: line.recordedAt, carrier: line.carrier, fm_station: '' },
          ...{ stand_in: standIn ? 1 : 0, area_path: line.areaPath, station_code: '', cluster_code: '' },
        })
        .execute();
  });
  const upTo = await lastLine(db);
  const pause = () => setImmediate();
  const measured: Measured[] = [];
  const filters = [
    ['all', { upTo }],
    ['search', { upTo, text: 'hoa giai dong' }],
  ] as const;
  for (const [name, filter] of filters) {
    const held = monitorEventLoopDelay({ resolution: 1 });
    held.enable();
    const began = performance.now();
    const outline = await outlineOf(shownPieces(db, filter, pause), ZONE);
    const took = performance.now() - began;
    const middle = outline.starts[Math.floor(outline.starts.length / 2)] ?? null;
    const asked = performance.now();
    await shownPage(db, filter, pause, { from: middle, limit: 100 });
    const page = performance.now() - asked;
    held.disable();
    measured.push({
      ...{ name: `loop held by the log, ${name}`, value: held.max / 1e6, unit: 'ms' },
      note: `outline of ${outline.sums.lines} lines in ${took.toFixed(0)} ms, a page from its middle in ${page.toFixed(0)} ms`,
    });
  }
  await close();
  rmSync(folder, { recursive: true, force: true });
  return measured;
}

/** Runs in the page: the time between frames, and tasks that held it for long. */
const WATCH = `
window.frames_ = []; window.tasks_ = [];
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.tasks_.push(one.duration); })
  .observe({ entryTypes: ['longtask'] });
let last = performance.now();
const step = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(step); };
requestAnimationFrame(step);`;

async function inBrowser(lines: Lines): Promise<Measured[]> {
  const built = mkdtempSync(join(tmpdir(), 'loaxa-log-bench-'));
  await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
  const station = new FakeStation(built);
  furnishBusyCommune(station.house);
  station.house.day.log.length = 0;
  for (const line of lines) station.house.day.log.push(line);
  const address = await station.start();
  const { context, close } = await browse({ width: 1366, height: 768 });
  const page = await context.newPage();
  await page.goto(`${address}/#sign-in=${SIGN_IN_TOKEN}`);
  await page.locator('h1:visible').first().waitFor();
  await page.goto(`${address}/#nhat-ky`);
  await page.getByRole('button', { name: 'Tất cả các ngày' }).click();
  await page.locator('.log-row .log-at').first().waitFor();
  await page.locator('[data-row="0"]').scrollIntoViewIfNeeded();
  const shots = process.env['LOAXA_SCREENSHOTS'];
  if (shots) {
    await page.screenshot({ path: join(shots, 'log-1366.png') });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('.log-row .log-at').first().waitFor();
    await page.screenshot({ path: join(shots, 'log-360.png') });
    await page.setViewportSize({ width: 1366, height: 768 });
  }
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  await page.mouse.move(800, 500);
  await page.evaluate(WATCH);
  for (let turn = 0; turn < WHEELS; turn += 1) await page.mouse.wheel(0, turn < WHEELS / 2 ? 240 : 4000);
  const frames = (await page.evaluate('window.frames_')) as number[];
  const tasks = (await page.evaluate('window.tasks_')) as number[];
  await page.locator('.log-row .log-at').first().waitFor();
  await close();
  await station.stop();
  rmSync(built, { recursive: true, force: true });
  const sorted = frames.slice(1).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  const perSecond = 1000 / (sorted.reduce((sum, one) => sum + one, 0) / sorted.length);
  const note = `${sorted.length} frames by the wheel, CPU ${CPU_SLOWER} times slower`;
  return [
    { name: 'log, frame p99', value: at(0.99), unit: 'ms', note: `${note}; median ${at(0.5).toFixed(1)} ms` },
    {
      ...{ name: 'log, longest frame', value: sorted.at(-1) ?? 0, unit: 'ms' },
      note: `${perSecond.toFixed(0)} frames/s; ${tasks.length} tasks over 50 ms, longest ${Math.max(0, ...tasks).toFixed(0)} ms`,
    },
  ];
}
