import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Broadcast } from '#broadcast';
import { readSettings } from '#config';
import { type Endpoint, registerEndpoint } from '#endpoint';
import { Feed, startEncoder } from '#feed';
import { openGate } from '#gate';
import { openServer } from '#http';
import { findFfmpeg } from '#media';
import { type Agent, createAgent, ffmpegDecoder, realDoor, wavSink } from '#speaker';
import { buildStation } from '#station';
import { openStore } from '#store';
import { realWorld } from '#system';
import { FakeCopies } from './fake-copies.ts';
import { noWires } from './no-wires.ts';
import { parseWav } from './wav.ts';

export const DELAY_MS = 1_200;
const RATE_HZ = 48_000;
const CHUNK_MS = 20;
const BURST_MS = 100;
const LOUD = 0.1;

/** A real station behind its own door, real agents with WAV sinks, and somebody who speaks; all in this process. */
export class LiveRoom {
  readonly world = { ...realWorld(), logger: { info() {}, warn() {}, error: console.error } };
  readonly agents: Agent[] = [];
  readonly endpoints: Endpoint[] = [];
  folder = '';
  port = 0;
  #ffmpegPath = '';
  #station: Awaited<ReturnType<typeof buildStation>> | null = null;
  #server: Awaited<ReturnType<typeof openServer>> | null = null;

  get house() {
    if (!this.#station) throw new Error('the room is not open');
    return this.#station.house;
  }

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'loaxa-live-room-'));
    const ffmpeg = await findFfmpeg(this.world, process.env['FFMPEG_PATH'] ?? null);
    if (!ffmpeg) throw new Error('ffmpeg was not found');
    this.#ffmpegPath = ffmpeg.path;
    const settings = readSettings({ LOAXA_DATA: this.folder, LOAXA_SCHEDULES: this.folder, LOAXA_HOST: '127.0.0.1' });
    const fetch = async () => ({ failed: 'unreachable' }) as const;
    const store = openStore(':memory:');
    this.#station = await buildStation({
      world: this.world,
      settings,
      store,
      ffmpeg,
      version: 'test',
      fetch,
      openWire: noWires,
      makeCopy: new FakeCopies(() => this.world.files).make,
    });
    this.#server = await openServer(this.house, '/nowhere', '127.0.0.1', 0);
    this.port = this.#server.port;
    await this.#station.start();
  }

  /** Adds village agents, and waits until each has joined and knows the time. */
  async addAgents(count: number): Promise<void> {
    const { store, link } = this.house;
    for (let n = 0; n < count; n += 1) {
      const name = `Cụm loa ${this.agents.length}`;
      const asked = { name, areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
      const { endpoint, claimCode } = await store.transact((tx) => registerEndpoint(tx, this.world, asked));
      const { processes, files, logger } = this.world;
      const agent = createAgent({
        world: this.world,
        door: realDoor(new URL(`http://127.0.0.1:${this.port}`)),
        sink: wavSink(this.world, this.#wav(this.agents.length)),
        decoder: ffmpegDecoder({ processes, files, logger, ffmpegPath: this.#ffmpegPath }),
        ffmpegPath: this.#ffmpegPath,
        died(why) {
          throw new Error(why);
        },
        folder: join(this.folder, `agent-${this.agents.length}`),
        claimCode: claimCode ?? '',
      });
      this.agents.push(agent);
      this.endpoints.push(endpoint);
      await agent.start();
      link.house(endpoint.id, { gate: openGate('Asia/Ho_Chi_Minh'), bank: [] });
    }
    while (!this.agents.every((agent) => agent.status()?.clock)) await wait(50);
    await wait(1_000);
  }

  /**
   * Speaks for so long into a feed, live, to all agents: silence with a burst of 1 kHz every `everyMs`. Gives when each
   * burst was spoken, in epoch milliseconds.
   */
  async speak(broadcast: Broadcast, ms: number, everyMs: number): Promise<number[]> {
    const { feeds, link } = this.house;
    const [item] = broadcast.runningOrder.items;
    if (item?.kind !== 'stream') throw new Error('that is no live broadcast');
    const { clock } = this.world;
    for (const endpoint of this.endpoints) link.plan(endpoint, [broadcast]);
    await wait(500);
    const feed = new Feed({ id: item.streamId, clock, delayMs: DELAY_MS });
    const beganMonoMs = clock.monoMs();
    const beganAt = feed.soundsAt(0) - DELAY_MS;
    feeds.open(feed);
    const ids = this.endpoints.map(({ id }) => id);
    link.order(broadcast, ids, Math.round(beganAt + DELAY_MS));
    const encoder = startEncoder({
      processes: this.world.processes,
      ffmpegPath: this.#ffmpegPath,
      source: { format: 's16le', rateHz: RATE_HZ, channels: 1 },
      onFrames: (frames) => feed.push(frames),
    });
    for (let atMs = 0; atMs < ms; atMs += CHUNK_MS) {
      await clock.sleep(Math.max(0, beganMonoMs + atMs + CHUNK_MS - clock.monoMs()));
      await encoder.write(chunkOf(atMs, everyMs));
    }
    encoder.endInput();
    await encoder.ended;
    feed.end();
    const durationMs = Math.round(feed.soundsAt(feed.endFrame) - beganAt - DELAY_MS);
    const over = { ...broadcast, runningOrder: { ...broadcast.runningOrder, durationMs } };
    link.conclude(over, ids);
    return Array.from({ length: Math.floor(ms / everyMs) - 1 }, (_, n) => beganAt + (n + 1) * everyMs);
  }

  /** When each burst came out of that agent's loudspeaker, in epoch milliseconds, and how loud it was at its loudest. */
  async heard(agent: number): Promise<{ bursts: number[]; peak: number; loudest: number[] }> {
    const { samples, startAtMs } = parseWav(await readFile(this.#wav(agent)));
    const bursts: number[] = [];
    const loudest: number[] = [];
    let quietSince = Number.NEGATIVE_INFINITY;
    let peak = 0;
    for (let i = 0; i < samples.length; i += 1) {
      const level = Math.abs(samples[i] ?? 0);
      peak = Math.max(peak, level);
      if (level < LOUD) continue;
      if (i - quietSince > (BURST_MS * RATE_HZ) / 1000) {
        bursts.push((startAtMs ?? 0) + (i / RATE_HZ) * 1000);
        loudest.push(0);
      }
      loudest[loudest.length - 1] = Math.max(loudest.at(-1) ?? 0, level);
      quietSince = i;
    }
    return { bursts, peak, loudest };
  }

  async close(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.stop()));
    await this.#server?.stop();
    await this.#station?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  #wav(agent: number): string {
    return join(this.folder, `heard-${agent}.wav`);
  }
}

/** 20 ms of what is spoken from `atMs` on. */
function chunkOf(atMs: number, everyMs: number): Uint8Array {
  const samples = new Int16Array((CHUNK_MS * RATE_HZ) / 1000);
  for (let i = 0; i < samples.length; i += 1) {
    const ms = atMs + (i / RATE_HZ) * 1000;
    const isBurst = ms >= everyMs && ms % everyMs < BURST_MS;
    if (isBurst) samples[i] = Math.round(16_000 * Math.sin(2 * Math.PI * (ms % everyMs)));
  }
  return new Uint8Array(samples.buffer);
}

/** A live broadcast of at most so long, to be spoken in a room. */
export function liveBroadcast(id: string, now: number, longestMs: number): Broadcast {
  return {
    ...{
      id,
      title: id,
      bulletinId: null,
      programmeId: null,
      origin: 'live',
      level: 'live_commune',
      kind: 'live',
      interruption: 'resume',
    },
    ...{ plannedAt: now, notAfter: now + 60_000, acceptedAt: now, endedAt: null, askedBy: null, haltReason: null },
    ...{ state: 'planned', cutInAfterMs: 0, endBy: null, precedence: 0, note: null, variants: {} },
    runningOrder: {
      items: [{ kind: 'stream', streamId: `stream-of-${id}`, durationMs: longestMs }],
      durationMs: longestMs,
      isOpenEnded: true,
    },
  };
}
