import { ceilingDbAt, type DaySpan, defaultGate, type EndpointGate, firstOpening, gateAt, judgeDay } from '#gate';
import type { PlanEntry } from '#link';
import type { GateWord } from '#queue';
import { type ClosedReason, hasStream, isConcluded, type Waiting } from './candidates.ts';
import type { House, Recollection } from './recollection.ts';
import { FADE_OUT_MS } from './sink.ts';

/** What holds in a village that was never told its rules: people sleep at night. */
const UNTOLD = defaultGate('Asia/Ho_Chi_Minh');
const DAY_MS = 86_400_000;

/** When what sounds must be silent by itself, and what is said of it then. */
export interface Ending {
  readonly at: number;
  readonly why: ClosedReason | 'slot_over' | 'concluded';
}

/** The gate of this speaker; null: the station said that there is none. */
export function gateOf(house: House | null): EndpointGate | null {
  return house === null ? UNTOLD : house.gate;
}

/** May it start at `startAt` by the rules of the house? `load` is what was heard here. Pure. */
export function askHouse(
  gate: EndpointGate | null,
  load: () => readonly DaySpan[],
  claim: Waiting,
  startAt: number,
): GateWord {
  const { entry, fromMs, notAfter, isBegun } = claim;
  if (!gate || entry.level === 'emergency') return { ok: true };
  const leftMs = Math.min(entry.durationMs - fromMs, (entry.endBy ?? Number.POSITIVE_INFINITY) - startAt);
  const opensAt = firstOpening(gate, entry, startAt, hasStream(entry) ? 0 : leftMs, notAfter);
  if (opensAt !== startAt) return { ok: false, reason: closedBecause(gate, entry, startAt), askAgainAt: opensAt };
  // What has begun was counted then.
  if (isBegun) return { ok: true };
  const endAt = startAt + (entry.isOpenEnded ? 0 : leftMs);
  const { level, kind, bulletinId } = entry;
  const day = judgeDay(gate, load(), { level, kind, bulletinId, startAt, endAt });
  return day.ok ? day : { ok: false, reason: day.reason, askAgainAt: null };
}

/** What was heard here lately, as far as it counts for the limits of a day. */
export function loadOf(known: Recollection, now: number): DaySpan[] {
  const load: DaySpan[] = [];
  for (const { level, bulletinId, startAt, startedAt, renderedMs, seenAt, endedAt } of known.begun.values()) {
    const endAt = endedAt ?? seenAt;
    if (level === 'emergency' || renderedMs <= 0 || endAt < now - 2 * DAY_MS) continue;
    load.push({ startAt: startedAt ?? startAt, endAt: Math.max(endAt, startedAt ?? startAt), bulletinId });
  }
  return load;
}

/** So loud is an entry at that instant: as it was planned, but no louder than the night allows. */
export function loudnessDb(gate: EndpointGate | null, entry: PlanEntry, at: number): number {
  const ceilingDb = gate && entry.level !== 'emergency' ? ceilingDbAt(gate, at) : null;
  return Math.min(entry.gainDb, ceilingDb ?? Number.POSITIVE_INFINITY);
}

/**
 * When what has the air must be silent: at the end of its slot, of its voice, or of the open gate, whichever is first.
 * Null: at its own end. A gate that is closed already leaves it the time of a fade, once: `before` is the answer of the
 * last time; `startAt` is when this run began, or will. Pure.
 */
export function endingOf(
  gate: EndpointGate | null,
  entry: PlanEntry,
  startAt: number,
  now: number,
  before: Ending | null,
): Ending | null {
  const endings: Ending[] = [];
  if (entry.endBy !== null) endings.push({ at: entry.endBy, why: 'slot_over' });
  // A voice is over for all at the same instant, however late some began.
  if (isConcluded(entry)) endings.push({ at: entry.plannedAt + entry.durationMs, why: 'concluded' });
  if (gate) {
    const word = gateAt(gate, entry, Math.max(now, startAt));
    if (word.isOpen && word.closesAt !== null) {
      endings.push({ at: word.closesAt, why: closedBecause(gate, entry, word.closesAt) });
    } else if (!word.isOpen) {
      const at = now < startAt ? startAt : now + FADE_OUT_MS;
      endings.push({ at: before?.why === word.reason ? Math.min(before.at, at) : at, why: word.reason });
    }
  }
  return endings.reduce<Ending | null>((first, one) => (first && first.at <= one.at ? first : one), null);
}

/** Why a sound that begins at `at` is not let through: the gate is closed, or closes before it ends. */
function closedBecause(gate: EndpointGate, entry: PlanEntry, at: number): ClosedReason {
  const word = gateAt(gate, entry, at);
  if (!word.isOpen) return word.reason;
  const later = word.closesAt === null ? word : gateAt(gate, entry, word.closesAt);
  return later.isOpen ? 'outside_hours' : later.reason;
}
