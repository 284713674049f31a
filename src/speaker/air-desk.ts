import type { Clock, Logger } from '#kernel';
import type { PlanEntry, Report } from '#link';
import { decideAir, type Hindrance } from '#queue';
import type { EndReason, StationPresence, Waiting } from './candidates.ts';
import { askHouse, endingOf, gateOf, loadOf, loudnessDb } from './house.ts';
import type { Memory } from './memory.ts';
import { Nudge } from './nudge.ts';
import type { Player } from './player.ts';
import type { Begun } from './recollection.ts';
import { endReason, freeAt, type Leaving, type Seat } from './seat.ts';
import type { StationTime } from './station-time.ts';
import { survey } from './survey.ts';

/** So long before its time a broadcast is taken to the device: files opened, beginning written down, player woken. */
export const LEAD_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Decides what sounds on this speaker, and writes down how it ended. The deciding itself is `survey`, `decideAir` and
 * `askHouse`; nothing of it waits for the disk.
 */
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
  /** What kept each broadcast from the air when last it was asked. */
  readonly #hindered = new Map<string, Hindrance>();
  /** Broadcasts that left the air for another here, in this life of the agent, and for which. */
  readonly #yielded = new Map<string, string>();
  /** Those of them that came back: something of a voice was lost meanwhile. */
  readonly #cameBack = new Set<string>();

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
    try {
      while (!signal.aborted) {
        const waitMs = this.#decide();
        await this.#nudge.wait(Math.min(Math.max(waitMs, 1), LONGEST_WAIT_MS), signal);
      }
    } finally {
      // Also when a decision threw: nobody would take it off the air any more.
      if (this.#seat) this.#leave(this.#seat, 'shutdown');
      await this.#playing;
    }
  }

  /** One decision; gives how long it stands if nothing happens. */
  #decide(): number {
    const now = this.#time.nowMs();
    if (now === null) return LONGEST_WAIT_MS;
    const { known } = this.#memory;
    const { waiting, over, askAgainAt } = survey(known, {
      ...{ now, isSynced: this.#time.isSynced, station: this.#presence(), playing: this.playing },
      ...{ isPlaced: this.#isPlaced, yielded: this.#yielded, hindered: this.#hindered },
    });
    for (const { id, begun, reason, at } of over) this.#end(id, begun, reason, at);
    const seat = this.#seat;
    if (seat) this.#judgeEnding(seat, now);
    const byId = new Map(waiting.map((one) => [one.id, one]));
    const gate = gateOf(known.house);
    let load: ReturnType<typeof loadOf> | null = null;
    const heard = () => {
      load ??= loadOf(known, now);
      return load;
    };
    const decision = decideAir(seat && onAir(seat), waiting, now, LEAD_MS, ({ id }, startAt) => {
      const claim = byId.get(id);
      return claim ? askHouse(gate, heard, claim, startAt) : { ok: true };
    });
    for (const [id, why] of decision.hindered) {
      if (why !== 'not_yet' && why !== 'too_late') this.#hindered.set(id, why);
    }
    const chosen = decision.start && byId.get(decision.start.id);
    if (decision.start && chosen && !seat) {
      this.#take(chosen, decision.start.startAt);
    } else if (decision.preempted && seat && seat.leaving === null) {
      // The decision falls again, with the air free, when this one is silent.
      this.#leave(seat, 'pre_empted_here');
      if (chosen) this.#yielded.set(decision.preempted, chosen.id);
    }
    return Math.min(askAgainAt, decision.lookAgainAt ?? Number.POSITIVE_INFINITY) - now;
  }

  /** Gives the air to `chosen`. */
  #take(chosen: Waiting, startAt: number): void {
    const { entry, fromMs, plannedAt } = chosen;
    const id = entry.broadcastId;
    if (this.#yielded.delete(id)) this.#cameBack.add(id);
    const abort = new AbortController();
    const hasYielded = this.#cameBack.has(id);
    const seat: Seat = { entry, plannedAt, startAt, fromMs, abort, hasYielded, leaving: null, ending: null };
    this.#seat = seat;
    this.#judgeEnding(seat, this.#time.nowMs() ?? startAt);
    this.#logger.info('broadcast takes the air', { broadcastId: id, startAt, fromMs });
    this.#playing = this.#play(seat)
      .catch((error: unknown) => {
        this.#logger.error('broadcast could not be played', { broadcastId: id, why: String(error) });
      })
      .then(() => {
        this.#seat = null;
        this.#nudge.nudge();
      });
  }

  async #play(seat: Seat): Promise<void> {
    const { entry, fromMs, startAt } = seat;
    const id = entry.broadcastId;
    const before = this.#memory.known.begun.get(id);
    const played = await this.#player.play(entry, fromMs, startAt, {
      signal: seat.abort.signal,
      gainDb: loudnessDb(gateOf(this.#memory.known.house), entry, startAt),
      fadeOutAtMonoMs: () => (seat.ending ? this.#time.toMono(seat.ending.at) : null),
    });
    if (!played || played.reason === 'damaged') this.#damaged();
    if (!played) return;
    const reason = endReason(seat, played, this.#newest(seat));
    if (reason === null) {
      this.#logger.info('broadcast left the air and may come back', { broadcastId: id });
      return;
    }
    // A run that added no sound did not move the end.
    const isSilent = before !== undefined && played.renderedMs <= before.renderedMs;
    const endedAt = isSilent ? before.seenAt : (this.#time.ofMono(played.endedMonoMs) ?? this.#clock.wallMs());
    this.#end(id, this.#memory.known.begun.get(id) ?? null, reason, endedAt);
  }

  /** Works out anew when what has the air must be silent by itself. */
  #judgeEnding(seat: Seat, now: number): void {
    const gate = gateOf(this.#memory.known.house);
    seat.ending = endingOf(gate, this.#newest(seat), seat.startAt, now, seat.ending);
  }

  /** The entry as it is known now: its voice may have ended meanwhile. */
  #newest({ entry }: Seat): PlanEntry {
    const { begun, plan } = this.#memory.known;
    return begun.get(entry.broadcastId)?.entry ?? plan.get(entry.broadcastId) ?? entry;
  }

  #leave(seat: Seat, why: Leaving): void {
    // A stop by a person outranks an earlier reason that would let it come back.
    if (seat.leaving === null || seat.leaving === 'pre_empted_here') seat.leaving = why;
    seat.abort.abort();
  }

  /** Known at once, and on the disk and with the station soon. */
  #end(id: string, begun: Begun | null, reason: EndReason, endedAt: number): void {
    this.#hindered.delete(id);
    this.#yielded.delete(id);
    this.#cameBack.delete(id);
    this.#logger.info('broadcast ended', { broadcastId: id, reason });
    const told = this.#tell({
      event: 'ended',
      broadcastId: id,
      startedAt: begun?.startedAt ?? null,
      endedAt: Math.max(0, Math.round(endedAt)),
      renderedMs: Math.min(86_400_000, Math.max(0, Math.round(begun?.renderedMs ?? 0))),
      reason,
    });
    void told.catch((error: unknown) => this.#logger.error('end not told', { broadcastId: id, why: String(error) }));
  }

  #presence(): StationPresence {
    const { isUp, heardMonoMs } = this.#station();
    return { isUp, heardAt: this.#time.ofMono(heardMonoMs) ?? 0 };
  }
}

function onAir(seat: Seat) {
  const { entry, plannedAt } = seat;
  return { id: entry.broadcastId, level: entry.level, plannedAt, endsAt: freeAt(seat) };
}
