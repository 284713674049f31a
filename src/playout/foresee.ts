import { asDelivered, type Broadcast, type Delivery } from '#broadcast';
import { goingOn, sitting } from './claims.ts';
import { DayLedger, type LedgerSpan } from './day-ledger.ts';
import type { DaySpan, DecideAir, GateWord } from './ports.ts';
import { LEAD_MS, type SeatDecision, Seats, TRAVEL_MS } from './seats.ts';

/** What is expected of one endpoint: its broadcasts, what it played before, and the rules of its house. */
export interface Expected {
  readonly decideAir: DecideAir;
  /** From when on; what was to start before counts as waiting now. */
  readonly fromAt: number;
  readonly carried: ReadonlyArray<{ readonly broadcast: Broadcast; readonly delivery: Delivery }>;
  readonly load: readonly LedgerSpan[];
  ask(broadcast: Broadcast, startAt: number, load: readonly DaySpan[]): GateWord;
}

/** What will become of one broadcast on the endpoint, if nothing else comes between. */
export interface Foreseen {
  readonly broadcastId: string;
  readonly plannedAt: number;
  /** When it sounds, in order: several times when it is cut into and goes on. */
  readonly sounds: ReadonlyArray<{ readonly startAt: number; readonly endAt: number }>;
  readonly cutBy: readonly string[];
  /** What kept it from the air before it first had it; `by`: who had the air or came first. */
  readonly obstacles: ReadonlyArray<{ readonly hindrance: string; readonly by: string | null }>;
  /** Why it is given up without having sounded, or while it was to go on; null: it is not. */
  readonly givenUpFor: string | null;
}

interface Fate {
  readonly broadcast: Broadcast;
  readonly delivery: Delivery;
  readonly sounds: Array<{ startAt: number; endAt: number }>;
  readonly cutBy: string[];
  readonly obstacles: Array<{ hindrance: string; by: string | null }>;
  givenUpFor: string | null;
  /** It lost the air and has not got it back. */
  isCut: boolean;
}

const HERE = 'here';

/**
 * Runs one endpoint ahead of time, event by event, with the very seats of the desk. Every speaker is taken to be in
 * reach and every sound to be as long as it is. Pure: the same expectations, the same course.
 */
export function foresee(expected: Expected): Foreseen[] {
  const { fromAt, decideAir } = expected;
  const fates = new Map<string, Fate>();
  for (const { broadcast, delivery } of expected.carried) {
    const fate = { broadcast, delivery, sounds: [], cutBy: [], obstacles: [], givenUpFor: null, isCut: false };
    fates.set(broadcast.id, fate);
  }
  const ledger = new DayLedger();
  for (const span of expected.load) ledger.note(HERE, span);
  const seats = new Seats(decideAir, LEAD_MS, TRAVEL_MS);
  const claimOf = (id: string) => {
    const fate = fates.get(id);
    if (!fate) throw new Error(`${id} is not expected`);
    return sitting(fate.broadcast, fate.delivery);
  };
  const ask = (_here: string, id: string, startAt: number, leftMs: number | null): GateWord => {
    const fate = fates.get(id);
    if (!fate) return { ok: true };
    const broadcast = asDelivered(fate.broadcast, fate.delivery);
    if (leftMs !== null) return expected.ask(goingOn(broadcast, leftMs), startAt, []);
    const load = ledger.load(HERE).filter((span) => span.broadcastId !== id);
    return expected.ask(broadcast, startAt, load);
  };

  const coming: Fate[] = [];
  const sounding = new Set<Fate>();
  for (const fate of [...fates.values()].sort(byPlan)) {
    const { startAt } = fate.delivery;
    if (startAt === null) coming.push(fate);
    else if (occupy(seats, fate, startAt) > fromAt) sounding.add(fate);
  }
  for (let now = fromAt, next = 0; ; ) {
    for (; next < coming.length && dueAt(coming[next]) <= now; next += 1) offer(seats, coming[next]);
    for (const fate of sounding) {
      if (endOf(fate) > now) continue;
      // One that lost the air waits for it: its sound is over, not its turn.
      if (!fate.isCut) seats.leave(HERE, fate.broadcast.id);
      sounding.delete(fate);
    }
    const decisions = seats.decide(now, claimOf, ask);
    for (const decision of decisions) {
      happen(decision, fates, (fate, startAt) => ledger.note(HERE, noted(fate, startAt)));
      const fate = fates.get(decision.start?.id ?? '');
      if (fate) sounding.add(fate);
    }
    if (decisions.some(({ start }) => start !== null)) continue;
    const then = Math.min(seats.nextLookAt(), dueAt(coming[next]), ...[...sounding].map(endOf));
    if (then === Number.POSITIVE_INFINITY) break;
    now = Math.max(then, now + 1);
  }
  return [...fates.values()].map(({ broadcast, sounds, cutBy, obstacles, givenUpFor }) => {
    return { broadcastId: broadcast.id, plannedAt: broadcast.plannedAt, sounds, cutBy, obstacles, givenUpFor };
  });
}

function byPlan(a: Fate, b: Fate): number {
  return a.broadcast.plannedAt - b.broadcast.plannedAt || (a.broadcast.id < b.broadcast.id ? -1 : 1);
}

/** Nobody can start before this; until then its presence changes no decision. */
function dueAt(fate: Fate | undefined): number {
  return fate ? fate.broadcast.plannedAt - LEAD_MS : Number.POSITIVE_INFINITY;
}

function offer(seats: Seats, fate: Fate | undefined): void {
  if (fate) seats.offer(HERE, sitting(fate.broadcast, fate.delivery).candidate);
}

function occupy(seats: Seats, fate: Fate, startAt: number): number {
  const { candidate, durationMs, endBy } = sitting(fate.broadcast, fate.delivery);
  const endsAt = Math.max(startAt, Math.min(startAt + durationMs, endBy ?? Number.POSITIVE_INFINITY));
  fate.sounds.push({ startAt, endAt: endsAt });
  seats.occupy(HERE, { ...candidate, endsAt });
  return endsAt;
}

function endOf({ sounds }: Fate): number {
  return sounds.at(-1)?.endAt ?? Number.NEGATIVE_INFINITY;
}

/** Notes on everybody what one decision means to him. */
function happen(
  { onAir, start, preempted, isReturn, expired, hindered }: SeatDecision,
  fates: ReadonlyMap<string, Fate>,
  begun: (fate: Fate, startAt: number) => void,
): void {
  const winner = start && fates.get(start.id);
  const loser = preempted === null ? undefined : fates.get(preempted);
  if (start && loser) {
    loser.cutBy.push(start.id);
    loser.isCut = true;
    const last = loser.sounds.at(-1);
    if (last && last.startAt >= start.startAt) loser.sounds.pop();
    else if (last) last.endAt = Math.min(last.endAt, start.startAt);
  }
  if (start && winner) {
    winner.isCut = false;
    winner.sounds.push({ startAt: start.startAt, endAt: start.endsAt });
    if (!isReturn) begun(winner, start.startAt);
  }
  for (const { id, hindrance } of expired) {
    const fate = fates.get(id);
    if (fate) fate.givenUpFor = hindrance;
  }
  for (const [id, hindrance] of hindered) {
    const fate = fates.get(id);
    if (!fate || fate.sounds.length > 0 || hindrance === 'not_yet' || hindrance === 'too_late') continue;
    const by = hindrance === 'behind' ? (start?.id ?? onAir) : hindrance === 'air_taken' ? onAir : null;
    const isKnown = fate.obstacles.some((one) => one.hindrance === hindrance && one.by === by);
    if (!isKnown) fate.obstacles.push({ hindrance, by });
  }
}

function noted({ broadcast, delivery }: Fate, startAt: number): LedgerSpan {
  const { durationMs } = asDelivered(broadcast, delivery).runningOrder;
  const { id: broadcastId, bulletinId, level } = broadcast;
  return { broadcastId, startAt, endAt: startAt + durationMs, bulletinId, level };
}
