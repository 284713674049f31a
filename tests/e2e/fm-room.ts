/** What tests of FM with real processes share: the computer at a transmitter, a cable that can be cut, and the way to set up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { type HeardPlay, hearPlays } from '../support/judge.ts';
import type { Ask, RealStation } from '../support/real-station.ts';
import { parseWav } from '../support/wav.ts';
import { FFMPEG } from './scene.ts';
import type { UecpEncoder } from './uecp-encoder.ts';

type StationInput = Ask<'addFmStation'>['body'];
type Line = NonNullable<StationInput['lines']>[number];

const RATE_HZ = 24_000;
const BYTES_PER_MS = (RATE_HZ * 2) / 1000;

/** A computer that pulls the sound of a station with a real ffmpeg and records what it would give to the transmitter. */
export class TransmitterComputer {
  readonly #player: ChildProcess;
  readonly #pieces: Array<{ readonly atMs: number; readonly bytes: Buffer }> = [];
  readonly #ended: Promise<void>;
  #complaints = '';

  constructor(address: string) {
    const input = ['-v', 'error', '-nostdin', '-probesize', '4096', '-fflags', 'nobuffer', '-i', address];
    const output = ['-ac', '1', '-ar', String(RATE_HZ), '-c:a', 'pcm_s16le', '-flush_packets', '1', '-f', 'wav', '-'];
    this.#player = spawn(FFMPEG, [...input, ...output]);
    this.#player.stdout?.on('data', (bytes: Buffer) => this.#pieces.push({ atMs: Date.now(), bytes }));
    this.#player.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints += text;
    });
    this.#ended = new Promise((done) => this.#player.on('close', () => done()));
    process.on('exit', () => this.#player.kill('SIGKILL'));
  }

  get isRecording(): boolean {
    return this.#pieces.length > 0;
  }

  get complaints(): string {
    return this.#complaints;
  }

  /** A WAV file in a pipe has no end to be written. */
  async stop(): Promise<void> {
    this.#player.kill('SIGKILL');
    await this.#ended;
  }

  /**
   * What was heard, with its length by the recording. Instants are those at which the sound came out of the computer, epoch
   * ms: never before it was there.
   */
  plays(): Array<HeardPlay & { readonly lengthMs: number }> {
    const { samples, rateHz } = parseWav(Buffer.concat(this.#pieces.map(({ bytes }) => bytes)));
    return hearPlays(samples, rateHz).map((play) => ({
      ...play,
      lengthMs: play.endMs - play.startMs,
      startMs: this.#cameOutAtMs(play.startMs),
      endMs: this.#cameOutAtMs(play.endMs),
    }));
  }

  #cameOutAtMs(placeMs: number): number {
    let bytes = 0;
    for (const piece of this.#pieces) {
      bytes += piece.bytes.length;
      if (bytes >= placeMs * BYTES_PER_MS) return piece.atMs;
    }
    return Number.POSITIVE_INFINITY;
  }
}

/**
 * The cable between a village and its station. `cut` breaks it so that both ends see it; `swallow` lets nothing pass and
 * tells nobody, as a modem does that lost its network.
 */
export class VillageCable {
  readonly #ends = new Set<Socket>();
  #state: 'whole' | 'cut' | 'swallowing' = 'whole';
  #port = 0;
  #close: () => Promise<void> = async () => {};

  static async lay(stationPort: number): Promise<VillageCable> {
    const cable = new VillageCable();
    const server = createServer((village) => cable.#join(village, stationPort));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the cable has no end');
    cable.#port = address.port;
    cable.#close = () => new Promise((done) => server.close(() => done()));
    return cable;
  }

  /** Where the village finds its station. */
  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  cut(): void {
    this.#state = 'cut';
    for (const end of this.#ends) end.destroy();
  }

  swallow(): void {
    this.#state = 'swallowing';
    for (const end of this.#ends) end.unpipe().resume();
  }

  /** What was swallowed stays lost: connections from before are over. */
  mend(): void {
    this.#state = 'whole';
    for (const end of this.#ends) end.destroy();
  }

  async close(): Promise<void> {
    for (const end of this.#ends) end.destroy();
    await this.#close();
  }

  #join(village: Socket, stationPort: number): void {
    this.#hold(village);
    if (this.#state === 'cut') village.destroy();
    if (this.#state === 'swallowing') village.resume();
    if (this.#state !== 'whole') return;
    const station = connect(stationPort, '127.0.0.1');
    this.#hold(station);
    for (const [end, other] of [
      [village, station],
      [station, village],
    ] as const) {
      end.pipe(other);
      // Of a cable that swallows, neither end learns what became of the other.
      end.on('close', () => void (this.#state !== 'swallowing' && other.destroy()));
    }
  }

  #hold(end: Socket): void {
    this.#ends.add(end);
    end.on('error', () => {});
    end.on('close', () => this.#ends.delete(end));
  }
}

export const UECP_SITE = 25;
export const UECP_ENCODER = 3;

/** A line to an encoder of this machine. */
export function lineTo(encoder: UecpEncoder, more: Partial<Line> = {}): Line {
  const to = { host: '127.0.0.1', port: encoder.port, site: UECP_SITE, encoder: UECP_ENCODER };
  return { name: `encoder ${encoder.port}`, profile: 'uecp', transport: 'tcp', ...to, answers: true, ...more };
}

/** A village of the commune. */
export async function addVillage({ api }: RealStation, name: string): Promise<string> {
  return (await api.call('addArea', { body: { kind: 'thôn', name } })).id;
}

/** An FM station on a frequency of its own, with receivers in villages. */
export async function addFm(
  { api }: RealStation,
  settings: Partial<StationInput> & { readonly name: string; readonly pi: string },
  receivers: ReadonlyArray<Ask<'addFmReceiver'>['body']>,
) {
  const frequencyKhz = 54_000 + (Number.parseInt(settings.pi, 16) % 100) * 100;
  const body: StationInput = { band: '54-68', frequencyKhz, ps: 'XA MAU', leadInMs: 0, ...settings };
  const { id } = await api.call('addFmStation', { body });
  const endpointIds: string[] = [];
  for (const receiver of receivers) {
    endpointIds.push((await api.call('addFmReceiver', { params: { id }, body: receiver })).endpointId);
  }
  const shown = async () => {
    const found = (await api.insist('listFmStations', {})).find((one) => one.id === id);
    if (!found) throw new Error(`${settings.name} is not listed`);
    return found;
  };
  const { paths } = await shown();
  if (!paths) throw new Error('no addresses are shown');
  return { id, endpointIds, paths, shown };
}
