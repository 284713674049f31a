/** A receiver on a real socket, a real ffmpeg: what is proved of what was sent. Nothing here waits for sound to go by. */
import { spawnSync } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { RunningOrder } from '#broadcast';
import type { World } from '#kernel';
import { createOffAir, type Foreign, type OffAir, type Verdict } from '#offair';
import { guardedFetch, realWorld } from '#system';
import {
  anyVoice,
  type Channel,
  hush,
  joined,
  pcm,
  RADIO_HZ,
  speech,
  throughFm,
  whiteNoise,
} from '../support/radio.ts';
import { SeededRandom, seedOf } from '../support/seeded-random.ts';
import { BUNDLED } from './media-room.ts';

const POOR: Channel = { snrDb: 20, gainDb: -12, clipDb: 9, agcMs: 300, ppm: 40 };
const SPOKEN_MS = 12_000;
const SECOND_MS = 8_000;
const ORDER: RunningOrder = {
  items: [
    { kind: 'silence', durationMs: 1500 },
    { kind: 'audio', recordingId: 'rec_one', durationMs: SPOKEN_MS },
    { kind: 'silence', durationMs: 700 },
    { kind: 'audio', recordingId: 'rec_two', durationMs: SECOND_MS },
  ],
  durationMs: 1500 + SPOKEN_MS + 700 + SECOND_MS,
};
const random = new SeededRandom(seedOf(17));
const voice = anyVoice(random);
const [one, two, other] = [SPOKEN_MS, SECOND_MS, 60_000].map((ms) => speech(random, voice, ms)) as [
  Float32Array,
  Float32Array,
  Float32Array,
];
/** What a working transmitter makes of the order, in the stream of a receiver that is `lagMs` late; hiss before and after. */
const ours = (lagMs: number) =>
  joined(hush(lagMs), joined(hush(1500), one, hush(700), two), whiteNoise(random, 31_000 + 5000, 0.002));

const clearing: Array<() => unknown> = [];
afterEach(async () => {
  for (const clear of clearing.splice(0).reverse()) await clear();
});

function mp3(
  sound: Float32Array,
  format: readonly string[] = ['-c:a', 'libmp3lame', '-b:a', '48k', '-f', 'mp3'],
): Buffer {
  const args = ['-hide_banner', '-loglevel', 'error', '-f', 's16le', '-ar', String(RADIO_HZ), '-ac', '1', '-i', '-'];
  const done = spawnSync(BUNDLED, [...args, '-ar', '24000', ...format, '-'], { input: pcm(sound), maxBuffer: 1e8 });
  if (done.status !== 0) throw new Error(done.stderr.toString());
  return done.stdout;
}

const RENDITIONS: Readonly<Record<string, Buffer>> = { rec_one: mp3(one), rec_two: mp3(two) };

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  clearing.push(
    () => new Promise((done) => server.close(done)),
    () => server.closeAllConnections(),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/air`;
}

const send =
  (bytes: Uint8Array, type = 'audio/mpeg'): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': type });
    // The stream goes on, as radio does.
    response.write(bytes);
  };

function room(more: { mayReach?: () => boolean; recordings?: Readonly<Record<string, Uint8Array>> } = {}) {
  const real = realWorld();
  const children = new Set<object>();
  const suspicions: Array<{ stationId: string; heard: Foreign }> = [];
  const world: World = {
    ...real,
    logger: { info() {}, warn() {}, error() {} },
    processes: {
      start(spec) {
        const child = real.processes.start(spec);
        children.add(child);
        void child.ended.then(() => children.delete(child));
        return child;
      },
    },
  };
  const offAir: OffAir = createOffAir({
    world,
    ffmpegPath: BUNDLED,
    ports: {
      fetch: guardedFetch(),
      mayReach: more.mayReach ?? (() => true),
      shelf: { mp3: async (id) => (more.recordings ?? RENDITIONS)[id] ?? null },
      suspect: (stationId, heard) => suspicions.push({ stationId, heard }),
    },
  });
  clearing.push(() => offAir.stop());
  return { world, offAir, children, suspicions };
}

/** Listens to a receiver that gives all it has at once: only where a sound stands in its stream matters. */
async function judge(url: string, parts = room(), order = ORDER): Promise<Verdict> {
  const startAt = parts.world.clock.wallMs();
  const listening = parts.offAir.listen(
    { id: 'fms_one', offAirUrl: url },
    { id: 'brc_one', runningOrder: order },
    startAt,
  );
  const verdict = await listening.end(startAt + order.durationMs);
  await parts.offAir.stop();
  expect(parts.children.size).toBe(0);
  return verdict;
}

/** The same for a broadcast that was over half a minute ago, so that nothing is waited for but the answer. */
async function judgeLate(url: string, parts = room()): Promise<{ verdict: Verdict; tookMs: number }> {
  const { clock } = parts.world;
  const startAt = clock.wallMs() - 50_000;
  const listening = parts.offAir.listen(
    { id: 'fms_one', offAirUrl: url },
    { id: 'brc_one', runningOrder: ORDER },
    startAt,
  );
  const sinceMs = clock.monoMs();
  const verdict = await listening.end(clock.wallMs() - 28_000);
  const tookMs = clock.monoMs() - sinceMs;
  await parts.offAir.stop();
  expect(parts.children.size).toBe(0);
  return { verdict, tookMs };
}

test('our own programme through a poor channel is heard, in every kind of stream', async () => {
  const air = throughFm(random, ours(2600), POOR);
  const streams: Array<[string, readonly string[]]> = [
    ['audio/mpeg', ['-c:a', 'libmp3lame', '-b:a', '32k', '-f', 'mp3']],
    ['audio/ogg', ['-c:a', 'libopus', '-b:a', '24k', '-f', 'ogg']],
    ['audio/aac', ['-c:a', 'aac', '-b:a', '48k', '-f', 'adts']],
  ];
  for (const [type, format] of streams) {
    const parts = room();
    const verdict = await judge(await serve(send(mp3(air, format), type)), parts);
    expect(verdict, type).toMatchObject({ verdict: 'heard', problem: null, heardMs: verdict.ofMs });
    expect(verdict.ofMs).toBeGreaterThan(18_000);
    // The first byte of this receiver comes as soon as it is asked, which on a busy machine takes a moment.
    expect(verdict.lagMs, type).toBeGreaterThanOrEqual(2500);
    expect(verdict.lagMs, type).toBeLessThan(4600);
    expect(parts.suspicions).toEqual([]);
  }
});

test('another programme in the same voice is not heard, and is a suspicion with its times', async () => {
  const parts = room();
  const verdict = await judge(await serve(send(mp3(throughFm(random, other, POOR)))), parts);
  expect(verdict).toMatchObject({ verdict: 'not_heard', heardMs: 0, lagMs: null, problem: null });
  const [suspicion] = parts.suspicions;
  expect(suspicion?.stationId).toBe('fms_one');
  expect((suspicion?.heard.toAt ?? 0) - (suspicion?.heard.fromAt ?? 0)).toBeGreaterThan(10_000);
});

test('a transmitter that goes off the air half way is heard in part', async () => {
  const parts = room();
  const air = joined(ours(2000).subarray(0, (2000 + 1500 + SPOKEN_MS) * 8), whiteNoise(random, 50_000, 0.05));
  const verdict = await judge(await serve(send(mp3(air))), parts);
  expect(verdict.verdict).toBe('partly');
  expect(verdict.heardMs).toBeGreaterThan(6000);
  expect(verdict.heardMs).toBeLessThanOrEqual(SPOKEN_MS + 1500);
  // Hiss is no programme.
  expect(parts.suspicions).toEqual([]);
});

test('a receiver with silence, and one that is gone, cannot tell', async () => {
  const mute = await judge(await serve(send(mp3(hush(70_000)))));
  expect(mute).toMatchObject({ verdict: 'cannot_tell', problem: 'mute', heardMs: 0 });
  const nobody = await judgeLate('http://127.0.0.1:9/air');
  expect(nobody.verdict).toMatchObject({ verdict: 'cannot_tell', problem: 'unreachable' });
  expect(nobody.verdict.text?.en).toContain('127.0.0.1:9');
});

test('whatever a server does, the answer comes and no child stays', async () => {
  let followed = 0;
  const elsewhere = await serve((_request, response) => {
    followed += 1;
    response.end();
  });
  const cases: Array<[problem: string, RequestListener]> = [
    ['status', (_request, response) => response.writeHead(404).end('no such stream')],
    ['status', (_request, response) => response.writeHead(302, { location: elsewhere }).end()],
    ['nothing', (_request, response) => response.writeHead(200, { 'content-type': 'audio/mpeg' }).flushHeaders()],
    ['undecodable', send(Buffer.alloc(700_000, 'this is a page and no sound. '))],
    ['undecodable', send(random.bytes(64))],
  ];
  for (const [problem, listener] of cases) {
    const { verdict, tookMs } = await judgeLate(await serve(listener));
    expect(verdict).toMatchObject({ verdict: 'cannot_tell', problem, heardMs: 0 });
    expect(verdict.text?.vi).toBeTruthy();
    expect(tookMs).toBeLessThan(12_000);
  }
  expect(followed).toBe(0);
});

test('a source without end is read no faster than it could be heard, and stopped', async () => {
  const minute = mp3(other);
  let sent = 0;
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' });
    const more = () => {
      while (!response.destroyed) {
        sent += minute.length;
        if (!response.write(minute)) return void response.once('drain', more);
      }
    };
    more();
  });
  const { verdict, tookMs } = await judgeLate(url);
  expect(verdict.verdict).not.toBe('heard');
  expect(tookMs).toBeLessThan(12_000);
  expect(sent / minute.length).toBeLessThan(60);
});

test('an address that may not be reached is not connected to', async () => {
  let visits = 0;
  const url = await serve((_request, response) => {
    visits += 1;
    response.end();
  });
  const refused = await judgeLate(url, room({ mayReach: () => false }));
  expect(refused.verdict).toMatchObject({ verdict: 'cannot_tell', problem: 'address' });
  expect(visits).toBe(0);
  for (const bad of ['', 'ftp://receiver/', 'http://user:secret@10.0.0.7/air', 'receiver.lan', 'http://a b/']) {
    expect((await judge(bad)).problem, bad).toBe('form');
  }
});

test('what cannot be compared is not claimed: a voice, a recording that is gone, a rendition that is none', async () => {
  const url = await serve(send(mp3(ours(1000))));
  const voiceOrder: RunningOrder = {
    items: [...ORDER.items, { kind: 'stream', streamId: 'liv_one', durationMs: 600_000 }],
    durationMs: ORDER.durationMs + 600_000,
  };
  expect((await judge(url, room(), voiceOrder)).problem).toBe('no_reference');
  expect((await judge(url, room({ recordings: {} }))).problem).toBe('no_reference');
  const broken = { ...RENDITIONS, rec_two: Buffer.alloc(5000) };
  expect((await judge(url, room({ recordings: broken }))).problem).toBe('no_reference');
});

test('more receivers than the room can hold cannot tell, and stopping answers everyone', async () => {
  const url = await serve((_request, response) =>
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).flushHeaders(),
  );
  const { offAir, world, children } = room();
  const startAt = world.clock.wallMs();
  const begin = () => offAir.listen({ id: 'fms_one', offAirUrl: url }, { id: 'brc_one', runningOrder: ORDER }, startAt);
  const sixteen = Array.from({ length: 16 }, begin);
  expect((await begin().end(startAt)).problem).toBe('too_many');
  const answers = sixteen.map((one) => one.end(startAt + 20_000));
  await offAir.stop();
  for (const answer of await Promise.all(answers)) expect(answer.problem).toBe('stopped');
  expect(children.size).toBe(0);
  expect((await begin().end(startAt)).problem).toBe('stopped');
});
