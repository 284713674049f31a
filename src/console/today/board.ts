/** The on-air board: village by village what should sound, what the loudspeakers say, and how far that was proved. Pure. */
import type { RouteAnswer } from '../../http/contract.ts';

export type BoardEndpoint = Pick<
  RouteAnswer<'listEndpoints'>[number],
  'id' | 'name' | 'areaId' | 'protocol' | 'duty' | 'state' | 'lastSeenAt' | 'playing' | 'clockOffsetMs'
>;
export type BoardBroadcast = Pick<
  RouteAnswer<'listBroadcasts'>[number],
  'id' | 'title' | 'level' | 'state' | 'plannedAt' | 'durationMs' | 'deliveries'
>;
export type BoardProof = RouteAnswer<'listProofs'>[number];

export type Standing =
  /** Something should sound, and no loudspeaker of the village says that it does. */
  | 'silent'
  /** It sounds, but not (only) what should. */
  | 'other'
  /** No loudspeaker of the village can be asked. */
  | 'lost'
  /** Some loudspeakers can be asked, some cannot. */
  | 'part'
  /** What should sound does. */
  | 'right'
  /** Nothing should sound, and nothing does. */
  | 'quiet'
  /** Only FM receivers, which never say anything. */
  | 'unheard';

export interface BoardRow {
  /** Null: loudspeakers that lie in no area. */
  readonly areaId: string | null;
  readonly standing: Standing;
  /** What should sound there now; more than one where parts of a village hear different things. */
  readonly planned: readonly BoardBroadcast[];
  /** Titles that loudspeakers say they play. */
  readonly reported: readonly string[];
  readonly reachable: number;
  readonly all: number;
  /** Of those that are out of reach, when the last one was heard of; null: never, or all are there. */
  readonly lastSeenAt: number | null;
  /** The clock that is furthest off; null: none is known. */
  readonly clockOffsetMs: number | null;
  readonly proof: BoardProof | null;
}

/** A clock that is off by more is told in colour: neighbours would be heard one after the other. */
export const CLOCK_OFF_MS = 1000;
const OPEN: ReadonlySet<string> = new Set(['planned', 'ordered', 'playing']);
const WORST_FIRST: readonly Standing[] = ['silent', 'other', 'lost', 'part', 'right', 'unheard', 'quiet'];
export const isTrouble = ({ standing, clockOffsetMs }: BoardRow): boolean =>
  WORST_FIRST.indexOf(standing) < WORST_FIRST.indexOf('right') || Math.abs(clockOffsetMs ?? 0) > CLOCK_OFF_MS;

/** One row for each area with loudspeakers, trouble first. */
export function boardOf(
  endpoints: readonly BoardEndpoint[],
  broadcasts: readonly BoardBroadcast[],
  proofs: readonly BoardProof[],
  nowMs: number,
): BoardRow[] {
  const due = broadcasts.filter((one) => isDue(one, nowMs));
  const heard = endpoints.filter(({ duty }) => duty !== 'source');
  const villages = Map.groupBy(heard, ({ areaId }) => areaId);
  const rows = [...villages].map(([areaId, own]) => rowOf(areaId, own, due, proofs));
  return rows.sort((a, b) => WORST_FIRST.indexOf(a.standing) - WORST_FIRST.indexOf(b.standing));
}

/** It has the air, or should have it by now. */
function isDue({ state, plannedAt, durationMs }: BoardBroadcast, nowMs: number): boolean {
  return state === 'on_air' || (state === 'planned' && plannedAt <= nowMs && nowMs < plannedAt + durationMs);
}

function rowOf(
  areaId: string | null,
  own: readonly BoardEndpoint[],
  due: readonly BoardBroadcast[],
  proofs: readonly BoardProof[],
): BoardRow {
  const ids = new Set(own.map(({ id }) => id));
  const planned = due.filter(({ deliveries }) =>
    deliveries.some(({ endpointId, state }) => ids.has(endpointId) && OPEN.has(state)),
  );
  const asked = own.filter(({ protocol }) => protocol !== 'fm');
  const reachable = asked.filter(({ state }) => state === 'online');
  const away = asked.filter(({ state }) => state !== 'online').flatMap(({ lastSeenAt }) => lastSeenAt ?? []);
  const reported = [...new Set(reachable.flatMap(({ playing }) => playing ?? []))];
  const offsets = reachable.flatMap(({ clockOffsetMs }) => clockOffsetMs ?? []);
  const proof = proofs
    .filter(({ endpointId }) => ids.has(endpointId))
    .reduce<BoardProof | null>((last, one) => (last === null || one.plannedAt > last.plannedAt ? one : last), null);
  return {
    areaId,
    standing: standingOf(new Set(planned.map(({ title }) => title)), reported, reachable.length, asked.length),
    planned,
    reported,
    reachable: reachable.length,
    all: asked.length,
    lastSeenAt: away.length === 0 ? null : Math.max(...away),
    clockOffsetMs: offsets.length === 0 ? null : offsets.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)),
    proof,
  };
}

function standingOf(
  planned: ReadonlySet<string>,
  reported: readonly string[],
  reachable: number,
  all: number,
): Standing {
  if (all === 0) return 'unheard';
  if (reachable === 0) return 'lost';
  if (reported.some((title) => !planned.has(title))) return 'other';
  if (planned.size > 0 && reported.length === 0) return 'silent';
  if (reachable < all) return 'part';
  return planned.size === 0 ? 'quiet' : 'right';
}

/** What keeps an endpoint from the next broadcast. */
export type Obstacle = 'unreachable' | 'not_placed' | 'refused';

export interface Readiness {
  readonly ready: number;
  readonly all: number;
  readonly obstacles: ReadonlyArray<{
    readonly endpointId: string;
    readonly name: string;
    readonly obstacle: Obstacle;
  }>;
}

/** The next broadcast that nobody hears yet. */
export function nextOf(broadcasts: readonly BoardBroadcast[], nowMs: number): BoardBroadcast | null {
  const coming = broadcasts.filter(({ state, plannedAt }) => state === 'planned' && plannedAt > nowMs);
  return coming.reduce<BoardBroadcast | null>((a, b) => (a === null || b.plannedAt < a.plannedAt ? b : a), null);
}

/** Ready: it can be reached, and its agent has the audio already. What only passes sound on needs to be reached alone. */
export function readinessOf({ deliveries }: BoardBroadcast, endpoints: readonly BoardEndpoint[]): Readiness {
  const known = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const obstacles = deliveries.flatMap(({ endpointId, endpointName: name, state, evidence }) => {
    const endpoint = known.get(endpointId);
    const put = (obstacle: Obstacle) => [{ endpointId, name, obstacle }];
    if (!OPEN.has(state)) return put('refused');
    if (endpoint?.state !== 'online') return put('unreachable');
    return endpoint.protocol === 'link' && evidence === 'E0' ? put('not_placed') : [];
  });
  return { ready: deliveries.length - obstacles.length, all: deliveries.length, obstacles };
}
