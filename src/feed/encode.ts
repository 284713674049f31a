import type { ChildProcess, ProcessEnd, Processes } from '#kernel';
import { FRAME_BYTES } from './mp3-frames.ts';

/** What a source sends: raw little-endian samples, or a container that ffmpeg is told the name of. */
export type SourceFormat =
  | { readonly format: 's16le'; readonly rateHz: number; readonly channels: 1 | 2 }
  | { readonly format: 'mp3' | 'ogg' | 'aac' | 'webm' | 'flac' | 'wav' | 'mpegts' | 'mov' };

/** A running encoder: bytes of a source in, whole MP3 frames of ours out. */
export interface Encoder {
  /** Resolves when there is room for more; rejects when the encoder is gone. */
  write(bytes: Uint8Array): Promise<void>;
  endInput(): void;
  kill(): void;
  readonly ended: Promise<ProcessEnd>;
}

/** One measurement a piece; the peak is printed before the RMS level. */
const LEVEL_LINE = /lavfi\.astats\.Overall\.(RMS_level|Peak_level)=(-?[\d.]+|-inf)/;

/**
 * One ffmpeg without network that turns a source into frames of our format (MPEG-2 Layer III, 48 kbit/s, 24 kHz, mono,
 * each frame standing alone). `onLevel` gets the level of what goes out twenty times a second, in dBFS.
 */
export function startEncoder(parts: {
  processes: Processes;
  ffmpegPath: string;
  source: SourceFormat;
  onFrames: (frames: Uint8Array) => void;
  onLevel?: (level: { rmsDb: number; peakDb: number }) => void;
  onWords?: (line: string) => void;
  signal?: AbortSignal;
}): Encoder {
  const { processes, ffmpegPath, source, onFrames, onLevel, onWords, signal } = parts;
  const input =
    source.format === 's16le'
      ? ['-f', 's16le', '-ar', String(source.rateHz), '-ac', String(source.channels)]
      : ['-f', source.format];
  // Raw samples have nothing to look into: what is read to look at them would stay a second tenth behind for ever.
  const probe =
    source.format === 's16le'
      ? ['-probesize', '32', '-analyzeduration', '0']
      : ['-probesize', '4096', '-analyzeduration', '100000'];
  // 1200 samples of 24 kHz: 50 ms, since the meter holds back that much.
  const meter = onLevel
    ? 'asetnsamples=n=1200:p=0,astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level+Peak_level,ametadata=mode=print:file=pipe\\\\:2:direct=1,'
    : '';
  let rest: Uint8Array = new Uint8Array(0);
  let peakDb = Number.NEGATIVE_INFINITY;
  const child: ChildProcess = processes.start({
    command: ffmpegPath,
    args: [
      ...['-hide_banner', '-nostats', '-loglevel', 'error', '-protocol_whitelist', 'pipe', ...probe],
      ...['-fflags', 'nobuffer', '-flags', 'low_delay', ...input, '-i', 'pipe:0'],
      ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1'],
      ...['-af', `aresample=24000,aformat=channel_layouts=mono,${meter}asetnsamples=n=576:p=0`],
      ...['-c:a', 'libmp3lame', '-b:a', '48k', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'],
      ...['-write_id3v1', '0', '-flush_packets', '1', '-f', 'mp3', 'pipe:1'],
    ],
    noNetwork: true,
    onStdout(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = bytes.length - (bytes.length % FRAME_BYTES);
      rest = bytes.slice(whole);
      if (whole > 0) onFrames(Uint8Array.from(bytes.subarray(0, whole)));
    },
    onStderrLine(line) {
      const told = LEVEL_LINE.exec(line);
      if (!told) {
        if (!line.startsWith('frame:')) onWords?.(line);
        return;
      }
      const db = told[2] === '-inf' ? Number.NEGATIVE_INFINITY : Number(told[2]);
      if (told[1] === 'Peak_level') peakDb = db;
      else onLevel?.({ rmsDb: db, peakDb });
    },
    ...(signal ? { signal } : {}),
  });
  return {
    write: (bytes) => child.write(bytes),
    endInput: () => child.endInput(),
    kill: () => child.kill(),
    ended: child.ended,
  };
}
