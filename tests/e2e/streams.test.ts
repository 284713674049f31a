/** The MP3 streams of `http` endpoints, as real players and a patient ear hear them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { type ClientRequest, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HeardPlay, hearPlays } from '../support/judge.ts';
import { RealStation, until } from '../support/real-station.ts';
import { parseWav } from '../support/wav.ts';
import { addBulletin, decoded, markedWav } from './scene.ts';

const MARK = 0x3c01;
const LENGTH_MS = 9000;

let station: RealStation;
let bulletinId: string;
let zoneId: string;
/** Streams by what happens to them. */
const paths = { crowd: '', item: '', nobody: '', late: '' };
type Name = keyof typeof paths;
const ids = new Map<string, Name>();

/** Pulls a stream and notes when which bytes came. */
class Ear {
  readonly chunks: Array<{ atMs: number; bytes: Buffer }> = [];
  #isOver = false;
  readonly #request: ClientRequest;

  constructor(path: string) {
    this.#request = get(station.api.base + path, (response) => {
      response.on('data', (bytes: Buffer) => this.chunks.push({ atMs: Date.now(), bytes }));
      response.on('close', () => {
        this.#isOver = true;
      });
    });
    this.#request.on('error', () => {});
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  leave(): void {
    this.#request.destroy();
  }

  plays(): HeardPlay[] {
    const { samples, rateHz } = decoded(Buffer.concat(this.chunks.map(({ bytes }) => bytes)), 'mp3');
    return hearPlays(samples, rateHz);
  }

  longestWaitMs(): number {
    return Math.max(...this.chunks.slice(1).map(({ atMs }, i) => atMs - (this.chunks[i]?.atMs ?? atMs)));
  }
}

function isThere(program: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  if (!found && process.env['LOAXA_NO_SKIP'] === '1') throw new Error(`${program} is missing: install it`);
  if (!found) console.log(`${program} is not installed: its test is left out`);
  return found;
}
const hasMpv = isThere('mpv');
const hasVlc = isThere('cvlc');

const players: ChildProcess[] = [];
function play(command: string, args: readonly string[]): ChildProcess {
  // VLC refuses to be root.
  const asNobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', command];
  const [program, ...words] = process.getuid?.() === 0 ? ['setpriv', ...asNobody, ...args] : [command, ...args];
  const home = join(station.folder, 'players');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
  };
  const player = spawn(program as string, words, { stdio: 'ignore', env });
  players.push(player);
  return player;
}

const recorded = (name: string) => join(station.folder, 'players', `${name}.wav`);
function playsOf(name: string): HeardPlay[] {
  const { samples, rateHz } = parseWav(readFileSync(recorded(name)));
  return hearPlays(samples, rateHz);
}

/** True when a second of silence stands behind what a player wrote of the broadcast. */
function isOut(name: string): boolean {
  try {
    const { samples, rateHz } = parseWav(readFileSync(recorded(name)));
    const last = hearPlays(samples, rateHz).at(-1);
    return last !== undefined && (samples.length / rateHz) * 1000 > last.endMs + 1000;
  } catch {
    return false;
  }
}

let patient: Ear;
let oneItem: Ear;
let late: Ear;
let stalled: Socket;
let endedAtMs: number;
let csv: Map<Name, Record<string, string>>;

beforeAll(async () => {
  station = await RealStation.open();
  const { api } = station;
  for (const name of Object.keys(paths) as Name[]) {
    const { endpoint } = await api.call('addEndpoint', { body: { name, protocol: 'http' } });
    paths[name] = endpoint.streamPath ?? '';
    ids.set(endpoint.id, name);
  }
  zoneId = (await api.call('addZone', { body: { name: 'Vùng', endpointIds: [...ids.keys()] } })).id;
  const recording = await api.readyRecording('bản tin', markedWav(MARK, LENGTH_MS));
  bulletinId = await addBulletin(station, recording.id);

  mkdirSync(join(station.folder, 'players'));
  chmodSync(station.folder, 0o755);
  chmodSync(join(station.folder, 'players'), 0o777);
  patient = new Ear(paths.crowd);
  oneItem = new Ear(`${paths.item}&mode=item`);
  stalled = connect(station.port, '127.0.0.1').on('error', () => {});
  stalled.pause().write(`GET ${paths.crowd} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const url = station.api.base + paths.crowd;
  if (hasMpv) {
    const out = ['--ao=pcm', `--ao-pcm-file=${recorded('mpv')}`, '--audio-format=s16'];
    play('mpv', ['--no-config', '--no-video', '--no-terminal', ...out, url]);
  }
  if (hasVlc) {
    const transcode = '#transcode{vcodec=none,acodec=s16l,channels=1,samplerate=24000}';
    const sink = `std{access=file,mux=wav,dst=${recorded('vlc')}}`;
    play('cvlc', ['-I', 'dummy', '--no-video', url, '--sout', `${transcode}:${sink}`, '--no-sout-video']);
  }
  const listeners = 2 + Number(hasMpv) + Number(hasVlc);
  await until('all to listen', 20_000, async () => {
    const crowd = (await api.call('listEndpoints')).find(({ id }) => ids.get(id) === 'crowd');
    return crowd?.listeners === listeners;
  });

  const startAt = Date.now() + 4000;
  const broadcast = await api.insist('addBroadcast', { body: { bulletinId, zoneIds: [zoneId], startAt } });
  await until('the middle of the broadcast', 20_000, () => Date.now() > startAt + LENGTH_MS / 3);
  late = new Ear(paths.late);
  await until('the end of the item', 20_000, () => oneItem.isOver);
  endedAtMs = Date.now() - startAt;
  await station.final(broadcast.id, 30_000);
  const lines = await station.csv();
  csv = new Map(lines.map((line) => [ids.get(String(line['endpoint'])) as Name, line]));
  // Players hold a few seconds back: each is heard out until it has been silent for a while.
  const wanted = [...(hasMpv ? ['mpv'] : []), ...(hasVlc ? ['vlc'] : [])];
  await until('the players to have heard it', 20_000, () => wanted.every(isOut), 500);
  for (const player of players) player.kill('SIGTERM');
  await Promise.all(players.map((player) => new Promise((resolve) => player.once('close', resolve))));
}, 120_000);
afterAll(async () => {
  for (const player of players) player.kill('SIGKILL');
  for (const ear of [patient, oneItem, late]) ear.leave();
  stalled.destroy();
  await station.close();
});

function expectWhole(plays: readonly HeardPlay[]): void {
  expect(plays.map(({ markId }) => markId)).toEqual([MARK]);
  const [only] = plays as [HeardPlay];
  expect(only.fromMs).toBe(0);
  expect(Math.abs(only.endMs - only.startMs - LENGTH_MS)).toBeLessThan(100);
  expect(only.gaps.filter(({ lengthMs }) => lengthMs > 50)).toEqual([]);
}

describe('what listeners hear', () => {
  test('a patient ear hears it once and whole, and bytes never stop coming', () => {
    expectWhole(patient.plays());
    console.log(`the longest wait for bytes: ${patient.longestWaitMs()} ms`);
    // A second of cushion was sent ahead.
    expect(patient.longestWaitMs()).toBeLessThan(1000);
  });

  test.skipIf(!hasMpv)('mpv hears it once and whole', () => expectWhole(playsOf('mpv')));
  test.skipIf(!hasVlc)('VLC hears it once and whole', () => expectWhole(playsOf('vlc')));

  test('who asked for one item gets that alone, and the end when it is over', () => {
    const plays = oneItem.plays();
    expectWhole(plays);
    expect(plays[0]?.startMs).toBeLessThan(200);
    expect(Math.abs(endedAtMs - LENGTH_MS)).toBeLessThan(1500);
  });

  test('who comes late hears the rest', () => {
    const [rest, ...more] = late.plays();
    expect(more).toEqual([]);
    expect(rest?.fromMs).toBeGreaterThan(1000);
    expect((rest?.fromMs ?? 0) + (rest?.endMs ?? 0) - (rest?.startMs ?? 0)).toBeGreaterThan(LENGTH_MS - 100);
  });
});

describe('what the log says', () => {
  test('never more than that it was sent', () => {
    const told = (name: Name) => {
      const { state, reason, evidence } = csv.get(name) ?? {};
      return { state, reason, evidence };
    };
    expect(told('crowd')).toEqual({ state: 'played', reason: 'complete', evidence: 'E0' });
    expect(told('item')).toEqual({ state: 'played', reason: 'complete', evidence: 'E0' });
    expect(told('late')).toEqual({ state: 'played_part', reason: 'joined_late', evidence: 'E0' });
    expect(told('nobody')).toEqual({ state: 'failed', reason: 'not_listening', evidence: 'E0' });
    expect(csv.get('nobody')).toMatchObject({ started_ms: '', rendered_ms: '0' });
    const [rest] = late.plays();
    const heardMs = (rest?.endMs ?? 0) - (rest?.startMs ?? 0);
    expect(Math.abs(Number(csv.get('late')?.['rendered_ms']) - heardMs)).toBeLessThan(400);
  });
});

describe('the address', () => {
  test('a wrong key, no key, the key of another stream and no such stream are all the same', async () => {
    const [file = '', key = ''] = paths.crowd.split('?key=');
    const other = paths.item.split('?key=')[1] ?? '';
    const wrong = [`${file}?key=${key.slice(0, -1)}_`, file, `${file}?key=`, `${file}?key=${other}`];
    const odd = [`${file}?key=${key}&key=${key}`, `/stream/end_nothing.mp3?key=${key}`, `/stream/..%2f?key=${key}`];
    for (const path of [...wrong, ...odd]) {
      const response = await station.api.fetch(path);
      expect({ path, status: response.status }).toEqual({ path, status: 404 });
      await response.body?.cancel();
    }
  });

  test('HEAD tells what it is and sends nothing', async () => {
    const response = await station.api.fetch(paths.nobody, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    expect(await response.text()).toBe('');
  });

  test('a stream whose endpoint is retired is gone', async () => {
    const { endpoint } = await station.api.call('addEndpoint', { body: { name: 'cũ', protocol: 'http' } });
    const ear = new Ear(endpoint.streamPath ?? '');
    await until('the first bytes', 5000, () => ear.chunks.length > 0);
    await station.api.call('retireEndpoint', { params: { id: endpoint.id } });
    expect((await station.api.fetch(endpoint.streamPath ?? '')).status).toBe(404);
    await until('the old listener to be let go', 5000, () => ear.isOver);
  });
});

test('a station that dies in mid-stream says so afterwards', async () => {
  const { api } = station;
  const ear = new Ear(paths.crowd);
  const startAt = Date.now() + 1500;
  const { id } = await api.insist('addBroadcast', { body: { bulletinId, zoneIds: [zoneId], startAt } });
  await until('the middle of the broadcast', 20_000, () => Date.now() > startAt + 5500);
  await station.kill();
  await station.start();
  await station.final(id, 30_000);
  const line = (await station.csv()).find(
    (one) => one['broadcast'] === id && ids.get(String(one['endpoint'])) === 'crowd',
  );
  const [heard] = ear.plays();
  const heardMs = (heard?.endMs ?? 0) - (heard?.startMs ?? 0);
  expect(heardMs).toBeGreaterThan(3000);
  expect(line).toMatchObject({ state: 'played_part', reason: 'station_restarted', evidence: 'E0' });
  expect(Number(line?.['rendered_ms'])).toBeGreaterThan(0);
  expect(Number(line?.['rendered_ms'])).toBeLessThanOrEqual(heardMs + 1500);
  ear.leave();
}, 60_000);
