import type { RunningOrder } from '#broadcast';
import type { Processes } from '#kernel';
import { decodeWhole } from './decode.ts';
import { Envelope, RATE_HZ } from './envelope.ts';
import type { OffAirPorts } from './ports.ts';

export interface ReferenceParts {
  readonly processes: Processes;
  readonly ffmpegPath: string;
  readonly shelf: OffAirPorts['shelf'];
  readonly order: RunningOrder;
  readonly signal: AbortSignal;
}

/** True when everything that will sound lies ready as a recording: voices and relays cannot be compared. */
export function canBeCompared(order: RunningOrder): boolean {
  return order.isOpenEnded !== true && order.items.every((item) => item.kind !== 'stream');
}

/** What the transmitter is given, as loudness from the first item on. Null: some of it cannot be had. */
export async function referenceOf(parts: ReferenceParts): Promise<Envelope | null> {
  const { processes, ffmpegPath, shelf, order, signal } = parts;
  const envelope = new Envelope();
  for (const item of order.items) {
    if (signal.aborted) return null;
    if (item.kind === 'stream') return null;
    const wantedBytes = Math.round((item.durationMs * RATE_HZ) / 1000) * 2;
    let bytes = 0;
    if (item.kind === 'audio') {
      const mp3 = await shelf.mp3(item.recordingId);
      if (mp3 === null) return null;
      const onPcm = (chunk: Uint8Array) => {
        const piece = chunk.subarray(0, wantedBytes - bytes);
        bytes += piece.length;
        envelope.push(piece);
      };
      if (!(await decodeWhole({ processes, ffmpegPath, mp3, onPcm, signal }))) return null;
    }
    // Pauses, and the last frame of a recording that is a little shorter than was said.
    for (let left = wantedBytes - bytes; left > 0; left -= SILENCE.length) {
      envelope.push(SILENCE.subarray(0, Math.min(left, SILENCE.length)));
    }
  }
  return envelope;
}

const SILENCE = new Uint8Array(RATE_HZ * 2);
