/** When a fault opens by itself, and when it is over. Pure. */
import type { Reason } from '#kernel';

/**
 * unreachable: nobody answers; silent: it answers, and what it is sent does not sound; heard_wrong: people there say so;
 * told: a person saw what the station cannot see.
 */
export const FAULT_KINDS = ['unreachable', 'silent', 'heard_wrong', 'told'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const MINUTE = 60_000;
export const LIMITS = {
  /** Nobody drives out for a line that is back after the news. */
  outMs: 30 * MINUTE,
  /** A line that comes and goes is one fault. */
  wellMs: 10 * MINUTE,
  /** Once may be chance. */
  times: 2,
} as const;

/** Times in a row, since the first of them; empty: the last one was well. */
export interface Run {
  readonly count: number;
  readonly sinceAt: number;
  /** When it was well for the last time; null: not that we know. */
  readonly wellAt: number | null;
}
export const NO_RUN: Run = { count: 0, sinceAt: 0, wellAt: null };

/** A run goes on, or is over. */
export function followOn(run: Run, isWell: boolean, at: number): Run {
  if (isWell) return { count: 0, sinceAt: 0, wellAt: Math.max(run.wellAt ?? at, at) };
  return { ...run, count: run.count + 1, sinceAt: run.count === 0 ? at : Math.min(run.sinceAt, at) };
}

/** What lies with the endpoint itself: neither with its line, nor with the station, nor with a rule. */
const ITS_OWN: readonly Reason[] = ['not_placed', 'damaged', 'speaker_storage_full', 'sink_failed', 'unsupported'];

/** What a line of the log says of the endpoint: that it sounds, that it does not, or nothing. */
export function wordOfCourse(course: { readonly reason: Reason; readonly renderedMs: number }): 'well' | 'bad' | null {
  if (course.renderedMs > 0) return 'well';
  return ITS_OWN.includes(course.reason) ? 'bad' : null;
}

/** What is known of one endpoint that has been in use. */
export interface Standing {
  /** Null: it never answers anybody, like the receivers of a transmitter. */
  readonly isReachable: boolean | null;
  /** How long this has been so, as far as this station has watched. */
  readonly soForMs: number;
  /** Since when nothing came from it. */
  readonly lastSeenAt: number;
  readonly sounds: Run;
  readonly heard: Run;
  readonly open: { readonly kind: FaultKind; readonly sinceAt: number; readonly openedAt: number } | null;
}

export type Judgement =
  | { readonly open: Exclude<FaultKind, 'told'>; readonly sinceAt: number }
  | { readonly close: 'well' }
  | null;

/** One fault at a time: the worst that lasts longer than the limit. What a person told of, a person closes. */
export function judge(standing: Standing, now: number): Judgement {
  const { isReachable, soForMs, lastSeenAt, sounds, heard, open } = standing;
  const lasts = (run: Run) => run.count >= LIMITS.times && now - run.sinceAt >= LIMITS.outMs;
  if (open !== null) {
    const isOver = {
      unreachable: () => isReachable !== false && soForMs >= LIMITS.wellMs,
      silent: () => sounds.count === 0 && (sounds.wellAt ?? 0) > open.sinceAt,
      heard_wrong: () => heard.count === 0 && (heard.wellAt ?? 0) > open.sinceAt,
      told: () => false,
    }[open.kind]();
    return isOver ? { close: 'well' } : null;
  }
  if (isReachable === false) return soForMs >= LIMITS.outMs ? { open: 'unreachable', sinceAt: lastSeenAt } : null;
  if (lasts(sounds)) return { open: 'silent', sinceAt: sounds.sinceAt };
  if (lasts(heard)) return { open: 'heard_wrong', sinceAt: heard.sinceAt };
  return null;
}
