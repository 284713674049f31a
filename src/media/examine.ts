import { StationError, type World } from '#kernel';
import { oggHasEnd, wavDeclaredMs } from './container-end.ts';
import { startFfmpeg } from './ffmpeg-job.ts';
import { declaredMsIn, decodeErrorsIn, endedEarly, hasFilm, measuredIn, rmsIn, silenceIn } from './ffmpeg-words.ts';
import { readSome } from './file-hash.ts';
import { goodEnd } from './good-end.ts';
import type { Envelope } from './limiter.ts';
import { type Loudness, SHORTEST_FOR_EBUR128_MS, SILENT_DBTP } from './loudness.ts';
import { PEAK_RATE_HERTZ, PeakFollower } from './peaks.ts';
import { analysisGraph, type Downmix, monoSteps } from './rendition-plan.ts';
import { type Container, id3Bytes, SNIFF_BYTES, sniff, sniffFrames } from './sniff.ts';
import type { MediaWarning } from './warnings.ts';

/** What the desk learnt about a file that it accepts. */
export interface Findings {
  readonly container: Container;
  readonly downmix: Downmix;
  readonly durationMs: number;
  readonly loudness: Loudness;
  readonly silenceHeadMs: number;
  readonly silenceTailMs: number;
  readonly peaks: readonly number[];
  readonly envelope: Envelope;
  readonly warnings: readonly MediaWarning[];
}

export interface ExamineLimits {
  readonly durationMaxMs: number;
  readonly signal: AbortSignal;
}

const SHORTEST_MS = 200;
const PEAK_COUNT = 1000;
/** Decoding is some hundred times faster than the sound; what needs more than this is built to hurt. */
const CPU_SECONDS = 120;

/** Decodes a file whole and measures it. Throws StationError MEDIA_* when it is not fit for the air. */
export async function examine(
  world: World,
  ffmpegPath: string,
  path: string,
  limits: ExamineLimits,
): Promise<Findings> {
  const container = await containerOf(world, path);
  const both = await analyse(world, ffmpegPath, path, container, 'all', limits);
  if (both.loudness.truePeakDbtp > SILENT_DBTP) return both;
  // Two channels in opposite phase cancel out; each alone is sound.
  const left = await analyse(world, ffmpegPath, path, container, 'left', limits);
  if (left.loudness.truePeakDbtp <= SILENT_DBTP) throw new StationError('MEDIA_SILENT');
  return { ...left, warnings: [...left.warnings, 'out_of_phase'] };
}

async function containerOf(world: World, path: string): Promise<Container> {
  const head = await readSome(world.files, path, 0, SNIFF_BYTES);
  let container = sniff(head);
  const tagBytes = id3Bytes(head);
  if (tagBytes >= head.length) container = sniffFrames(await readSome(world.files, path, tagBytes, SNIFF_BYTES));
  if (container === null) throw new StationError('MEDIA_NOT_AUDIO');
  return container;
}

async function analyse(
  world: World,
  ffmpegPath: string,
  path: string,
  container: Container,
  downmix: Downmix,
  { durationMaxMs, signal }: ExamineLimits,
): Promise<Findings> {
  const follower = new PeakFollower();
  const running = startFfmpeg(world, ffmpegPath, {
    from: { file: path },
    demuxer: container,
    longestMs: durationMaxMs + 1000,
    graph: analysisGraph(downmix, PEAK_RATE_HERTZ),
    outputs: [
      { label: '[loud]', to: 'nowhere', options: [] },
      { label: '[small]', to: 'stdout', options: ['-f', 'f32le'] },
    ],
    cpuSeconds: CPU_SECONDS,
    onStdout: (chunk) => follower.push(chunk),
    signal,
  });
  const { lines } = goodEnd(await running.ended);
  const { durationMs } = follower;
  if (durationMs === 0 || !follower.isFinite) throw new StationError('MEDIA_DAMAGED');
  if (durationMs > durationMaxMs) {
    throw new StationError('MEDIA_TOO_LONG', { limitMinutes: Math.round(durationMaxMs / 60_000) });
  }
  const warnings = await faults(world, path, container, lines, durationMs);
  if (durationMs < SHORTEST_MS) throw new StationError('MEDIA_TOO_SHORT');
  const measured = measuredIn(lines);
  if (measured === null) throw new StationError('MEDIA_DAMAGED');
  const silence = silenceIn(lines, durationMs);
  const isShort = durationMs < SHORTEST_FOR_EBUR128_MS || measured.loudnessLufs <= -70;
  const lufs = isShort
    ? await meanLevel(world, ffmpegPath, path, container, downmix, { durationMaxMs, signal })
    : measured.loudnessLufs;
  return {
    container,
    downmix,
    durationMs: Math.round(durationMs),
    loudness: { measuredBy: isShort ? 'rms' : 'ebur128', lufs, truePeakDbtp: measured.peakDb },
    silenceHeadMs: silence.headMs,
    silenceTailMs: silence.tailMs,
    peaks: follower.peaks(PEAK_COUNT),
    envelope: follower.envelope,
    warnings,
  };
}

/** Refuses a file that is provably cut off, and warns of one that may be. */
async function faults(
  world: World,
  path: string,
  container: Container,
  lines: readonly string[],
  durationMs: number,
): Promise<MediaWarning[]> {
  const declaredMs =
    container === 'wav' ? wavDeclaredMs(await readSome(world.files, path, 0, SNIFF_BYTES)) : declaredMsIn(lines);
  const isShorter = declaredMs !== null && durationMs < declaredMs * 0.98 - 100;
  // A film promises the length of its longest track, which may be the picture; it must also have ended early.
  if (isShorter && (!hasFilm(lines) || endedEarly(lines))) {
    throw new StationError('MEDIA_TRUNCATED', { seconds: Math.floor(durationMs / 1000) });
  }
  const warnings: MediaWarning[] = [];
  if (decodeErrorsIn(lines) > 0) warnings.push('decode_errors');
  if (container === 'ogg') {
    const size = (await world.files.size(path)) ?? 0;
    const tail = await readSome(world.files, path, Math.max(0, size - SNIFF_BYTES), SNIFF_BYTES);
    if (!oggHasEnd(tail)) warnings.push('end_missing');
  } else if (endedEarly(lines)) warnings.push('end_missing');
  return warnings;
}

async function meanLevel(
  world: World,
  ffmpegPath: string,
  path: string,
  container: Container,
  downmix: Downmix,
  { durationMaxMs, signal }: ExamineLimits,
): Promise<number> {
  const running = startFfmpeg(world, ffmpegPath, {
    from: { file: path },
    demuxer: container,
    longestMs: durationMaxMs,
    graph: `[0:a:0]${monoSteps(downmix)},astats=measure_perchannel=none[level]`,
    outputs: [{ label: '[level]', to: 'nowhere', options: [] }],
    cpuSeconds: CPU_SECONDS,
    signal,
  });
  const rms = rmsIn(goodEnd(await running.ended).lines);
  if (rms === null) throw new StationError('MEDIA_DAMAGED');
  return Math.max(rms, -100);
}
