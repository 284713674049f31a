import { z } from 'zod';
import type { Broadcast } from '#broadcast';
import { KINDS, LEVELS, REASONS, type Reason } from '#kernel';
import type { Decision, Known } from './ports.ts';

/** Why somebody who waits does not start: a rule of the house, or the course of the air. */
export const HINDRANCES = [
  'not_yet',
  'air_taken',
  'behind',
  'too_late',
  ...(Object.keys(REASONS) as Reason[]),
] as const;
export type Hindrance = (typeof HINDRANCES)[number];

const instant = z.number().int();
const party = z.strictObject({
  broadcastId: z.string(),
  title: z.string(),
  level: z.enum(LEVELS),
  kind: z.enum(KINDS),
  plannedAt: instant,
  acceptedAt: instant,
  precedence: z.number().int(),
  cutInAfterMs: z.number().int().nullable(),
});
/** A broadcast as it stood when something was decided about it: all that its right to the air is made of. */
export type Party = z.infer<typeof party>;

const hindered = party.extend({ hindrance: z.enum(HINDRANCES) });
export type Hindered = z.infer<typeof hindered>;

const decision = z.strictObject({
  what: z.literal('decision'),
  at: instant,
  /** Who took the air, at which instant; `isReturn`: goes on after it had lost it. */
  winner: party.extend({ startAt: instant, isReturn: z.boolean() }).nullable(),
  /** Who had it before. */
  onAir: party.nullable(),
  preempted: z.string().nullable(),
  candidates: z.array(hindered),
  expired: z.array(hindered),
});
export type DecisionTrace = z.infer<typeof decision>;

const fact = z.strictObject({
  what: z.literal('fact'),
  at: instant,
  code: z.string().regex(/^[a-z_]{1,60}$/),
  broadcastId: z.string().nullable(),
  vi: z.string(),
  en: z.string(),
});
/** Something else that bears on the air of an endpoint: a person's will, a change of the rules, a lost source. */
export type FactTrace = z.infer<typeof fact>;

/** What is kept of one decision or fact, for all the endpoints that share it. */
export const trace = z.discriminatedUnion('what', [decision, fact]);
export type Trace = z.infer<typeof trace>;

/** Of those whose time is yet to come only the nearest are kept: the rest of the week explains nothing. */
const NOT_YET_KEPT = 3;
const MOST_CANDIDATES = 40;

/** A decision as it is kept. Equal decisions about many endpoints give equal traces. Pure. */
export function traceOf(decided: Decision, known: Known): DecisionTrace {
  const { at, start, onAir, preempted, isReturn } = decided;
  const partyOf = (id: string | null | undefined): Party | null => {
    const broadcast = id ? known.get(id) : undefined;
    return broadcast ? partyFrom(broadcast) : null;
  };
  const over = new Set(decided.expired.map(({ id }) => id));
  const waiting = [...decided.hindered].flatMap(([id, hindrance]) => {
    const found = over.has(id) ? null : partyOf(id);
    return found ? [{ ...found, hindrance: hindranceFrom(hindrance) }] : [];
  });
  waiting.sort((a, b) => a.plannedAt - b.plannedAt || (a.broadcastId < b.broadcastId ? -1 : 1));
  const later = waiting.filter((one) => one.hindrance === 'not_yet').slice(0, NOT_YET_KEPT);
  const now = waiting.filter((one) => one.hindrance !== 'not_yet').slice(0, MOST_CANDIDATES);
  const winner = partyOf(start?.id);
  return {
    what: 'decision',
    at,
    winner: winner && start ? { ...winner, startAt: start.startAt, isReturn } : null,
    onAir: partyOf(onAir),
    preempted,
    candidates: [...now, ...later],
    expired: decided.expired.flatMap(({ id, hindrance }) => {
      const found = partyOf(id);
      return found ? [{ ...found, hindrance: hindranceFrom(hindrance) }] : [];
    }),
  };
}

/** A broadcast with all that its right to the air is made of. */
export function partyFrom(broadcast: Broadcast): Party {
  const { id: broadcastId, title, level, kind, plannedAt, acceptedAt, precedence, cutInAfterMs } = broadcast;
  return { broadcastId, title, level, kind, plannedAt, acceptedAt, precedence, cutInAfterMs };
}

function hindranceFrom(text: string): Hindrance {
  const found = HINDRANCES.find((one) => one === text);
  if (!found) throw new Error(`no hindrance: ${text}`);
  return found;
}
