import { FRAME_MS } from './envelope.ts';
import { findForeign } from './foreign.ts';
import { commonLag, type Hearing, type LagTable, STEADY_FRAMES, shiftOf, standingOut, tableOf } from './lag.ts';
import { likeness, loudness, type Run } from './likeness.ts';
import type { Foreign } from './ports.ts';
import type { Shape } from './shape.ts';
import type { Heard } from './verdict.ts';
import { groupsOf, lengthMs, type Window, windowsOf } from './windows.ts';
import type { Problem } from './words.ts';

/** A window that is so alike was heard. How often this errs: ADR 17. */
const ALIKE = 0.65;
/** What was heard must be so much more alike at its lag than at any other. */
const STANDS_OUT = 0.08;
/** F2 is given from here on. */
const HEARD_SHARE = 0.9;
const LEAST_JUDGED_MS = 8000;
/** Nobody says that a broadcast was heard by the sixth part of it that can be compared. */
const LEAST_JUDGED_SHARE = 0.5;
/** One window alone may be chance. */
const LEAST_WINDOWS = 2;
/** The receiver was listening during a window when so much of it came. */
const COVERED_SHARE = 0.9;
/** The lag is looked for in at most so many half minutes. */
const MOST_SEARCHED = 120;
/** A receiver that never gets louder than this gives no sound at all, dBFS. */
const MUTE_DB = -72;

export interface Comparison {
  readonly verdict: Heard;
  readonly heardMs: number;
  readonly ofMs: number;
  readonly lagMs: number | null;
  /** So much of what could be compared the receiver did not listen to, ms. */
  readonly missedMs: number;
  /** Mean of all windows that could be compared, −1 to 1. */
  readonly score: number;
  readonly problem: Problem | null;
  /** Stretches after the planned start in which something else was on the air, ms. */
  readonly foreign: readonly Foreign[];
}

/**
 * Compares what was sent with what a receiver heard. Pure. It yields again and again, so that comparing hours does not hold
 * up a station that has alarms to send.
 */
export function* comparing(reference: Shape, hearings: readonly Hearing[]): Generator<void, Comparison> {
  const { runs, soundingMs } = windowsOf(reference);
  const followed: Followed[] = [];
  for (const hearing of hearings) followed.push(yield* follow(reference, hearing, runs));
  const windows = runs.map((run, at) =>
    together(
      run,
      followed.map((one) => one.windows[at] as Window),
    ),
  );
  const heard = windows.filter((one) => one.isHeard);
  const lag = followed.find((one) => one.windows.some((window) => window.isHeard))?.lag ?? null;
  const heardMs = heard.length < LEAST_WINDOWS ? 0 : lengthMs(heard);
  const ofMs = lengthMs(windows);
  const facts = {
    heardMs,
    ofMs,
    missedMs: lengthMs(windows.filter((one) => !one.isCovered)),
    lagMs: heardMs > 0 && lag !== null ? lag * FRAME_MS : null,
    score: windows.reduce((sum, one) => sum + one.score, 0) / Math.max(1, windows.length),
  };
  const cannot = (problem: Problem): Comparison => ({ verdict: 'cannot_tell', ...facts, problem, foreign: [] });
  const isTooLittle = ofMs < Math.max(LEAST_JUDGED_MS, LEAST_JUDGED_SHARE * soundingMs);
  if (windows.length < LEAST_WINDOWS || isTooLittle) return cannot('too_little');
  const isHeard = heardMs >= HEARD_SHARE * ofMs;
  if (!isHeard && hearings.every(({ shape }) => loudness(shape, { from: 0, to: shape.frames }) < MUTE_DB))
    return cannot('mute');
  if (heardMs === 0 && followed.some((one) => one.isAmbiguous)) return cannot('repeats_itself');
  const foreign = yield* findForeign(reference, hearings, windows, lag ?? 0);
  if (isHeard) return { verdict: 'heard', ...facts, problem: null, foreign };
  if (facts.missedMs > (1 - HEARD_SHARE) * ofMs) return { ...cannot('gaps'), foreign };
  return { verdict: heardMs > 0 ? 'partly' : 'not_heard', ...facts, problem: null, foreign };
}

interface Followed {
  /** In frames; null: nothing of it was ours. */
  readonly lag: number | null;
  /** It was alike, but no more than at other lags. */
  readonly isAmbiguous: boolean;
  readonly windows: readonly Window[];
}

/** Finds the lag of one connection and judges each window at it. */
function* follow(reference: Shape, hearing: Hearing, runs: readonly Run[]): Generator<void, Followed> {
  const groups = searched(groupsOf(runs));
  const tables: LagTable[] = [];
  for (const group of groups) tables.push(yield* tableOf(reference, hearing, group.runs));
  const lag = commonLag(tables);
  if (lag === null) return { lag, isAmbiguous: false, windows: runs.map((run) => unheard(run, hearing, 0)) };
  const scores = tables.map((table) => table.best(lag, STEADY_FRAMES));
  const middle = scores.reduce((best, { score }, at) => (score > (scores[best]?.score ?? -1) ? at : best), 0);
  const anchor = groups[middle]?.first ?? 0;
  const from = scores[middle]?.lag ?? lag;
  const forward = judge(reference, hearing, runs.slice(anchor), from);
  yield;
  const backward = judge(reference, hearing, runs.slice(0, anchor).reverse(), from);
  yield;
  const windows = [...backward.reverse(), ...forward];
  const found = tables.filter((_, at) => groups[at]?.runs.some((run) => windows[runs.indexOf(run)]?.isHeard));
  const isAmbiguous = found.length > 0 && standingOut(found, lag) < STANDS_OUT;
  return { lag, isAmbiguous, windows: isAmbiguous ? windows.map((one) => ({ ...one, isHeard: false })) : windows };
}

/** All of an hour, and of more some of each part: the lag is the same everywhere. */
function searched<Group>(groups: readonly Group[]): Group[] {
  const step = Math.ceil(groups.length / MOST_SEARCHED);
  return groups.filter((_, at) => at % step === 0);
}

/** Windows one after another, from one whose lag is known. */
function judge(reference: Shape, hearing: Hearing, runs: readonly Run[], lag: number): Window[] {
  let steady = lag;
  return runs.map((run) => {
    let best = { lag, score: -1 };
    for (let off = -STEADY_FRAMES; off <= STEADY_FRAMES; off += 1) {
      const one = Math.round(steady) + off;
      const score = likeness(reference, hearing.shape, [run], shiftOf(hearing) + one);
      if (score > best.score) best = { lag: one, score };
    }
    const found = unheard(run, hearing, Math.round(steady));
    const window = { ...found, score: best.score, isHeard: found.isCovered && best.score >= ALIKE };
    // Sound cards are not quite equally fast: over hours the lag creeps, and it is followed.
    if (window.isHeard) steady += (best.lag - steady) / 4;
    return window;
  });
}

function unheard(run: Run, hearing: Hearing, lag: number): Window {
  const shift = shiftOf(hearing) + lag;
  const frames = Math.min(run.to + shift, hearing.shape.frames) - Math.max(run.from + shift, 0);
  const isCovered = frames >= COVERED_SHARE * (run.to - run.from);
  return { ...run, score: 0, isHeard: false, isCovered };
}

/** One window as all connections together heard it. */
function together(run: Run, heard: readonly Window[]): Window {
  return {
    ...run,
    score: Math.max(0, ...heard.map((one) => one.score)),
    isHeard: heard.some((one) => one.isHeard),
    isCovered: heard.some((one) => one.isCovered),
  };
}
