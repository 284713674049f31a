/** Where an alert has arrived, by what is proved, so that people know where to walk. Pure. */
import type { Delivery } from '#broadcast';
import type { Evidence, Reason } from '#kernel';

/**
 * waiting: told, or about to be. reached: the speaker has audio or order. sounding: it plays now. confirmed: its audio
 * clock counted at least one whole time of it. part: less than that. unproved: sent, and nobody can prove that it sounded.
 * by_fm: a transmitter was given it; what its receivers did nobody knows.
 * not_reachable: no line to it, or it never told. silent: it did not sound for another reason.
 */
export const REACHES = [
  'waiting',
  'reached',
  'sounding',
  'confirmed',
  'part',
  'unproved',
  'by_fm',
  'not_reachable',
  'silent',
] as const;
export type ReachState = (typeof REACHES)[number];

const NO_LINE: readonly Reason[] = [
  ...(['unreachable', 'no_report', 'not_listening', 'retired', 'encoder_silent', 'encoder_refused'] as const),
];
/** A person wanted it silent: nobody has to walk there for that. */
const WANTED: readonly Reason[] = ['taken_back', 'stopped_by_operator'];

/** How far one delivery has come. `onceMs`: the length of one whole time of the alert; `byFm`: it goes by a transmitter. */
export function reachOf(
  delivery: Pick<Delivery, 'state' | 'evidence' | 'reason' | 'renderedMs'>,
  isReachable: boolean,
  onceMs: number,
  byFm = false,
): ReachState {
  const { state, evidence, reason, renderedMs } = delivery;
  if (byFm && (state === 'playing' || state === 'handed_over')) return 'by_fm';
  if (state === 'playing') return 'sounding';
  if (state === 'planned') return !isReachable ? 'not_reachable' : evidence === 'E0' ? 'waiting' : 'reached';
  if (state === 'ordered') return isReachable ? 'reached' : 'not_reachable';
  if (renderedMs > 0 || state === 'played') {
    if (evidence !== 'E2') return 'unproved';
    return renderedMs >= onceMs ? 'confirmed' : 'part';
  }
  return reason !== null && NO_LINE.includes(reason) ? 'not_reachable' : 'silent';
}

/** True when somebody should go there and tell people: it was not heard whole, or that cannot be known. */
export function needsFeet(reach: ReachState, reason: Reason | null): boolean {
  if (reach === 'not_reachable') return true;
  return (reach === 'silent' || reach === 'part') && !(reason !== null && WANTED.includes(reason));
}

/** One loudspeaker of a village. */
export interface ReachedEndpoint {
  readonly endpointId: string;
  readonly name: string;
  readonly reach: ReachState;
  readonly evidence: Evidence;
  readonly reason: Reason | null;
  readonly startedAt: number | null;
  readonly renderedMs: number;
}

/** A village, or an endpoint that lies in none. */
export interface ReachedVillage {
  readonly areaId: string | null;
  readonly name: string;
  readonly endpoints: readonly ReachedEndpoint[];
  readonly walkThere: boolean;
}

export type ReachCounts = Readonly<Record<ReachState, number>>;

/** The endpoints by village, those to walk to first, then by name. */
export function villagesOf(
  endpoints: ReadonlyArray<ReachedEndpoint & { readonly areaId: string | null }>,
  areaNames: ReadonlyMap<string, string>,
): ReachedVillage[] {
  const groups = Map.groupBy(endpoints, (one) => one.areaId ?? one.endpointId);
  const villages = [...groups.values()].map((members): ReachedVillage => {
    const areaId = members[0]?.areaId ?? null;
    const name = (areaId === null ? undefined : areaNames.get(areaId)) ?? members[0]?.name ?? '';
    const bare = members.map(({ areaId: _, ...endpoint }) => endpoint);
    return { areaId, name, endpoints: bare, walkThere: bare.some((one) => needsFeet(one.reach, one.reason)) };
  });
  return villages.sort((a, b) => Number(b.walkThere) - Number(a.walkThere) || a.name.localeCompare(b.name, 'vi'));
}

/** How many endpoints have come how far. */
export function countReach(villages: readonly ReachedVillage[]): ReachCounts {
  const counts = Object.fromEntries(REACHES.map((reach) => [reach, 0])) as Record<ReachState, number>;
  for (const { endpoints } of villages) for (const { reach } of endpoints) counts[reach] += 1;
  return counts;
}
