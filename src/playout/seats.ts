import type { AirDecision, Candidate, DecideAir, GateWord, OnAir } from './ports.ts';

/** Orders leave so long before the start, that every speaker has them in time. */
export const LEAD_MS = 3000;
/** A start that is ordered at once still gets this long to travel, so that neighbours begin together. */
export const TRAVEL_MS = 250;

/** One seat on the air, of an endpoint or of a transmitter that several share: who sits, who waits, and when to look again. */
interface Seat {
  onAir: OnAir | null;
  readonly waiting: Map<string, Candidate>;
  /** Who lost the air and comes back by himself: he needs no order. */
  readonly returning: Map<string, { readonly leftMs: number }>;
  /** Until when those who lost the air once may come back, however often they lose it. */
  readonly backBy: Map<string, number>;
  /** Why each of those who wait could not start when it was looked at last. */
  hindered: AirDecision['hindered'];
  lookAt: number;
}

/** What the desk knows of a broadcast on one air. */
export interface Sitting {
  readonly durationMs: number;
  readonly endBy: number | null;
  /** How long after its planned end it may still come back; null: it does not come back. */
  readonly comesBackWithinMs: number | null;
  /** True when it begins anew after it lost the air, within its own last instant; absent: it goes on where it was. */
  readonly startsAnew?: boolean;
  /** Its claim on the air. */
  readonly candidate: Candidate;
}

export interface SeatDecision {
  readonly air: string;
  readonly onAir: string | null;
  /** `endsAt`: as far as is known. */
  readonly start: { readonly id: string; readonly startAt: number; readonly endsAt: number } | null;
  /** True when `start` goes on by itself after it lost the air. */
  readonly isReturn: boolean;
  readonly preempted: string | null;
  readonly expired: ReadonlyArray<{ readonly id: string; readonly hindrance: string }>;
  readonly hindered: AirDecision['hindered'];
}

/** The seats of all airs. Holds no clock and no disk; the desk tells it the time. */
export class Seats {
  readonly #seats = new Map<string, Seat>();
  readonly #decide: DecideAir;
  readonly #leadMs: number;
  readonly #travelMs: number;

  /** A start that is decided `travelMs` ahead or less gets that long to reach everybody, within its last instant. */
  constructor(decide: DecideAir, leadMs: number, travelMs: number) {
    this.#decide = decide;
    this.#leadMs = leadMs;
    this.#travelMs = travelMs;
  }

  offer(air: string, candidate: Candidate): void {
    const seat = this.#seat(air);
    seat.waiting.set(candidate.id, candidate);
    seat.lookAt = 0;
  }

  /** Somebody sits already (after a restart of the station). */
  occupy(air: string, onAir: OnAir): void {
    const seat = this.#seat(air);
    seat.onAir = onAir;
    seat.lookAt = 0;
  }

  /** The sitter will be over at another time than was thought. */
  endsAt(air: string, broadcastId: string, endsAt: number): void {
    const seat = this.#seats.get(air);
    if (seat?.onAir?.id !== broadcastId) return;
    seat.onAir = { ...seat.onAir, endsAt };
    seat.lookAt = 0;
  }

  /** Waits no longer; if it sits, it sits until it is silent. */
  withdraw(air: string, broadcastId: string): void {
    this.#seats.get(air)?.waiting.delete(broadcastId);
  }

  /** This broadcast neither waits nor sits there any more. */
  leave(air: string, broadcastId: string): void {
    const seat = this.#seats.get(air);
    if (!seat) return;
    seat.waiting.delete(broadcastId);
    seat.returning.delete(broadcastId);
    seat.backBy.delete(broadcastId);
    if (seat.onAir?.id === broadcastId) seat.onAir = null;
    seat.lookAt = 0;
    if (!seat.onAir && seat.waiting.size === 0) this.#seats.delete(air);
  }

  /** Something changed that bears on every seat: the house rules, or an order of precedence. */
  lookAtAll(change?: (candidate: Candidate) => Candidate): void {
    for (const seat of this.#seats.values()) {
      seat.lookAt = 0;
      if (change) for (const [id, candidate] of seat.waiting) seat.waiting.set(id, change(candidate));
    }
  }

  /** Which broadcast has that air, as far as the station knows. */
  sitter(air: string): string | null {
    return this.#seats.get(air)?.onAir?.id ?? null;
  }

  /**
   * Decides every seat that is due. `ask` is told how much is left of one that comes back; null: all of it. A started broadcast sits
   * at once, so the next look sees it there.
   */
  decide(
    now: number,
    sittingOf: (broadcastId: string, air: string) => Sitting,
    ask: (air: string, broadcastId: string, startAt: number, leftMs: number | null) => GateWord,
  ): SeatDecision[] {
    const decisions: SeatDecision[] = [];
    for (const [air, seat] of this.#seats) {
      if (seat.lookAt > now) continue;
      const waiting = [...seat.waiting.values()];
      const decided = this.#decide(seat.onAir, waiting, now, this.#leadMs, (candidate, startAt) =>
        ask(air, candidate.id, startAt, seat.returning.get(candidate.id)?.leftMs ?? null),
      );
      const { preempted, hindered } = decided;
      const expired = decided.expired.map((id) => {
        seat.waiting.delete(id);
        if (seat.returning.delete(id)) return { id, hindrance: 'pre_empted' };
        return { id, hindrance: seat.hindered.get(id) ?? (seat.onAir ? 'air_taken' : 'too_late') };
      });
      const onAir = seat.onAir?.id ?? null;
      const isReturn = decided.start !== null && seat.returning.has(decided.start.id);
      const start = decided.start && this.#seatIt(air, seat, decided.start, preempted, now, sittingOf);
      const isNews = start !== null || preempted !== null || expired.length > 0 || differs(seat.hindered, hindered);
      seat.hindered = hindered;
      seat.lookAt = start ? now : (decided.lookAgainAt ?? Number.POSITIVE_INFINITY);
      if (isNews) decisions.push({ air, onAir, start, isReturn, preempted, expired, hindered });
    }
    return decisions;
  }

  /** The next instant at which some seat must be looked at. */
  nextLookAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const seat of this.#seats.values()) next = Math.min(next, seat.lookAt);
    return next;
  }

  #seatIt(
    air: string,
    seat: Seat,
    decided: { readonly id: string; readonly startAt: number },
    preempted: string | null,
    now: number,
    sittingOf: (broadcastId: string, air: string) => Sitting,
  ): { id: string; startAt: number; endsAt: number } {
    const { id } = decided;
    const candidate = seat.waiting.get(id);
    if (!candidate) throw new Error(`seat of ${air}: ${id} was decided but does not wait`);
    seat.waiting.delete(id);
    const startAt = Math.max(decided.startAt, Math.min(now + this.#travelMs, candidate.notAfter));
    const left = seat.onAir;
    if (left && left.id === preempted) {
      const { comesBackWithinMs, startsAnew = false, durationMs: wholeMs, candidate: claim } = sittingOf(left.id, air);
      const lastAt = startsAnew ? claim.notAfter : left.endsAt + (comesBackWithinMs ?? 0);
      const notAfter = seat.backBy.get(left.id) ?? lastAt;
      // One that is too late to come back already ends by itself when it is cut, not before.
      if (comesBackWithinMs !== null && notAfter > startAt) {
        seat.returning.set(left.id, { leftMs: startsAnew ? wholeMs : Math.max(0, left.endsAt - startAt) });
        seat.backBy.set(left.id, notAfter);
        // It comes back when the air is free: nobody is cut by what he has cut himself.
        seat.waiting.set(left.id, { ...claim, notAfter, cutInAfterMs: null });
      }
    }
    const { durationMs, endBy } = sittingOf(id, air);
    const lastsMs = seat.returning.get(id)?.leftMs ?? durationMs;
    seat.returning.delete(id);
    const endsAt = Math.max(startAt, Math.min(startAt + lastsMs, endBy ?? Number.POSITIVE_INFINITY));
    seat.onAir = { id, level: candidate.level, plannedAt: candidate.plannedAt, endsAt };
    return { id, startAt, endsAt };
  }

  #seat(air: string): Seat {
    let seat = this.#seats.get(air);
    if (!seat) {
      seat = {
        onAir: null,
        waiting: new Map(),
        returning: new Map(),
        backBy: new Map(),
        hindered: new Map(),
        lookAt: 0,
      };
      this.#seats.set(air, seat);
    }
    return seat;
  }
}

/** True when somebody is kept from the air by another reason than before. Waiting for one's time is no news. */
function differs(before: AirDecision['hindered'], after: AirDecision['hindered']): boolean {
  for (const [id, why] of after) if (why !== 'not_yet' && before.get(id) !== why) return true;
  return false;
}
