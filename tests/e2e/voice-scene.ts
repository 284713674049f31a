/** People who speak and ears that listen: microphones, encoder programs, stations to relay, and what the WAV files say. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { type HeardPlay, hearPlays } from '../support/hearing.ts';
import { decodeMarks, encodeMarks, FRAME_MS, type Voice } from '../support/marks.ts';
import { type RealAgent, type RealStation, until } from '../support/real-station.ts';
import { readWav, writeWav } from '../support/wav.ts';
import { converted, FFMPEG } from './scene.ts';

const RATE_HZ = 48_000;

interface Told {
  readonly state?: string;
  readonly onAirAt?: number;
  readonly warning?: string;
  readonly refused?: string;
  readonly end?: string;
}

/** Opens a session towards zones. */
export async function openSession({ api }: RealStation, zoneIds: string[], more: { mountId?: string } = {}) {
  const source = more.mountId === undefined ? ('browser' as const) : ('mount' as const);
  return api.insist('openLiveSession', { body: { zoneIds, source, ...more } });
}

/** The session when it is over and its recording is closed. */
export async function overSession({ api }: RealStation, id: string) {
  return until(`${id} to be over`, 15_000, async () => {
    const row = await api.insist('getLiveSession', { params: { id } });
    return row.end !== null && row.recording !== null && row;
  });
}

/**
 * A page with a microphone in front of somebody who never stops speaking marks: the place in their speech is the time
 * since they began, also while no line carries it.
 */
export class Microphone {
  /** When place 0 of the speech was spoken, epoch ms. */
  readonly spokenAt: number;
  readonly told: Told[] = [];
  readonly #station: RealStation;
  readonly #sessionId: string;
  readonly #speech: Int16Array;
  readonly #pieceMs: number;
  readonly #speaking: Promise<void>;
  #socket: WebSocket | null = null;
  #held: Uint8Array[] | null = null;
  #isSilent: boolean = false;

  constructor(station: RealStation, sessionId: string, speech: { mark: number; voice?: Voice; pieceMs?: number }) {
    const { mark, voice = 'low', pieceMs = 20 } = speech;
    const marks = encodeMarks({
      ...{ id: mark, voice, durationMs: 90_000, rateHz: RATE_HZ, withFrameCounter: true, levelDb: -9 },
    });
    this.#speech = Int16Array.from(marks, (sample) => Math.round(sample * 32_767));
    this.#pieceMs = pieceMs;
    this.#station = station;
    this.#sessionId = sessionId;
    this.spokenAt = Date.now();
    this.#speaking = this.#speak();
  }

  /** Where in the speech they are now, ms. */
  get placeMs(): number {
    return Date.now() - this.spokenAt;
  }

  get onAirAt(): number | null {
    return this.told.findLast(({ onAirAt }) => onAirAt !== undefined)?.onAirAt ?? null;
  }

  async connect(): Promise<void> {
    const { base, cookie } = this.#station.api;
    const url = `ws://${new URL(base).host}/api/v1/live/sessions/${this.#sessionId}/microphone`;
    const socket = new WebSocket(url, { headers: { cookie: cookie ?? '', origin: base } });
    socket.on('message', (data) => this.told.push(JSON.parse(String(data)) as Told));
    await once(socket, 'open');
    socket.on('error', () => undefined);
    socket.send(JSON.stringify({ format: 's16le', rateHz: RATE_HZ }));
    this.#socket = socket;
  }

  /** The line is gone, without a word. */
  drop(): void {
    this.#socket?.terminate();
    this.#socket = null;
  }

  /** The net stands still for so long; what was said meanwhile comes all at once. */
  async hold(forMs: number): Promise<void> {
    const held: Uint8Array[] = [];
    this.#held = held;
    await delay(forMs);
    this.#held = null;
    for (const piece of held) this.#socket?.send(piece);
  }

  async onAir(): Promise<number> {
    return until('the voice to be on air', 15_000, () => this.onAirAt);
  }

  /** Waits until so much has been spoken on the air. */
  async spoken(forMs: number): Promise<void> {
    const onAirAt = await this.onAir();
    await until(`${forMs} ms of speech`, forMs + 15_000, () => Date.now() - onAirAt >= forMs);
  }

  finish(): void {
    this.#socket?.send(JSON.stringify({ finish: true }));
  }

  async leave(): Promise<void> {
    this.#isSilent = true;
    await this.#speaking;
    this.#socket?.terminate();
  }

  #piece(at: number): Uint8Array {
    const perPiece = (RATE_HZ * this.#pieceMs) / 1000;
    const from = (at * perPiece) % this.#speech.length;
    return new Uint8Array(this.#speech.slice(from, from + perPiece).buffer);
  }

  async #speak(): Promise<void> {
    for (let piece = 0; !this.#isSilent; piece += 1) {
      await delay(Math.max(0, this.spokenAt + (piece + 1) * this.#pieceMs - Date.now()));
      if (this.#held) this.#held.push(this.#piece(piece));
      else if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(this.#piece(piece));
    }
  }
}

/** An encoder program as people use it: a sound file at the pace of real time, as MP3 to the mount of a person. */
export class EncoderProgram {
  /** Before its first sample was read, epoch ms. */
  readonly startedAt = Date.now();
  readonly ended: Promise<number | null>;
  #words = '';
  readonly #child: ChildProcess;

  constructor(wavPath: string, url: string) {
    const words = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-re', '-i', wavPath];
    const codec = ['-c:a', 'libmp3lame', '-b:a', '128k', '-content_type', 'audio/mpeg', '-f', 'mp3', url];
    this.#child = spawn(FFMPEG, [...words, ...codec], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#words += text.toString();
    });
    this.ended = once(this.#child, 'close').then(([code]) => code as number | null);
  }

  get words(): string {
    return this.#words;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

export interface Heard {
  readonly plays: HeardPlay[];
  /** For each whole mark when it came out, epoch ms, and where in its sound it stands. */
  readonly frames: ReadonlyArray<{ readonly markId: number; readonly atMs: number; readonly placeMs: number }>;
  /** Up to here it was listened to, epoch ms. */
  readonly untilMs: number;
}

/** What an agent's loudspeaker gave out since an instant. Waits until its file reaches `untilMs`. */
export async function hear(agent: RealAgent, sinceMs: number, untilMs: number): Promise<Heard> {
  const wav = await until(
    `${agent.endpointId} to be heard until ${new Date(untilMs).toISOString()}`,
    20_000,
    async () => {
      const one = await readWav(agent.wavPath);
      return (one.startAtMs ?? 0) + (one.samples.length / one.rateHz) * 1000 >= untilMs && one;
    },
    500,
  );
  return hearSamples(wav.samples, wav.rateHz, wav.startAtMs ?? 0, sinceMs);
}

/** The same for samples, of which the first sounded at `startAtMs`. */
export function hearSamples(samples: Float32Array, rateHz: number, startAtMs: number, sinceMs = startAtMs): Heard {
  const skipped = Math.max(0, Math.round(((sinceMs - startAtMs) / 1000) * rateHz));
  const part = samples.subarray(skipped);
  const fromMs = startAtMs + (skipped / rateHz) * 1000;
  const frames = decodeMarks(part, rateHz).map(({ id, frame, atMs }) => ({
    ...{ markId: id, atMs: fromMs + atMs, placeMs: (frame ?? 0) * FRAME_MS },
  }));
  return { plays: hearPlays(part, rateHz, fromMs), frames, untilMs: fromMs + (part.length / rateHz) * 1000 };
}

/** From the mouth to the ear for each whole mark that was heard between two instants, ms. */
export function delaysOf(heard: Heard, mark: number, spokenAt: number, fromMs = 0, toMs = Infinity): number[] {
  return heard.frames
    .filter(({ markId, atMs }) => markId === mark && atMs > fromMs - FRAME_MS / 2 && atMs < toMs)
    .map(({ atMs, placeMs }) => atMs - spokenAt - placeMs);
}

export const spreadOf = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
export const middleOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Holes that somebody would notice. */
export function holesOf(plays: readonly HeardPlay[], longerThanMs = 60): Array<{ atMs: number; lengthMs: number }> {
  return plays.flatMap((play) => play.gaps.filter(({ lengthMs }) => lengthMs > longerThanMs));
}

/** What agents said of sound that they had too late: on a machine that does other things besides. */
export function latenessOf(agents: readonly RealAgent[]): string[] {
  return agents.flatMap(({ endpointId, output }) =>
    output
      .split('\n')
      .filter((line) => line.includes('too late'))
      .map((line) => `${endpointId}: ${line}`),
  );
}

/**
 * Another station on this machine, as Icecast serves it: MP3 without end at the pace of real time, two seconds at once to
 * whoever comes. The place in its sound is the time since it went on the air; from `fallSilent` on it sends silence.
 */
export class Radio {
  readonly onAirAt = Date.now();
  readonly #sound: Uint8Array;
  readonly #silence: Uint8Array;
  readonly #server = createServer((_request, response) => this.#serve(response));
  #silentFrom = Number.POSITIVE_INFINITY;
  #silentUntil = Number.POSITIVE_INFINITY;

  constructor(mark: number) {
    const samples = encodeMarks({
      id: mark,
      durationMs: RADIO_LOOP_MS,
      rateHz: RATE_HZ,
      withFrameCounter: true,
      levelDb: -9,
    });
    const asMp3 = (wav: Uint8Array) => framesIn(converted(wav, 'mp3', RADIO_MP3));
    this.#sound = asMp3(writeWav(samples, { rateHz: RATE_HZ }));
    this.#silence = asMp3(writeWav(new Float32Array(RATE_HZ), { rateHz: RATE_HZ }));
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/dai.mp3`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Silence on its air between two instants. */
  fallSilent(fromAt: number, untilAt: number): void {
    [this.#silentFrom, this.#silentUntil] = [fromAt, untilAt];
  }

  async #serve(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'icy-name': 'Dai tinh' });
    let next = Math.max(0, this.#frameAt(Date.now() - RADIO_BURST_MS));
    while (!response.destroyed) {
      const until = this.#frameAt(Date.now());
      for (; next < until; next += 1) response.write(this.#frame(next));
      await delay(50);
    }
  }

  #frameAt(at: number): number {
    return Math.floor((at - this.onAirAt) / RADIO_FRAME_MS);
  }

  #frame(number: number): Uint8Array {
    const at = this.onAirAt + number * RADIO_FRAME_MS;
    const bytes = at >= this.#silentFrom && at < this.#silentUntil ? this.#silence : this.#sound;
    const from = (number * RADIO_FRAME_BYTES) % bytes.length;
    return bytes.subarray(from, from + RADIO_FRAME_BYTES);
  }
}

/** MPEG-1 Layer III of 48 kHz and 128 kbit/s: each frame has 384 bytes, stands alone, and is 24 ms of sound. */
const RADIO_MP3 = ['-c:a', 'libmp3lame', '-b:a', '128k', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'];
const RADIO_FRAME_BYTES = 384;
const RADIO_FRAME_MS = 24;
const RADIO_BURST_MS = 2000;
const RADIO_LOOP_MS = 216_000;

/** Whole frames alone, as many as make the sound that was asked for. */
function framesIn(mp3: Uint8Array): Uint8Array {
  return mp3.subarray(0, mp3.length - (mp3.length % RADIO_FRAME_BYTES));
}
