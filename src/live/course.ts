import type { LiveEnd, LiveState } from './session-machine.ts';
import type { LiveSettings } from './settings.ts';

/** All that decides what comes next in a live session. Times are milliseconds of the monotonic clock. */
export interface Course {
  readonly state: LiveState;
  /** Since when it is in this state. */
  readonly sinceMs: number;
  readonly source: SourceCourse | null;
  /** When it went on the air; null before. */
  readonly onAirMs: number | null;
  readonly limitMs: number;
  /** When something was heard last, or when it began to matter. */
  readonly heardMs: number;
}

export interface SourceCourse {
  /** When its last bytes came, or when it connected. */
  readonly bytesMs: number;
  readonly hasSent: boolean;
  /** Since when bytes came that no sound was made of; null: all is understood. */
  readonly unansweredMs: number | null;
  /** Without bytes for so long it is gone. */
  readonly quietMs: number;
}

export type Due =
  | { readonly do: 'end'; readonly reason: LiveEnd }
  | { readonly do: 'go' }
  /** Let the source go: it is silent as a line, not as a voice. */
  | { readonly do: 'drop_source' };

/** What is due now by the limits, or null. Pure: asked a few times a second. */
export function dueNow(course: Course, limits: LiveSettings, nowMs: number): Due | null {
  const { state, sinceMs, source, onAirMs, heardMs } = course;
  if (state === 'ended') return null;
  if (onAirMs !== null && nowMs - onAirMs >= course.limitMs) return { do: 'end', reason: 'time_limit' };
  if (source?.unansweredMs != null && nowMs - source.unansweredMs >= limits.notUnderstoodMs) {
    return { do: 'end', reason: 'refused_input' };
  }
  if (source && nowMs - source.bytesMs >= (source.hasSent ? source.quietMs : limits.notUnderstoodMs)) {
    return { do: 'drop_source' };
  }
  const inStateMs = nowMs - sinceMs;
  if (state === 'opened' && inStateMs >= limits.sourceWaitMs) return { do: 'end', reason: 'lost' };
  if (state === 'lost' && inStateMs >= limits.graceMs) return { do: 'end', reason: 'lost' };
  if (state === 'counting_in' && inStateMs >= limits.countInMs) return { do: 'go' };
  if (state === 'on_air' && nowMs - heardMs >= limits.silenceEndMs) return { do: 'end', reason: 'silent' };
  return null;
}

export type Warning =
  | { readonly warning: 'silent'; readonly secondsLeft: number }
  | { readonly warning: 'time_limit'; readonly secondsLeft: number };

/** What the talker should know before it is too late; null: nothing. */
export function warningNow(course: Course, limits: LiveSettings, nowMs: number): Warning | null {
  if (course.state !== 'on_air' || course.onAirMs === null) return null;
  const secondsTo = (atMs: number) => Math.max(0, Math.ceil((atMs - nowMs) / 1000));
  const limitMs = course.onAirMs + course.limitMs;
  if (nowMs >= limitMs - limits.limitWarnMs) return { warning: 'time_limit', secondsLeft: secondsTo(limitMs) };
  if (nowMs - course.heardMs < limits.silenceWarnMs) return null;
  return { warning: 'silent', secondsLeft: secondsTo(course.heardMs + limits.silenceEndMs) };
}
