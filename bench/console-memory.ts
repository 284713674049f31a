/** Eight hours of live updates in one tab: does the console's memory stay where it is? */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { furnishBusyCommune } from '../tests/browser/busy-commune.ts';
import { type BrowserContext, browse } from '../tests/browser/chromium.ts';
import { SIGN_IN_TOKEN } from '../tests/browser/fake-sign-in.ts';
import { FakeStation } from '../tests/browser/fake-station.ts';
import type { Measured } from './measured.ts';

type Line = Awaited<ReturnType<BrowserContext['newCDPSession']>>;

/** `MEMORY_HOURS=5` makes a small run; fewer leave nothing to draw a line through. */
const HOURS = Number(process.env['MEMORY_HOURS'] ?? 8);
const STEP_MS = 20_000;
const STEPS_AN_HOUR = 3_600_000 / STEP_MS;
const SAMPLES_AN_HOUR = 2;
/** By then the answers are here and drawn. */
const DRAWN_MS = 40;
/** The pages whose lists change by themselves, each looked at for a while, the home most. */
const PAGES = [
  'hom-nay',
  'lich-phat',
  'hom-nay',
  'cum-loa',
  'hom-nay',
  'duyet',
  'hom-nay',
  'nhat-ky',
  'hom-nay',
  'khan-cap',
];
/** Steps on one page before the next. */
const STEPS_A_PAGE = 30;
/** By then every page was looked at twice: what comes late to its lists is drawn at the second look. */
const WARM_HOURS = (2 * STEPS_A_PAGE * PAGES.length) / STEPS_AN_HOUR;

interface Sample {
  readonly hour: number;
  /** All of V8's heap, with the code that it compiles better and better as hours go by. */
  readonly heapKb: number;
  /** What the console's own objects, strings and lists take of it. */
  readonly heldKb: number;
  readonly nodes: number;
  readonly listeners: number;
}

export async function consoleMemoryBench(): Promise<Measured[]> {
  if (!(HOURS >= WARM_HOURS + 1)) throw new Error(`MEMORY_HOURS: at least ${Math.ceil(WARM_HOURS + 1)}`);
  const built = mkdtempSync(join(tmpdir(), 'loaxa-memory-'));
  await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
  const station = new FakeStation(built);
  station.news.isOn = true;
  furnishBusyCommune(station.house);
  const address = await station.start();
  const { context, close } = await browse({ width: 1366, height: 768 });
  const page = await context.newPage();
  // The hours go by as fast as the console takes them: its timers and its clock are ours.
  await page.clock.install();
  await page.goto(`${address}/#sign-in=${SIGN_IN_TOKEN}`);
  await page.getByRole('table', { name: 'Các thôn lúc này' }).waitFor();
  const line = await context.newCDPSession(page);
  await line.send('Performance.enable');
  const measure = async (hour: number): Promise<Sample> => {
    for (let turn = 0; turn < 3; turn += 1) await line.send('HeapProfiler.collectGarbage');
    const { metrics } = await line.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    const [heapKb, heldKb] = [of('JSHeapUsedSize') / 1024, (await heldBytes(line)) / 1024];
    return { hour, heapKb, heldKb, nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  const samples: Sample[] = [];
  let updates = 0;
  for (let step = 1; step <= HOURS * STEPS_AN_HOUR; step += 1) {
    change(station, step);
    station.news.touch();
    const before = station.asked.length;
    // Every timer that is due goes off once, as in a tab that was busy; every update is taken and drawn.
    await page.clock.fastForward(STEP_MS);
    await new Promise((resolve) => setTimeout(resolve, DRAWN_MS));
    updates += station.asked.length - before;
    // What was asked is kept by the fake station, not by the console.
    station.asked.length = 0;
    if (step % STEPS_A_PAGE === 0) await page.goto(`${address}/#${PAGES[(step / STEPS_A_PAGE) % PAGES.length]}`);
    if (step % (STEPS_AN_HOUR / SAMPLES_AN_HOUR) !== 0) continue;
    await page.goto(`${address}/#hom-nay`);
    const sample = await measure(step / STEPS_AN_HOUR);
    samples.push(sample);
    if (Number.isInteger(sample.hour))
      console.log(`${sample.hour} h: ${Math.round(sample.heldKb)} KB held, ${sample.nodes} nodes`);
  }
  await close();
  await station.stop();
  rmSync(built, { recursive: true, force: true });
  const warm = samples.filter(({ hour }) => hour > WARM_HOURS);
  const heap = lineOf(warm.map(({ hour, heldKb }) => [hour, heldKb]));
  const [first, last] = [warm[0], warm.at(-1)];
  const from = (kb: number | undefined) => ((kb ?? Number.NaN) / 1024).toFixed(1);
  return [
    {
      ...{ name: 'held by the console', value: heap.slope, unit: 'KB/h' },
      note:
        `${HOURS} h, ${updates} answers taken; ${from(first?.heldKb)} MB after ${WARM_HOURS.toFixed(1)} h, ${from(last?.heldKb)} MB at the end, ` +
        `±${heap.noise.toFixed(0)} KB around the line; with compiled code ${from(first?.heapKb)} and ${from(last?.heapKb)} MB`,
    },
    {
      ...{
        name: 'nodes of the console',
        value: lineOf(warm.map(({ hour, nodes }) => [hour, nodes])).slope,
        unit: '/h',
      },
      note: `${first?.nodes} to ${last?.nodes}; listeners ${first?.listeners} to ${last?.listeners}`,
    },
  ];
}

/** What the browser compiled, or keeps of its own, is no work of the console; elements of the page are counted apart. */
const NOT_HELD = ['code', 'native', 'synthetic'];

interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly node_types: [string[], ...unknown[]] };
  };
  readonly nodes: number[];
}

/** Bytes of objects, strings, lists and functions, by a snapshot of the heap. */
async function heldBytes(line: Line): Promise<number> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }) => void chunks.push(chunk);
  line.on('HeapProfiler.addHeapSnapshotChunk', take);
  await line.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  line.off('HeapProfiler.addHeapSnapshotChunk', take);
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length)
    if (!NOT_HELD.includes(types[0][nodes[at + type] ?? 0] ?? '')) bytes += nodes[at + size] ?? 0;
  return bytes;
}

/** Something of each sort happens: loudspeakers come and go, their clocks drift, broadcasts are renamed. */
function change({ house }: FakeStation, step: number): void {
  const now = Date.now();
  for (const [at, endpoint] of house.endpoints.entries()) {
    const isHere = (step + at) % 7 !== 0;
    Object.assign(endpoint, {
      ...{ state: isHere ? 'online' : 'offline', lastSeenAt: isHere ? now : endpoint.lastSeenAt },
      ...{ clockOffsetMs: ((step * 13 + at) % 40) - 20, playing: null },
    });
  }
  for (const [at, broadcast] of house.day.between(0, Number.MAX_SAFE_INTEGER).entries())
    if ((step + at) % 5 === 0)
      Object.assign(broadcast, { title: `${broadcast.title.replace(/ · \d+$/, '')} · ${step}` });
}

/** The straight line through points, and how far they lie from it (root of the mean square). */
function lineOf(points: ReadonlyArray<readonly [number, number]>): { slope: number; noise: number } {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  const slope = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
  const square = points.reduce((sum, [at, value]) => sum + (value - y - slope * (at - x)) ** 2, 0) / points.length;
  return { slope, noise: Math.sqrt(square) };
}
