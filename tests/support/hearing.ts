import { decodeMarks, FRAME_MS, type Mark, SYMBOL_MS, tonesOf, type Voice } from './marks.ts';
import { readWav } from './wav.ts';

/**
 * A hole in a play: silence inside it, or a stall after which the sound went on late. Its length holds what pauses of
 * the marks themselves adjoin: up to 40 ms too much, never too little.
 */
export interface Gap {
  readonly atMs: number;
  readonly lengthMs: number;
}

/**
 * One unbroken play of one mark as the ear has it: sound of the same broadcast whose place in the recording only goes
 * forward in step with time. A repeat, a skip or another sound in between begins a new play.
 */
export interface HeardPlay {
  readonly markId: number;
  readonly voice: Voice;
  /** Epoch ms (or ms from the first sample when the file has no start) of the first and last sound. */
  readonly startMs: number;
  readonly endMs: number;
  /** Where in the recording the play begins, ms; null when the mark carries no frame counter. */
  readonly fromMs: number | null;
  readonly gaps: readonly Gap[];
}

/** How exactly the ear follows a play, ms. */
const STEADY_MS = 30;
/** The shortest silence that counts as a hole; marks themselves are off for at most 20 ms. */
const LEAST_GAP_MS = 40;
/** A silence up to this long stays inside its play; a longer one ends it. */
const LONGEST_GAP_MS = 2000;
const ENVELOPE_MS = 5;
/** How finely a broken frame is followed, and how many slices may be unclear on the way. */
const SLICE_MS = 10;
const MISSED_SLICES = 2;
/** How far a rim may reach, and how much silence must stand behind it, in steps of the envelope. */
const RIM_HOPS = 8;
const QUIET_HOPS = 7;
/** Silence is this far below the marks, as a ratio of amplitudes (24 dB). */
const SILENCE = 0.063;

/** What a microphone heard: the plays of a WAV file in order of their start, by the clock of its `bext` chunk. */
export async function hearWav(path: string): Promise<HeardPlay[]> {
  const { samples, rateHz, startAtMs } = await readWav(path);
  return hearPlays(samples, rateHz, startAtMs ?? 0);
}

/** The plays in `samples`, whose first sample sounded at `startAtMs`. */
export function hearPlays(samples: Float32Array, rateHz: number, startAtMs = 0): HeardPlay[] {
  const marks = decodeMarks(samples, rateHz);
  const ear = { samples, rateHz, envelope: envelopeOf(samples, rateHz) };
  const voices = ['low', 'high'] as const;
  const plays = voices.flatMap((voice) =>
    playsOf(withoutSeams(runsOf(marks.filter((mark) => mark.voice === voice))), ear),
  );
  return plays
    .map(({ gaps, ...play }) => ({
      ...play,
      startMs: startAtMs + play.startMs,
      endMs: startAtMs + play.endMs,
      gaps: gaps.map((gap) => ({ ...gap, atMs: startAtMs + gap.atMs })),
    }))
    .sort((a, b) => a.startMs - b.startMs);
}

interface Ear {
  readonly samples: Float32Array;
  readonly rateHz: number;
  /** Peak of each 5 ms. */
  readonly envelope: Float32Array;
}

interface Step {
  readonly mark: Mark;
  /** Where the frame stands in the recording, ms, unwrapped; counted from the first frame heard without a counter. */
  readonly placeMs: number;
}
type Run = readonly [Step, ...Step[]];

/** Cuts one voice's frames, in order of time, where the broadcast changes or its place does not go on in step. */
function runsOf(marks: readonly Mark[]): Run[] {
  const runs: [Step, ...Step[]][] = [];
  for (const mark of marks) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const placeMs = last && last.mark.id === mark.id ? nextPlace(last, mark) : null;
    if (run && placeMs !== null) run.push({ mark, placeMs });
    else runs.push([{ mark, placeMs: firstPlace(mark, runs) }]);
  }
  return runs;
}

/** A lone frame, squeezed between other plays, is what a seam between two sounds can look like: it is not believed. */
function withoutSeams(runs: readonly Run[]): Run[] {
  return runs.filter((run, i) => {
    const [before, after] = [runs[i - 1]?.at(-1), runs[i + 1]?.[0]];
    if (run.length > 1 || !before || !after) return true;
    return run[0].mark.atMs - before.mark.endMs > FRAME_MS || after.mark.atMs - run[0].mark.endMs > FRAME_MS;
  });
}

/** The place of `mark` when it carries on the play of `last`, or null. */
function nextPlace(last: Step, mark: Mark): number | null {
  const passedMs = mark.atMs - last.mark.atMs;
  if (passedMs > FRAME_MS + LONGEST_GAP_MS) return null;
  if (last.mark.frame === null || mark.frame === null) {
    if (last.mark.frame !== mark.frame) return null;
    const frames = Math.max(1, Math.floor((passedMs + STEADY_MS) / FRAME_MS));
    return passedMs < FRAME_MS - STEADY_MS ? null : last.placeMs + frames * FRAME_MS;
  }
  const frames = (mark.frame - last.mark.frame + 256) % 256;
  const aheadMs = frames * FRAME_MS;
  return frames === 0 || aheadMs > passedMs + STEADY_MS ? null : last.placeMs + aheadMs;
}

/** A counter wraps every 230 s: a later run of the same id is taken to lie as near as it can to where the last ended. */
function firstPlace(mark: Mark, runs: readonly Run[]): number {
  if (mark.frame === null) return 0;
  const before = runs.findLast((run) => run[0].mark.id === mark.id)?.at(-1);
  const turnMs = 256 * FRAME_MS;
  const placeMs = mark.frame * FRAME_MS;
  return before ? placeMs + Math.max(0, Math.round((before.placeMs - placeMs) / turnMs)) * turnMs : placeMs;
}

/** One voice's plays. Where two of them claim the same tone, the earlier one has it. */
function playsOf(runs: readonly Run[], ear: Ear): HeardPlay[] {
  let freeMs = 0;
  return runs.map((run, i) => {
    const [first, last] = [run[0], run.at(-1) as Step];
    const startMs = Math.max(freeMs, soundBack(first, ear));
    const endMs = Math.min(soundOn(last, ear), runs[i + 1]?.[0].mark.atMs ?? Infinity);
    freeMs = endMs;
    return {
      markId: first.mark.id,
      voice: first.mark.voice,
      startMs,
      endMs,
      fromMs: first.mark.frame === null ? null : Math.max(0, first.placeMs - (first.mark.atMs - startMs)),
      gaps: gapsOf(run, ear.envelope, startMs, endMs),
    };
  });
}

/** Silences inside the play, and stalls that no silence explains. */
function gapsOf(run: Run, envelope: Float32Array, startMs: number, endMs: number): Gap[] {
  const floor = 10 ** (Math.min(...run.map(({ mark }) => mark.levelDb)) / 20) * SILENCE;
  const gaps: Gap[] = [];
  let quietFromMs: number | null = null;
  const [from, to] = [Math.ceil(startMs / ENVELOPE_MS), Math.floor(endMs / ENVELOPE_MS)];
  for (let hop = from; hop <= to; hop++) {
    const quiet = hop < to && (envelope[hop] ?? 0) < floor;
    if (quiet) quietFromMs ??= hop * ENVELOPE_MS;
    else if (quietFromMs !== null) {
      const lengthMs = hop * ENVELOPE_MS - quietFromMs;
      if (lengthMs >= LEAST_GAP_MS) gaps.push({ atMs: quietFromMs, lengthMs });
      quietFromMs = null;
    }
  }
  for (let i = 1; i < run.length; i++) {
    const [before, after] = [run[i - 1] as Step, run[i] as Step];
    const stalledMs = after.mark.atMs - before.mark.atMs - (after.placeMs - before.placeMs);
    const isSilent = gaps.some((gap) => gap.atMs > before.mark.atMs && gap.atMs < after.mark.atMs);
    if (stalledMs > STEADY_MS && !isSilent) gaps.push({ atMs: before.mark.endMs, lengthMs: stalledMs });
  }
  return gaps.sort((a, b) => a.atMs - b.atMs);
}

/**
 * A part of a frame may sound before the first whole frame of a play, and its first symbol may be cut short. What it
 * must sound like is known, so it is followed back tone by tone to where it began.
 */
function soundBack({ mark, placeMs }: Step, ear: Ear): number {
  const first = slicesOf(mark, mark.atMs).filter(({ fromMs }) => fromMs < mark.atMs + SYMBOL_MS / 2);
  if (first.every((slice) => isThere(slice, mark, ear)) && mark.frame !== null && placeMs < FRAME_MS) return mark.atMs;
  const before = slicesOf(neighbour(mark, -1), mark.atMs - FRAME_MS);
  let [reachedMs, missed] = [mark.atMs + SYMBOL_MS / 2, 0];
  for (const slice of [...before, ...first].reverse()) {
    if (isThere(slice, mark, ear)) [reachedMs, missed] = [slice.fromMs, 0];
    else if (++missed > MISSED_SLICES) break;
  }
  return Math.abs(reachedMs - mark.atMs) < 1 ? mark.atMs : rimOf(reachedMs, -1, mark, ear);
}

/** The same for the end of the last whole frame of a play: its last symbol, its tail, and what there is of the next. */
function soundOn({ mark }: Step, ear: Ear): number {
  const after = slicesOf(neighbour(mark, 1), mark.atMs + FRAME_MS);
  const lastMs = mark.endMs - SYMBOL_MS / 2;
  let [reachedMs, missed] = [lastMs, 0];
  for (const slice of [...slicesOf(mark, mark.atMs), ...after].filter(({ fromMs }) => fromMs >= lastMs)) {
    if (isThere(slice, mark, ear)) [reachedMs, missed] = [slice.fromMs + SLICE_MS, 0];
    else if (++missed > MISSED_SLICES) break;
  }
  return rimOf(reachedMs, 1, mark, ear);
}

/** The frame that follows or precedes. */
function neighbour(mark: Mark, step: 1 | -1): Mark {
  return { ...mark, frame: mark.frame === null ? null : (mark.frame + 256 + step) % 256 };
}

/**
 * A last piece of a tone, too short for a slice and behind a pause of the marks, still counts where true silence stands
 * behind it. Against other sound it cannot be told.
 */
function rimOf(reachedMs: number, direction: 1 | -1, mark: Mark, { envelope }: Ear): number {
  const floor = 10 ** (mark.levelDb / 20) * SILENCE;
  const edge = Math.round(reachedMs / ENVELOPE_MS) - (direction === 1 ? 0 : 1);
  let [rim, quiet] = [0, 0];
  for (let away = 0; quiet < QUIET_HOPS; away++) {
    const isLoud = (envelope[edge + away * direction] ?? 0) >= floor;
    if (isLoud) [rim, quiet] = [away + 1, 0];
    else quiet++;
    if (rim > RIM_HOPS) return reachedMs;
  }
  return rim === 0 ? reachedMs : (edge + (direction === 1 ? rim : 1 - rim)) * ENVELOPE_MS;
}

interface Slice {
  readonly fromMs: number;
  readonly tonesHz: readonly number[];
}

/** A frame that begins at `atMs`, cut into pieces short enough to tell where it breaks off. */
function slicesOf(mark: Mark, atMs: number): Slice[] {
  return tonesOf(mark).flatMap(({ fromMs, lengthMs, tonesHz }) =>
    Array.from({ length: Math.floor(lengthMs / SLICE_MS) }, (_, i) => ({
      fromMs: atMs + fromMs + i * SLICE_MS,
      tonesHz,
    })),
  );
}

/** True when at least about half of the slice holds its tones. */
function isThere({ fromMs, tonesHz }: Slice, mark: Mark, { samples, rateHz }: Ear): boolean {
  const least = 0.4 * (10 ** (mark.levelDb / 20) / 2);
  const [from, to] = [Math.round((fromMs / 1000) * rateHz), Math.round(((fromMs + SLICE_MS) / 1000) * rateHz)];
  if (from < 0 || to > samples.length + rateHz * 0.007) return false;
  return tonesHz.every((toneHz) => {
    let [real, imaginary] = [0, 0];
    for (let i = from; i < Math.min(to, samples.length); i++) {
      real += (samples[i] as number) * Math.cos((2 * Math.PI * toneHz * i) / rateHz);
      imaginary += (samples[i] as number) * Math.sin((2 * Math.PI * toneHz * i) / rateHz);
    }
    return (2 * Math.hypot(real, imaginary)) / (to - from) > least;
  });
}

/** Peak of each 5 ms. */
function envelopeOf(samples: Float32Array, rateHz: number): Float32Array {
  const hopSamples = (ENVELOPE_MS / 1000) * rateHz;
  const envelope = new Float32Array(Math.floor(samples.length / hopSamples));
  for (let hop = 0; hop < envelope.length; hop++) {
    let peak = 0;
    const to = Math.round((hop + 1) * hopSamples);
    for (let i = Math.round(hop * hopSamples); i < to; i++) peak = Math.max(peak, Math.abs(samples[i] as number));
    envelope[hop] = peak;
  }
  return envelope;
}
