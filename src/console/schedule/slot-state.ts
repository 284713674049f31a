import type { Slot } from './calendar.ts';

/** How a slot stands, in one word; the gravest first where there are several. */
export type SlotState =
  | { readonly kind: PlainKind }
  | { readonly kind: 'held'; readonly endpoints: number }
  | { readonly kind: 'under' | 'over'; readonly byMs: number }
  | { readonly kind: 'part'; readonly played: number; readonly all: number };
const PLAIN = [
  ...([
    'coming',
    'empty',
    'unapproved',
    'waiting',
    'dropped',
    'on_air',
    'all',
    'sent',
    'handed_over',
    'withheld',
  ] as const),
  ...(['nowhere', 'cancelled', 'expired'] as const),
];
export type PlainKind = (typeof PLAIN)[number];

/** A slot that is off its length by less is full: nobody hears half a second. */
const FULL_MS = 1000;

/** Pure. */
export function slotState({ state, ends, hindrance, slot }: Slot): SlotState {
  switch (state) {
    case 'on_air':
    case 'cancelled':
    case 'expired':
    case 'waiting':
    case 'dropped':
      return { kind: state };
    case 'ended':
      return endOf(ends);
    default:
      if (hindrance?.isEmpty) return { kind: 'empty' };
      if (hindrance?.reason === 'not_approved') return { kind: 'unapproved' };
      if (hindrance) return { kind: 'held', endpoints: hindrance.endpoints };
      if (slot && slot.overMs >= FULL_MS) return { kind: 'over', byMs: slot.overMs };
      if (slot && slot.underMs >= FULL_MS) return { kind: 'under', byMs: slot.underMs };
      return { kind: 'coming' };
  }
}

function endOf({ all, played, proved, handedOver, withheld }: Slot['ends']): SlotState {
  if (all > 0 && handedOver === all) return { kind: 'handed_over' };
  if (played === 0) return { kind: all > 0 && withheld === all ? 'withheld' : 'nowhere' };
  if (played + handedOver < all) return { kind: 'part', played, all };
  return { kind: proved === played ? 'all' : 'sent' };
}

/** True while a person can still give it another time, by its rule or by itself. */
export function isMovable({ ruleId, occurrence, isAskedOnce, state, plannedAt }: Slot, nowMs: number): boolean {
  const isAhead = state === 'expected' || state === 'planned' || state === 'waiting';
  return (isAskedOnce || (ruleId !== null && occurrence !== null)) && isAhead && plannedAt > nowMs;
}
