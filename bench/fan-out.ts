import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeyPair, signOrder } from '#link';
import { ask, type HeardAt, type Open, type Sent, type Size } from './fan-out/lines.ts';
import { type Measured, quantile, spread } from './measured.ts';

const AGENTS = 10_000;
const ROUNDS = 15;
/** The first rounds warm both sides up and are not counted. */
const WARM_UP = 3;
const WAIT_MS = 10_000;
const IDLE_MS = 10_000;

/** One server and the idle agents that have joined it. */
interface Side {
  readonly server: ChildProcess;
  readonly agents: ChildProcess;
  readonly bytesEach: number;
  readonly heapEach: number;
  readonly joinMs: number;
  readonly lastMs: number[];
  readonly medianMs: number[];
  readonly sendingMs: number[];
  readonly cpuMs: number[];
  readonly waitedMs: number[];
}

/**
 * A start that goes out to 10,000 idle agents: the real station in one process, its agents on plain sockets in another.
 * The floor is a server of nothing but ws that sends as many bytes; rounds alternate, so that both meet the same noise.
 */
export async function fanOutBench(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-fan-out-'));
  const children: ChildProcess[] = [];
  const start = (file: string, args: string[]) => {
    const path = join(import.meta.dirname, 'fan-out', file);
    const child = fork(path, args, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    children.push(child);
    return child;
  };
  try {
    const { publicKey, privatePem } = newKeyPair();
    const station = await joinAll(start, 'station-server.ts', [String(AGENTS), publicKey, folder], privatePem);
    const bare = await joinAll(start, 'bare-server.ts', [String(AGENTS), String(frameBytes(privatePem))], 'bare');
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      for (const side of [station, bare]) await sendOnce(side, round >= WARM_UP);
    }
    const { cpuMs } = await ask<{ cpuMs: number }>(station.server, { ask: 'cpu', ms: IDLE_MS });
    return figures(station, bare, cpuMs / IDLE_MS);
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function joinAll(
  start: (file: string, args: string[]) => ChildProcess,
  file: string,
  args: string[],
  privatePem: string,
): Promise<Side> {
  const server = start(file, args);
  const { port, endpointIds } = await ask<Open>(server, null);
  const before = await ask<Size>(server, { ask: 'size' });
  const agents = start('agents.ts', [String(port), privatePem]);
  const { tookMs } = await ask<{ tookMs: number }>(agents, { ask: 'join', endpointIds });
  const after = await ask<Size>(server, { ask: 'size' });
  if (after.sockets !== AGENTS) throw new Error(`${after.sockets} of ${AGENTS} agents joined`);
  return {
    server,
    agents,
    bytesEach: (after.rssBytes - before.rssBytes) / AGENTS,
    heapEach: (after.heapBytes - before.heapBytes) / AGENTS,
    joinMs: tookMs,
    lastMs: [],
    medianMs: [],
    sendingMs: [],
    cpuMs: [],
    waitedMs: [],
  };
}

async function sendOnce(side: Side, counts: boolean): Promise<void> {
  const startAt = Date.now() + 3000;
  await ask(side.agents, { ask: 'listen', startAt });
  const { firstAtMs, sendingMs, cpuMs, waitedMs } = await ask<Sent>(side.server, { ask: 'start', startAt });
  const { atMs, odd } = await ask<HeardAt>(side.agents, { ask: 'heard', waitMs: WAIT_MS });
  if (atMs.length !== AGENTS || odd > 0) throw new Error(`${atMs.length} of ${AGENTS} heard it, ${odd} something else`);
  if (!counts) return;
  side.lastMs.push(quantile(atMs, 1) - firstAtMs);
  side.medianMs.push(quantile(atMs, 0.5) - firstAtMs);
  side.sendingMs.push(sendingMs);
  side.cpuMs.push(cpuMs);
  side.waitedMs.push(waitedMs);
}

/** As long as the frame that the station sends. */
function frameBytes(privatePem: string): number {
  const order = { order: 'start', broadcastId: 'brc_0000000000000000000000000', startAt: Date.now() } as const;
  return JSON.stringify(signOrder(privatePem, { to: '*', epoch: 1, seq: 10_000, expiresAt: Date.now(), order })).length;
}

const middle = (values: number[]) => quantile(values, 0.5).toFixed(1);
const least = (values: number[]) => Math.min(...values).toFixed(1);

function figures(station: Side, bare: Side, idleCores: number): Measured[] {
  const rounds = `${ROUNDS} rounds to ${AGENTS} agents`;
  const own = station.lastMs.map((ms, round) => ms - (station.waitedMs[round] ?? 0));
  const last = (side: Side) => quantile(side.lastMs, 0.5);
  return [
    {
      name: 'start heard by 10,000',
      value: last(station),
      unit: 'ms',
      note: `last arrival after the first send, ${rounds}: ${spread(station.lastMs)}, least ${least(station.lastMs)}; half had it after ${middle(station.medianMs)}; sending took ${middle(station.sendingMs)}, ${middle(station.cpuMs)} of CPU, ${middle(station.waitedMs)} in line for a core`,
    },
    {
      name: 'the same, less waiting for a core',
      value: quantile(own, 0.5),
      unit: 'ms',
      note: `each round without the time in which others had the cores while it was sent: ${spread(own)}`,
    },
    {
      name: 'start heard by 10,000, bare ws',
      value: last(bare),
      unit: 'ms',
      note: `floor, ${rounds}: ${spread(bare.lastMs)}, least ${least(bare.lastMs)}; sending took ${middle(bare.sendingMs)}, ${middle(bare.cpuMs)} of CPU, ${middle(bare.waitedMs)} in line for a core`,
    },
    { name: 'start / bare ws', value: last(station) / last(bare), unit: '×', note: 'of the medians' },
    {
      name: 'memory of an idle agent',
      value: station.bytesEach / 1024,
      unit: 'KB',
      note: `resident on the station after gc; of it heap ${(station.heapEach / 1024).toFixed(1)}; bare ws ${(bare.bytesEach / 1024).toFixed(1)}`,
    },
    {
      name: 'idle agents, share of a core',
      value: idleCores * 100,
      unit: '%',
      note: `${AGENTS} agents that ask for the time every 5 s and beat every 15 s`,
    },
    {
      name: '10,000 agents join',
      value: station.joinMs / 1000,
      unit: 's',
      note: `100 at once, each with two signatures; bare ws ${(bare.joinMs / 1000).toFixed(1)}`,
    },
  ];
}
