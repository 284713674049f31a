/** Relays by ear: servers on this machine play tones, a real ffmpeg decodes them, and the feed's frames are listened to. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FeedBook, FRAME_BYTES, FRAME_MS, isOurMp3 } from '#feed';
import type { Fetch, World } from '#kernel';
import { createRelay, type Relay, type RelayFact, type RelayInput, type Upcoming } from '#relay';
import { openStore } from '#store';
import { guardedFetch, realWorld } from '#system';
import { BUNDLED } from './media-room.ts';

const RATE_HZ = 24_000;
const PIECE_MS = 100;
const TONES_HZ = [440, 700, 1500] as const;
const world: World = { ...realWorld(), logger: { info() {}, warn() {}, error() {} } };
const clearing: Array<() => unknown> = [];

afterEach(async () => {
  for (const clear of clearing.splice(0).reverse()) await clear();
});

function ffmpeg(args: readonly string[], input?: Uint8Array): Buffer {
  const done = spawnSync(BUNDLED, ['-hide_banner', '-loglevel', 'error', ...args], { input, maxBuffer: 1e8 });
  if (done.status !== 0) throw new Error(done.stderr.toString());
  return done.stdout;
}

const tone = (hz: number, seconds: number) => [
  '-f',
  'lavfi',
  '-i',
  `sine=frequency=${hz}:duration=${seconds}:sample_rate=44100`,
];
const OUR_MP3 = [
  '-ar',
  '24000',
  '-ac',
  '1',
  '-c:a',
  'libmp3lame',
  '-b:a',
  '48k',
  '-reservoir',
  '0',
  '-write_xing',
  '0',
];
const OUR_END = ['-id3v2_version', '0', '-f', 'mp3', '-'];

/** What sounds in each 100 ms: the tone that holds most of the power, or "-" for silence, or "?" for something else. */
function listen(frames: Uint8Array): string[] {
  const pcm = ffmpeg(['-f', 'mp3', '-i', '-', '-f', 's16le', '-ar', String(RATE_HZ), '-ac', '1', '-'], frames);
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, Math.floor(pcm.length / 2));
  const size = (RATE_HZ * PIECE_MS) / 1000;
  return Array.from({ length: Math.floor(samples.length / size) }, (_, at) => {
    const piece = samples.subarray(at * size, (at + 1) * size);
    const power = piece.reduce((sum, one) => sum + one * one, 0) / size;
    if (power < 100 ** 2) return '-';
    const found = TONES_HZ.find((hz) => powerAt(piece, hz) > 0.7 * power);
    return found === undefined ? '?' : String(found);
  });
}

/** Power of a sine of that frequency in a piece. */
function powerAt(piece: Int16Array, hz: number): number {
  let [re, im] = [0, 0];
  for (const [at, sample] of piece.entries()) {
    re += sample * Math.cos((2 * Math.PI * hz * at) / RATE_HZ);
    im += sample * Math.sin((2 * Math.PI * hz * at) / RATE_HZ);
  }
  return (2 * (re * re + im * im)) / piece.length ** 2;
}

/** Stretches of the same sound; what lasts less than half a second (the joint of a loop) belongs to what was before it. */
function runs(heard: readonly string[]): Array<{ what: string; ms: number }> {
  const stretches: Array<{ what: string; ms: number }> = [];
  for (let from = 0; from < heard.length; ) {
    const next = heard.findIndex((what, at) => at > from && what !== heard[from]);
    const ms = ((next < 0 ? heard.length : next) - from) * PIECE_MS;
    const last = stretches.at(-1);
    if (last && (ms < 500 || last.what === heard[from])) last.ms += ms;
    else if (ms >= 500) stretches.push({ what: heard[from] ?? '', ms });
    from += ms / PIECE_MS;
  }
  return stretches;
}

async function serve(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  clearing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** The name radio.test leads to this machine, and only that is allowed on top of the true rules. */
const fetch: Fetch = (ask) => {
  const lookUp: Parameters<typeof guardedFetch>[0] = (_name, answer) =>
    answer(null, [{ address: '127.0.0.1', family: 4 }]);
  return guardedFetch(lookUp)({ ...ask, mayReach: (address) => address === '127.0.0.1' || ask.mayReach(address) });
};

interface Room {
  readonly relay: Relay;
  readonly facts: RelayFact[];
  /** Everything that the feed has given, from its first frame on. */
  frames(): Uint8Array;
  begin(id: string): void;
  add(more: Partial<RelayInput>): Promise<string>;
}

function openRoom(fallback: Uint8Array | null): Room {
  const store = openStore(':memory:');
  const feeds = new FeedBook();
  const facts: RelayFact[] = [];
  const pieces: Uint8Array[] = [];
  let upcoming: Upcoming[] = [];
  const relay = createRelay({
    ...{ world, store, ffmpegPath: BUNDLED, feeds, fetch, zone: 'Asia/Ho_Chi_Minh', ownPorts: [] },
    ports: {
      shelf: { mp3: async () => fallback },
      upcoming: () => upcoming,
      isMourning: () => false,
      note: (fact) => facts.push(fact),
    },
  });
  clearing.push(
    () => store.close(),
    () => relay.stop(),
  );
  return {
    relay,
    facts,
    frames: () => Buffer.concat(pieces),
    begin(id) {
      const now = Date.now();
      upcoming = [{ broadcastId: 'brc_1', streamId: id, fromAt: now, toAt: now + 60_000 }];
      feeds.await(id, (feed) => {
        clearing.push(feed.listen({ frames: (_first, bytes) => pieces.push(bytes), ended: () => undefined }));
      });
      relay.start();
    },
    async add(more) {
      if (fallback) {
        await store.db
          .insertInto('recordings')
          .values({
            ...{ id: 'rec_1', title: 'Dự phòng', sha256: 'a', bytes: 1, state: 'ready', reason_code: null },
            ...{ reason_values: null, container: 'wav', duration_ms: 24, measured_by: null, loudness_lufs: null },
            ...{ true_peak_dbtp: null, gain_db: null, silence_head_ms: null, silence_tail_ms: null, trim_head_ms: 0 },
            ...{ trim_tail_ms: 0, peaks: null, warnings: '[]', created_at: 0, ready_at: 0 },
          })
          .execute();
      }
      const input: RelayInput = {
        ...{ name: 'Đài tỉnh', url: '', levelAbove: 'tinh', fromDate: null, toDate: null, silenceMs: 3000 },
        ...{ fallbackRecordingId: fallback ? 'rec_1' : null, privateAllowed: false },
        ...more,
      };
      return (await relay.add(input, null, async () => undefined)).id;
    },
  };
}

async function until(what: string, ms: number, isTrue: () => boolean): Promise<void> {
  const endMs = Date.now() + ms;
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

test('an Icecast source: its tone, the fallback when it falls silent, its tone again', async () => {
  const fallback = ffmpeg([...tone(1500, 2), ...OUR_MP3, ...OUR_END]);
  expect(isOurMp3(fallback)).toBe(true);
  // 128 kbit/s: 16 bytes a millisecond. 6 s of tone, 9 s of silence, tone again; sent in real time after a burst of 2 s.
  const sound = ffmpeg([
    ...[...tone(440, 6), '-f', 'lavfi', '-i', 'anullsrc=r=44100:cl=mono:d=9', ...tone(440, 20)],
    ...[
      '-filter_complex',
      'concat=n=3:v=0:a=1',
      '-c:a',
      'libmp3lame',
      '-b:a',
      '128k',
      '-write_xing',
      '0',
      '-f',
      'mp3',
      '-',
    ],
  ]);
  const asked: Array<string | undefined> = [];
  const port = await serve((request, response) => {
    asked.push(request.headers['icy-metadata']?.toString());
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'icy-br': '128', server: 'Icecast 2.4.4' });
    const startMs = Date.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(sound.length, (2000 + Date.now() - startMs) * 16);
      if (due > sent) response.write(sound.subarray(sent, due));
      sent = Math.max(due, sent);
    }, 50);
    response.on('close', () => clearInterval(timer));
  });
  const room = openRoom(fallback);
  const id = await room.add({ url: `http://radio.test:${port}/live.mp3`, silenceMs: 3000 });
  const [kept] = await room.relay.list();
  expect(kept?.probe).toMatchObject({ isGood: true, codec: 'mp3', rateHz: 44_100, bitrateKbps: 128, isHls: false });
  expect(kept?.probe?.levelDb).toBeGreaterThan(-25);
  room.begin(id);
  await until('22 s of sound', 40_000, () => room.frames().length / FRAME_BYTES > 22_000 / FRAME_MS);
  expect(new Set(asked)).toEqual(new Set(['0']));
  expect(isOurMp3(room.frames())).toBe(true);
  const [first, silence, instead, again] = runs(listen(room.frames()));
  expect([first?.what, silence?.what, instead?.what, again?.what]).toEqual(['440', '-', '1500', '440']);
  // The limit is 3 s: the fallback is heard 3 s (and no more than 2 s later) after the last sound.
  expect(silence?.ms).toBeGreaterThanOrEqual(2700);
  expect(silence?.ms).toBeLessThanOrEqual(5000);
  // Nine seconds of silence in all, and three of returning sound.
  expect(Math.abs((instead?.ms ?? 0) - 9000)).toBeLessThan(1500);
  expect(room.facts.map((one) => one.fact)).toEqual(['opened', 'connected', 'source_silent', 'source_back']);
}, 90_000);

test('a source that is cut off gives way to the fallback and is found again', async () => {
  const fallback = ffmpeg([...tone(1500, 2), ...OUR_MP3, ...OUR_END]);
  const sound = ffmpeg([...tone(440, 60), '-c:a', 'aac', '-b:a', '64k', '-f', 'adts', '-']);
  const perMs = sound.length / 60_000;
  let isDown: boolean = false;
  const open = new Set<() => void>();
  const port = await serve((_request, response) => {
    if (isDown) return void response.destroy();
    response.writeHead(200, { 'content-type': 'audio/aacp' });
    const startMs = Date.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(sound.length, Math.floor((1000 + Date.now() - startMs) * perMs));
      if (due > sent) response.write(sound.subarray(sent, due));
      sent = Math.max(due, sent);
    }, 50);
    const cut = () => response.destroy();
    open.add(cut);
    response.on('close', () => {
      clearInterval(timer);
      open.delete(cut);
    });
  });
  const room = openRoom(fallback);
  const id = await room.add({ url: `http://radio.test:${port}/live`, silenceMs: 2000 });
  expect((await room.relay.list())[0]?.probe).toMatchObject({ isGood: true, codec: 'aac' });
  room.begin(id);
  await until('sound', 10_000, () => room.frames().length / FRAME_BYTES > 5000 / FRAME_MS);
  isDown = true;
  for (const cut of open) cut();
  await until('the fallback', 10_000, () => room.facts.some((one) => one.fact === 'source_lost'));
  isDown = false;
  await until('the source again', 15_000, () => room.facts.some((one) => one.fact === 'source_back'));
  const endFrames = room.frames().length / FRAME_BYTES;
  await until('two seconds of it', 10_000, () => room.frames().length / FRAME_BYTES > endFrames + 2000 / FRAME_MS);
  const [first, silence, instead, again] = runs(listen(room.frames()));
  expect([first?.what, silence?.what, instead?.what, again?.what]).toEqual(['440', '-', '1500', '440']);
  expect(silence?.ms).toBeLessThanOrEqual(4000);
}, 90_000);

test.each([
  ['MPEG-TS', ['-hls_segment_type', 'mpegts'], 'ts'],
  ['fragmented MP4', ['-hls_segment_type', 'fmp4'], 'm4s'],
])(
  'an HLS source in %s: lists and segments become one tone without a gap',
  async (_what, kind, ending) => {
    const folder = mkdtempSync(join(tmpdir(), 'loaxa-hls-'));
    clearing.push(() => rmSync(folder, { recursive: true }));
    const made = ['-c:a', 'aac', '-b:a', '96k', '-f', 'hls', '-hls_time', '2', '-hls_list_size', '0', ...kind];
    ffmpeg([
      ...tone(700, 60),
      ...made,
      '-hls_segment_filename',
      join(folder, `s%d.${ending}`),
      join(folder, 'all.m3u8'),
    ]);
    const map = readdirSync(folder).includes('init.mp4') ? '#EXT-X-MAP:URI="init.mp4"\n' : '';
    const startMs = Date.now();
    const fetched: string[] = [];
    const port = await serve((request, response) => {
      const path = (request.url ?? '').slice(1);
      if (path === 'master.m3u8') {
        const lines = ['#EXTM3U', '#EXT-X-STREAM-INF:BANDWIDTH=96000,CODECS="mp4a.40.2"', 'live.m3u8'];
        return void response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(lines.join('\n'));
      }
      if (path === 'live.m3u8') {
        const end = 6 + Math.floor((Date.now() - startMs) / 2000);
        const lines = [0, 1, 2, 3, 4].map((at) => `#EXTINF:2.0,\ns${end - 5 + at}.${ending}`);
        const list = `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:${end - 5}\n${map}${lines.join('\n')}\n`;
        return void response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(list);
      }
      if (path.startsWith('s')) fetched.push(path);
      response.writeHead(200).end(readFileSync(join(folder, path)));
    });
    const room = openRoom(null);
    const id = await room.add({ url: `http://radio.test:${port}/master.m3u8` });
    expect((await room.relay.list())[0]?.probe).toMatchObject({
      isGood: true,
      isHls: true,
      codec: 'aac',
      bitrateKbps: 96,
    });
    fetched.length = 0;
    room.begin(id);
    await until('14 s of sound', 30_000, () => room.frames().length / FRAME_BYTES > 14_000 / FRAME_MS);
    // Tenth of a second by tenth of a second, but for the fading in.
    const heard = listen(room.frames());
    expect(heard.length).toBeGreaterThan(135);
    expect(heard.slice(1).filter((one) => one !== '700')).toEqual([]);
    expect(new Set(fetched).size).toBe(fetched.length);
  },
  60_000,
);
