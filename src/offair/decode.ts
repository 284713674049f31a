import type { ChildProcess, Processes } from '#kernel';
import { RATE_HZ } from './envelope.ts';

/** What receivers and their encoders send; ffmpeg looks for nothing else in the bytes. */
const FORMATS = 'mp3,aac,ogg,flac,wav,mpegts,matroska,webm';
const PIECE_BYTES = 64 * 1024;
/** A prepared recording of some hours is decoded long before that. */
const DECODE_MS = 600_000;

export interface DecoderParts {
  readonly processes: Processes;
  readonly ffmpegPath: string;
  /** Samples as `Envelope` takes them. */
  readonly onPcm: (bytes: Uint8Array) => void;
  readonly signal?: AbortSignal;
}

/** One ffmpeg without network that turns what a receiver sends into samples. It opens nothing by name. */
export function startDecoder({ processes, ffmpegPath, onPcm, signal }: DecoderParts): ChildProcess {
  return processes.start({
    command: ffmpegPath,
    args: decoderLine(['-format_whitelist', FORMATS, '-probesize', '65536', '-analyzeduration', '500000']),
    noNetwork: true,
    niceness: 5,
    onStdout: onPcm,
    ...(signal ? { signal } : {}),
  });
}

/** Decodes a whole rendition. False: it could not be decoded, or the signal came first. */
export async function decodeWhole(parts: DecoderParts & { readonly mp3: Uint8Array }): Promise<boolean> {
  const child = parts.processes.start({
    command: parts.ffmpegPath,
    args: decoderLine(['-f', 'mp3']),
    noNetwork: true,
    niceness: 15,
    limits: { wallMs: DECODE_MS },
    onStdout: parts.onPcm,
    ...(parts.signal ? { signal: parts.signal } : {}),
  });
  try {
    for (let at = 0; at < parts.mp3.length; at += PIECE_BYTES)
      await child.write(parts.mp3.subarray(at, at + PIECE_BYTES));
    child.endInput();
  } catch {
    // Why it is gone is told by its end.
  }
  const end = await child.ended;
  return end.kind === 'exited' && end.code === 0;
}

function decoderLine(input: readonly string[]): string[] {
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error', '-protocol_whitelist', 'pipe'],
    // No `nobuffer`: it would throw away what was read to know the format, and the first half second with it.
    ...[...input, '-i', 'pipe:0'],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-ac', '1', '-ar', String(RATE_HZ)],
    ...['-flush_packets', '1', '-f', 's16le', 'pipe:1'],
  ];
}
