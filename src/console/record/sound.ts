/** What is known of raw sound: how loud a piece is, and the head that makes a WAV file of it. All 16 bit, mono. */

export const BYTES_A_SAMPLE = 2;
const FULL_SCALE = 0x8000;
const QUIETEST_DB = -100;

export interface Level {
  readonly rmsDb: number;
  readonly peakDb: number;
}

/** The highest of several. */
export function loudestOf(levels: readonly Level[]): Level {
  return {
    rmsDb: Math.max(QUIETEST_DB, ...levels.map(({ rmsDb }) => rmsDb)),
    peakDb: Math.max(QUIETEST_DB, ...levels.map(({ peakDb }) => peakDb)),
  };
}

/** How loud a piece of 16-bit samples is, in dB below the loudest that there can be. */
export function levelOf(bytes: ArrayBuffer): Level {
  const view = new DataView(bytes);
  const count = Math.floor(bytes.byteLength / BYTES_A_SAMPLE);
  let energy = 0;
  let peak = 0;
  for (let at = 0; at < count; at++) {
    const size = Math.abs(view.getInt16(at * BYTES_A_SAMPLE, true)) / FULL_SCALE;
    energy += size * size;
    if (size > peak) peak = size;
  }
  return { rmsDb: decibels(count === 0 ? 0 : Math.sqrt(energy / count)), peakDb: decibels(peak) };
}

function decibels(level: number): number {
  return level === 0 ? QUIETEST_DB : Math.max(QUIETEST_DB, 20 * Math.log10(level));
}

const HEAD_BYTES = 44;

/** The head of a WAV file with so many samples: PCM, 16 bit, mono. */
export function wavHead(samples: number, rateHz: number): Uint8Array<ArrayBuffer> {
  const bytes = samples * BYTES_A_SAMPLE;
  const view = new DataView(new ArrayBuffer(HEAD_BYTES));
  const text = (at: number, word: string) => {
    for (let n = 0; n < word.length; n++) view.setUint8(at + n, word.charCodeAt(n));
  };
  text(0, 'RIFF');
  view.setUint32(4, HEAD_BYTES - 8 + bytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * BYTES_A_SAMPLE, true);
  view.setUint16(32, BYTES_A_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_A_SAMPLE, true);
  text(36, 'data');
  view.setUint32(40, bytes, true);
  return new Uint8Array(view.buffer);
}
