/** A live desk behind a real door, with a real ffmpeg; the air is a note of what was asked of it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminDesk } from '#admin';
import { readSettings } from '#config';
import { registerEndpoint } from '#endpoint';
import { FeedBook } from '#feed';
import { openServer } from '#http';
import type { Reason } from '#kernel';
import { createLive, type LivePorts, type LiveSettings } from '#live';
import { findFfmpeg } from '#media';
import { Doorkeeper, RightsBell } from '#people';
import { putZone } from '#place';
import { openStore } from '#store';
import { realWorld } from '#system';
import { parseWav } from '../support/wav.ts';

const quiet = { info() {}, warn() {}, error() {} };
const world = { ...realWorld(), logger: quiet };

export async function openLiveRoom(settings: Partial<LiveSettings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-live-'));
  const ffmpeg = await findFfmpeg(world, null);
  if (ffmpeg === null) throw new Error('no ffmpeg: neither on PATH nor in the bundled package');
  const store = openStore(join(folder, 'station.db'));
  const doorkeeper = new Doorkeeper(world, store);
  const feeds = new FeedBook();
  const air = { started: [] as string[], concluded: [] as number[], halted: [] as Reason[] };
  const ports: LivePorts = {
    onAir: () => undefined,
    air: {
      async start(_tx, { sessionId, maxMs }) {
        air.started.push(sessionId);
        return {
          broadcastId: `brc_${sessionId.slice(4)}`,
          startAt: Date.now() + 100,
          signalMs: 0,
          durationMs: maxMs,
          go: () => undefined,
        };
      },
      checkSignal: async () => undefined,
      emergencies: () => new Map(),
      conclude: async (_id, endAt) => void air.concluded.push(endAt),
      halt: async (_id, reason) => void air.halted.push(reason),
    },
    gate: { closed: async () => new Map() },
    reach: { isReachable: () => true },
    rights: { demand: async () => undefined },
  };
  const parts = { world, store, folder, ffmpegPath: ffmpeg.path, feeds, ports };
  const live = createLive({ ...parts, settings: { countInMs: 600, ...settings } });
  await live.start();
  const zoneId = await store.transact(async (tx) => {
    const asked = { name: 'Loa', areaId: null, protocol: 'http', gainDb: 0, leadInMs: 0 } as const;
    const { endpoint } = await registerEndpoint(tx, world, asked);
    return (await putZone(tx, world, { name: 'Vùng', areaId: null, endpointIds: [endpoint.id] })).id;
  });
  const admin = new AdminDesk({ world, store, zone: 'Asia/Ho_Chi_Minh', fixed: [] });
  const bell = new RightsBell(quiet);
  bell.hear((owner) => live.rightsChanged(owner));
  const settled = {
    admin,
    bell,
    link: { joinedIds: () => [] },
    // What these are told and asked is tested with a whole station.
    audit: { note: () => undefined, refused: async () => undefined, record: async () => undefined },
    command: { isFenced: () => false },
    helpers: { isHelpers: () => false },
    world,
    live,
    doorkeeper,
    store,
    feeds,
    settings: { ...readSettings({}), dataFolder: folder },
    version: 'test',
  };
  const server = await openServer(settled as never, folder, '127.0.0.1', 0);
  const link = await doorkeeper.newLink('set_up');
  const { session: cookie, visitor } = await doorkeeper.setUp(link, 'Lan', 'mùa xuân về trên bản làng');
  const asked = { level: 'live_commune', zoneIds: [zoneId], note: null, signalRecordingId: null } as const;
  return {
    ...{ folder, store, feeds, live, air, ffmpeg, visitor, cookie, zoneId },
    port: server.port,
    host: `127.0.0.1:${server.port}`,
    /** Opens a session; answers its id. */
    async open(source: 'browser' | 'mount' = 'browser', mountId: string | null = null) {
      return (await live.open(visitor, { ...asked, source, mountId })).session;
    },
    addMount: () => live.mounts.add(visitor, 'Phòng thu', 180),
    /** Gathers what the feed of a session gives out, from its opening on. */
    listen(sessionId: string) {
      const heard: Array<{ atMs: number; first: number; bytes: Uint8Array }> = [];
      feeds.await(sessionId, (feed) =>
        feed.listen({
          frames: (first, bytes) => heard.push({ atMs: performance.now(), first, bytes }),
          ended: () => undefined,
        }),
      );
      return heard;
    },
    async close() {
      await server.stop();
      await live.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type LiveRoom = Awaited<ReturnType<typeof openLiveRoom>>;

/** MP3 frames as samples of 24 kHz. */
export function heardIn(pieces: ReadonlyArray<Uint8Array>, ffmpegPath: string) {
  const words = ['-v', 'error', '-f', 'mp3', '-i', 'pipe:0', '-f', 'wav', '-c:a', 'pcm_s16le', 'pipe:1'];
  const { stdout, stderr } = spawnSync(ffmpegPath, words, { input: Buffer.concat(pieces), maxBuffer: 1 << 28 });
  if (stdout.length === 0) throw new Error(`nothing decoded: ${stderr}`);
  return parseWav(stdout);
}

/** How much of the sound from `fromMs` on is a sine of this frequency: 1 is all of it. */
export function shareOf(hz: number, samples: Float32Array, rateHz: number, fromMs: number, forMs: number): number {
  const from = Math.round((fromMs / 1000) * rateHz);
  const part = samples.subarray(from, from + Math.round((forMs / 1000) * rateHz));
  let [cosine, sine, power] = [0, 0, 0];
  for (const [at, sample] of part.entries()) {
    cosine += sample * Math.cos((2 * Math.PI * hz * at) / rateHz);
    sine += sample * Math.sin((2 * Math.PI * hz * at) / rateHz);
    power += sample * sample;
  }
  return power === 0 ? 0 : (2 * (cosine ** 2 + sine ** 2)) / part.length / power;
}

/** Where the first sound begins, ms; null: all is silent. */
export function onsetMs(samples: Float32Array, rateHz: number, level = 0.05): number | null {
  const at = samples.findIndex((sample) => Math.abs(sample) > level);
  return at < 0 ? null : (at / rateHz) * 1000;
}

/** A sine as 16-bit samples. */
export function sine(hz: number, rateHz: number, ms: number, fromMs = 0): Uint8Array {
  const samples = new Int16Array(Math.round((rateHz * ms) / 1000));
  const offset = Math.round((rateHz * fromMs) / 1000);
  for (let at = 0; at < samples.length; at += 1) {
    samples[at] = Math.round(12_000 * Math.sin((2 * Math.PI * hz * (at + offset)) / rateHz));
  }
  return new Uint8Array(samples.buffer);
}
