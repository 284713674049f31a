/**
 * How fast is an alarm? A real station with 200 joined speakers, six of them real agents with WAV sinks, while four
 * transcodes keep the machine busy. Alarms are sent over the API at odd moments; when the command came is noted at every
 * socket, and when it was heard is read from what the agents recorded. Alone: `node scripts/run.mjs bench/emergency.ts`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { newKeyPair, type OrderPayload, signText } from '#link';
import { findFfmpeg } from '#media';
import { realWorld } from '#system';
import { markedWav } from '../tests/e2e/scene.ts';
import { RealStation } from '../tests/support/real-station.ts';
import { type Measured, quantile, spread } from './measured.ts';
import { onset, recordingOf } from './start-error.ts';

const SPEAKERS = 200;
const REAL = 6;
const TRANSCODES = 4;
const SIREN_MS = 2700;
const APART_MS = 6500;

const nowMs = () => performance.timeOrigin + performance.now();

/** A speaker without a loudspeaker: joins, beats, and notes when it is told to begin. */
class Listener {
  /** broadcast → when the first frame that starts it came. */
  readonly toldAt = new Map<string, number>();
  readonly endpointId: string;
  readonly #socket: WebSocket;
  readonly joined: Promise<void>;

  constructor(base: string, endpointId: string, privatePem: string) {
    this.endpointId = endpointId;
    this.#socket = new WebSocket(`${base.replace('http', 'ws')}/link/v1`, { perMessageDeflate: false });
    this.joined = new Promise((resolve, reject) => {
      this.#socket.on('error', reject);
      this.#socket.on('message', (data) => {
        const at = nowMs();
        const message = JSON.parse(String(data)) as { type: string; nonce?: string; payload?: string };
        if (message.type === 'challenge') {
          const signature = signText(privatePem, 'hello', message.nonce ?? '');
          this.#say({ type: 'hello', endpointId, signature, agentVersion: '0.1.0', begun: [] });
        } else if (message.type === 'welcome') {
          resolve();
        } else if (message.type === 'signed') {
          const { order } = JSON.parse(message.payload ?? '{}') as OrderPayload;
          const id =
            order.order === 'now' ? order.entry.broadcastId : order.order === 'start' ? order.broadcastId : null;
          if (id !== null && !this.toldAt.has(id)) this.toldAt.set(id, at);
        }
      });
    });
  }

  beat(): void {
    this.#say({ type: 'heartbeat', playing: null, freeBytes: 1e9, clockOffsetMs: 0, clockErrorMs: 1, sink: 'none' });
  }

  leave(): void {
    this.#socket.terminate();
  }

  #say(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }
}

/** Work like the station's own intake, at its niceness, over and over. */
function transcodeForEver(ffmpeg: string): ChildProcess {
  const words = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'anoisesrc=d=36000:c=pink:r=48000'];
  const work = ['-af', 'ebur128', '-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg', '-y', '/dev/null'];
  return spawn('nice', ['-n', '10', ffmpeg, ...words, ...work], { stdio: 'ignore' });
}

/** Alarm → command on every socket, and → first audible sample, with everything else going on. */
export async function emergencyBench(alarms = 30): Promise<Measured[]> {
  const ffmpeg = await findFfmpeg(realWorld(), process.env['FFMPEG_PATH'] ?? null);
  if (!ffmpeg) throw new Error('ffmpeg was not found');
  const station = await RealStation.open();
  const work: ChildProcess[] = [];
  const listeners: Listener[] = [];
  try {
    const { api } = station;
    const village = await station.village(REAL);
    const { publicKey, privatePem } = newKeyPair();
    const endpointIds = village.agents.map((agent) => agent.endpointId);
    for (let count = REAL; count < SPEAKERS; count += 1) {
      const body = { name: `Loa ${count}`, areaId: village.areaId, protocol: 'link' as const };
      const { endpoint, claimCode } = await api.call('addEndpoint', { body });
      const claim = JSON.stringify({ code: claimCode, publicKey });
      const headers = { 'content-type': 'application/json' };
      await api.fetch('/link/v1/claim', { method: 'POST', headers, body: claim });
      endpointIds.push(endpoint.id);
      const listener = new Listener(api.base, endpoint.id, privatePem);
      listeners.push(listener);
      await listener.joined;
    }
    const beats = setInterval(() => void listeners.forEach((listener) => void listener.beat()), 10_000);
    const zone = await api.call('addZone', { body: { name: 'Tất cả', areaId: village.areaId, endpointIds } });
    const siren = (await api.readyRecording('còi', markedWav(0x5e01, SIREN_MS))).id;
    await api.insist('bankRecording', { params: { id: siren }, body: { bank: true } });
    await wait(5000);
    for (let count = 0; count < TRANSCODES; count += 1) work.push(transcodeForEver(ffmpeg.path));
    await wait(2000);
    const sent: Array<{ id: string; pressedAt: number; answeredAt: number }> = [];
    for (let count = 0; count < alarms; count += 1) {
      const pressedAt = nowMs();
      const alarm = await api.call('sendAlert', {
        body: {
          ...{ zoneIds: [zone.id], signalRecordingId: siren, title: `Báo động ${count}`, confirm: true },
          ...{ reason: 'đo thời gian', repeats: 1, gapMs: 0 },
        },
      });
      sent.push({ id: alarm.broadcastId ?? '', pressedAt, answeredAt: nowMs() });
      await wait(APART_MS + ((count * 137) % 500));
    }
    clearInterval(beats);
    for (const one of work) one.kill('SIGKILL');
    for (const agent of village.agents) await agent.stop();
    const told = sent.flatMap(({ id, pressedAt }) =>
      listeners.map((listener) => (listener.toldAt.get(id) ?? Number.NaN) - pressedAt),
    );
    const missed = told.filter(Number.isNaN).length;
    const answers = sent.map(({ pressedAt, answeredAt }) => answeredAt - pressedAt);
    const recordings = await Promise.all(village.agents.map((agent) => recordingOf(agent.wavPath)));
    const heard = sent.flatMap(({ pressedAt }) =>
      recordings.map(({ samples, startAt }) => {
        const from = Math.floor((pressedAt - startAt) * 48);
        return startAt + onset(samples, from) / 48 - pressedAt;
      }),
    );
    const unheard = heard.filter((ms) => Number.isNaN(ms) || ms > APART_MS).length;
    const note = `${alarms} alarms, ${SPEAKERS} speakers, ${TRANSCODES} transcodes, measured from the press`;
    return [
      {
        name: 'alarm on every socket p99',
        value: quantile(told, 0.99),
        unit: 'ms',
        note: `${note}; ${missed} missed; ${spread(told)}; answered ${spread(answers)}`,
      },
      {
        name: 'alarm heard p99',
        value: quantile(heard, 0.99),
        unit: 'ms',
        note: `${REAL} agents with WAV sinks; ${unheard} unheard; ${spread(heard)}`,
      },
    ];
  } finally {
    for (const one of work) one.kill('SIGKILL');
    for (const listener of listeners) listener.leave();
    await station.close();
  }
}

if (import.meta.main) console.table(await emergencyBench());
