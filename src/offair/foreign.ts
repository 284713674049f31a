import { FRAME_MS } from './envelope.ts';
import { ALIKE_TOGETHER, type Hearing, shiftOf, tableOf } from './lag.ts';
import { liveliness, loudness, type Run } from './likeness.ts';
import type { Foreign } from './ports.ts';
import type { Shape } from './shape.ts';
import type { Window } from './windows.ts';

/** Shorter than this it may be a passing car or a crackle. */
const LEAST_MS = 10_000;
/** Our own sound through a channel full of noise is still more alike than this. */
const UNLIKE = 0.35;
/** What is softer is a neighbour far away behind the hiss. */
const LOUD_DB = -50;
/** Hiss and hum hardly move; speech and music do. */
const LIVELY_DB = 1.8;
const WINDOWS_COMPARED = 6;

/**
 * Stretches of ten seconds and more in which the receiver heard something loud and lively that was not ours at any lag.
 * Times are ms after the planned start of what was sent. Pure.
 */
export function* findForeign(
  reference: Shape,
  hearings: readonly Hearing[],
  windows: readonly Window[],
  lag: number,
): Generator<void, Foreign[]> {
  const found: Foreign[] = [];
  for (const stretch of stretchesOf(windows, (one) => hearings.some((hearing) => isForeign(one, hearing, lag)))) {
    const [first, last] = [stretch[0] as Window, stretch.at(-1) as Window];
    if ((last.to - first.from) * FRAME_MS < LEAST_MS) continue;
    let mostAlike = -1;
    for (const hearing of hearings) {
      const table = yield* tableOf(reference, hearing, stretch.slice(0, WINDOWS_COMPARED));
      mostAlike = Math.max(mostAlike, table.best().score);
    }
    // Our own sound at another lag (a player that stood still and went on) is no foreign station.
    if (mostAlike < ALIKE_TOGETHER) found.push({ fromAt: first.from * FRAME_MS, toAt: last.to * FRAME_MS });
  }
  return found;
}

function isForeign(window: Window, hearing: Hearing, lag: number): boolean {
  if (window.isHeard || !window.isCovered || window.score >= UNLIKE) return false;
  const shift = shiftOf(hearing) + lag;
  const then: Run = { from: window.from + shift, to: window.to + shift };
  return loudness(hearing.shape, then) >= LOUD_DB && liveliness(hearing.shape, then) >= LIVELY_DB;
}

/** Windows for which it holds, in runs without a gap. */
function stretchesOf(windows: readonly Window[], holds: (window: Window) => boolean): Window[][] {
  const stretches: Window[][] = [];
  for (const window of windows) {
    if (!holds(window)) continue;
    const current = stretches.at(-1);
    if (current?.at(-1)?.to === window.from) current.push(window);
    else stretches.push([window]);
  }
  return stretches;
}
