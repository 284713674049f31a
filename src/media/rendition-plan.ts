import { RELEASE_MS } from './limiter.ts';
import type { Gain } from './loudness.ts';

export const RENDITION_FORMATS = ['opus', 'mp3'] as const;
export type RenditionFormat = (typeof RENDITION_FORMATS)[number];

/** Which channels make the one that the village hears. The left alone, when both together cancel out. */
export type Downmix = 'all' | 'left';

/** The first steps of every graph: what is measured is what is encoded, mono at 48 kHz. */
export function monoSteps(downmix: Downmix): string {
  const mono = downmix === 'left' ? 'pan=mono|c0=c0,' : '';
  // Without the limit two equal channels would add up to 3 dB more than each.
  return `${mono}aresample=48000:rematrix_maxval=1,aformat=sample_fmts=flt:channel_layouts=mono`;
}

/** Loudness and true peak on [loud]; a small copy for length, waveform and broken samples on [small]. */
export function analysisGraph(downmix: Downmix, peakRateHertz: number): string {
  return [
    `[0:a:0]${monoSteps(downmix)},asplit=2[a][b]`,
    // Silence must last 0.3 s below -50 dB to count: less is a breath.
    '[a]ebur128=peak=true:framelog=verbose,silencedetect=noise=-50dB:d=0.3[loud]',
    `[b]aresample=${peakRateHertz}[small]`,
  ].join(';');
}

/** What is cut off at the ends, in milliseconds from the start of the original. */
export interface Cut {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Both renditions from one decode: one gain for all, the limiter only when peaks would pass it. */
export function renditionGraph(downmix: Downmix, gain: Gain, cut: Cut | null): string {
  const steps = [monoSteps(downmix)];
  if (cut) steps.push(`atrim=start=${seconds(cut.fromMs)}:end=${seconds(cut.toMs)},asetpts=PTS-STARTPTS`);
  steps.push(`volume=${gain.gainDb.toFixed(2)}dB`);
  if (gain.limitDb !== null) {
    const limit = 10 ** (gain.limitDb / 20);
    steps.push(`alimiter=limit=${limit.toFixed(4)}:level=disabled:attack=5:release=${RELEASE_MS}`);
  }
  return `[0:a:0]${steps.join(',')},asplit=2[opus][full];[full]aresample=24000[mp3]`;
}

/** Without dates and versions in the file, the same sound gives the same bytes and so the same name. */
const SAME_BYTES = ['-fflags', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1', '-map_chapters', '-1'];

/**
 * The fixed formats. Opus for speakers with our agent: 32 kbit/s at 48 kHz, tuned for music as well as speech. MP3 for
 * plain stream players: constant rate, each frame complete in itself and no head, so that one can join at any frame.
 */
export const RENDITION_OPTIONS: Record<RenditionFormat, readonly string[]> = {
  opus: ['-c:a', 'libopus', '-b:a', '32k', '-application', 'audio', ...SAME_BYTES, '-f', 'opus'],
  mp3: [
    ...['-c:a', 'libmp3lame', '-b:a', '48k', '-reservoir', '0'],
    ...['-write_xing', '0', '-id3v2_version', '0', ...SAME_BYTES, '-f', 'mp3'],
  ],
};

/** How ffmpeg calls the container of a rendition when it reads it back. */
export const RENDITION_DEMUXER = { opus: 'ogg', mp3: 'mp3' } as const;

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
