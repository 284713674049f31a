/** The first load of the console on the line of a commune: bytes that it fetches, and when the home can be used. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { furnishBusyCommune } from '../tests/browser/busy-commune.ts';
import { browse } from '../tests/browser/chromium.ts';
import { SIGN_IN_TOKEN } from '../tests/browser/fake-sign-in.ts';
import { FakeStation } from '../tests/browser/fake-station.ts';
import { type Measured, median } from './measured.ts';

const CPU_SLOWER = 4;
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const RUNS = 5;

export async function firstLoadBench(): Promise<Measured[]> {
  const built = mkdtempSync(join(tmpdir(), 'loaxa-first-load-'));
  await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
  const station = new FakeStation(built);
  furnishBusyCommune(station.house);
  const address = await station.start();
  const usable: number[] = [];
  const files = new Map<string, number>();
  for (let run = 0; run < RUNS; run += 1) {
    // A fresh profile each time: nothing of an earlier visit is left.
    const { context, close } = await browse({ width: 360, height: 740 });
    const page = await context.newPage();
    await page.goto(`${address}/#sign-in=${SIGN_IN_TOKEN}`);
    await page.getByRole('table', { name: 'Các thôn lúc này' }).waitFor();
    await page.goto('about:blank');
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.clearBrowserCache');
    await line.send('Network.emulateNetworkConditions', LINE);
    await line.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
    page.on('response', (response) => {
      const path = new URL(response.url()).pathname;
      if (!path.startsWith('/api/'))
        files.set(path, gzipSync(readFileSync(join(built, path === '/' ? 'index.html' : path)), { level: 9 }).length);
    });
    const began = performance.now();
    await page.goto(`${address}/`, { waitUntil: 'commit' });
    await page.getByRole('table', { name: 'Các thôn lúc này' }).waitFor();
    usable.push(performance.now() - began);
    await close();
  }
  await station.stop();
  rmSync(built, { recursive: true, force: true });
  const bytes = [...files.values()].reduce((sum, one) => sum + one, 0);
  const slowest = (Math.max(...usable) / 1000).toFixed(1);
  return [
    {
      name: 'first load, gzipped',
      value: bytes / 1024,
      unit: 'KB',
      note: `${files.size} files, nothing cached`,
    },
    {
      ...{ name: 'home usable', value: median(usable) / 1000, unit: 's' },
      note: `median of ${RUNS}, slowest ${slowest} s; CPU ${CPU_SLOWER} times slower, 1.6 Mbit/s, 150 ms, board drawn`,
    },
  ];
}
