import { type Envelope, gainThroughLimiter } from './limiter.ts';
import type { MediaWarning } from './warnings.ts';

/** How loud a recording is: by EBU R128, or by its mean level when it is too short for that. */
export interface Loudness {
  readonly measuredBy: 'ebur128' | 'rms';
  readonly lufs: number;
  readonly truePeakDbtp: number;
}

/** One gain for the whole recording, and the level at which a limiter holds the peaks (null: not needed). */
export interface Gain {
  readonly gainDb: number;
  readonly limitDb: number | null;
}

export interface LoudnessGoal {
  readonly targetLufs: number;
  readonly truePeakMaxDbtp: number;
}

/** Shorter recordings have too few gating blocks for EBU R128. */
export const SHORTEST_FOR_EBUR128_MS = 3000;
/** Below this true peak there is nothing to hear. */
export const SILENT_DBTP = -60;

/** Coding at low rates and the samples between the samples overshoot; the limiter stays this far below the ceiling. */
const CODING_MARGIN_DB = 1.5;
/** What the two codecs take from the loudness of speech, in the middle. */
const CODING_LOSS_DB = 0.3;
const MOST_GAIN_DB = 30;
const HARD_LIMITING_DB = 10;
/** Under the limiter one more dB of gain gives about two thirds of one. */
const LIMITED_SLOPE = 1.5;
const LEAST_LIMIT_DB = -24;

/** The gain that brings a recording to the goal, with what the limiter takes away already in it. */
export function gainFor(loudness: Loudness, envelope: Envelope, goal: LoudnessGoal): Gain {
  const limitDb = goal.truePeakMaxDbtp - CODING_MARGIN_DB;
  const gainDb = goal.targetLufs - loudness.lufs;
  if (loudness.truePeakDbtp + gainDb <= limitDb) return { gainDb: Math.min(gainDb, MOST_GAIN_DB), limitDb: null };
  return { gainDb: Math.min(gainThroughLimiter(envelope, gainDb + CODING_LOSS_DB, limitDb), MOST_GAIN_DB), limitDb };
}

/** The gain of a recording that was rendered before. */
export function gainAgain(loudness: Loudness, gainDb: number, goal: LoudnessGoal): Gain {
  const limitDb = goal.truePeakMaxDbtp - CODING_MARGIN_DB;
  return { gainDb, limitDb: loudness.truePeakDbtp + gainDb > limitDb ? limitDb : null };
}

/** What a rendition turned out to be. */
export interface Result {
  readonly lufs: number;
  readonly truePeakDbtp: number;
}

/**
 * A better gain after the renditions were measured, or null when they are good enough. The two codecs end up to 1 LU
 * apart on odd sounds, so their middle goes to the target and the higher peak below the ceiling.
 */
export function correctedGain(
  gain: Gain,
  measuredBy: Loudness['measuredBy'],
  results: readonly Result[],
  goal: LoudnessGoal,
): Gain | null {
  const offLu = measuredBy === 'ebur128' ? goal.targetLufs - middle(results.map((result) => result.lufs)) : 0;
  const overDb = Math.max(...results.map((result) => result.truePeakDbtp)) - goal.truePeakMaxDbtp;
  if (Math.abs(offLu) <= 0.7 && overDb <= 0) return null;
  const lowerDb = overDb > 0 ? overDb + 0.3 : 0;
  const limitDb = gain.limitDb ?? goal.truePeakMaxDbtp - CODING_MARGIN_DB;
  // Under a lower limit the same gain gives less.
  const moreDb = (Math.abs(offLu) > 0.3 ? offLu * LIMITED_SLOPE : 0) + (measuredBy === 'ebur128' ? lowerDb / 2 : 0);
  return {
    gainDb: Math.min(gain.gainDb + moreDb, MOST_GAIN_DB),
    limitDb: Math.max(limitDb - lowerDb, LEAST_LIMIT_DB),
  };
}

function middle(values: readonly number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2;
}

/** What a person should know about the loudness of the original. */
export function loudnessWarnings(loudness: Loudness, gain: Gain): MediaWarning[] {
  const warnings: MediaWarning[] = [];
  if (loudness.truePeakDbtp > 0) warnings.push('clipped');
  if (gain.gainDb > 20) warnings.push('quiet');
  const held = gain.limitDb === null ? 0 : loudness.truePeakDbtp + gain.gainDb - gain.limitDb;
  if (held > HARD_LIMITING_DB) warnings.push('peaky');
  return warnings;
}

/** True when a rendition is more than 1 LU from the goal. */
export function isOff(measuredBy: Loudness['measuredBy'], results: readonly Result[], goal: LoudnessGoal): boolean {
  return measuredBy === 'ebur128' && results.some(({ lufs }) => Math.abs(lufs - goal.targetLufs) > 1);
}
