/** The demo in which a village loses its network, as a newcomer runs it: what it leaves behind says that FM stood in. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareHeard } from '../support/correlate.ts';
import { HOME } from '../support/real-station.ts';
import { readWav } from '../support/wav.ts';
import { decoded } from './scene.ts';
import { displaysOf, readFrames } from './uecp-encoder.ts';

const TITLE = 'Lich tiem chung thang nay';
const DEMO = ['run', '--silent', 'demo', '--', '--once', '--cut-village', '2'];
let out: string;
let printed = '';
let code: number | null = null;
let csv: Array<Record<string, string>>;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'loaxa-demo-test-'));
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], TZ: process.env['TZ'] };
  const demo = spawn('npm', [...DEMO, '--out', out], { cwd: HOME, env });
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  code = await new Promise<number | null>((done) => demo.on('close', done));
  const text = await readFile(join(out, 'as-run.csv'), 'utf8').catch(() => '');
  // No field of the demo holds a comma or a quotation mark.
  const [head = [], ...rows] = text
    .replace('\uFEFF', '')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  csv = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}, 150_000);
afterAll(() => rm(out, { recursive: true, force: true }));

test('it ends well and tells its story in both languages', () => {
  expect(code, printed).toBe(0);
  for (const words of ['mất mạng', 'lost its network', 'chuyển sang đài FM', 'handed over to the FM station']) {
    expect(printed).toContain(words);
  }
  expect(printed).toMatch(/Bản Nà Phặc {3}1 × đã xác nhận/);
});

test('the log has both roads of the village that was cut off, and one of the others', () => {
  const roads = csv.map((row) => [row['village'], row['carrier'], row['state'], row['evidence'], row['stand_in']]);
  expect(roads.sort()).toEqual([
    ['Bản Nà Phặc', 'fm', 'handed_over', 'F0', '1'],
    ['Bản Nà Phặc', 'ip', 'played', 'E2', '0'],
    ['Thôn Đông', 'ip', 'played', 'E2', '0'],
    ['Ấp Bình Hòa', 'ip', 'played', 'E2', '0'],
  ]);
});

test('the manifest names what stood in, and the encoder was told the same', async () => {
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({
    station: { pi: '7A01', ecc: 'F2', lang: '46', ps: 'XA MAU  ' },
    onAir: { class: 'scheduled', rt: TITLE, ta: false, pty: 0, opens: [{ name: 'Cụm thu FM Bản Nà Phặc' }] },
  });
  expect(await readFile(join(out, 'now.txt'), 'utf8')).toBe(TITLE);
  const displays = displaysOf(readFrames(await readFile(join(out, 'uecp.bin'))));
  const texts = displays.map(({ rt }) => rt).filter((rt, at, all) => rt !== '' && rt !== all[at - 1]);
  expect(texts.slice(0, 2)).toEqual(['Dai truyen thanh Xa Mau', TITLE]);
  const settled = { pi: '7A01', ps: 'XA MAU  ', ecc: 'F2', language: '46', tp: true, ta: false, pty: 0 };
  expect(displays.at(-1)).toMatchObject(settled);
  expect(displays.some(({ ta, pty }) => ta || pty > 29)).toBe(false);
});

test('the exciter got the bulletin whole, as the loudspeakers did, each at its time', async () => {
  const row = csv.find((one) => one['carrier'] === 'fm');
  const [startedMs, endedMs] = [Number(row?.['started_ms']), Number(row?.['ended_ms'])];
  const speakers = csv.filter((one) => one['carrier'] === 'ip').map((one) => `${one['endpoint']}.wav`);
  const files = (await readdir(out)).filter((name) => name.endsWith('.wav'));
  expect(files).toEqual(expect.arrayContaining(speakers));
  expect(files).toHaveLength(4);
  const source = decoded(await readFile(join(HOME, 'media/sample-bulletin.opus')), 'opus');
  for (const name of files) {
    const { samples, rateHz, startAtMs } = await readWav(join(out, name));
    const place = (ms: number) => Math.max(0, Math.round(((ms - (startAtMs ?? 0)) / 1000) * rateHz));
    const part = samples.subarray(place(startedMs - 500), place(endedMs + 500));
    const same = compareHeard({ samples: part, rateHz }, source);
    expect(same.gaps.filter(({ lengthMs }) => lengthMs > 50)).toEqual([]);
    expect(Math.abs(same.startMs - 500), name).toBeLessThan(500);
    expect(same.coverage).toBe(1);
    expect(same.minCorrelation).toBeGreaterThan(0.9);
    expect(Math.abs(same.driftMs)).toBeLessThan(5);
  }
});
