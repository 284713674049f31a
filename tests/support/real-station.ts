/**
 * A real station and real village agents as child processes on this machine: a temporary data folder, a free port of
 * 127.0.0.1, and nothing else in common with the test that starts them. What the agents play is in their WAV files.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { OPEN_RULES } from '#gate';
import { civilOf } from '#kernel';
import { type RouteAnswer, type RouteName, type Routes, routes } from '../../src/http/contract.ts';
import { Authenticator } from './authenticator.ts';

export const HOME = join(import.meta.dirname, '../..');
const MARKER = 'LOAXA_TEST_FOLDER';
const LOOK_MS = 25;
const PRIORITY = -10;
/** Words that make the kernel end a child when its test ends, however that ends. */
const WITH_US = ['setpriv', '--pdeathsig', 'KILL'] as const;
const canDieWithUs = spawnSync(WITH_US[0], [...WITH_US.slice(1), 'true']).status === 0;

/** Asks again and again until there is an answer other than null, undefined or false; throws when the time is over. */
export async function until<Found>(
  what: string,
  withinMs: number,
  probe: () => Found | null | undefined | false | Promise<Found | null | undefined | false>,
  everyMs = LOOK_MS,
): Promise<Found> {
  const overAt = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > overAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(everyMs);
  }
}

type Sent<Name extends RouteName, Part extends string> =
  Routes[Name] extends Record<Part, infer Schema extends z.ZodType> ? Record<Part, z.input<Schema>> : object;
/** The inputs of a route as the contract has them, and an idempotency key. */
export type Ask<Name extends RouteName> = Sent<Name, 'params'> &
  Partial<Sent<Name, 'query'>> &
  Sent<Name, 'body'> & { readonly key?: string };

/** The station said no. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: { readonly detail?: { vi: string; en: string }; readonly field?: string };

  constructor(status: number, body: string) {
    super(`${status}: ${body.slice(0, 500)}`);
    this.status = status;
    this.problem = body.startsWith('{') ? JSON.parse(body) : {};
    this.code = (this.problem as { code?: string }).code ?? '';
  }
}

/** Where a station asks about an odd hour: these tests run at every hour of the real day. */
const ODD_HOURS: ReadonlySet<RouteName> = new Set<RouteName>(['addBroadcast', 'addRule', 'changeRule']);

export function newKey(): string {
  return randomBytes(12).toString('hex');
}

/** A small client of the REST API. */
export class Api {
  readonly base: string;
  cookie: string | null = null;

  constructor(base: string) {
    this.base = base;
  }

  /** One request as it is. */
  async fetch(path: string, init: RequestInit & { anonymous?: boolean } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie !== null && !init.anonymous) headers.set('cookie', this.cookie);
    const signal = init.signal ?? AbortSignal.timeout(20_000);
    const response = await fetch(this.base + path, { ...init, headers, signal });
    const set = /loaxa_session=[^;]+/.exec(response.headers.get('set-cookie') ?? '');
    if (set) this.cookie = set[0];
    return response;
  }

  /** One route of the contract. Throws Refusal, or whatever fetch throws when nobody answers. */
  async call<Name extends RouteName>(
    name: Name,
    ...[ask]: object extends Ask<Name> ? [Ask<Name>?] : [Ask<Name>]
  ): Promise<RouteAnswer<Name>> {
    const { params, query, body, key } = (ask ?? {}) as {
      params?: Record<string, string>;
      query?: Record<string, unknown>;
      body?: object;
      key?: string;
    };
    const route = routes[name];
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(params?.[part] ?? ''));
    const text = new URLSearchParams();
    for (const [field, value] of Object.entries(query ?? {})) text.set(field, String(value));
    const response = await this.fetch(`/api/v1${path}${text.size > 0 ? `?${text}` : ''}`, {
      method: route.method.toUpperCase(),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: body === undefined ? null : JSON.stringify(ODD_HOURS.has(name) ? { confirmUnusual: true, ...body } : body),
    });
    const answer = await response.text();
    if (!response.ok) throw new Refusal(response.status, answer);
    return (answer.startsWith('{') || answer.startsWith('[') ? JSON.parse(answer) : answer) as RouteAnswer<Name>;
  }

  /** The same, sent again under one key until somebody answers: what a careful client does when a station dies. */
  async insist<Name extends RouteName>(name: Name, ask: Ask<Name>, withinMs = 60_000): Promise<RouteAnswer<Name>> {
    const keyed = { key: newKey(), ...ask };
    return until(`an answer to ${name}`, withinMs, async () => {
      try {
        return await (this.call as (name: Name, ask: Ask<Name>) => Promise<RouteAnswer<Name>>)(name, keyed);
      } catch (error) {
        if (error instanceof Refusal && error.status < 500) throw error;
        return null;
      }
    });
  }

  /** Sends a file in slices and goes on where the station says that it is, whatever happens in between. */
  async upload(title: string, bytes: Uint8Array, sliceBytes = 256 * 1024): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { id } = await this.insist('createUpload', { body: { title, totalBytes: bytes.length, sha256 } });
    return until(`the upload of ${title}`, 60_000, async () => {
      const { receivedBytes, recordingId } = await this.insist('getUpload', { params: { id } });
      if (recordingId !== null) return recordingId;
      await this.putSlice(id, bytes.subarray(receivedBytes, receivedBytes + sliceBytes), receivedBytes).catch(() => {});
      return null;
    });
  }

  putSlice(uploadId: string, bytes: Uint8Array, offset: number): Promise<Response> {
    return this.fetch(`/api/v1/uploads/${uploadId}`, {
      method: 'PUT',
      headers: { 'upload-offset': String(offset), 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(bytes),
    });
  }

  /** The recording when its check is over: ready or refused. */
  async checked(recordingId: string, withinMs = 60_000): Promise<RouteAnswer<'getRecording'>> {
    return until(`the check of ${recordingId}`, withinMs, async () => {
      const recording = await this.insist('getRecording', { params: { id: recordingId } });
      return (recording.state === 'ready' || recording.state === 'refused') && recording;
    });
  }

  async readyRecording(title: string, bytes: Uint8Array): Promise<RouteAnswer<'getRecording'>> {
    const recording = await this.checked(await this.upload(title, bytes));
    if (recording.state !== 'ready') throw new Error(`${title}: ${recording.refusal?.text.en}`);
    return recording;
  }
}

/** A program of ours as a child. */
class Child {
  readonly output: string[] = [];
  readonly #ended: Promise<number | null>;
  readonly #process: ChildProcess;
  #isOver = false;

  constructor(args: readonly string[], env: Record<string, string | undefined>) {
    const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'], TZ: process.env['TZ'] };
    const cache = { NODE_COMPILE_CACHE: join(HOME, 'node_modules/.cache/node') };
    const [program, ...words] = [...(canDieWithUs ? WITH_US : []), process.execPath, ...args] as [string, ...string[]];
    const child = spawn(program, words, { cwd: HOME, env: { ...inherited, ...cache, ...env } });
    this.#process = child;
    running.add(this);
    try {
      // Station and village have machines of their own; here they share one with everything else that is tested.
      setPriority(child.pid ?? 0, PRIORITY);
    } catch {
      // Only root may ask for more than its share.
    }
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => void this.output.push(text));
    }
    this.#ended = new Promise((resolve) => {
      child.on('close', (code) => {
        this.#isOver = true;
        running.delete(this);
        resolve(code);
      });
    });
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get text(): string {
    return this.output.join('');
  }

  /** Its exit code; null when a signal ended it. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    this.#process.kill(signal);
    await this.#ended;
  }

  /** Freezes or wakes the program. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process.kill(signal);
  }

  killNow(): void {
    this.#process.kill('SIGKILL');
  }
}

const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.killNow();
});

/** Starts src/main.ts, for tests that want it to fail. */
export function startMain(env: Record<string, string | undefined>, options: readonly string[] = []): Child {
  return new Child([join(HOME, 'src/main.ts'), ...options], env);
}

/** Starts src/speaker/main.ts with whatever options. */
export function startSpeaker(options: readonly string[], env: Record<string, string | undefined> = {}): Child {
  return new Child([join(HOME, 'src/speaker/main.ts'), ...options], env);
}

/** A port that is free, outside of the range from which outgoing connections are given theirs. */
async function freePort(): Promise<number> {
  return until('a free port', 10_000, async () => {
    const port = 20_000 + (randomBytes(2).readUInt16LE() % 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    return isFree && port;
  });
}

export const PASSWORD = 'mùa xuân về trên bản làng';

/** One station on its data folder, through as many lives as the test wants. */
export class RealStation {
  readonly folder: string;
  readonly port: number;
  readonly api: Api;
  readonly agents: RealAgent[] = [];
  /** The officer's phone. */
  app: Authenticator | null = null;
  readonly #env: Record<string, string | undefined>;
  #child: Child | null = null;
  #output: string[] = [];

  private constructor(folder: string, port: number, env: Record<string, string | undefined>) {
    this.folder = folder;
    this.port = port;
    this.api = new Api(`http://127.0.0.1:${port}`);
    this.#env = {
      LOAXA_DATA: join(folder, 'data'),
      LOAXA_SCHEDULES: join(folder, 'schedules'),
      LOAXA_HOST: '127.0.0.1',
      LOAXA_PORT: String(port),
      LOAXA_RESERVE_MB: '2',
      [MARKER]: folder,
      ...env,
    };
  }

  /** A fresh station that runs, with its first account made and signed in. */
  static async open(env: Record<string, string | undefined> = {}): Promise<RealStation> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'loaxa-real-')));
    mkdirSync(join(folder, 'wav'));
    const station = new RealStation(folder, await freePort(), env);
    await station.start();
    // It answers before it prints.
    for (let turn = 0; turn < 500 && !station.output.includes('#set-up='); turn += 1) await delay(20);
    const token = station.setUpToken();
    await station.api.call('setUp', { body: { token, name: 'cán bộ', password: PASSWORD, approvesOwn: true } });
    // Emergencies and people are for those who proved a second factor.
    const { key } = await station.api.call('beginTotp');
    station.app = new Authenticator(key);
    await station.api.call('confirmTotp', { body: { code: station.app.code() } });
    // Tests run at any hour of the village.
    const { date: from } = civilOf(Date.now(), 'Asia/Ho_Chi_Minh');
    await station.api.call('addGateVersion', { body: { from, rules: OPEN_RULES, note: 'xã thử' } });
    return station;
  }

  /** Signs the officer in with both factors. */
  async signIn(): Promise<void> {
    await this.api.call('signIn', { body: { name: 'cán bộ', password: PASSWORD } });
    await this.api.call('proveFactor', { body: { code: this.app?.code() ?? '' } });
  }

  get env(): Record<string, string | undefined> {
    return this.#env;
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  get isUp(): boolean {
    return this.#child !== null && !this.#child.isOver;
  }

  /** Everything that all lives printed. */
  get output(): string {
    return this.#output.join('') + (this.#child?.text ?? '');
  }

  setUpToken(): string {
    const [, token] = /#set-up=([\w-]+)/.exec(this.output) ?? [];
    if (token === undefined) throw new Error(`no set-up link was printed:\n${this.output}`);
    return token;
  }

  /** Starts the station; answers how many ms it took until it answered /healthz and its planning ran. */
  async start(): Promise<number> {
    if (this.#child) this.#output.push(this.#child.text);
    const begun = performance.now();
    const child = startMain(this.#env);
    this.#child = child;
    // The address is printed when everything runs.
    await until('the station to run', 30_000, () => {
      if (child.isOver) throw new Error(`the station ended:\n${child.text}`);
      return child.text.includes(`:${this.port}/`);
    });
    await until('an answer of /healthz', 5000, async () => (await this.health())?.status !== undefined);
    return performance.now() - begun;
  }

  /** What /healthz says; null when nobody answers. */
  async health(): Promise<{ status: number; body: Record<string, unknown> } | null> {
    try {
      const response = await this.api.fetch('/healthz');
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    } catch {
      return null;
    }
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#child?.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#child?.end('SIGTERM');
  }

  /** Ends everything that this station started and removes its folder. */
  async close(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.stop()));
    await this.stop();
    if (process.env['LOAXA_KEEP']) {
      writeFileSync(join(this.folder, 'station.log'), this.output);
      for (const agent of this.agents) writeFileSync(join(this.folder, `${agent.endpointId}.log`), agent.output);
      console.log(`kept: ${this.folder}`);
    } else rmSync(this.folder, { recursive: true, force: true });
  }

  /** An area with `count` link endpoints, an agent at each, and a zone of them all. */
  async village(count: number): Promise<{ areaId: string; zoneId: string; agents: RealAgent[] }> {
    const area = await this.api.call('addArea', { body: { kind: 'xã', name: 'Xã Thử' } });
    const agents: RealAgent[] = [];
    for (let at = 1; at <= count; at++) agents.push(await this.addAgent(`Cụm loa ${at}`, area.id));
    const endpointIds = agents.map((agent) => agent.endpointId);
    const zone = await this.api.call('addZone', { body: { name: 'Toàn xã', areaId: area.id, endpointIds } });
    return { areaId: area.id, zoneId: zone.id, agents };
  }

  /** Registers a link endpoint and starts its agent; waits until the station sees it. `server`: where it finds the station. */
  async addAgent(name: string, areaId: string | null = null, server = this.api.base): Promise<RealAgent> {
    const { endpoint, claimCode } = await this.api.call('addEndpoint', { body: { name, areaId, protocol: 'link' } });
    const agent = new RealAgent(this, endpoint.id, claimCode ?? '', server);
    this.agents.push(agent);
    agent.start();
    await this.online(endpoint.id);
    return agent;
  }

  async online(endpointId: string, withinMs = 30_000): Promise<void> {
    await until(`${endpointId} to be online`, withinMs, async () => {
      const all = await this.api.insist('listEndpoints', {});
      return all.find((one) => one.id === endpointId)?.state === 'online';
    });
  }

  /** The broadcast when its last delivery is final. */
  async final(broadcastId: string, withinMs: number): Promise<RouteAnswer<'getBroadcast'>> {
    return until(
      `${broadcastId} to be final`,
      withinMs,
      async () => {
        const one = await this.api.insist('getBroadcast', { params: { id: broadcastId } });
        return ['ended', 'cancelled', 'expired'].includes(one.state) && one;
      },
      200,
    );
  }

  /** The as-run log as the CSV file has it, a record per line. */
  async csv(): Promise<Array<Record<string, string>>> {
    return parseCsv(await (await this.api.fetch('/api/v1/as-run.csv')).text());
  }
}

/** One village agent, through as many lives as the test wants. Its WAV file grows through all of them. */
export class RealAgent {
  readonly endpointId: string;
  readonly wavPath: string;
  readonly #station: RealStation;
  readonly #claimCode: string;
  readonly #server: string;
  #child: Child | null = null;
  #output: string[] = [];

  constructor(station: RealStation, endpointId: string, claimCode: string, server = station.api.base) {
    this.#station = station;
    this.endpointId = endpointId;
    this.#claimCode = claimCode;
    this.#server = server;
    this.wavPath = join(station.folder, 'wav', `${endpointId}.wav`);
  }

  start(): void {
    if (this.#child) this.#output.push(this.#child.text);
    const data = join(this.#station.folder, 'speakers', this.endpointId);
    const at = ['--server', this.#server, '--claim', this.#claimCode, '--data', data];
    const env = { [MARKER]: this.#station.folder, FFMPEG_PATH: process.env['FFMPEG_PATH'] };
    this.#child = startSpeaker([...at, '--sink', `wav:${this.wavPath}`], env);
  }

  get output(): string {
    return this.#output.join('') + (this.#child?.text ?? '');
  }

  get isUp(): boolean {
    return this.#child !== null && !this.#child.isOver;
  }

  /** Freezes or wakes the program. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.signal(signal);
  }

  async kill(): Promise<void> {
    await this.#child?.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#child?.end('SIGTERM');
  }
}

export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** Every process of this machine that has to do with a folder: by its command line, environment or open files. */
export function processesOf(folder: string): FoundProcess[] {
  const found: FoundProcess[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      if (command === '') continue;
      const isOurs =
        command.includes(folder) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder) || holds(pid, folder);
      if (isOurs) found.push({ pid, command });
    } catch {
      // It ended while we looked, or is none of our business.
    }
  }
  return found;
}

function holds(pid: number, folder: string): boolean {
  return readdirSync(`/proc/${pid}/fd`).some((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  });
}

/** Reads CSV by RFC 4180 with a byte-order mark in front. */
function parseCsv(text: string): Array<Record<string, string>> {
  const rows: string[][] = [];
  let [row, field, quoted] = [[] as string[], '', false];
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at++) {
    const char = text[at] as string;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') field += text[++at];
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      row.push(field);
      field = '';
    } else if (char === '\r' && text[at + 1] === '\n') {
      rows.push([...row, field]);
      [row, field] = [[], ''];
      at++;
    } else field += char;
  }
  const [head = [], ...lines] = rows;
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ''])));
}
