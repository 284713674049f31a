/** What ffmpeg says on standard error, taken apart. Pure; the same for ffmpeg 4 to 7. */

/** The loudness that the filter ebur128 tells at its end, or null when it said nothing. Silence is minus infinity. */
export interface Measured {
  readonly loudnessLufs: number;
  readonly peakDb: number;
}

export function measuredIn(lines: readonly string[]): Measured | null {
  // From 7.0 on ffmpeg speaks with several threads: its progress may come between "[…] " and "Summary:".
  const summary = lines.findLastIndex((line) => /(^| )Summary:$/.test(line));
  if (summary < 0) return null;
  const value = (pattern: RegExp) => {
    const line = lines.slice(summary).find((text) => pattern.test(text));
    return line === undefined ? null : decibels(pattern.exec(line)?.[1]);
  };
  const loudnessLufs = value(/^ +I: +(\S+) LUFS/);
  const peakDb = value(/^ +Peak: +(\S+) dBFS/);
  return loudnessLufs === null || peakDb === null ? null : { loudnessLufs, peakDb };
}

/** The mean level that the filter astats tells at its end, in dB below full scale, or null. */
export function rmsIn(lines: readonly string[]): number | null {
  const line = lines.findLast((text) => /RMS level dB: /.test(text));
  return line === undefined ? null : decibels(/RMS level dB: (\S+)/.exec(line)?.[1]);
}

function decibels(text: string | undefined): number | null {
  if (text === '-inf') return Number.NEGATIVE_INFINITY;
  const value = Number(text);
  return text === undefined || Number.isNaN(value) ? null : value;
}

/** The length that the container promises, or null when it is not said or only a guess from the bit rate. */
export function declaredMsIn(lines: readonly string[]): number | null {
  if (lines.some((line) => line.includes('Estimating duration from bitrate'))) return null;
  for (const line of lines) {
    // Titles and comments stand deeper, so they cannot pretend to be this line.
    const match = /^ {2}Duration: (\d+):(\d\d):(\d\d\.\d+),/.exec(line);
    if (match) return (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000;
  }
  return null;
}

/** Silence at the two ends in milliseconds, from the filter silencedetect. */
export function silenceIn(lines: readonly string[], durationMs: number): { headMs: number; tailMs: number } {
  const spans: Array<{ fromMs: number; toMs: number }> = [];
  for (const line of lines) {
    const from = /silence_start: (-?[\d.e+-]+)/.exec(line);
    const to = /silence_end: ([\d.e+-]+)/.exec(line);
    const last = spans.at(-1);
    if (from) spans.push({ fromMs: Math.max(0, Number(from[1]) * 1000), toMs: durationMs });
    else if (to && last) last.toMs = Math.min(durationMs, Number(to[1]) * 1000);
  }
  const near = 50;
  const head = spans[0];
  const tail = spans.at(-1);
  return {
    headMs: head && head.fromMs <= near ? Math.round(head.toMs) : 0,
    tailMs: tail && tail.toMs >= durationMs - near ? Math.round(durationMs - tail.fromMs) : 0,
  };
}

/** How many pieces of the input could not be decoded. */
export function decodeErrorsIn(lines: readonly string[]): number {
  return lines.filter((line) => /Error while decoding|Error submitting packet to decoder|Decoding error/.test(line))
    .length;
}

/** True when ffmpeg met the end of the file before the end of what its container promised. */
export function endedEarly(lines: readonly string[]): boolean {
  return lines.some((line) => /partial file|ended prematurely|corrupt input packet|moov atom not found/i.test(line));
}

/** True when the file has moving pictures beside its sound (a cover does not move). */
export function hasFilm(lines: readonly string[]): boolean {
  return lines.some((line) => /^ +Stream #0:\d+.*: Video: /.test(line) && !line.includes('attached pic'));
}

export const hasNoMoov = (lines: readonly string[]) => lines.some((line) => line.includes('moov atom not found'));
export const hasNoAudio = (lines: readonly string[]) => lines.some((line) => /matches no streams/.test(line));
export const isDiskFull = (lines: readonly string[]) => lines.some((line) => /No space left on device/.test(line));

/** Signal 24 is the soft limit of processor time. */
export const isTooHeavy = (lines: readonly string[]) =>
  lines.some((line) => /received signal 24|Cannot allocate memory|Error allocating/.test(line));
