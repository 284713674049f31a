import type { Clock, Logger } from '#kernel';
import type { PlanEntry, Report, StopReason } from '#link';
import { type Candidate, decideAir } from '#queue';
import { firstCandidate, mayStartAt, missedBecause, type StationPresence, secondCandidate } from './candidates.ts';
import type { Memory } from './memory.ts';
import { Nudge } from './nudge.ts';
import type { Player } from './player.ts';
import type { Begun } from './recollection.ts';
import type { Played } from './sink.ts';
import type { StationTime } from './station-time.ts';

type EndReason = Extract<Report, { event: 'ended' }>['reason'];

/** So long before its time a broadcast is taken to the device: files opened, beginning written down, player woken. */
export const LEAD_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** The broadcast that has the air of this speaker. */
interface Seat {
  readonly entry: PlanEntry;
  readonly endsAt: number;
  readonly abort: AbortController;
  /** Why it was told to leave; null while it may stay. */
  leaving: StopReason | 'pre_empted_here' | 'shutdown' | null;
}

/** What may start: with where in the running order it starts. */
type Waiting = Candidate & { readonly entry: PlanEntry; readonly fromMs: number };

/** Decides what sounds on this speaker, and writes down how it ended. The deciding itself is `decideAir`. */
export class AirDesk {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #memory: Memory;
  readonly #time: StationTime;
  readonly #player: Player;
  readonly #station: () => { isUp: boolean; heardMonoMs: number };
  readonly #isPlaced: (entry: PlanEntry) => boolean;
  readonly #damaged: () => void;
  readonly #tell: (report: Report) => Promise<void>;
  readonly #nudge: Nudge;
  #seat: Seat | null = null;
  #playing: Promise<void> = Promise.resolve();
  /** Broadcasts that waited while another held the air. */
  readonly #outwaited = new Set<string>();
  /** Broadcasts that left the air for a higher one here, in this life of the agent. */
  readonly #yielded = new Set<string>();

  constructor(parts: {
    clock: Clock;
    logger: Logger;
    memory: Memory;
    time: StationTime;
    player: Player;
    station: () => { isUp: boolean; heardMonoMs: number };
    isPlaced: (entry: PlanEntry) => boolean;
    /** Called when a sound turned out not to be on the disk. */
    damaged: () => void;
    tell: (report: Report) => Promise<void>;
  }) {
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#memory = parts.memory;
    this.#time = parts.time;
    this.#player = parts.player;
    this.#station = parts.station;
    this.#isPlaced = parts.isPlaced;
    this.#damaged = parts.damaged;
    this.#tell = parts.tell;
    this.#nudge = new Nudge(parts.clock);
  }

  /** The broadcast that sounds, or is about to. */
  get playing(): string | null {
    return this.#seat?.entry.broadcastId ?? null;
  }

  /** Something changed that the decision depends on. */
  look(): void {
    const seat = this.#seat;
    const stop = seat ? this.#memory.known.stops.get(seat.entry.broadcastId) : undefined;
    // Not a turn of the loop later: a person wants silence.
    if (seat && stop) this.#leave(seat, stop);
    this.#nudge.nudge();
  }

  /** Decides until `signal`, then takes what sounds off the air and waits for silence. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waitMs = await this.#decide();
      await this.#nudge.wait(Math.min(Math.max(waitMs, 1), LONGEST_WAIT_MS), signal);
    }
    if (this.#seat) this.#leave(this.#seat, 'shutdown');
    await this.#playing;
  }

  /** One decision; gives how long it stands if nothing happens. */
  async #decide(): Promise<number> {
    const now = this.#time.nowMs();
    if (now === null) return LONGEST_WAIT_MS;
    const { waiting, askAgainAt } = await this.#survey(now);
    const seat = this.#seat;
    const onAir = seat ? { id: seat.entry.broadcastId, level: seat.entry.level, endsAt: seat.endsAt } : null;
    if (seat) for (const one of waiting) if (one.plannedAt <= now + LEAD_MS) this.#outwaited.add(one.id);
    const decision = decideAir(onAir, waiting, now, LEAD_MS);
    const chosen = waiting.find((one) => one.id === decision.start?.id);
    if (decision.start && chosen && !seat) {
      this.#take(chosen, decision.start.startAt);
    } else if (decision.preempted && seat && seat.leaving === null) {
      // The decision falls again, with the air free, when this one is silent.
      this.#leave(seat, 'pre_empted_here');
    }
    return Math.min(askAgainAt, decision.lookAgainAt ?? Number.POSITIVE_INFINITY) - now;
  }

  /** Who may start, now or later. Settles on the way what can never start any more. */
  async #survey(now: number): Promise<{ waiting: Waiting[]; askAgainAt: number }> {
    const { known } = this.#memory;
    const waiting: Waiting[] = [];
    let askAgainAt = Number.POSITIVE_INFINITY;
    const station = this.#presence();
    for (const [id, begun] of known.begun) {
      if (begun.endedAt !== null || id === this.playing || !begun.entry) continue;
      const stop = known.stops.get(id);
      const candidate = secondCandidate(begun);
      const isLate = candidate !== null && now > candidate.notAfter && this.#time.isSynced;
      if (stop || !candidate || isLate) {
        await this.#end(id, begun, stop ?? (this.#yielded.has(id) ? 'pre_empted' : 'interrupted'), begun.seenAt);
      } else {
        askAgainAt = Math.min(askAgainAt, candidate.notAfter + 1);
        if (now <= candidate.notAfter && this.#isPlaced(begun.entry))
          waiting.push({ ...candidate, entry: begun.entry });
      }
    }
    for (const [id, entry] of known.plan) {
      if (known.begun.has(id)) continue;
      const stop = known.stops.get(id);
      const isPlaced = this.#isPlaced(entry);
      // Without the station's clock it is not sure that it is too late: silent for now, judged when the clock is known.
      if (stop || (now > entry.notAfter && this.#time.isSynced)) {
        const missed = missedBecause(known.placing.get(id), isPlaced, this.#outwaited.has(id));
        await this.#end(id, null, stop ?? missed, now);
        continue;
      }
      if (now > entry.notAfter) continue;
      askAgainAt = Math.min(askAgainAt, entry.notAfter + 1);
      const may = mayStartAt(entry, known.starts.get(id), station, now);
      if ('askAgainAt' in may) askAgainAt = Math.min(askAgainAt, Math.max(may.askAgainAt, now + 1));
      else if (isPlaced) waiting.push({ ...firstCandidate(entry, may.at), entry, fromMs: 0 });
    }
    return { waiting, askAgainAt };
  }

  /** Gives the air to `chosen`. */
  #take(chosen: Waiting, startAt: number): void {
    const { entry, fromMs } = chosen;
    const endsAt = startAt + entry.durationMs - fromMs;
    const seat: Seat = { entry, endsAt, abort: new AbortController(), leaving: null };
    this.#seat = seat;
    this.#logger.info('broadcast takes the air', { broadcastId: entry.broadcastId, startAt, fromMs });
    this.#playing = this.#play(seat, fromMs, startAt).catch((error: unknown) => {
      this.#logger.error('broadcast could not be played', { broadcastId: entry.broadcastId, why: String(error) });
    });
    void this.#playing.then(() => {
      this.#seat = null;
      this.#nudge.nudge();
    });
  }

  async #play(seat: Seat, fromMs: number, startAt: number): Promise<void> {
    const id = seat.entry.broadcastId;
    const before = this.#memory.known.begun.get(id);
    const played = await this.#player.play(seat.entry, fromMs, startAt, seat.abort.signal);
    if (!played || played.reason === 'damaged') this.#damaged();
    if (!played) return;
    const reason = endReason(seat, played);
    if (reason === null) {
      if (seat.leaving === 'pre_empted_here') this.#yielded.add(id);
      this.#logger.info('broadcast left the air and may come back', { broadcastId: id });
      return;
    }
    // A run that added no sound did not move the end.
    const isSilent = before !== undefined && played.renderedMs <= before.renderedMs;
    const endedAt = isSilent ? before.seenAt : (this.#time.ofMono(played.endedMonoMs) ?? this.#clock.wallMs());
    await this.#end(id, this.#memory.known.begun.get(id) ?? null, reason, endedAt);
  }

  #leave(seat: Seat, why: Exclude<Seat['leaving'], null>): void {
    // A stop by a person outranks an earlier reason that would let it come back.
    if (seat.leaving === null || seat.leaving === 'pre_empted_here') seat.leaving = why;
    seat.abort.abort();
  }

  async #end(id: string, begun: Begun | null, reason: EndReason, endedAt: number): Promise<void> {
    this.#outwaited.delete(id);
    this.#yielded.delete(id);
    this.#logger.info('broadcast ended', { broadcastId: id, reason });
    await this.#tell({
      event: 'ended',
      broadcastId: id,
      startedAt: begun?.startedAt ?? null,
      endedAt: Math.max(0, Math.round(endedAt)),
      renderedMs: Math.min(86_400_000, Math.max(0, Math.round(begun?.renderedMs ?? 0))),
      reason,
    });
  }

  #presence(): StationPresence {
    const { isUp, heardMonoMs } = this.#station();
    return { isUp, heardAt: this.#time.ofMono(heardMonoMs) ?? 0 };
  }
}

/** How a play ended, or null when it may go on later. */
function endReason(seat: Seat, played: Played): EndReason | null {
  switch (played.reason) {
    case 'complete':
      return played.gapsMs > 0 ? 'underrun' : 'complete';
    case 'sink_failed':
    case 'damaged':
      return played.reason;
    case 'stopped': {
      const isDropped = seat.entry.interruption === 'drop';
      if (seat.leaving === 'pre_empted_here') return isDropped ? 'pre_empted' : null;
      if (seat.leaving === 'shutdown' || seat.leaving === null) return isDropped ? 'interrupted' : null;
      return seat.leaving;
    }
  }
}
