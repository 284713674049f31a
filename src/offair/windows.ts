import { FRAME_MS } from './envelope.ts';
import { liveliness, type Run } from './likeness.ts';
import type { Shape } from './shape.ts';

/** What was sent is judged in pieces of about so long. */
const WINDOW_MS = 5000;
/** A window can be compared when so much of it sounds, and moves by so much. */
const SOUNDING_SHARE = 0.4;
const SOUNDING_DB = -60;
const LIVELY_DB = 1.5;
/** Windows that are looked for together. */
const TOGETHER = 6;

/** One window of what was sent, and how it was found in what was heard. */
export interface Window extends Run {
  readonly score: number;
  readonly isHeard: boolean;
  /** The receiver was listening then. */
  readonly isCovered: boolean;
}

/**
 * What was sent in windows of nearly WINDOW_MS: those in which something can be compared, and how long all of them are in
 * which there is sound.
 */
export function windowsOf(reference: Shape): { runs: Run[]; soundingMs: number } {
  const count = Math.max(1, Math.round((reference.frames * FRAME_MS) / WINDOW_MS));
  const windows = Array.from({ length: count }, (_, at) => ({
    from: Math.round((reference.frames * at) / count),
    to: Math.round((reference.frames * (at + 1)) / count),
  }));
  const sounding = windows.filter(({ from, to }) => {
    const loud = reference.levels.subarray(from, to).filter((level) => level > SOUNDING_DB).length;
    return loud > SOUNDING_SHARE * (to - from);
  });
  const runs = sounding.filter((run) => liveliness(reference, run) >= LIVELY_DB);
  return { runs, soundingMs: lengthMs(sounding) };
}

/** Half minutes. Should few windows be left over at the end, they go with those before: alone they prove too little. */
export function groupsOf(windows: readonly Run[]): Array<{ first: number; runs: readonly Run[] }> {
  const count = Math.ceil(windows.length / TOGETHER);
  return Array.from({ length: count }, (_, at) => {
    const first = Math.max(0, Math.min(at * TOGETHER, windows.length - TOGETHER));
    return { first, runs: windows.slice(first, first + TOGETHER) };
  });
}

export function lengthMs(runs: readonly Run[]): number {
  return runs.reduce((sum, { from, to }) => sum + to - from, 0) * FRAME_MS;
}
