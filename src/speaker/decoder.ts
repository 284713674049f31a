import { type Files, isStationError, type Logger, type Processes } from '#kernel';
import { FRAME_BYTES, framesOf } from './pcm.ts';

/** `damaged`: this file cannot become its sound. `unavailable`: nothing here can decode at all. */
export type DecodeEnd =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'damaged' | 'storage_full' | 'unavailable' | 'aborted' };

/** Turns a compressed file into raw samples (`pcm.ts`) ahead of air time. */
export interface Decoder {
  decode(source: string, target: string, durationMs: number, signal: AbortSignal): Promise<DecodeEnd>;
}

/** The sound may differ so much from its announced length before it counts as cut off. */
const TOLERANCE_MS = 500;

/** Decodes with ffmpeg, politely and without a network. */
export function ffmpegDecoder(parts: {
  processes: Processes;
  files: Files;
  logger: Logger;
  ffmpegPath: string;
}): Decoder {
  const { processes, files, logger, ffmpegPath } = parts;
  return {
    async decode(source, target, durationMs, signal) {
      const bytes = framesOf(durationMs) * FRAME_BYTES;
      const child = processes.start({
        command: ffmpegPath,
        args: [
          ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error', '-y'],
          ...['-protocol_whitelist', 'file,pipe', '-f', 'ogg', '-i', source, '-map', '0:a:0', '-vn'],
          ...['-ac', '1', '-ar', '48000', '-f', 's16le', `file:${target}`],
        ],
        limits: { wallMs: 60_000 + durationMs, fileBytes: bytes + 8_388_608 },
        noNetwork: true,
        niceness: 10,
        onStderrLine: (line) => logger.warn('ffmpeg', { line }),
        signal,
      });
      const end = await child.ended;
      if (signal.aborted) return { ok: false, why: 'aborted' };
      if (end.kind === 'not_started') return { ok: false, why: 'unavailable' };
      if (end.kind === 'killed' || end.code !== 0) {
        const isFull = (await files.freeBytes(target)) < 1_048_576;
        return { ok: false, why: isFull ? 'storage_full' : 'damaged' };
      }
      const decoded = (await files.size(target)) ?? 0;
      if (Math.abs(decoded - bytes) > framesOf(TOLERANCE_MS) * FRAME_BYTES) return { ok: false, why: 'damaged' };
      return await synced(files, target);
    },
  };
}

async function synced(files: Files, path: string): Promise<DecodeEnd> {
  const file = await files.open(path, 'write');
  try {
    await file.sync();
    return { ok: true };
  } catch (error) {
    if (isStationError(error, 'STORAGE_FULL')) return { ok: false, why: 'storage_full' };
    throw error;
  } finally {
    await file.close();
  }
}
