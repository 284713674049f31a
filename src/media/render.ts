import type { World } from '#kernel';
import { type FfmpegJob, type RunningFfmpeg, startFfmpeg } from './ffmpeg-job.ts';
import { measuredIn } from './ffmpeg-words.ts';
import { fileSha256 } from './file-hash.ts';
import { type MediaFolders, makingPath, originalPath, renditionPath } from './folders.ts';
import { goodEnd } from './good-end.ts';
import {
  correctedGain,
  type Gain,
  isOff,
  type Loudness,
  type LoudnessGoal,
  loudnessWarnings,
  type Result,
} from './loudness.ts';
import {
  type Cut,
  type Downmix,
  RENDITION_DEMUXER,
  RENDITION_FORMATS,
  RENDITION_OPTIONS,
  type RenditionFormat,
  renditionGraph,
} from './rendition-plan.ts';
import type { MediaWarning } from './warnings.ts';

/** What there is to render: an original that was examined. */
export interface Source {
  readonly recordingId: string;
  readonly sha256: string;
  readonly container: string;
  readonly downmix: Downmix;
  readonly durationMs: number;
  readonly loudness: Loudness;
  readonly gain: Gain;
  readonly cut: Cut | null;
}

export interface MadeRendition {
  readonly format: RenditionFormat;
  readonly sha256: string;
  readonly bytes: number;
  /** Measured by decoding what was written. */
  readonly durationMs: number;
  readonly loudnessLufs: number | null;
}

export interface Rendered {
  readonly gainDb: number;
  readonly renditions: readonly MadeRendition[];
  readonly warnings: readonly MediaWarning[];
}

export interface RenderTools {
  readonly world: World;
  readonly ffmpegPath: string;
  readonly folders: MediaFolders;
  readonly goal: LoudnessGoal;
  readonly signal: AbortSignal;
}

interface Heard extends Result {
  readonly durationMs: number;
  truePeakDbtp: number;
}

/** Speech needs none; noise that the codecs overshoot on needs one, rarely two. */
const MOST_CORRECTIONS = 2;
/** By how much the peak between the samples of a coded rendition at 48 kHz may be higher. */
const PEAK_DOUBT_DB = 0.3;
const BLOCK_BYTES = 64 * 1024;

/**
 * Makes both renditions from one decode, listens to what was written, corrects the gain if it must, and puts the
 * files under their hashes. Throws as `goodEnd` does and leaves no unfinished file.
 */
export async function render(tools: RenderTools, source: Source): Promise<Rendered> {
  const { goal, folders, world } = tools;
  try {
    const { measuredBy } = source.loudness;
    let { gain } = source;
    let heard = await encode(tools, source, gain);
    for (let corrections = 0; corrections < MOST_CORRECTIONS; corrections += 1) {
      const better = correctedGain(gain, measuredBy, Object.values(heard), goal);
      if (better === null) break;
      gain = better;
      heard = await encode(tools, source, gain);
    }
    const warnings = loudnessWarnings(source.loudness, gain);
    if (isOff(measuredBy, Object.values(heard), goal)) warnings.push('loudness_off');
    const renditions: MadeRendition[] = [];
    for (const format of RENDITION_FORMATS) renditions.push(await keep(tools, source, format, heard[format]));
    return { gainDb: gain.gainDb, renditions, warnings };
  } finally {
    for (const format of RENDITION_FORMATS) {
      await world.files.remove(makingPath(folders, source.recordingId, format)).catch(() => {});
    }
  }
}

/** One pass. Both renditions are listened to while they are made, on the core that the encoder leaves idle. */
async function encode(tools: RenderTools, source: Source, gain: Gain): Promise<Record<RenditionFormat, Heard>> {
  const { world, ffmpegPath, folders } = tools;
  const path = (format: RenditionFormat) => makingPath(folders, source.recordingId, format);
  for (const format of RENDITION_FORMATS) await world.files.remove(path(format));
  const opus = await world.files.open(path('opus'), 'write');
  const mp3 = await world.files.open(path('mp3'), 'write');
  const failed = new AbortController();
  const signal = AbortSignal.any([tools.signal, failed.signal]);
  try {
    const listeners = {
      opus: listen(tools, source, 'opus', 'stdin', signal),
      mp3: listen(tools, source, 'mp3', 'stdin', signal),
    };
    // A listener that died says so by its end.
    const tell = (format: RenditionFormat, bytes: Uint8Array) => listeners[format].feed(bytes).catch(() => {});
    const written = { opus: 0, mp3: 0 };
    const followMp3 = async () => {
      for (;;) {
        const block = new Uint8Array(BLOCK_BYTES);
        const count = await mp3.read(block, written.mp3);
        if (count === 0) return;
        written.mp3 += count;
        await tell('mp3', block.subarray(0, count));
      }
    };
    let writing: Promise<void> = Promise.resolve();
    const takeOpus = async (chunk: Uint8Array) => {
      await opus.write(chunk, written.opus);
      written.opus += chunk.length;
      await tell('opus', chunk);
      await followMp3();
    };
    const encoder = startFfmpeg(world, ffmpegPath, {
      from: { file: originalPath(folders, source.sha256) },
      demuxer: source.container,
      longestMs: source.durationMs + 1000,
      graph: renditionGraph(source.downmix, gain, source.cut),
      outputs: [
        { label: '[opus]', to: 'stdout', options: RENDITION_OPTIONS.opus },
        { label: '[mp3]', to: { file: path('mp3') }, options: RENDITION_OPTIONS.mp3 },
      ],
      cpuSeconds: cpuSeconds(source),
      onStdout: (chunk) => {
        writing = writing.then(() => takeOpus(chunk));
        writing.catch(() => failed.abort());
      },
      signal,
    });
    const end = await encoder.ended;
    await writing; // a full disk is told before the abort that it caused
    goodEnd(end);
    await followMp3();
    for (const { endFeed } of Object.values(listeners)) endFeed();
    for (const file of [opus, mp3]) await file.sync();
    const heard = { opus: await heardBy(listeners.opus), mp3: await heardBy(listeners.mp3) };
    for (const format of RENDITION_FORMATS) {
      // Between the samples the peak may be higher; only when that matters is it worth an upsampling.
      if (heard[format].truePeakDbtp + PEAK_DOUBT_DB > tools.goal.truePeakMaxDbtp) {
        heard[format] = await heardBy(listen(tools, source, format, { file: path(format) }, signal));
      } else heard[format].truePeakDbtp += PEAK_DOUBT_DB;
    }
    return heard;
  } finally {
    failed.abort(); // listeners of a pass that failed
    for (const file of [opus, mp3]) await file.close();
  }
}

/** Decodes a rendition: from standard input with the peak of its samples, from its file with the true peak. */
function listen(
  tools: RenderTools,
  source: Source,
  format: RenditionFormat,
  from: FfmpegJob['from'],
  signal: AbortSignal,
): RunningFfmpeg {
  const peak = from === 'stdin' ? 'sample' : 'true';
  return startFfmpeg(tools.world, tools.ffmpegPath, {
    from,
    demuxer: RENDITION_DEMUXER[format],
    longestMs: source.durationMs + 2000,
    graph: `[0:a:0]aresample=48000,ebur128=peak=${peak}:framelog=verbose[loud]`,
    outputs: [{ label: '[loud]', to: 'nowhere', options: [] }],
    cpuSeconds: cpuSeconds(source),
    signal,
  });
}

async function heardBy(listener: RunningFfmpeg): Promise<Heard> {
  const { lines, outMs } = goodEnd(await listener.ended);
  const measured = measuredIn(lines);
  if (measured === null) throw new Error('the listener said nothing about loudness');
  return { durationMs: outMs, lufs: measured.loudnessLufs, truePeakDbtp: measured.peakDb };
}

async function keep(tools: RenderTools, source: Source, format: RenditionFormat, heard: Heard): Promise<MadeRendition> {
  const { files } = tools.world;
  const path = makingPath(tools.folders, source.recordingId, format);
  const sha256 = await fileSha256(files, path);
  const bytes = (await files.size(path)) ?? 0;
  await files.move(path, renditionPath(tools.folders, sha256));
  const loudnessLufs = source.loudness.measuredBy === 'ebur128' ? heard.lufs : null;
  return { format, sha256, bytes, durationMs: Math.round(heard.durationMs), loudnessLufs };
}

function cpuSeconds(source: Source): number {
  return 60 + (0.25 * source.durationMs) / 1000;
}
