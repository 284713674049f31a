import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FmStation, fmSettings } from '#fm';
import { realWorld } from '#system';
import { FmFaces } from '../src/delivery/fm/manifest/faces.ts';
import { type ManifestInput, manifestOf, manifestText, nowLines } from '../src/delivery/fm/manifest/manifest.ts';
import type { FmOnAir } from '../src/delivery/fm/on-air.ts';
import { airTextOf } from '../src/delivery/fm/text/state-of-air.ts';
import { broadcastOf } from '../tests/unit/delivery/things.ts';
import { type Measured, median, spread } from './measured.ts';

const STATIONS = 300;
const ITEMS = 30;
const RUNS = 15;
const AT_ONCE = 8;
const NOW = Date.parse('2026-11-22T05:12:00+07:00');
const FILES = ['now.txt', 'now-utf8.txt', 'manifest.json'] as const;

interface Texts {
  readonly id: string;
  readonly manifest: string;
  readonly now: string;
  readonly nowUtf8: string;
}

/**
 * An emergency goes on air at 300 FM stations: their manifests (30 items of three files ahead) are made and stand in
 * their folders on the disk, three files for each. Against plain write and rename of the same bytes, turn by turn.
 */
export async function fmManifestBench(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-fm-'));
  const world = { ...realWorld(), logger: { info() {}, warn() {}, error: console.error } };
  const faces = new FmFaces(world, join(folder, 'ours'));
  const made: number[] = [];
  const ours: number[] = [];
  const bare: number[] = [];
  const synced: number[] = [];
  try {
    for (const { id } of allTexts(0)) {
      for (const side of ['bare', 'synced']) await mkdir(join(folder, side, id), { recursive: true });
    }
    // The first round makes the folders.
    for (let run = 0; run <= RUNS; run += 1) {
      const startedMs = performance.now();
      const texts = allTexts(run);
      const madeMs = performance.now() - startedMs;
      const oursMs = await timed(async () => {
        for (const { id, ...text } of texts) faces.show(id, text);
        await faces.settled();
      });
      const bareMs = await timed(() => sideBySide(filesOf(texts, join(folder, 'bare')), plainly));
      const syncedMs = await timed(() =>
        sideBySide(filesOf(texts, join(folder, 'synced')), (path, bytes) => world.files.replace(path, bytes)),
      );
      if (run === 0) continue;
      made.push(madeMs);
      ours.push(madeMs + oursMs);
      bare.push(bareMs);
      synced.push(syncedMs);
    }
    const [first] = allTexts(0);
    const what = `${STATIONS} stations, ${Math.round((first?.manifest.length ?? 0) / 1024)} KiB each, ${RUNS} alternating runs`;
    return [
      { name: 'faces of 300 FM stations', value: median(ours), unit: 'ms', note: `${what}; ${spread(ours)}` },
      { name: 'of which making the texts', value: median(made), unit: 'ms', note: spread(made) },
      { name: 'plain write and rename', value: median(bare), unit: 'ms', note: `the same bytes; ${spread(bare)}` },
      { name: 'faces / plain', value: median(ours) / median(bare), unit: '×', note: 'making the texts included' },
      { name: 'if each were synced', value: median(synced), unit: 'ms', note: `the same bytes; ${spread(synced)}` },
    ];
  } finally {
    await faces.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything that 300 stations show in one round; each round has other texts. */
function allTexts(run: number): Texts[] {
  return Array.from({ length: STATIONS }, (_, n) => {
    const input = inputOf(`fms_${n}`, run);
    const lines = nowLines(airTextOf(input.station, input.onAir, NOW));
    return { id: input.station.id, manifest: manifestText(manifestOf(input)), ...lines };
  });
}

const settings = fmSettings.parse({
  band: '87-108',
  frequencyKhz: 98_500,
  pi: '7A01',
  ps: 'TAN LAP',
  audio: 'manifest',
});
const rendition = { sha256: 'a'.repeat(64), bytes: 2_500_000, durationMs: 420_000, lufs: -16.1 };
const items = ['chime', 'body', 'end'].map((recordingId) => ({
  kind: 'audio' as const,
  recordingId,
  durationMs: 140_000,
}));

function inputOf(id: string, run: number): ManifestInput {
  const station: FmStation = {
    ...settings,
    ...{ id, name: `Đài xã ${id}`, areaId: null, key: 'k'.repeat(43), createdAt: 0, retiredAt: null },
  };
  const endpointIds = Array.from({ length: 10 }, (_, n) => `end_${id}_${n}`);
  const upcoming = Array.from({ length: ITEMS }, (_, n) => {
    const broadcast = broadcastOf(`brc_${n}`, NOW + (n + 1) * 3_600_000, 420_000, {
      title: `Ủy ban nhân dân xã thông báo lịch tiêm chủng mở rộng đợt ${n}`,
      runningOrder: { items, durationMs: 420_000 },
    });
    return { broadcast, startAt: broadcast.plannedAt, endpointIds };
  });
  const alarm = broadcastOf('brc_alarm', NOW, 60_000, {
    level: 'emergency',
    kind: 'emergency',
    title: `Lũ quét ${run}`,
  });
  const onAir: FmOnAir = { broadcast: alarm, startAt: NOW, endAt: null, endpointIds };
  return {
    ...{ station, onAir, upcoming, sequence: run, now: NOW, zone: 'Asia/Ho_Chi_Minh', baseUrl: 'http://10.1.2.3:8080' },
    receivers: endpointIds.map((endpointId) => ({ endpointId, name: endpointId, onGroups: [], offGroups: [] })),
    renditions: new Map(items.map(({ recordingId }) => [recordingId, rendition])),
  };
}

function filesOf(texts: readonly Texts[], folder: string): Array<readonly [path: string, bytes: Uint8Array]> {
  const encode = (text: string) => new TextEncoder().encode(text);
  return texts.flatMap(({ id, now, nowUtf8, manifest }) =>
    [now, nowUtf8, manifest].map((text, n) => [join(folder, id, FILES[n] as string), encode(text)] as const),
  );
}

async function plainly(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.tmp`, bytes);
  await rename(`${path}.tmp`, path);
}

async function sideBySide(
  files: ReadonlyArray<readonly [string, Uint8Array]>,
  put: (path: string, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let file = files[next++]; file; file = files[next++]) await put(...file);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
