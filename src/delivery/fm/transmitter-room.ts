import type { Broadcast } from '#broadcast';
import type { FmReceiver, FmStation } from '#fm';
import { type Reason, rankOf } from '#kernel';
import type { DriverFact } from '../endpoint-driver.ts';
import { endingOf } from '../http/ending.ts';
import { type Airing, type AiringEnd, advance, airingOf, clockSet, frontOf, nextTurnAt } from './airings.ts';
import type { Upcoming } from './manifest/manifest.ts';
import { type FmOnAir, meaningOf } from './on-air.ts';
import type { LineFact } from './rds-state.ts';
import { type FaceInput, RoomFace } from './room-face.ts';
import type { RoomParts, Sound } from './room-parts.ts';
import { RoomPlans } from './room-plans.ts';
import { RoomProofs } from './room-proofs.ts';
import { RoomSigns } from './room-signs.ts';
import { RoomSound } from './room-sound.ts';
import { rdsStateOf } from './text/state-of-air.ts';

/** A computer that took the manifest within this time is there. */
const FETCH_FRESH_MS = 120_000;
/** The text on the receivers is looked at anew at least this often. */
const LOOK_MS = 1000;
/** A transmitter is silenced rather so much too early than too late. */
const FADE_MS = 500;

/**
 * One transmitter room: what it has on air, what encoder and computer are shown, and what is proved of it. Nothing here
 * waits for either: they are shown the newest state and say in their own time how far they came.
 */
export class TransmitterRoom {
  readonly #parts: RoomParts;
  #station: FmStation;
  #receivers: readonly FmReceiver[];
  readonly #sound: RoomSound;
  readonly #signs: RoomSigns;
  /** What its computer may read. */
  readonly face: RoomFace;
  #airings: readonly Airing[] = [];
  readonly #plans: RoomPlans;
  readonly #proofs: RoomProofs;
  #wasReachable = false;
  #fetchedAt: number | null = null;
  /** By how much the wall clock was ahead of the monotonic one when it was last looked at. */
  #aheadMs: number;

  constructor(parts: RoomParts, station: FmStation, receivers: readonly FmReceiver[], sound: Sound | null) {
    this.#parts = parts;
    this.#station = station;
    this.#receivers = receivers;
    this.#sound = new RoomSound(sound);
    this.#aheadMs = this.#now() - parts.world.clock.monoMs();
    this.#plans = new RoomPlans(parts.gateOf);
    this.#proofs = new RoomProofs(parts);
    this.face = new RoomFace(parts, () => this.#faceInput());
    this.#signs = new RoomSigns(parts, station, receivers, (fact) => this.#lineFact(fact));
  }

  async start(): Promise<void> {
    await this.#signs.become(this.#station, this.#receivers);
    this.tick();
  }

  /** The station was changed: what is on air goes on, unless its sound comes from elsewhere now. */
  async become(station: FmStation, receivers: readonly FmReceiver[], sound: Sound | null): Promise<void> {
    const left = this.#sound.isOther(sound) ? this.#leaveSound() : [];
    this.#station = station;
    this.#receivers = receivers;
    this.#sound.become(sound);
    for (const airing of left) this.#soundAgain(airing);
    await this.#signs.become(station, receivers);
    this.replan();
    this.tick();
  }

  /** The old source falls silent. Answers what has to be heard all the same: emergencies. */
  #leaveSound(): readonly Airing[] {
    for (const one of this.#airings) if (rankOf(one.broadcast.level) !== 0) this.#cutShort(one, 'rule_changed');
    for (const { broadcast } of this.#airings) this.#sound.halt(broadcast.id, 'rule_changed');
    return this.#airings;
  }

  /** It begins anew from the source that there is now. */
  #soundAgain(airing: Airing): void {
    const { broadcast } = airing;
    const soundAt = Math.max(airing.soundAt, this.#now());
    const endAt = Math.min(soundAt + broadcast.runningOrder.durationMs, broadcast.endBy ?? Number.POSITIVE_INFINITY);
    const again = { ...airing, soundAt, fromMs: 0, endAt, cut: null };
    this.#airings = this.#airings.map((one) => (one === airing ? again : one));
    this.#proofs.soundAgain(broadcast.id);
    this.#proofs.keepOpen([again]);
    this.#sound.order(broadcast, soundAt, null);
  }

  get station(): FmStation {
    return this.#station;
  }

  /** Announcements and alarms are taken back, receivers with a code closed; what is on air comes home as far as it was. */
  async stop(): Promise<void> {
    await Promise.all([this.#signs.stop(), this.face.stop()]);
  }

  get receiverIds(): readonly string[] {
    return this.#receivers.map((one) => one.endpointId);
  }

  isReachable(): boolean {
    const { audio } = this.#station;
    if (this.#signs.isConnected()) return true;
    if (this.#fetchedAt !== null && Math.abs(this.#now() - this.#fetchedAt) < FETCH_FRESH_MS) return true;
    if (this.#sound.gives(audio)) return this.#sound.isReachable();
    // Where people play by the printed sheet there is always somebody.
    return audio === 'hand' && this.#signs.count === 0;
  }

  /** Its computer took the face that was shown last. */
  fetched(): void {
    this.#fetchedAt = this.#now();
    const isOpen = (id: string) =>
      [...this.#plans.all(), ...this.#airings.map((one) => one.broadcast)].some((one) => one.id === id);
    this.#proofs.fetched(this.face.named(), this.#airings, isOpen);
    this.tick();
  }

  standing() {
    const onAir = this.#carried(this.#now());
    const state = rdsStateOf(this.#station, onAir, this.#now(), meaningOf(onAir));
    return {
      isReachable: this.isReachable(),
      lines: this.#signs.standings(),
      onAir: onAir && {
        ...onAir,
        evidence: this.#proofs.evidence(onAir.broadcast.id),
        ...{ rt: state.rt, ta: state.ta, pty: state.pty },
      },
      manifestFetchedAt: this.#fetchedAt,
    };
  }

  plan(endpointId: string, broadcasts: readonly Broadcast[]): void {
    this.#plans.put(endpointId, broadcasts);
    this.replan();
  }

  /** The plan or the rules of a house are others: whoever may begin by himself is told. */
  replan(): void {
    this.#sound.plan(this.#upcoming().map((one) => one.broadcast));
    this.face.refresh();
  }

  order(broadcast: Broadcast, endpointIds: readonly string[], startAt: number, cutsInto: string | null): void {
    this.#keepTime();
    const known = this.#airings.find((one) => one.broadcast.id === broadcast.id);
    if (known) {
      this.#addTo(known, endpointIds);
      return;
    }
    const { addressing, leadInMs } = this.#station;
    // A transmitter that sounds is awake; receivers with a code have to be opened all the same.
    const isAwake = addressing === 'all' && frontOf(this.#airings, this.#now()) !== null;
    const asked = { broadcast, endpointIds, startAt, cutsInto };
    const airing = airingOf(this.#airings, asked, this.#now() + (isAwake ? 0 : leadInMs));
    this.#airings = [...this.#airings, airing];
    this.#proofs.open(this.#station, broadcast, airing.soundAt);
    this.#sound.order(broadcast, airing.soundAt, cutsInto);
    this.tick();
  }

  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void {
    this.#leave(broadcastId, endpointIds, reason);
    this.tick();
  }

  /** Those receivers are to hear it no more; it is over when nobody is left. */
  #leave(broadcastId: string, endpointIds: readonly string[], reason: Reason): void {
    const airing = this.#airings.find((one) => one.broadcast.id === broadcastId);
    if (!airing) return;
    const left = airing.endpointIds.filter((id) => !endpointIds.includes(id));
    const gone = airing.endpointIds.filter((id) => endpointIds.includes(id));
    if (gone.length === 0) return;
    if (left.length === 0) this.#cutShort(airing, reason);
    else {
      this.#airings = this.#airings.map((one) => (one === airing ? { ...one, endpointIds: left } : one));
      this.#finish({ airing: { ...airing, endpointIds: gone }, endedAt: this.#now(), reason });
    }
  }

  /** The voice is over: it is as long as its running order says now. */
  conclude(broadcast: Broadcast): void {
    this.#airings = this.#airings.map((one) => {
      if (one.broadcast.id !== broadcast.id) return one;
      const shorterMs = one.broadcast.runningOrder.durationMs - broadcast.runningOrder.durationMs;
      const cut = one.cut && { ...one.cut, leftMs: Math.max(0, one.cut.leftMs - shorterMs) };
      return { ...one, broadcast, cut, endAt: one.endAt - shorterMs };
    });
    this.#sound.conclude(broadcast);
    this.tick();
  }

  /** Silence for these receivers (null: all), and for all when they cannot be closed alone. */
  hush(endpointIds: readonly string[] | null): void {
    const closed = this.#station.addressing === 'coded' ? endpointIds : null;
    for (const one of this.#airings) this.#leave(one.broadcast.id, closed ?? one.endpointIds, 'stopped_by_operator');
    if (this.#airings.length === 0) this.#sound.hush();
    this.tick();
  }

  /** What the stream or the agent says of the sound. */
  soundFact(fact: DriverFact): void {
    if (fact.fact === 'ended') {
      this.#proofs.soundEnded(fact.broadcastId, fact.reason);
      fact.acknowledge();
    } else if (fact.fact === 'joined')
      for (const missed of this.#sound.isBack(fact.begun, this.#airings, this.#now())) this.#soundAgain(missed);
    this.tick();
  }

  /** Looks at the time; answers when it must be looked at again. */
  tick(): number {
    this.#keepTime();
    const now = this.#now();
    this.#closeByHouse(now);
    const turn = advance(this.#airings, now);
    this.#airings = turn.airings;
    for (const end of turn.ended) this.#finish(end);
    const front = frontOf(this.#airings, now);
    if (front) this.#proofs.begin(front);
    this.#proofs.keepOpen(this.#airings.filter((one) => one.cut !== null));
    this.#show(now);
    this.face.keepFresh(now);
    this.#tellReach();
    return Math.min(nextTurnAt(this.#airings, now) ?? Number.POSITIVE_INFINITY, now + LOOK_MS);
  }

  /** What sounds is as long as before, however somebody sets the wall clock meanwhile. */
  #keepTime(): void {
    const aheadMs = this.#now() - this.#parts.world.clock.monoMs();
    const byMs = aheadMs - this.#aheadMs;
    this.#aheadMs = aheadMs;
    const kept = clockSet(this.#airings, byMs);
    if (kept === this.#airings) return;
    this.#airings = kept;
    this.#proofs.keepOpen(this.#airings);
  }

  /** The rules of the houses that hear it, and the end of its slot, silence a transmitter as they silence a loudspeaker. */
  #closeByHouse(now: number): void {
    const front = frontOf(this.#airings, now);
    if (!front) return;
    const isCoded = this.#station.addressing === 'coded';
    for (const id of isCoded ? front.endpointIds : this.receiverIds) {
      const ending = endingOf(this.#parts.gateOf(id), front.broadcast, now);
      if (!ending || ending.at > now + FADE_MS) continue;
      // Receivers with a code are closed, and the others hear on.
      if (isCoded) this.#leave(front.broadcast.id, [id], ending.reason);
      else {
        this.#cutShort(front, ending.reason);
        return;
      }
    }
  }

  #addTo(known: Airing, endpointIds: readonly string[]): void {
    const all = [...new Set([...known.endpointIds, ...endpointIds])];
    if (all.length === known.endpointIds.length) return;
    this.#airings = this.#airings.map((one) => (one === known ? { ...one, endpointIds: all } : one));
    this.tick();
  }

  #cutShort(airing: Airing, reason: Reason): void {
    this.#airings = this.#airings.filter((one) => one.broadcast.id !== airing.broadcast.id);
    this.#sound.halt(airing.broadcast.id, reason);
    this.#finish({ airing, endedAt: this.#now(), reason });
  }

  #finish(end: AiringEnd): void {
    const isLast = !this.#airings.some((one) => one.broadcast.id === end.airing.broadcast.id);
    void this.#proofs.finish(end, this.#station, this.#sound.gives(this.#station.audio), isLast);
  }

  /** Shows encoder and computer what is on air now, when that is news. */
  #show(now: number): void {
    const carried = this.#carried(now);
    const number = this.#signs.show(carried, this.#hearing(now));
    if (number === null) return;
    if (carried) this.#proofs.shown(carried.broadcast.id, number);
    this.face.refresh();
  }

  /** What the metadata speaks of: what has the air, else what will have it when the receivers have woken up. */
  #carried(now: number): FmOnAir | null {
    const front = frontOf(this.#airings, now) ?? frontOf(this.#airings, now + this.#station.leadInMs);
    if (!front) return null;
    const { broadcast, soundAt, fromMs, endpointIds } = front;
    const endAt = broadcast.runningOrder.isOpenEnded ? null : front.endAt;
    return { broadcast, startAt: soundAt, fromMs, endAt, endpointIds };
  }

  #hearing(now: number): ReadonlySet<string> {
    const soon = frontOf(this.#airings, now + this.#station.leadInMs);
    return new Set([...(frontOf(this.#airings, now)?.endpointIds ?? []), ...(soon?.endpointIds ?? [])]);
  }

  #lineFact(fact: LineFact): void {
    const onAir = this.#carried(this.#now());
    if (onAir && fact.fact !== 'well') this.#proofs.lineFact(onAir, fact);
    this.#tellReach();
  }

  #tellReach(): void {
    const isReachable = this.isReachable();
    if (isReachable === this.#wasReachable) return;
    this.#wasReachable = isReachable;
    const begun = this.#proofs.begun();
    for (const id of this.receiverIds) this.#parts.tell(id, isReachable ? { fact: 'joined', begun } : { fact: 'left' });
  }

  #faceInput(): FaceInput {
    const onAir = this.#carried(this.#now());
    return { station: this.#station, receivers: this.#receivers, onAir, upcoming: this.#upcoming() };
  }

  #upcoming(): Upcoming[] {
    return this.#plans.upcoming(this.#airings, this.#station.addressing === 'coded' ? null : this.receiverIds);
  }

  #now(): number {
    return this.#parts.world.clock.wallMs();
  }
}
