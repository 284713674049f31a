import type { Broadcast } from '#broadcast';
import { type EndpointGate, gateAt } from '#gate';
import type { Reason } from '#kernel';

/** When a broadcast that sounds must be silent before its end, and why. */
export interface Ending {
  readonly at: number;
  readonly reason: Reason;
}

/** What is closed out while it sounds gets the time of a fade. */
const FADE_MS = 400;

/** The end of its slot or of the open gate, whichever comes first, as known at `now`; null: none. Pure. */
export function endingOf(gate: EndpointGate | null, broadcast: Broadcast, now: number): Ending | null {
  const slot: Ending | null = broadcast.endBy === null ? null : { at: broadcast.endBy, reason: 'slot_over' };
  const closing = gate && closingOf(gate, broadcast, now);
  return slot && closing ? (closing.at < slot.at ? closing : slot) : (slot ?? closing);
}

/** True when the house lets it begin at that instant and sound to its end; a stream only has to begin. Pure. */
export function mayBegin(gate: EndpointGate | null, broadcast: Broadcast, at: number): boolean {
  const { items, durationMs } = broadcast.runningOrder;
  const closing = gate && closingOf(gate, { ...broadcast, plannedAt: at }, at);
  if (!closing) return true;
  const isStream = items.some((item) => item.kind === 'stream');
  const endAt = Math.min(at + durationMs, broadcast.endBy ?? Number.POSITIVE_INFINITY);
  return isStream ? closing.at > at + FADE_MS : closing.at >= endAt;
}

function closingOf(gate: EndpointGate, broadcast: Broadcast, now: number): Ending | null {
  const beginsAt = Math.max(now, broadcast.plannedAt);
  const word = gateAt(gate, broadcast, beginsAt);
  if (!word.isOpen) return { at: beginsAt === now ? now + FADE_MS : beginsAt, reason: word.reason };
  if (word.closesAt === null) return null;
  const then = gateAt(gate, broadcast, word.closesAt);
  return { at: word.closesAt, reason: then.isOpen ? 'outside_hours' : then.reason };
}
