/**
 * How punctual are speakers? Three real agents (own processes, WAV sinks) on a loopback link get the same broadcasts.
 * The instant of the first sample is read from what they recorded. Alone: `node scripts/run.mjs bench/start-error.ts`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import { newKeyPair, type Order, type PlanEntry, parseMessage, signOrder, speakerMessage } from '#link';
import { findFfmpeg } from '#media';
import { realWorld } from '#system';
import { type Measured, quantile, spread } from './measured.ts';

const SPEAKERS = 3;
const APART_MS = 2_500;
const SOUND_MS = 1_000;
const LOUD = 1_000;

/** As much of a station as a speaker needs: it knows everybody, and keeps no books. */
class SmallStation {
  readonly keys = newKeyPair();
  readonly links = new Set<WebSocket>();
  readonly placed = new Map<string, number>();
  readonly audio: Buffer;
  readonly sha256: string;
  readonly server = createServer((request, response) => void this.#serve(request, response));
  #seq = 0;
  #claims = 0;

  constructor(audio: Buffer) {
    this.audio = audio;
    this.sha256 = createHash('sha256').update(audio).digest('hex');
    new WebSocketServer({ server: this.server, path: '/link/v1' }).on('connection', (socket) => {
      socket.on('message', (data) => this.#hear(socket, String(data)));
      socket.on('close', () => this.links.delete(socket));
      socket.send(JSON.stringify({ type: 'challenge', nonce: 'bench' }));
    });
  }

  order(order: Order): void {
    this.#seq += 1;
    const payload = { to: '*', epoch: 1, seq: this.#seq, expiresAt: Date.now() + 3_600_000, order };
    const frame = JSON.stringify(signOrder(this.keys.privatePem, payload));
    for (const link of this.links) link.send(frame);
  }

  #hear(socket: WebSocket, frame: string): void {
    const message = parseMessage(speakerMessage, frame);
    if (message?.type === 'hello') {
      this.links.add(socket);
      const { endpointId } = message;
      socket.send(JSON.stringify({ type: 'welcome', endpointId, audioToken: 'bench', heartbeatMs: 15_000 }));
    } else if (message?.type === 'time') {
      const stationAt = performance.timeOrigin + performance.now();
      socket.send(JSON.stringify({ type: 'time', echoMonoMs: message.monoMs, stationAt }));
    } else if (message?.type === 'report' && message.seq > 0) {
      const { event, broadcastId } = message.report;
      if (event === 'placed') this.placed.set(broadcastId, (this.placed.get(broadcastId) ?? 0) + 1);
      socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      this.#claims += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ endpointId: `end_${this.#claims}`, stationKey: this.keys.publicKey }));
      return;
    }
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = `bytes ${from}-${this.audio.length - 1}/${this.audio.length}`;
    response.writeHead(206, { 'content-range': range }).end(this.audio.subarray(from));
  }
}

async function tone(folder: string): Promise<Buffer> {
  const world = realWorld();
  const ffmpeg = await findFfmpeg(world, process.env['FFMPEG_PATH'] ?? null);
  if (!ffmpeg) throw new Error('ffmpeg was not found');
  const path = join(folder, 'tone.ogg');
  const source = `sine=frequency=1000:sample_rate=48000:duration=${SOUND_MS / 1000}`;
  const args = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', source, '-c:a', 'libopus', '-b:a', '32k', path];
  await world.processes.start({ command: ffmpeg.path, args }).ended;
  return readFile(path);
}

/** The first loud sample at or after `from`. */
export function onset(samples: Int16Array, from: number): number {
  for (let i = Math.max(0, from); i < samples.length; i++) if (Math.abs(samples[i] as number) > LOUD) return i;
  return Number.NaN;
}

const samplesOf = (bytes: Buffer) =>
  new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 2)));

/** A recording of an agent: its samples, and the instant of the first. */
export async function recordingOf(path: string): Promise<{ samples: Int16Array; startAt: number }> {
  const bytes = await readFile(path);
  const body = bytes.indexOf('bext') + 8;
  const day = Date.parse(`${bytes.toString('latin1', body + 320, body + 330)}T00:00:00Z`);
  const startAt = day + Number(bytes.readBigUInt64LE(body + 338)) / 48;
  return { samples: samplesOf(bytes.subarray(bytes.indexOf('data', body + 602) + 8)), startAt };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 600) throw new Error(`not within a minute: ${what}`);
    await wait(100);
  }
}

/** Start error against the ordered instant, and skew between the speakers of one start. */
export async function startErrorBench(starts = 20): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'start-error-'));
  const station = new SmallStation(await tone(folder));
  await new Promise<void>((resolve) => station.server.listen(0, '127.0.0.1', resolve));
  const address = station.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const main = fileURLToPath(new URL('../src/speaker/main.ts', import.meta.url));
  const paths = Array.from({ length: SPEAKERS }, (_, i) => join(folder, `speaker ${i}`));
  const agents = paths.map((path) => {
    const options = ['--server', `http://127.0.0.1:${port}`, '--claim', 'BENCH-CODE', '--data', path];
    return spawn(process.execPath, [main, ...options, '--sink', `wav:${path}.wav`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
  try {
    await until('all speakers joined', () => station.links.size === SPEAKERS);
    await wait(10_000);
    const firstAt = Math.ceil(Date.now()) + 8_000;
    const entries = Array.from({ length: starts }, (_, i): PlanEntry => {
      const plannedAt = firstAt + i * APART_MS;
      const sound = {
        kind: 'audio',
        sha256: station.sha256,
        bytes: station.audio.length,
        durationMs: SOUND_MS,
      } as const;
      return {
        ...{ broadcastId: `brc_${i}`, level: 'scheduled', interruption: 'resume', gainDb: 0, durationMs: SOUND_MS },
        ...{ plannedAt, notAfter: plannedAt + 60_000, acceptedAt: firstAt, items: [sound], kind: 'bulletin' },
        ...{ cutInAfterMs: null, endBy: null, precedence: 0, bulletinId: null, isOpenEnded: false },
      };
    });
    station.order({ order: 'plan', entries });
    await until('audio placed', () => station.placed.get(`brc_${starts - 1}`) === SPEAKERS);
    for (const { broadcastId, plannedAt } of entries) {
      await wait(Math.max(0, plannedAt - 2_000 - Date.now()));
      station.order({ order: 'start', broadcastId, startAt: plannedAt });
    }
    // Now: once nothing more is planned with it, a speaker clears its decoded audio away.
    const sound = samplesOf(await readFile(join(paths[0] ?? '', 'audio', `${station.sha256}.pcm`)));
    await wait(6_000);
    for (const agent of agents) agent.kill('SIGTERM');
    await Promise.all(agents.map((agent) => new Promise((resolve) => agent.once('exit', resolve))));
    const onsetMs = onset(sound, 0) / 48;
    const heard = await Promise.all(paths.map((path) => recordingOf(`${path}.wav`)));
    const errors = entries.map(({ plannedAt }) =>
      heard.map(({ samples, startAt }) => {
        const at = startAt + onset(samples, Math.floor((plannedAt - startAt - 500) * 48)) / 48;
        return at - onsetMs - plannedAt;
      }),
    );
    const sizes = errors.flat().map(Math.abs);
    const skews = errors.map((row) => Math.max(...row) - Math.min(...row));
    const missed = sizes.filter(Number.isNaN).length;
    const note = `${SPEAKERS} speakers, ${starts} starts, ${missed} missed`;
    return [
      { name: 'start error p99', value: quantile(sizes, 0.99), unit: 'ms', note: `${note}; ${spread(sizes, 2)}` },
      { name: 'skew of three p99', value: quantile(skews, 0.99), unit: 'ms', note: `${note}; ${spread(skews, 2)}` },
    ];
  } finally {
    for (const agent of agents) agent.kill('SIGKILL');
    station.server.closeAllConnections();
    station.server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) console.table(await startErrorBench());
