import { startFfmpeg } from './ffmpeg-job.ts';
import { MAKING, renditionPath } from './folders.ts';
import { goodEnd } from './good-end.ts';
import type { RenderTools } from './render.ts';
import { RENDITION_DEMUXER } from './rendition-plan.ts';

/** Plain sound for endpoints that decode nothing: 48 kHz WAV, or G.711 at 8 kHz without a head. All mono. */
export type PcmCodec = 'wav' | 'alaw' | 'mulaw';

export const PCM_CODECS = ['wav', 'alaw', 'mulaw'] as const satisfies readonly PcmCodec[];

const OPTIONS: Record<PcmCodec, readonly string[]> = {
  wav: ['-c:a', 'pcm_s16le', '-ar', '48000', '-fflags', '+bitexact', '-f', 'wav'],
  alaw: ['-c:a', 'pcm_alaw', '-ar', '8000', '-f', 'alaw'],
  mulaw: ['-c:a', 'pcm_mulaw', '-ar', '8000', '-f', 'mulaw'],
};

/** The path of the Opus rendition as plain sound, made when asked for the first time. */
export async function pcmFile(
  tools: RenderTools,
  rendition: { sha256: string; durationMs: number },
  codec: PcmCodec,
): Promise<string> {
  const { files } = tools.world;
  const source = renditionPath(tools.folders, rendition.sha256);
  const target = `${source}.${codec}`;
  if ((await files.size(target)) !== null) return target;
  const making = `${tools.folders.renditions}/${MAKING}${rendition.sha256}.${codec}`;
  try {
    const running = startFfmpeg(tools.world, tools.ffmpegPath, {
      from: { file: source },
      demuxer: RENDITION_DEMUXER.opus,
      longestMs: rendition.durationMs + 1000,
      graph: '[0:a:0]anull[plain]',
      outputs: [{ label: '[plain]', to: { file: making }, options: OPTIONS[codec] }],
      cpuSeconds: 60 + rendition.durationMs / 10_000,
      signal: tools.signal,
    });
    goodEnd(await running.ended);
    await files.move(making, target);
    return target;
  } finally {
    await files.remove(making);
  }
}
