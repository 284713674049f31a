import type { Broadcast } from '#broadcast';
import type { FmStation } from '#fm';
import type { Evidence, Reason } from '#kernel';
import { AirProof } from './air-proof.ts';
import type { Airing, AiringEnd } from './airings.ts';
import { MANIFEST_VALID_MS } from './manifest/manifest.ts';
import type { LineFact } from './rds-state.ts';
import type { RoomParts } from './room-parts.ts';

/** A broadcast and the groups of receivers that are told how it stands. */
type Told = Pick<Airing, 'broadcast' | 'endpointIds'>;

/** What is proved of everything that a transmitter was given, and telling it. */
export class RoomProofs {
  readonly #parts: Pick<RoomParts, 'world' | 'tell' | 'listen'>;
  readonly #proofs = new Map<string, AirProof>();
  /** Broadcasts that a face named which the computer took, and when it took the last such one (monotonic). */
  readonly #taken = new Map<string, number>();
  /** Over, and waiting for their last proofs. */
  readonly #closing = new Set<Told>();

  constructor(parts: Pick<RoomParts, 'world' | 'tell' | 'listen'>) {
    this.#parts = parts;
  }

  open(station: FmStation, broadcast: Broadcast, soundAt: number): void {
    const proof = new AirProof(this.#parts.listen(station, broadcast, soundAt));
    this.#proofs.set(broadcast.id, proof);
    const { clock } = this.#parts.world;
    const leftMs = soundAt - clock.wallMs();
    // A face that is no longer true then says nothing of it.
    const takenMs = this.#taken.get(broadcast.id) ?? Number.NEGATIVE_INFINITY;
    if (takenMs + MANIFEST_VALID_MS > clock.monoMs() + leftMs) proof.fetched();
  }

  /** It has the air now: whoever has not been told that it began is told. */
  begin({ broadcast, endpointIds, soundAt, firstAt }: Airing): void {
    const proof = this.#proofs.get(broadcast.id);
    if (!proof) return;
    proof.begin();
    for (const id of endpointIds) {
      if (!proof.isNewFor(id)) continue;
      const startedAt = Math.max(firstAt, soundAt);
      this.#parts.tell(id, { fact: 'started', broadcastId: broadcast.id, startedAt });
    }
  }

  begun(): Set<string> {
    return new Set([...this.#proofs].flatMap(([id, proof]) => (proof.begun ? [id] : [])));
  }

  evidence(broadcastId: string): Evidence {
    return this.#proofs.get(broadcastId)?.evidence() ?? 'E0';
  }

  shown(broadcastId: string, number: number): void {
    this.#proofs.get(broadcastId)?.shown(number);
  }

  lineFact(onAir: Told, fact: Exclude<LineFact, { fact: 'well' }>): void {
    this.#prove(onAir, (proof) => proof.lineFact(fact));
  }

  /** Tells of what waits for the air or for its last proofs that it is not over, so that nobody gives it up meanwhile. */
  keepOpen(waiting: readonly Told[]): void {
    for (const { broadcast, endpointIds } of [...waiting, ...this.#closing])
      for (const id of endpointIds)
        this.#parts.tell(id, { fact: 'progress', broadcastId: broadcast.id, renderedMs: 0 });
  }

  /** The computer took a face that names these; of those that were named before, `isOpen` says which still matter. */
  fetched(named: ReadonlySet<string>, airings: readonly Told[], isOpen: (broadcastId: string) => boolean): void {
    for (const id of named) this.#taken.set(id, this.#parts.world.clock.monoMs());
    for (const id of this.#taken.keys()) if (!isOpen(id)) this.#taken.delete(id);
    for (const airing of airings) if (named.has(airing.broadcast.id)) this.#prove(airing, (proof) => proof.fetched());
  }

  /** It is to be heard from another source: how it ended on the first one says nothing any more. */
  soundAgain(broadcastId: string): void {
    this.#proofs.get(broadcastId)?.soundAgain();
  }

  soundEnded(broadcastId: string, reason: Reason): void {
    this.#proofs.get(broadcastId)?.soundEnded(reason);
  }

  /**
   * Waits a little for the last proofs, and says how it ended for each group of receivers. `isLast`: no group has it any
   * more.
   */
  async finish(
    { airing, endedAt, reason }: AiringEnd,
    station: FmStation,
    hasSound: boolean,
    isLast: boolean,
  ): Promise<void> {
    const { broadcast, endpointIds, firstAt, soundAt } = airing;
    const proof = this.#proofs.get(broadcast.id) ?? new AirProof();
    // What went on after a cut, or began anew, cannot be compared: what cut it would be taken for a foreign station.
    if (soundAt !== firstAt) proof.close();
    const isSlot = reason === 'by_fm' && broadcast.endBy !== null && endedAt >= broadcast.endBy;
    const end = { station, endedAt, reason: isSlot ? 'slot_over' : reason, hasSound, level: broadcast.level } as const;
    this.#closing.add(airing);
    const verdict = await proof.verdict(this.#parts.world.clock, end);
    this.#closing.delete(airing);
    if (isLast && this.#proofs.get(broadcast.id) === proof) {
      this.#proofs.delete(broadcast.id);
      proof.close();
    }
    for (const id of endpointIds) {
      this.#parts.tell(id, {
        ...{ fact: 'ended', broadcastId: broadcast.id, endedAt, acknowledge: () => undefined },
        ...{ startedAt: verdict.wasGiven ? firstAt : null, renderedMs: verdict.renderedMs },
        ...{ reason: verdict.reason, evidence: verdict.evidence },
      });
    }
  }

  /** What was learnt of it; when that is a better grade, it is told. */
  #prove({ broadcast, endpointIds }: Told, learn: (proof: AirProof) => void): void {
    const proof = this.#proofs.get(broadcast.id);
    if (!proof) return;
    const before = proof.evidence();
    learn(proof);
    const evidence = proof.evidence();
    if (evidence === before) return;
    for (const id of endpointIds) this.#parts.tell(id, { fact: 'graded', broadcastId: broadcast.id, evidence });
  }
}
