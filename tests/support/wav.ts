import { readFile } from 'node:fs/promises';

/** Sound as it was heard: one channel, full scale ±1. */
export interface Heard {
  readonly rateHz: number;
  /** Channels of the file; `samples` is their mean. */
  readonly channels: number;
  readonly samples: Float32Array;
  /** Epoch ms of the first sample by the file's `bext` chunk, or null when it has none. */
  readonly startAtMs: number | null;
}

const DAY_MS = 86_400_000;
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Lengths in the `bext` chunk of EBU Tech 3285, version 1. */
const BEXT_BYTES = 602;
const BEXT_DATE_AT = 320;
const BEXT_TIME_AT = 330;
const BEXT_REFERENCE_AT = 338;

/**
 * Reads a WAV file of 16-bit whole or 32-bit float samples. A data size of 0 or 0xFFFFFFFF, or one that is larger than
 * the file (a recorder that was killed), means "to the end of the file".
 */
export function parseWav(bytes: Uint8Array): Heard {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WAVE')
    throw new Error('not a WAV file');
  let format: { code: number; channels: number; rateHz: number; bits: number } | null = null;
  let origin: { dayMs: number; secondMs: number; reference: number } | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = textAt(bytes, at, 4);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name === 'data') {
      if (!format) throw new Error('WAV: the data stands before its format');
      const open = size === 0 || size > bytes.length - body;
      const samples = meanOfChannels(view, body, open ? bytes.length - body : size, format);
      return { rateHz: format.rateHz, channels: format.channels, samples, startAtMs: startOf(origin, format.rateHz) };
    }
    if (body + size > bytes.length) break;
    if (name === 'fmt ') {
      const code = view.getUint16(body, true);
      format = {
        code: code === EXTENSIBLE ? view.getUint16(body + 24, true) : code,
        channels: view.getUint16(body + 2, true),
        rateHz: view.getUint32(body + 4, true),
        bits: view.getUint16(body + 14, true),
      };
    } else if (name === 'bext' && size >= BEXT_REFERENCE_AT + 8) {
      const dayMs = Date.parse(`${textAt(bytes, body + BEXT_DATE_AT, 10).replace(/\D/g, '-')}T00:00:00Z`);
      const [hour, minute, second] = textAt(bytes, body + BEXT_TIME_AT, 8)
        .split(/\D/)
        .map(Number);
      const secondMs = ((hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0)) * 1000;
      const reference = Number(view.getBigUint64(body + BEXT_REFERENCE_AT, true));
      if (!Number.isNaN(dayMs)) origin = { dayMs, secondMs: Number.isNaN(secondMs) ? 0 : secondMs, reference };
    }
    at = body + size + (size % 2);
  }
  throw new Error('WAV: no data chunk');
}

export async function readWav(path: string): Promise<Heard> {
  return parseWav(await readFile(path));
}

/** The time reference is exact to the sample; the origination time, to the second, stands in when there is none. */
function startOf(origin: { dayMs: number; secondMs: number; reference: number } | null, rateHz: number): number | null {
  if (!origin) return null;
  return origin.dayMs + (origin.reference === 0 ? origin.secondMs : (origin.reference / rateHz) * 1000);
}

function meanOfChannels(
  view: DataView,
  from: number,
  size: number,
  format: { code: number; channels: number; bits: number },
): Float32Array {
  const { code, channels, bits } = format;
  const isWhole = code === PCM && bits === 16;
  if (!isWhole && !(code === FLOAT && bits === 32))
    throw new Error(`WAV: ${bits}-bit samples of format ${code} are not read`);
  const step = bits / 8;
  const samples = new Float32Array(Math.floor(size / (step * channels)));
  let at = from;
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += step) {
      sum += isWhole ? view.getInt16(at, true) / 32768 : view.getFloat32(at, true);
    }
    samples[i] = sum / channels;
  }
  return samples;
}

export interface WavOptions {
  readonly rateHz: number;
  /** Writes a `bext` chunk with this start, epoch ms. */
  readonly startAtMs?: number;
  /** 's16' unless told. */
  readonly format?: 's16' | 'f32';
  /** The same sound in each channel; 1 unless told. */
  readonly channels?: number;
  /** Leaves the sizes as a recorder writes them before it knows the end. */
  readonly openEnded?: boolean;
}

/** A WAV file of one sound. Samples beyond full scale are clipped in 's16'. */
export function writeWav(samples: Float32Array, options: WavOptions): Uint8Array {
  const { rateHz, channels = 1, format = 's16', startAtMs } = options;
  const step = format === 's16' ? 2 : 4;
  const bextBytes = startAtMs === undefined ? 0 : 8 + BEXT_BYTES;
  const dataBytes = samples.length * channels * step;
  const bytes = new Uint8Array(44 + bextBytes + dataBytes);
  const view = new DataView(bytes.buffer);
  putText(bytes, 0, 'RIFF');
  view.setUint32(4, options.openEnded ? 0xffff_ffff : bytes.length - 8, true);
  putText(bytes, 8, 'WAVE');
  if (startAtMs !== undefined) putBext(bytes, view, 12, startAtMs, rateHz);
  const at = 12 + bextBytes;
  putText(bytes, at, 'fmt ');
  view.setUint32(at + 4, 16, true);
  view.setUint16(at + 8, format === 's16' ? PCM : FLOAT, true);
  view.setUint16(at + 10, channels, true);
  view.setUint32(at + 12, rateHz, true);
  view.setUint32(at + 16, rateHz * channels * step, true);
  view.setUint16(at + 20, channels * step, true);
  view.setUint16(at + 22, step * 8, true);
  putText(bytes, at + 24, 'data');
  view.setUint32(at + 28, options.openEnded ? 0xffff_ffff : dataBytes, true);
  let to = at + 32;
  for (const sample of samples) {
    for (let channel = 0; channel < channels; channel++, to += step) {
      if (format === 'f32') view.setFloat32(to, sample, true);
      else view.setInt16(to, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true);
    }
  }
  return bytes;
}

function putBext(bytes: Uint8Array, view: DataView, at: number, startAtMs: number, rateHz: number): void {
  const body = at + 8;
  const iso = new Date(startAtMs).toISOString();
  const sinceMidnightMs = ((startAtMs % DAY_MS) + DAY_MS) % DAY_MS;
  putText(bytes, at, 'bext');
  view.setUint32(at + 4, BEXT_BYTES, true);
  putText(bytes, body + BEXT_DATE_AT, iso.slice(0, 10));
  putText(bytes, body + BEXT_TIME_AT, iso.slice(11, 19));
  view.setBigUint64(body + BEXT_REFERENCE_AT, BigInt(Math.round((sinceMidnightMs / 1000) * rateHz)), true);
  view.setUint16(body + BEXT_REFERENCE_AT + 8, 1, true);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
