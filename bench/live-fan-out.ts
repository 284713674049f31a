import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CrowdAsk, CrowdHeard } from './live/crowd.ts';
import { icecastVersion, startIcecast } from './live/icecast.ts';
import { askChild, costOf, pin } from './live/talk.ts';
import { type Measured, quantile, spread } from './measured.ts';

const PHASES = 10;
const SETTLE_MS = 5_000;
/** Bytes of sound that each listener is owed each second. */
const BYTES_A_SECOND = 6_000;

interface Side {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly kind: 'loaxa' | 'icecast';
  stop(): void;
}

interface Outcome {
  readonly cpuMsAListenerMinute: number;
  readonly bytesEach: number;
  readonly heard: CrowdHeard;
}

/**
 * One live stream to thousands of listeners, against Icecast 2 with the same source, the same load client and the same
 * cores: the server alone on the first, source and client on the second. Sizes and time may be given by LIVE_LISTENERS
 * ("5000,10000") and LIVE_SECONDS.
 */
export async function liveFanOutBench(): Promise<Measured[]> {
  const sizes = (process.env['LIVE_LISTENERS'] ?? '5000,10000').split(',').map(Number);
  const seconds = Number(process.env['LIVE_SECONDS'] ?? '30');
  const version = icecastVersion();
  if (!version) console.log('  icecast2 is not installed (apt-get install icecast2): measured without a peer');
  if (availableParallelism() > 1) pin(process.pid, 1);
  const measured: Measured[] = [];
  for (const size of sizes) {
    const ours240 = await measureSide((folder) => startOurs(folder, 240), size, seconds);
    const ours480 = await measureSide((folder) => startOurs(folder, 480), size, seconds);
    const peer = version ? await measureSide(icecastSide, size, seconds) : null;
    measured.push(...figures(size, seconds, 240, ours240), ...figures(size, seconds, 480, ours480));
    if (!peer || !version) continue;
    const { lateMs, chunks } = peer.heard;
    measured.push(
      {
        name: `CPU ${size}, ${version}`,
        value: peer.cpuMsAListenerMinute,
        unit: 'ms',
        note: `of a core for a listener-minute; ${(chunks / size / seconds).toFixed(2)} arrivals a second each; how late: ${spread(lateMs)} ms; ${lossOf(peer, size, seconds)}; ${(peer.bytesEach / 1024).toFixed(1)} KB a listener`,
      },
      {
        name: `CPU ${size}, 480 ms / Icecast`,
        value: ours480.cpuMsAListenerMinute / peer.cpuMsAListenerMinute,
        unit: '×',
        note: `with 240 ms: ${(ours240.cpuMsAListenerMinute / peer.cpuMsAListenerMinute).toFixed(2)}`,
      },
    );
  }
  return measured;
}

function figures(size: number, seconds: number, lumpMs: number, outcome: Outcome): Measured[] {
  const { cpuMsAListenerMinute, bytesEach, heard } = outcome;
  return [
    {
      name: `CPU ${size}, ${lumpMs} ms`,
      value: cpuMsAListenerMinute,
      unit: 'ms',
      note: `of a core for a listener-minute; ${(heard.chunks / size / seconds).toFixed(2)} arrivals a second each; ${lossOf(outcome, size, seconds)}`,
    },
    {
      name: `lateness p99 ${size}, ${lumpMs} ms`,
      value: quantile(heard.lateMs, 0.99),
      unit: 'ms',
      note: `age of the newest frame of each lump on arrival (a frame is made every 24 ms): ${spread(heard.lateMs)}`,
    },
    {
      name: `memory of a listener, ${size}, ${lumpMs} ms`,
      value: bytesEach / 1024,
      unit: 'KB',
      note: 'resident growth of the server from none to all; the sockets of the kernel are not in it',
    },
  ];
}

/** How much of what was owed came; heads of frames make it a little more than all. */
function lossOf({ heard }: Outcome, size: number, seconds: number): string {
  const owed = BYTES_A_SECOND * seconds;
  const share = (bytes: number) => `${((bytes / owed) * 100).toFixed(1)} %`;
  return `${share(heard.bytes / size)} of the sound came, at least ${share(heard.leastBytes)}; ${heard.lost} lines lost`;
}

async function measureSide(start: (folder: string) => Promise<Side>, size: number, seconds: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-live-'));
  const side = await start(folder);
  const crowd = startChild('crowd.ts', [String(side.port), side.kind]);
  try {
    if (availableParallelism() > 1) {
      pin(side.pid, 0);
      pin(crowd.pid, 1);
    }
    await wait(1_000);
    const empty = costOf(side.pid);
    await askChild(crowd, { ask: 'join', count: size } satisfies CrowdAsk);
    await wait(SETTLE_MS);
    const before = costOf(side.pid);
    const heard = await askChild<CrowdHeard>(crowd, { ask: 'measure', ms: seconds * 1_000 } satisfies CrowdAsk);
    const after = costOf(side.pid);
    const listenerMinutes = (size * seconds) / 60;
    return {
      cpuMsAListenerMinute: ((after.cpuSeconds - before.cpuSeconds) * 1_000) / listenerMinutes,
      bytesEach: (after.bytes - empty.bytes) / size,
      heard,
    };
  } finally {
    if (crowd.connected) crowd.disconnect();
    side.stop();
    await wait(500);
    rmSync(folder, { recursive: true, force: true });
  }
}

function startChild(file: string, args: string[]): ChildProcess {
  const path = join(import.meta.dirname, 'live', file);
  return fork(path, args, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

async function startOurs(folder: string, lumpMs: number): Promise<Side> {
  const child = startChild('fan-out-server.ts', [folder, String(lumpMs), String(PHASES)]);
  const { port } = await askChild<{ port: number }>(child, null);
  const stop = () => {
    if (child.connected) child.disconnect();
  };
  return { name: `${lumpMs} ms`, pid: child.pid ?? 0, port, kind: 'loaxa', stop };
}

async function icecastSide(folder: string): Promise<Side> {
  const { child, port, stop } = await startIcecast(folder);
  return { name: 'icecast', pid: child.pid ?? 0, port, kind: 'icecast', stop };
}
