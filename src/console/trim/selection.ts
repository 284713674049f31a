/** What is kept of a recording, and where it is silent. Pure. */

/** From where to where of the original, in milliseconds. */
export interface Selection {
  readonly fromMs: number;
  readonly toMs: number;
}
export type Edge = keyof Selection;

/** What a station takes at least. */
export const LEAST_MS = 200;

/** Moves one edge to a moment; it stays within the recording and does not meet the other edge. */
export function movedTo(selection: Selection, edge: Edge, ms: number, wholeMs: number): Selection {
  const at = Math.round(ms);
  if (edge === 'fromMs') return { ...selection, fromMs: held(at, 0, selection.toMs - LEAST_MS) };
  return { ...selection, toMs: held(at, selection.fromMs + LEAST_MS, wholeMs) };
}

function held(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

const SMALL_MS = 100;
const LARGE_MS = 1000;

/** Where a key takes an edge, or null: it is no key of a slider. */
export function movedByKey(selection: Selection, edge: Edge, key: string, wholeMs: number): Selection | null {
  const at = selection[edge];
  const steps: Record<string, number> = {
    ArrowLeft: at - SMALL_MS,
    ArrowDown: at - SMALL_MS,
    ArrowRight: at + SMALL_MS,
    ArrowUp: at + SMALL_MS,
    PageDown: at - LARGE_MS,
    PageUp: at + LARGE_MS,
    Home: 0,
    End: wholeMs,
  };
  const to = steps[key];
  return to === undefined ? null : movedTo(selection, edge, to, wholeMs);
}

/** A shorter pause is how people speak. */
const LONG_SILENCE_MS = 2000;
/** Of the loudest moment: breath and room lie below, words above. */
const SILENT_BELOW = 0.04;

/** The long silences of a recording, by its waveform: equal parts, each with its highest level. */
export function longSilences(peaks: readonly number[], wholeMs: number): Selection[] {
  const loudest = peaks.reduce((most, peak) => Math.max(most, Math.abs(peak)), 0);
  if (loudest === 0) return [];
  const partMs = wholeMs / peaks.length;
  const found: Selection[] = [];
  let from: number | null = null;
  for (let part = 0; part <= peaks.length; part++) {
    const peak = peaks[part];
    const isSilent = peak !== undefined && Math.abs(peak) <= loudest * SILENT_BELOW;
    if (isSilent) from ??= part;
    else if (from !== null) {
      const [fromMs, toMs] = [from * partMs, part * partMs];
      if (toMs - fromMs > LONG_SILENCE_MS) found.push({ fromMs: Math.round(fromMs), toMs: Math.round(toMs) });
      from = null;
    }
  }
  return found;
}
