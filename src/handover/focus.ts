/** Which broadcasts have to be looked at now, and when the next one has to. Pure. */
import type { Broadcast } from '#broadcast';
import { rankOf } from '#kernel';
import { DECIDE_BEFORE_MS } from './decide.ts';

/** What is looked for each second begins a second before anything can be decided. */
const FOCUS_BEFORE_MS = DECIDE_BEFORE_MS + 1000;

/** Those about to air, on air or waiting for their turn, emergencies first; and when the next one comes into sight. */
export function focusOf(
  open: readonly Broadcast[],
  now: number,
): { readonly inFocus: readonly Broadcast[]; readonly nextAt: number | null } {
  const alive = open.filter((one) => one.state !== 'cancelled' && one.haltReason === null && now <= one.notAfter);
  const isNear = (one: Broadcast) => one.plannedAt - FOCUS_BEFORE_MS <= now;
  const later = alive.filter((one) => !isNear(one)).map((one) => one.plannedAt - FOCUS_BEFORE_MS);
  return {
    inFocus: alive.filter(isNear).sort((a, b) => rankOf(a.level) - rankOf(b.level) || a.plannedAt - b.plannedAt),
    nextAt: later.length > 0 ? Math.min(...later) : null,
  };
}
