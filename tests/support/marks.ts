/**
 * Audible marks: test sound that says which broadcast it is, so that the judge believes ears and not the server.
 *
 * A frame is ten two-tone symbols of 60 ms with 20 ms off after each, then one plain tone (80 ms on, 20 ms off):
 * 900 ms. Frames follow one another without a pause, so sound is never off for more than 20 ms and a hole shows.
 *
 *   D  1 or 2  h h h h h h  c c  tail
 *
 * `D 1` announces a 24-bit id; `D 2` a 16-bit id and an 8-bit frame counter that wraps, which tells where inside the
 * sound a stretch lies. The two check symbols close a Reed-Solomon word over GF(16) of all ten symbols: any one or two
 * wrong symbols are noticed. Nothing is ever corrected: a frame that is not whole is not a frame. The tail is no symbol
 * and breaks the 80 ms grid, so that symbols of two frames never read as one.
 *
 * There are two voices, so that two sounds which are mixed on one loudspeaker are both heard.
 */

export const SYMBOL_MS = 80;
const TONE_MS = 60;
export const FRAME_MS = 900;
const SYMBOLS = 10;
const TAIL_TONE_MS = 80;
const RAMP_MS = 2;

/** `low` is the telephone's own DTMF; `high` lies above it, still inside a telephone's band. */
export type Voice = 'low' | 'high';

const TONES: Record<
  Voice,
  { readonly rowsHz: readonly number[]; readonly columnsHz: readonly number[]; readonly tailHz: number }
> = {
  low: { rowsHz: [697, 770, 852, 941], columnsHz: [1209, 1336, 1477, 1633], tailHz: 1075 },
  high: { rowsHz: [1823, 1943, 2063, 2183], columnsHz: [2531, 2687, 2843, 2999], tailHz: 2357 },
};

/** Row and column of each hexadecimal digit on the keypad; E is `*`, F is `#`. */
const KEYPAD = ['123A', '456B', '789C', '*0#D'];
const KEYS = Array.from({ length: 16 }, (_, digit) => {
  const key = digit === 14 ? '*' : digit === 15 ? '#' : digit.toString(16).toUpperCase();
  const row = KEYPAD.findIndex((keys) => keys.includes(key));
  return { row, column: (KEYPAD[row] as string).indexOf(key) };
});
const DIGIT_OF: number[] = [];
for (const [digit, { row, column }] of KEYS.entries()) DIGIT_OF[row * 4 + column] = digit;

const SYNC = 0xd;
const PLAIN = 1;
const COUNTED = 2;

/* GF(16) by x⁴ + x + 1. */
const POWERS: number[] = [1];
for (let i = 1; i < 15; i++) POWERS[i] = ((POWERS[i - 1] as number) << 1) ^ ((POWERS[i - 1] as number) & 8 ? 0x13 : 0);

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : (POWERS[(POWERS.indexOf(a) + POWERS.indexOf(b)) % 15] as number);
}

/** The remainder that the two check symbols must cancel, by the generator (x − 1)(x − α). */
function remainder(symbols: readonly number[]): readonly [number, number] {
  let [high, low] = [0, 0];
  for (const symbol of symbols) {
    const out = high ^ symbol;
    [high, low] = [low ^ times(out, 3), times(out, 2)];
  }
  return [high, low];
}

function symbolsOf(payload: number, counted: boolean): number[] {
  const symbols = [SYNC, counted ? COUNTED : PLAIN];
  for (let shift = 20; shift >= 0; shift -= 4) symbols.push((payload >>> shift) & 15);
  return [...symbols, ...remainder(symbols)];
}

export interface MarkOptions {
  /** 24 bits, or 16 bits with a frame counter. */
  readonly id: number;
  readonly durationMs: number;
  readonly rateHz: number;
  /** Peak of the marks in dB of full scale; −6 unless told. About −26 lies under speech. */
  readonly levelDb?: number;
  readonly withFrameCounter?: boolean;
  readonly voice?: Voice;
}

/** Sound of one or two tones inside a frame, ms from the frame's beginning. */
export interface Tone {
  readonly fromMs: number;
  readonly lengthMs: number;
  readonly tonesHz: readonly number[];
}

/** The eleven sounds of one frame, in order. */
export function tonesOf({ id, frame, voice }: Pick<Mark, 'id' | 'frame' | 'voice'>): Tone[] {
  const { rowsHz, columnsHz, tailHz } = TONES[voice];
  const symbols = frame === null ? symbolsOf(id, false) : symbolsOf((id << 8) | (frame & 0xff), true);
  const tones: Tone[] = symbols.map((symbol, i) => {
    const { row, column } = KEYS[symbol] as { row: number; column: number };
    return { fromMs: i * SYMBOL_MS, lengthMs: TONE_MS, tonesHz: [rowsHz[row] as number, columnsHz[column] as number] };
  });
  return [...tones, { fromMs: SYMBOLS * SYMBOL_MS, lengthMs: TAIL_TONE_MS, tonesHz: [tailHz] }];
}

/** Marks from the first sample to the last; the last frame is cut where the duration ends. */
export function encodeMarks(options: MarkOptions): Float32Array {
  const { id, durationMs, rateHz, levelDb = -6, withFrameCounter = false, voice = 'low' } = options;
  if (!Number.isInteger(id) || id < 0 || id >= 2 ** (withFrameCounter ? 16 : 24))
    throw new RangeError(`no mark for id ${id}`);
  const samples = new Float32Array(Math.round((durationMs / 1000) * rateHz));
  const amplitude = 10 ** (levelDb / 20) / 2;
  for (let frame = 0; frame * FRAME_MS < durationMs; frame++) {
    for (const { fromMs, lengthMs, tonesHz } of tonesOf({ id, frame: withFrameCounter ? frame : null, voice })) {
      for (const toneHz of tonesHz) addTone(samples, rateHz, frame * FRAME_MS + fromMs, lengthMs, toneHz, amplitude);
    }
  }
  return samples;
}

function addTone(
  samples: Float32Array,
  rateHz: number,
  fromMs: number,
  lengthMs: number,
  toneHz: number,
  amplitude: number,
) {
  const from = Math.round((fromMs / 1000) * rateHz);
  const length = Math.round((lengthMs / 1000) * rateHz);
  const ramp = (RAMP_MS / 1000) * rateHz;
  for (let i = 0; i < length && from + i < samples.length; i++) {
    const edge = Math.min(1, (i + 0.5) / ramp, (length - i - 0.5) / ramp);
    const gain = amplitude * (edge < 1 ? 0.5 - 0.5 * Math.cos(Math.PI * edge) : 1);
    samples[from + i] = (samples[from + i] as number) + gain * Math.sin((2 * Math.PI * toneHz * i) / rateHz);
  }
}

/** One whole frame that was heard. Times are ms from the first sample, good to a few ms. */
export interface Mark {
  readonly id: number;
  /** The frame counter, 0 to 255, or null for a plain mark. */
  readonly frame: number | null;
  readonly voice: Voice;
  /** When the frame begins. */
  readonly atMs: number;
  /** When its last symbol ends, 780 ms later: sound is proved until here. */
  readonly endMs: number;
  /** Peak level of its tones in dB of full scale. */
  readonly levelDb: number;
}

/* The sound is cut into blocks of HOP_MS; a symbol is judged over the inner blocks of its 60 ms. */
const HOP_MS = 5;
const SYMBOL_HOPS = SYMBOL_MS / HOP_MS;
const TONE_HOPS = TONE_MS / HOP_MS;
const FRAME_HOPS = SYMBOLS * SYMBOL_HOPS;
/** How far the best tone of a group must stand above the second best, as a ratio of amplitudes. */
const LEAST_LEAD = 1.5;
/** Loudest to quietest tone of one group inside one frame, as a ratio of amplitudes. */
const LARGEST_SPREAD = 4;

/** Every whole frame of `samples`, in order of time. */
export function decodeMarks(samples: Float32Array, rateHz: number, voices: readonly Voice[] = ['low', 'high']): Mark[] {
  const marks = voices.flatMap((voice) => decodeVoice(samples, rateHz, voice));
  return marks.sort((a, b) => a.atMs - b.atMs);
}

interface Candidate {
  readonly hop: number;
  readonly symbols: readonly number[];
  readonly strength: number;
}

function decodeVoice(samples: Float32Array, rateHz: number, voice: Voice): Mark[] {
  const { rowsHz, columnsHz } = TONES[voice];
  const hopSamples = (HOP_MS / 1000) * rateHz;
  const hops = Math.floor(samples.length / hopSamples);
  const tones = new ToneTable(samples, rateHz, [...rowsHz, ...columnsHz], hops, hopSamples);
  const found: Candidate[] = [];
  for (let hop = 0; hop + FRAME_HOPS - (SYMBOL_HOPS - TONE_HOPS) <= hops; hop++) {
    const candidate = frameAt(tones, hop);
    if (!candidate) continue;
    const last = found.at(-1);
    const isSame = last && hop - last.hop < SYMBOL_HOPS && last.symbols.join() === candidate.symbols.join();
    if (!isSame) found.push(candidate);
    else if (candidate.strength > last.strength) found[found.length - 1] = candidate;
  }
  const clear = found.filter((candidate) => isOnTop(tones, candidate));
  return clear.filter((candidate) => isBelieved(candidate, clear)).map((candidate) => markOf(tones, candidate, voice));
}

/**
 * Where one sound cuts off another, their symbols can by chance make a whole frame. Of two frames that overlap, only
 * one that has a neighbour of its own play is believed.
 */
function isBelieved(candidate: Candidate, all: readonly Candidate[]): boolean {
  const rivals = all.filter((other) => other !== candidate && Math.abs(other.hop - candidate.hop) < FRAME_HOPS);
  if (rivals.length === 0) return true;
  const hasNeighbour = (one: Candidate) =>
    all.some(
      (other) => Math.abs(Math.abs(other.hop - one.hop) * HOP_MS - FRAME_MS) <= 2 * HOP_MS && idOf(other) === idOf(one),
    );
  return hasNeighbour(candidate) && !rivals.some(hasNeighbour);
}

/** The digits of the id alone, with the kind of frame in front. */
function idOf({ symbols }: Candidate): string {
  return symbols.slice(1, symbols[1] === COUNTED ? 6 : 8).join();
}

/** The frame that begins at `hop`, when all ten symbols are clear, alike in level, and close under the check. */
function frameAt(tones: ToneTable, hop: number): Candidate | null {
  const symbols: number[] = [];
  const weakest = [Infinity, Infinity];
  const strongest = [0, 0];
  let strength = 0;
  for (let i = 0; i < SYMBOLS; i++) {
    const from = hop + i * SYMBOL_HOPS;
    const row = tones.loudest(from + 1, from + TONE_HOPS - 1, 0);
    const column = tones.loudest(from + 1, from + TONE_HOPS - 1, 4);
    if (!row || !column) return null;
    const symbol = DIGIT_OF[row.tone * 4 + column.tone - 4] as number;
    if (i === 0 && symbol !== SYNC) return null;
    if (i === 1 && symbol !== PLAIN && symbol !== COUNTED) return null;
    symbols.push(symbol);
    for (const [group, level] of [row.level, column.level].entries()) {
      weakest[group] = Math.min(weakest[group] as number, level);
      strongest[group] = Math.max(strongest[group] as number, level);
      if ((strongest[group] as number) > LARGEST_SPREAD * (weakest[group] as number)) return null;
    }
    strength +=
      tones.amplitude(row.tone, from, from + TONE_HOPS) + tones.amplitude(column.tone, from, from + TONE_HOPS);
  }
  const [high, low] = remainder(symbols);
  return high === 0 && low === 0 ? { hop, symbols, strength } : null;
}

/** False when the same symbols fit better a little earlier or later: then one of them was not there in its own time. */
function isOnTop(tones: ToneTable, { hop, symbols, strength }: Candidate): boolean {
  for (let shift = 2; shift < SYMBOL_HOPS / 2; shift++) {
    if (strengthAt(tones, hop - shift, symbols) > strength) return false;
    if (strengthAt(tones, hop + shift, symbols) > strength) return false;
  }
  return true;
}

function markOf(tones: ToneTable, candidate: Candidate, voice: Voice): Mark {
  const { hop, symbols, strength } = candidate;
  /* Tone and window overlap like a triangle around the true time: three points of it give its top. */
  const early = strengthAt(tones, hop - 1, symbols);
  const late = strengthAt(tones, hop + 1, symbols);
  const slope = Math.max(strength - early, strength - late);
  const shift = slope > 0 ? Math.max(-0.5, Math.min(0.5, (late - early) / (2 * slope))) : 0;
  const atMs = (hop + shift) * HOP_MS;
  const payload = symbols.slice(2, 8).reduce((value, symbol) => value * 16 + symbol, 0);
  const counted = symbols[1] === COUNTED;
  return {
    id: counted ? payload >>> 8 : payload,
    frame: counted ? payload & 0xff : null,
    voice,
    atMs,
    endMs: atMs + (SYMBOLS - 1) * SYMBOL_MS + TONE_MS,
    levelDb: 20 * Math.log10(strength / SYMBOLS + Number.MIN_VALUE),
  };
}

function strengthAt(tones: ToneTable, hop: number, symbols: readonly number[]): number {
  let strength = 0;
  for (const [i, symbol] of symbols.entries()) {
    const { row, column } = KEYS[symbol] as { row: number; column: number };
    const from = hop + i * SYMBOL_HOPS;
    strength += tones.amplitude(row, from, from + TONE_HOPS) + tones.amplitude(column + 4, from, from + TONE_HOPS);
  }
  return strength;
}

/**
 * The Goertzel sum of each tone over any stretch of blocks: each block is summed once, with the phase counted from the
 * first sample, and the blocks are then added up, so a stretch costs two look-ups.
 */
class ToneTable {
  readonly #hops: number;
  readonly #hopSamples: number;
  readonly #real: Float64Array[];
  readonly #imaginary: Float64Array[];

  constructor(samples: Float32Array, rateHz: number, tonesHz: readonly number[], hops: number, hopSamples: number) {
    this.#hops = hops;
    this.#hopSamples = hopSamples;
    this.#real = tonesHz.map(() => new Float64Array(hops + 1));
    this.#imaginary = tonesHz.map(() => new Float64Array(hops + 1));
    const longest = Math.ceil(hopSamples) + 1;
    for (const [tone, toneHz] of tonesHz.entries()) {
      const turn = (2 * Math.PI * toneHz) / rateHz;
      const cosine = Float64Array.from({ length: longest }, (_, i) => Math.cos(turn * i));
      const sine = Float64Array.from({ length: longest }, (_, i) => Math.sin(turn * i));
      const [reals, imaginaries] = [this.#real[tone] as Float64Array, this.#imaginary[tone] as Float64Array];
      for (let hop = 0; hop < hops; hop++) {
        const from = Math.round(hop * hopSamples);
        const to = Math.min(samples.length, Math.round((hop + 1) * hopSamples));
        let [real, imaginary] = [0, 0];
        for (let i = from; i < to; i++) {
          const sample = samples[i] as number;
          real += sample * (cosine[i - from] as number);
          imaginary += sample * (sine[i - from] as number);
        }
        const [c, s] = [Math.cos(turn * from), Math.sin(turn * from)];
        reals[hop + 1] = (reals[hop] as number) + real * c - imaginary * s;
        imaginaries[hop + 1] = (imaginaries[hop] as number) + real * s + imaginary * c;
      }
    }
  }

  /** Mean amplitude of a tone over blocks `from` to `to`; what lies outside the sound counts as silence. */
  amplitude(tone: number, from: number, to: number): number {
    const [first, last] = [Math.max(0, from), Math.min(this.#hops, to)];
    if (last <= first) return 0;
    const real = (this.#real[tone]?.[last] as number) - (this.#real[tone]?.[first] as number);
    const imaginary = (this.#imaginary[tone]?.[last] as number) - (this.#imaginary[tone]?.[first] as number);
    return (2 * Math.hypot(real, imaginary)) / ((to - from) * this.#hopSamples);
  }

  /** The loudest of the four tones from `group` on, or null when none stands out. */
  loudest(from: number, to: number, group: 0 | 4): { tone: number; level: number } | null {
    let [tone, level, second] = [group as number, -1, -1];
    for (let other = group as number; other < group + 4; other++) {
      const amplitude = this.amplitude(other, from, to);
      if (amplitude > level) [tone, level, second] = [other, amplitude, level];
      else if (amplitude > second) second = amplitude;
    }
    return level > 1e-5 && level > LEAST_LEAD * second ? { tone, level } : null;
  }
}
