import { slidingProducts } from './fourier.ts';

/** One window of the source and where the ear has it. */
export interface WindowHeard {
  /** Where the window begins in the source, ms. */
  readonly atMs: number;
  /** Where it begins in the heard sound, less `atMs`. */
  readonly lagMs: number;
  /** How alike they are: 1 is the same wave at any level, 0 has nothing in common. */
  readonly correlation: number;
}

export interface Comparison {
  /** Where the source begins in the heard sound, ms; negative when its beginning was not heard. */
  readonly startMs: number;
  /** How much later the last window lies than the first, ms: drift, and stalls that were not made up. */
  readonly driftMs: number;
  /** Holes in the heard sound where the source is not silent. Times are those of the heard sound. */
  readonly gaps: readonly { readonly atMs: number; readonly lengthMs: number }[];
  /** The share of the source's voiced windows that were heard. */
  readonly coverage: number;
  /** The least correlation of the voiced windows; 0 when one of them was not heard at all. */
  readonly minCorrelation: number;
  readonly windows: readonly WindowHeard[];
}

export interface CompareOptions {
  readonly windowMs?: number;
  /** How far a window is looked for around the place of the one before. */
  readonly searchMs?: number;
  /** A window is heard from this correlation on. */
  readonly leastCorrelation?: number;
}

export interface Sound {
  readonly samples: Float32Array;
  readonly rateHz: number;
}

/** All is compared at this rate and below 3.6 kHz: what a horn loudspeaker and a narrow codec keep. */
const RATE_HZ = 16_000;
const BAND_HZ = 3600;
/** A window below this share of the source's level (30 dB) is a pause. */
const VOICED = 0.032;
const FRAME_MS = 10;
const LEAST_GAP_MS = 30;
/** How long the pieces are that find the beginning, and how many are tried. */
const PROBE_MS = 3000;
const PROBES = 5;

/** Compares what was heard with what was sent. */
export function compareHeard(heard: Sound, source: Sound, options: CompareOptions = {}): Comparison {
  const { windowMs = 500, searchMs = 40, leastCorrelation = 0.8 } = options;
  const ear = resample(heard.samples, heard.rateHz, RATE_HZ, BAND_HZ);
  const sent = resample(source.samples, source.rateHz, RATE_HZ, BAND_HZ);
  const length = toSamples(windowMs);
  const loud = VOICED * rms(sent, 0, sent.length);
  let lag = findLag(ear, sent);
  const windows: WindowHeard[] = [];
  let voiced = 0;
  for (let at = 0; at + length <= sent.length; at += length) {
    const piece = sent.subarray(at, at + length);
    if (rms(piece, 0, length) < loud) continue;
    voiced++;
    let best = bestMatch(ear, piece, at + lag - toSamples(searchMs), at + lag + toSamples(searchMs));
    /* A stall or a skip moves everything behind it: look wider once before calling it unheard. */
    if (best.correlation < leastCorrelation) {
      const wide = bestMatch(ear, piece, at + lag - RATE_HZ, at + lag + 2 * RATE_HZ);
      if (wide.correlation >= leastCorrelation) best = wide;
    }
    if (best.correlation >= leastCorrelation) lag = Math.round(best.place) - at;
    windows.push({ atMs: toMs(at), lagMs: toMs(best.place - at), correlation: best.correlation });
  }
  const found = windows.filter(({ correlation }) => correlation >= leastCorrelation);
  const [first, last] = [found[0], found.at(-1)];
  return {
    startMs: first?.lagMs ?? Number.NaN,
    driftMs: first && last ? last.lagMs - first.lagMs : 0,
    gaps: gapsOf(ear, sent, found),
    coverage: voiced === 0 ? 0 : found.length / voiced,
    minCorrelation: windows.reduce((least, { correlation }) => Math.min(least, correlation), voiced === 0 ? 0 : 1),
    windows,
  };
}

/** Where the source begins in the heard sound, ms, by the clearest of a few pieces of it; may be negative. */
export function findStart(heard: Sound, source: Sound): number {
  const ear = resample(heard.samples, heard.rateHz, RATE_HZ, BAND_HZ);
  return toMs(findLag(ear, resample(source.samples, source.rateHz, RATE_HZ, BAND_HZ)));
}

function findLag(ear: Float32Array, sent: Float32Array): number {
  const length = Math.min(toSamples(PROBE_MS), sent.length, ear.length);
  let [lag, clearest] = [0, -1];
  for (let probe = 0; probe < PROBES && clearest < 0.9; probe++) {
    const at = Math.floor(((sent.length - length) * probe) / Math.max(1, PROBES - 1));
    const { place, correlation } = bestMatch(ear, sent.subarray(at, at + length), 0, ear.length);
    if (correlation > clearest) [lag, clearest] = [Math.round(place) - at, correlation];
  }
  return lag;
}

/** The place from `from` to `to` at which `piece` fits best, finer than a sample, and how well. */
function bestMatch(
  ear: Float32Array,
  piece: Float32Array,
  from: number,
  to: number,
): { place: number; correlation: number } {
  const [first, last] = [Math.max(0, from), Math.min(ear.length - piece.length, to)];
  if (last < first) return { place: from, correlation: 0 };
  const stretch = ear.subarray(first, last + piece.length);
  const products = slidingProducts(stretch, piece);
  const pieceEnergy = energy(piece, 0, piece.length);
  /* Below a thousandth of the piece's own level there is nothing to be like. */
  const least = pieceEnergy * 1e-6 + 1e-9;
  const values = new Float64Array(products.length);
  let stretchEnergy = energy(stretch, 0, piece.length);
  let best = 0;
  for (let i = 0; i < products.length; i++) {
    values[i] = stretchEnergy < least ? 0 : (products[i] as number) / Math.sqrt(stretchEnergy * pieceEnergy + 1e-18);
    if ((values[i] as number) > (values[best] as number)) best = i;
    stretchEnergy += (stretch[i + piece.length] ?? 0) ** 2 - (stretch[i] as number) ** 2;
  }
  const [before, top, after] = [values[best - 1], values[best] as number, values[best + 1]];
  if (before === undefined || after === undefined) return { place: first + best, correlation: top };
  const bend = before - 2 * top + after;
  const shift = bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
  return { place: first + best + shift, correlation: Math.min(1, top - ((before - after) * shift) / 4) };
}

/** Stretches in which the ear has silence although the source, by any lag in force around there, has none. */
function gapsOf(
  ear: Float32Array,
  sent: Float32Array,
  found: readonly WindowHeard[],
): { atMs: number; lengthMs: number }[] {
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) return [];
  const frame = toSamples(FRAME_MS);
  const sentLoud = VOICED * rms(sent, 0, sent.length);
  const gain = median(
    found.map(({ atMs, lagMs }) => {
      const [at, place] = [toSamples(atMs), Math.max(0, toSamples(atMs + lagMs))];
      return rms(ear, place, place + 20 * frame) / Math.max(1e-9, rms(sent, at, at + 20 * frame));
    }),
  );
  const gaps: { atMs: number; lengthMs: number }[] = [];
  let fromMs: number | null = null;
  const endMs = toMs(sent.length) + last.lagMs;
  let next = 0;
  for (let ms = Math.max(0, first.lagMs); ms < endMs; ms += FRAME_MS / 2) {
    while (
      next < found.length - 1 &&
      (found[next + 1] as WindowHeard).atMs + (found[next + 1] as WindowHeard).lagMs <= ms
    )
      next++;
    const lags = [(found[next] as WindowHeard).lagMs, found[next + 1]?.lagMs ?? (found[next] as WindowHeard).lagMs];
    const quietest = Math.min(...lags.map((lagMs) => rms(sent, toSamples(ms - lagMs), toSamples(ms - lagMs) + frame)));
    const at = toSamples(ms);
    const isHole = quietest > sentLoud && rms(ear, at, at + frame) < 0.1 * gain * quietest;
    if (isHole) fromMs ??= ms;
    else if (fromMs !== null) {
      /* A frame is a hole only when all of it is: the hole reaches to the end of the last one. */
      const lengthMs = ms - FRAME_MS / 2 + FRAME_MS - fromMs;
      if (lengthMs >= LEAST_GAP_MS) gaps.push({ atMs: fromMs, lengthMs });
      fromMs = null;
    }
  }
  if (fromMs !== null && endMs - fromMs >= LEAST_GAP_MS) gaps.push({ atMs: fromMs, lengthMs: endMs - fromMs });
  return gaps;
}

/** The same sound at another rate, by a windowed sinc; nothing above `bandHz` is kept. */
export function resample(samples: Float32Array, fromHz: number, toHz: number, bandHz = toHz / 2): Float32Array {
  const cutHz = Math.min(bandHz, 0.45 * Math.min(fromHz, toHz));
  const turn = (2 * Math.PI * cutHz) / fromHz;
  const half = Math.ceil((8 * fromHz) / (2 * cutHz));
  const shared = fromHz / greatestCommonDivisor(fromHz, toHz);
  const phases = toHz / greatestCommonDivisor(fromHz, toHz);
  const taps = Array.from({ length: phases }, (_, phase) => {
    const between = ((phase * shared) % phases) / phases;
    const row = Float64Array.from({ length: 2 * half }, (__, i) => {
      const x = i - half + 1 - between;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (half + 1));
      return (x === 0 ? turn : Math.sin(turn * x) / x) * window;
    });
    const sum = row.reduce((total, tap) => total + tap, 0);
    return row.map((tap) => tap / sum);
  });
  const result = new Float32Array(Math.floor((samples.length * toHz) / fromHz));
  for (let i = 0; i < result.length; i++) {
    const row = taps[i % phases] as Float64Array;
    const from = Math.floor((i * shared) / phases) - half + 1;
    let sum = 0;
    for (let k = Math.max(0, -from); k < row.length && from + k < samples.length; k++) {
      sum += (row[k] as number) * (samples[from + k] as number);
    }
    result[i] = sum;
  }
  return result;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function energy(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = Math.max(0, from); i < Math.min(to, samples.length); i++) sum += (samples[i] as number) ** 2;
  return sum;
}

function rms(samples: Float32Array, from: number, to: number): number {
  return Math.sqrt(energy(samples, from, to) / Math.max(1, to - from));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function toSamples(ms: number): number {
  return Math.round((ms / 1000) * RATE_HZ);
}

function toMs(samples: number): number {
  return (samples / RATE_HZ) * 1000;
}
