import type { Broadcast } from '#broadcast';
import { type EndpointGate, firstOpening, gateAt, judgeDay } from '#gate';
import type { DaySpan, Gatekeeper, GateWord, MayHear } from './ports.ts';

/**
 * What the rules of one endpoint say to a broadcast that would start at an instant, after `load` on the same day. An
 * emergency passes always. Pure.
 */
export function gateWordFor(
  gate: EndpointGate,
  broadcast: Broadcast,
  startAt: number,
  load: readonly DaySpan[],
): GateWord {
  const { level, kind, runningOrder, bulletinId, notAfter, endBy } = broadcast;
  if (level === 'emergency') return { ok: true };
  // A stream has no end of its own: it is faded out when the gate closes.
  const isStream = runningOrder.items.some((item) => item.kind === 'stream');
  // What is too long for its slot is over with it.
  const lastsMs = Math.max(0, Math.min(runningOrder.durationMs, (endBy ?? Number.POSITIVE_INFINITY) - startAt));
  const durationMs = isStream ? 0 : lastsMs;
  const word = gateAt(gate, { level, kind }, startAt);
  const closes = word.isOpen && word.closesAt !== null && startAt + durationMs > word.closesAt ? word.closesAt : null;
  if (!word.isOpen || closes !== null) {
    const then = closes === null ? word : gateAt(gate, { level, kind }, closes);
    const reason = then.isOpen ? 'outside_hours' : then.reason;
    return { ok: false, reason, askAgainAt: firstOpening(gate, { level, kind }, startAt, durationMs, notAfter) };
  }
  const endAt = startAt + lastsMs;
  const day = judgeDay(gate, load, { level, kind, startAt, endAt, bulletinId });
  return day.ok ? day : { ok: false, reason: day.reason, askAgainAt: null };
}

/** The rules of the house, and whether it is approved: everybody who asks what may begin asks both. */
export function clearedGate(gate: Gatekeeper, mayHear: MayHear): Gatekeeper {
  return {
    ask(endpointId, broadcast, startAt, load) {
      const word = gate.ask(endpointId, broadcast, startAt, load);
      if (!word.ok || mayHear(endpointId, broadcast)) return word;
      return { ok: false, reason: 'not_approved', askAgainAt: null };
    },
    canBeLeftOut: (endpointId) => gate.canBeLeftOut(endpointId),
  };
}
