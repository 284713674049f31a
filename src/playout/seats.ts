import type { Candidate, DecideAir, OnAir } from './ports.ts';

/** One endpoint's seat on the air: who sits, who waits, and when to look again. */
interface Seat {
  onAir: OnAir | null;
  readonly waiting: Map<string, Candidate>;
  lookAt: number;
}

export interface SeatDecision {
  readonly endpointId: string;
  readonly start: { readonly id: string; readonly startAt: number } | null;
  readonly preempted: string | null;
  readonly expired: readonly string[];
  /** True when somebody held the air while they waited in vain. */
  readonly wasTaken: boolean;
}

/** The seats of all endpoints. Holds no clock and no disk; the desk tells it the time. */
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

  offer(endpointId: string, candidate: Candidate): void {
    const seat = this.#seat(endpointId);
    seat.waiting.set(candidate.id, candidate);
    seat.lookAt = 0;
  }

  /** Somebody sits already (after a restart of the station). */
  occupy(endpointId: string, onAir: OnAir): void {
    const seat = this.#seat(endpointId);
    seat.onAir = onAir;
    seat.lookAt = 0;
  }

  /** Waits no longer; if it sits, it sits until it is silent. */
  withdraw(endpointId: string, broadcastId: string): void {
    this.#seats.get(endpointId)?.waiting.delete(broadcastId);
  }

  /** This broadcast neither waits nor sits on the endpoint any more. */
  leave(endpointId: string, broadcastId: string): void {
    const seat = this.#seats.get(endpointId);
    if (!seat) return;
    seat.waiting.delete(broadcastId);
    if (seat.onAir?.id === broadcastId) seat.onAir = null;
    seat.lookAt = 0;
    if (!seat.onAir && seat.waiting.size === 0) this.#seats.delete(endpointId);
  }

  /** Decides every seat that is due. A started broadcast sits at once, so the next look sees it there. */
  decide(now: number, durationMs: (broadcastId: string) => number): SeatDecision[] {
    const decisions: SeatDecision[] = [];
    for (const [endpointId, seat] of this.#seats) {
      if (seat.lookAt > now) continue;
      const decided = this.#decide(seat.onAir, [...seat.waiting.values()], now, this.#leadMs);
      const { preempted, expired, lookAgainAt } = decided;
      for (const id of expired) seat.waiting.delete(id);
      const wasTaken = seat.onAir !== null;
      let { start } = decided;
      if (start) {
        const { id } = start;
        const candidate = seat.waiting.get(id);
        if (!candidate) throw new Error(`seat of ${endpointId}: ${id} was decided but does not wait`);
        seat.waiting.delete(id);
        const startAt = Math.max(start.startAt, Math.min(now + this.#travelMs, candidate.notAfter));
        start = { id, startAt };
        seat.onAir = { id, level: candidate.level, endsAt: startAt + durationMs(id) };
      }
      seat.lookAt = start ? now : (lookAgainAt ?? Number.POSITIVE_INFINITY);
      if (start || preempted !== null || expired.length > 0) {
        decisions.push({ endpointId, start, preempted, expired, wasTaken });
      }
    }
    return decisions;
  }

  /** The next instant at which some seat must be looked at. */
  nextLookAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const seat of this.#seats.values()) next = Math.min(next, seat.lookAt);
    return next;
  }

  #seat(endpointId: string): Seat {
    let seat = this.#seats.get(endpointId);
    if (!seat) {
      seat = { onAir: null, waiting: new Map(), lookAt: 0 };
      this.#seats.set(endpointId, seat);
    }
    return seat;
  }
}
