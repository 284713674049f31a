/** Whether a broadcast goes to the FM receivers of a village because its loudspeakers do not carry it. Pure. */
import type { Bilingual, Level } from '#kernel';
import { type EndpointWord, type MainEndpoint, wordOf } from './endpoint-word.ts';

/** A broadcast is looked at from so long before its time on: the transmitter needs a moment too. */
export const DECIDE_BEFORE_MS = 5000;
/** Less than this is not worth a hand-over; of something short, half of it. */
const WORTH_MS = 10_000;

/** FM receivers of a village that stand in. */
export interface StandIn {
  readonly endpointId: string;
  readonly stationName: string;
  /** They stand in when less than this share of the loudspeakers carries the broadcast. */
  readonly thresholdPercent: number;
  readonly isUsable: boolean;
  readonly whyNot: Bilingual | null;
}

/** A place with loudspeakers to which the broadcast goes, and the receivers that stand in there. */
export interface VillageSituation {
  readonly villageId: string;
  readonly name: string;
  readonly mains: readonly MainEndpoint[];
  readonly standIns: readonly StandIn[];
  /** A stand-in delivery of this broadcast is there already, however it ended. */
  readonly hasStandIn: boolean;
}

/** All that bears on the hand-over of one broadcast. Instants are epoch milliseconds. */
export interface Situation {
  readonly level: Level;
  readonly plannedAt: number;
  readonly acceptedAt: number;
  readonly notAfter: number;
  /** The longest that it may be when it is open-ended. */
  readonly durationMs: number;
  /** True for voices and relayed stations: what went by cannot be said again. */
  readonly isLive: boolean;
  readonly endBy: number | null;
  /** Somebody wants it silent. */
  readonly isHalted: boolean;
  /** Until then loudspeakers that have not come back since the station started are waited for. */
  readonly settledAt: number;
  readonly villages: readonly VillageSituation[];
  /** Loudspeakers for which nothing stands in. */
  readonly uncovered: readonly MainEndpoint[];
}

/** unreachable: no line to them; unconfirmed: told to begin, and did not say that they did; lost: the line broke in an emergency. */
export type HandoverReason = 'unreachable' | 'unconfirmed' | 'lost';

/** Of `of` loudspeakers that were to carry it, `carrying` do or may still. */
export interface Counts {
  readonly of: number;
  readonly carrying: number;
}

export interface HandOver {
  readonly villageId: string;
  /** The receivers that get it. */
  readonly endpointIds: readonly string[];
  readonly why: HandoverReason;
  readonly counts: Counts;
  readonly thresholdPercent: number;
}

/** Why there is no hand-over though the loudspeakers do not carry it. */
export type NoHandOver =
  | { readonly code: 'no_stand_in'; readonly endpointIds: readonly string[] }
  | { readonly code: 'stand_in_unusable'; readonly villageId: string; readonly counts: Counts };

export interface HandoverDecision {
  readonly handOvers: readonly HandOver[];
  readonly traces: readonly NoHandOver[];
  /** The next instant at which the decision can change by itself; null: only an event can change it. */
  readonly lookAgainAt: number | null;
}

const NOTHING: HandoverDecision = { handOvers: [], traces: [], lookAgainAt: null };
const FAULT: Readonly<Partial<Record<EndpointWord, HandoverReason>>> = {
  gone: 'unreachable',
  silent: 'unconfirmed',
  lost: 'lost',
};
/** When several are equally many, the first of them is told. */
const REASONS: readonly HandoverReason[] = ['unreachable', 'lost', 'unconfirmed'];

/**
 * Decides about every village of one broadcast. Never twice for a village, never for what somebody wants silent, never
 * for what is too late or nearly over. Same arguments, same answer.
 */
export function decideHandover(situation: Situation, now: number): HandoverDecision {
  const { isHalted, plannedAt, level } = situation;
  const from =
    level === 'emergency' ? Math.max(situation.acceptedAt, plannedAt - DECIDE_BEFORE_MS) : plannedAt - DECIDE_BEFORE_MS;
  if (isHalted || !isWorthIt(situation, now)) return NOTHING;
  if (now < from) return { ...NOTHING, lookAgainAt: from };

  const handOvers: HandOver[] = [];
  const traces: NoHandOver[] = [];
  const looks: number[] = [];
  for (const village of situation.villages) {
    if (village.hasStandIn) continue;
    const { counts, why, changesAt } = judge(village.mains, situation, now);
    const usable = village.standIns.filter((one) => one.isUsable);
    const asked = usable.length > 0 ? usable : village.standIns;
    // Receivers of one village sound together: the most watchful of them decides.
    const thresholdPercent = Math.max(...asked.map((one) => one.thresholdPercent));
    if (why === null || counts.carrying * 100 >= thresholdPercent * counts.of) looks.push(changesAt);
    else if (usable.length === 0) traces.push({ code: 'stand_in_unusable', villageId: village.villageId, counts });
    else {
      const endpointIds = usable.map((one) => one.endpointId);
      handOvers.push({ villageId: village.villageId, endpointIds, why, counts, thresholdPercent });
    }
  }
  const alone = situation.uncovered.map((main) => ({ id: main.endpointId, ...wordOf(main, situation, now) }));
  const deserted = alone.filter(({ word }) => FAULT[word] !== undefined).map(({ id }) => id);
  if (deserted.length > 0) traces.push({ code: 'no_stand_in', endpointIds: deserted });
  looks.push(...alone.map(({ changesAt }) => changesAt));
  const next = Math.min(...looks);
  return { handOvers, traces, lookAgainAt: Number.isFinite(next) ? next : null };
}

/** How many carry it, what is wrong with the others, and when that can change by itself. */
function judge(mains: readonly MainEndpoint[], situation: Situation, now: number) {
  const words = mains.map((main) => wordOf(main, situation, now));
  const faults = words.flatMap(({ word }) => FAULT[word] ?? []);
  const of = words.filter(({ word }) => word !== 'not_meant').length;
  const many = (reason: HandoverReason) => faults.filter((one) => one === reason).length;
  const [worst] = [...REASONS].sort((a, b) => many(b) - many(a));
  return {
    counts: { of, carrying: of - faults.length },
    why: faults.length > 0 && worst ? worst : null,
    changesAt: Math.min(...words.map(({ changesAt }) => changesAt)),
  };
}

/** A recording begins anew on the transmitter, within its own last instant; of a voice only what is left is heard. */
function isWorthIt({ notAfter, endBy, isLive, plannedAt, acceptedAt, durationMs }: Situation, now: number): boolean {
  const worthMs = Math.min(WORTH_MS, durationMs / 2);
  if (now > notAfter || (endBy !== null && endBy - now < worthMs)) return false;
  return !isLive || Math.max(plannedAt, acceptedAt) + durationMs - now >= worthMs;
}
