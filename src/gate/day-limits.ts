import { dateOfDay } from '#kernel';
import type { GateAsk } from './air-gate.ts';
import { exceptionOn, rulesOn } from './civil-day.ts';
import type { EndpointGate } from './gate-rules.ts';
import { DAY_MS, stretchAt } from './zone-clock.ts';

/** What an endpoint plays, has played or will play. Emergencies are left out by whoever lists them. */
export interface DaySpan {
  readonly startAt: number;
  readonly endAt: number;
  /** Null: no bulletin (live voice, relay). */
  readonly bulletinId: string | null;
}

export type DayReason = 'day_limit' | 'repeat_limit';

/** Silence of more than this between two broadcasts ends a session (buổi phát). */
export const SESSION_GAP_MS = 15 * 60_000;

/**
 * May this be heard as well, on an endpoint with this day's load (which does not hold it yet)? A session is a run of
 * broadcasts with gaps of at most SESSION_GAP_MS; it is as long as from its first sound to its last, in minutes, rounded,
 * and belongs to the civil day on which it begins. A bulletin is repeated on the day on which it starts.
 */
export function judgeDay(
  gate: EndpointGate,
  load: readonly DaySpan[],
  ask: GateAsk & DaySpan,
): { readonly ok: true } | { readonly ok: false; readonly reason: DayReason } {
  if (ask.level === 'emergency') return { ok: true };
  return isRepeatedTooOften(gate, load, ask)
    ? { ok: false, reason: 'repeat_limit' }
    : isBeyondTheDay(gate, load, ask)
      ? { ok: false, reason: 'day_limit' }
      : { ok: true };
}

function isRepeatedTooOften(gate: EndpointGate, load: readonly DaySpan[], ask: DaySpan): boolean {
  const day = dayAt(gate, ask.startAt);
  const { repeatLimit } = rulesOn(gate, dateOfDay(day));
  if (repeatLimit === null || ask.bulletinId === null) return false;
  const before = load.filter((one) => one.bulletinId === ask.bulletinId && dayAt(gate, one.startAt) === day);
  return before.length + 1 > repeatLimit;
}

function isBeyondTheDay(gate: EndpointGate, load: readonly DaySpan[], ask: DaySpan): boolean {
  const sessions = sessionsOf([...load, ask]);
  const own = sessions.find((session) => session.startAt <= ask.startAt && ask.startAt <= session.endAt);
  if (!own) return false;
  const day = dayAt(gate, own.startAt);
  const { sessionsPerDay, minutesPerSession } = limitsOn(gate, dateOfDay(day));
  if (minutesPerSession !== null && Math.round((own.endAt - own.startAt) / 60_000) > minutesPerSession) return true;
  if (sessionsPerDay === null) return false;
  const sessionsOn = (all: readonly Session[]) => all.filter(({ startAt }) => dayAt(gate, startAt) === day).length;
  const count = sessionsOn(sessions);
  // A day that is too full already is not made worse by what joins one of its sessions.
  return count > sessionsPerDay && count > sessionsOn(sessionsOf(load));
}

interface Session {
  readonly startAt: number;
  endAt: number;
}

function sessionsOf(load: readonly DaySpan[]): Session[] {
  const sessions: Session[] = [];
  for (const { startAt, endAt } of [...load].sort((a, b) => a.startAt - b.startAt)) {
    const last = sessions.at(-1);
    if (last && startAt - last.endAt <= SESSION_GAP_MS) last.endAt = Math.max(last.endAt, endAt);
    else sessions.push({ startAt, endAt });
  }
  return sessions;
}

/** The limits of a civil day: an exception day gives its own, and leaves as it is what it does not speak of. */
function limitsOn(gate: EndpointGate, date: string) {
  const rules = rulesOn(gate, date);
  const exception = exceptionOn(gate, date);
  return {
    sessionsPerDay: exception?.sessionsPerDay ?? rules.sessionsPerDay,
    minutesPerSession: exception?.minutesPerSession ?? rules.minutesPerSession,
  };
}

/** The number of the civil day on which an instant falls. */
function dayAt(gate: EndpointGate, at: number): number {
  return Math.floor((at + stretchAt(gate.zone, at).offsetMs) / DAY_MS);
}
