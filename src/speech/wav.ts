/** WAV files as programs write them into a pipe: without knowing how long they will be. Pure. */

/** A WAV file of plain samples, put right. */
export interface PlainWav {
  readonly bytes: Uint8Array;
  readonly durationMs: number;
  /** The loudest sample, 0 to 1. */
  readonly peak: number;
}

const HEAD_BYTES = 12;
const PCM = 1;

/** Writes the true lengths into the head of a mono 16-bit WAV file; null: it is none. */
export function plainWav(stream: Uint8Array): PlainWav | null {
  const bytes = stream.slice();
  const view = new DataView(bytes.buffer);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < HEAD_BYTES || word(0) !== 'RIFF' || word(8) !== 'WAVE') return null;
  let rateHz = 0;
  for (let at = HEAD_BYTES; at + 8 <= bytes.length; ) {
    const [name, size] = [word(at), view.getUint32(at + 4, true)];
    const from = at + 8;
    if (name === 'fmt ' && size >= 16 && from + 16 <= bytes.length) {
      const isPlain = view.getUint16(from, true) === PCM && view.getUint16(from + 2, true) === 1;
      if (!isPlain || view.getUint16(from + 14, true) !== 16) return null;
      rateHz = view.getUint32(from + 4, true);
    }
    if (name === 'data') {
      if (rateHz < 8000 || rateHz > 192_000) return null;
      // What a pipe promised counts less than what came.
      const length = Math.min(size, bytes.length - from) & ~1;
      view.setUint32(at + 4, length, true);
      view.setUint32(4, from + length - 8, true);
      const whole = bytes.subarray(0, from + length);
      return { bytes: whole, durationMs: (length / 2 / rateHz) * 1000, peak: peakOf(view, from, length) };
    }
    at = from + size + (size % 2);
  }
  return null;
}

function peakOf(view: DataView, from: number, length: number): number {
  let peak = 0;
  for (let at = from; at < from + length; at += 2) peak = Math.max(peak, Math.abs(view.getInt16(at, true)));
  return peak / 0x8000;
}
