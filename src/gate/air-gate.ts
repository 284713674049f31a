import { dateOfDay, type Kind, type Level, type Reason } from '#kernel';
import { isWithin, rulesOn } from './civil-day.ts';
import { type EndpointGate, HELD_IN_MOURNING } from './gate-rules.ts';
import { openSpans, quietTimes, type Span } from './open-times.ts';
import { DAY_MS, stretchAt } from './zone-clock.ts';

/** Why a gate is closed. */
export type GateReason = Extract<Reason, 'outside_hours' | 'mourning' | 'quiet_zone'>;

/** Who asks: only the level emergency passes a closed gate, whatever the kind says. */
export interface GateAsk {
  readonly level: Level;
  readonly kind: Kind;
}

/** Instants are epoch milliseconds; null: not within the next LOOK_AHEAD_DAYS. */
export type GateWord =
  | { readonly isOpen: true; readonly closesAt: number | null }
  | { readonly isOpen: false; readonly reason: GateReason; readonly opensAt: number | null };

/** How far a word looks ahead. */
export const LOOK_AHEAD_DAYS = 8;
/** How far firstOpening searches: longer than any quiet span and any mourning. */
export const SEARCH_DAYS = 62;

/**
 * May it sound at this instant, and until when (or: why not, and from when)? The first closed instant is `closesAt`, the
 * first open one `opensAt`: exactly, also on the two odd days of a zone with summer time.
 */
export function gateAt(gate: EndpointGate, ask: GateAsk, at: number): GateWord {
  if (ask.level === 'emergency') return { isOpen: true, closesAt: null };
  const isHeld = HELD_IN_MOURNING.includes(ask.kind);
  const horizonAt = at + LOOK_AHEAD_DAYS * DAY_MS;
  if (within(quietTimes(gate), at)) return closed(gate, isHeld, 'quiet_zone', at, horizonAt);
  if (isOpenByHours(gate, isHeld, at)) return { isOpen: true, closesAt: nextClosed(gate, isHeld, at, horizonAt) };
  const isMourning = isHeld && isOpenByHours(gate, false, at);
  return closed(gate, isHeld, isMourning ? 'mourning' : 'outside_hours', at, horizonAt);
}

/**
 * The earliest start from `fromAt` to `untilAt` (both included) with the gate open through `durationMs`; 0 asks only that
 * it is open at the start. Null: there is none, or none within SEARCH_DAYS.
 */
export function firstOpening(
  gate: EndpointGate,
  ask: GateAsk,
  fromAt: number,
  durationMs: number,
  untilAt: number,
): number | null {
  if (fromAt > untilAt) return null;
  if (ask.level === 'emergency') return fromAt;
  const isHeld = HELD_IN_MOURNING.includes(ask.kind);
  const lastAt = Math.min(untilAt, fromAt + SEARCH_DAYS * DAY_MS);
  for (let at: number | null = fromAt; ; ) {
    at = nextOpen(gate, isHeld, at, lastAt);
    if (at === null || durationMs <= 0) return at;
    const closesAt = nextClosed(gate, isHeld, at, at + durationMs);
    if (closesAt === null || closesAt >= at + durationMs) return at;
    at = closesAt;
  }
}

/**
 * How loud it may be at this instant, in dB below full scale; null: as loud as always. Asked once for what begins; that an
 * emergency is not softened is decided by the caller.
 */
export function ceilingDbAt(gate: EndpointGate, at: number): number | null {
  const local = at + stretchAt(gate.zone, at).offsetMs;
  const day = Math.floor(local / DAY_MS);
  const { nightBand } = rulesOn(gate, dateOfDay(day));
  if (!nightBand) return null;
  return isWithin(nightBand, Math.floor((local - day * DAY_MS) / 60_000)) ? nightBand.ceilingDb : null;
}

function closed(gate: EndpointGate, isHeld: boolean, reason: GateReason, at: number, horizonAt: number): GateWord {
  return { isOpen: false, reason, opensAt: nextOpen(gate, isHeld, at, horizonAt) };
}

function isOpenByHours(gate: EndpointGate, isHeld: boolean, at: number): boolean {
  return within(openSpans(gate, Math.floor(at / DAY_MS), isHeld), at) !== undefined;
}

function within(spans: readonly Span[], at: number): Span | undefined {
  return spans.find(({ from, to }) => from <= at && at < to);
}

/** The first open instant from `fromAt` to `lastAt`, both included. */
function nextOpen(gate: EndpointGate, isHeld: boolean, fromAt: number, lastAt: number): number | null {
  for (let at = fromAt; at <= lastAt; ) {
    const silence = within(quietTimes(gate), at);
    if (silence) {
      at = silence.to;
      continue;
    }
    const day = Math.floor(at / DAY_MS);
    const next = openSpans(gate, day, isHeld).find(({ to }) => at < to);
    if (next && next.from <= at) return at;
    at = next ? next.from : (day + 1) * DAY_MS;
  }
  return null;
}

/** The first closed instant after an open one, if it comes up to `lastAt`. */
function nextClosed(gate: EndpointGate, isHeld: boolean, openAt: number, lastAt: number): number | null {
  const silenceAt = quietTimes(gate).find(({ from }) => openAt < from)?.from ?? Number.POSITIVE_INFINITY;
  let at = openAt;
  for (let day = Math.floor(openAt / DAY_MS); at <= lastAt && at < silenceAt; day++) {
    const span = within(openSpans(gate, day, isHeld), at);
    if (!span) break;
    at = span.to;
    if (at < (day + 1) * DAY_MS) break;
  }
  const closesAt = Math.min(at, silenceAt);
  return closesAt <= lastAt ? closesAt : null;
}
