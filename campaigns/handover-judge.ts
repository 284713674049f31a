/**
 * Judges hand-overs by the cables themselves and by what reached the station: none late, none twice, none while enough
 * loudspeakers carried the broadcast, none of what was taken back.
 */
import { type VillageCourse, villageTallies } from '#asrun';
import type { Broadcast, Delivery } from '#broadcast';
import type { Level } from '#kernel';

const SECOND = 1000;
const BOUND_MS = 15 * SECOND;
/** Told to begin, a loudspeaker may take so long to say so. */
const HOPE_MS = 10 * SECOND;
const REST_MS = 10 * SECOND;
/** A cable that was silent for so long is taken for broken until something comes again. */
const QUIET_MS = 8 * SECOND;
/** So often is looked. */
export const SAMPLE_MS = 250;

export interface Speaker {
  readonly id: string;
  /** Nothing comes through, whatever anybody believes. */
  readonly isCut: boolean;
  /** The station believes that it is there. */
  readonly isLinked: boolean;
  /** So long ago it was heard last. */
  readonly quietMs: number;
  /** What comes out of it just now. */
  readonly sounds: { readonly broadcastId: string; readonly level: Level | null } | null;
}

export interface Village {
  readonly name: string;
  readonly areaId: string;
  /** Null: nobody stands in. */
  readonly receiverId: string | null;
  readonly thresholdPercent: number;
  readonly speakers: readonly Speaker[];
}

/** What can be seen of a commune at one instant. */
export interface Scene {
  readonly now: number;
  /** The station runs. */
  readonly isUp: boolean;
  /** The FM station can carry something. */
  readonly isUsable: boolean;
  villages(): readonly Village[];
  /** Planned or on air, as the station knows. */
  open(): readonly Broadcast[];
  /** Null: it is not to sound there. */
  delivery(broadcastId: string, speakerId: string): Delivery | null;
}

/** Looks on, and keeps what was wrong. */
export class HandoverJudge {
  readonly faults: string[] = [];
  longestMs = 0;
  #startedAt: number;
  readonly #scene: Scene;
  /** Since when a loudspeaker has failed a broadcast without a break. */
  readonly #failing = new Map<string, number>();
  readonly #done = new Set<string>();
  readonly #halted = new Map<string, number>();
  #usableSince: number;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#startedAt = scene.now;
    this.#usableSince = scene.now;
  }

  /** It was taken back at this instant. */
  halted(broadcastId: string): void {
    this.#halted.set(broadcastId, this.#scene.now);
  }

  /** Looks. To be called at each sample. */
  look(): void {
    const { now, isUp, isUsable } = this.#scene;
    if (!isUp) this.#startedAt = now;
    if (!isUsable) this.#usableSince = now;
    if (!isUp) return;
    const villages = this.#scene.villages();
    for (const broadcast of this.#scene.open()) {
      for (const village of villages) {
        for (const speaker of village.speakers) this.#note(broadcast, speaker);
        this.#bound(broadcast, village);
      }
    }
  }

  #note(broadcast: Broadcast, speaker: Speaker): void {
    const key = `${broadcast.id} ${speaker.id}`;
    if (!this.#isFailing(broadcast, speaker)) this.#failing.delete(key);
    else if (!this.#failing.has(key)) this.#failing.set(key, this.#scene.now);
  }

  /** True when it does not carry the broadcast though it is to, by its cable and by what reached the station. */
  #isFailing({ id, level, plannedAt, acceptedAt, runningOrder }: Broadcast, speaker: Speaker): boolean {
    const { now } = this.#scene;
    const delivery = this.#scene.delivery(id, speaker.id);
    if (!delivery || now < Math.max(acceptedAt, plannedAt - 5000)) return false;
    const { state, startAt, startedAt, renderedMs } = delivery;
    const { durationMs } = runningOrder;
    if (state === 'played') return false;
    if (state === 'played_part') return level === 'emergency' && durationMs - renderedMs > REST_MS;
    const isInReach = !speaker.isCut && speaker.isLinked;
    if (state === 'playing') {
      const leftMs = (startedAt ?? now) + durationMs - now;
      return level === 'emergency' && !isInReach && leftMs > REST_MS;
    }
    const { sounds } = speaker;
    const isBusy = sounds !== null && sounds.broadcastId !== id && (level !== 'emergency' || sounds.level === level);
    return !isInReach || (!isBusy && startAt !== null && startAt <= now);
  }

  /** A village that fails for longer than the bound must have been handed over. */
  #bound(broadcast: Broadcast, village: Village): void {
    const { now, isUsable } = this.#scene;
    const key = `${broadcast.id} ${village.receiverId}`;
    if (village.receiverId === null || this.#done.has(key) || !isUsable) return;
    if (broadcast.haltReason !== null || now > broadcast.notAfter) return;
    const since = Math.max(this.#startedAt, this.#usableSince);
    const meant = this.#meant(broadcast, village);
    const longFailing = meant.filter((speaker) => {
      const failedAt = this.#failing.get(`${broadcast.id} ${speaker.id}`);
      return failedAt !== undefined && now - Math.max(failedAt, since) > BOUND_MS + SAMPLE_MS;
    });
    if (isEnough(meant.length - longFailing.length, meant.length, village)) return;
    this.#done.add(key);
    this.faults.push(`${village.name}: ${broadcast.id} (${broadcast.level}) not handed over in time`);
  }

  /** A decision in its instant: was it right, and how long did it take? To be called once for each. */
  decided(broadcastId: string, endpointId: string): void {
    const { now } = this.#scene;
    const broadcast = this.#scene.open().find((one) => one.id === broadcastId);
    const village = this.#scene.villages().find((one) => one.receiverId === endpointId);
    if (!broadcast || !village) {
      this.faults.push(`${broadcastId}: handed over to ${endpointId}, which stands in for nobody`);
      return;
    }
    const key = `${broadcastId} ${endpointId}`;
    const meant = this.#meant(broadcast, village);
    const good = meant.filter((speaker) => this.#isGood(broadcast, speaker));
    if (!this.#done.has(key)) {
      if (isEnough(good.length, meant.length, village))
        this.faults.push(
          `${village.name}: ${broadcastId} handed over though ${good.length}/${meant.length} carried it`,
        );
      this.#measure(broadcast, village);
    }
    this.#done.add(key);
    const haltedAt = this.#halted.get(broadcastId);
    if (haltedAt !== undefined && now > haltedAt)
      this.faults.push(`${broadcastId}: handed over after it was taken back`);
    if (now > broadcast.notAfter) this.faults.push(`${broadcastId}: handed over after its last instant`);
  }

  #measure(broadcast: Broadcast, village: Village): void {
    const meant = this.#meant(broadcast, village);
    const since = meant.flatMap((one) => this.#failing.get(`${broadcast.id} ${one.id}`) ?? []).sort((a, b) => a - b);
    // The failure that was one too many.
    const fatal = since.find((_, count) => !isEnough(meant.length - count - 1, meant.length, village));
    if (fatal === undefined) return;
    this.longestMs = Math.max(this.longestMs, this.#scene.now - Math.max(fatal, this.#startedAt, this.#usableSince));
  }

  /** It carries the broadcast, or may still be expected to, with its cable whole and its voice heard. */
  #isGood({ id, level }: Broadcast, speaker: Speaker): boolean {
    const { now } = this.#scene;
    const delivery = this.#scene.delivery(id, speaker.id);
    if (!delivery) return false;
    const { state, startAt } = delivery;
    const isInReach = !speaker.isCut && speaker.isLinked && speaker.quietMs < QUIET_MS;
    if (state === 'played') return true;
    if (state === 'playing') return level !== 'emergency' || isInReach;
    return isInReach && (startAt === null || now < startAt + HOPE_MS);
  }

  /** Those that are to carry it: not those that are silent on purpose. */
  #meant({ id }: Broadcast, { speakers }: Village): Speaker[] {
    return speakers.filter((speaker) => {
      const state = this.#scene.delivery(id, speaker.id)?.state;
      return state !== undefined && !['superseded', 'cancelled', 'expired', 'withheld'].includes(state);
    });
  }
}

/** What must hold when all is over: one word for each broadcast in each village, the best that was proved. */
export function faultsOfWords(courses: readonly VillageCourse[]): string[] {
  const faults: string[] = [];
  const own = Map.groupBy(courses, ({ areaId }) => areaId);
  for (const { areaId, all } of villageTallies(courses, [])) {
    const there = own.get(areaId) ?? [];
    const broadcasts = new Set(there.map((one) => one.broadcastId));
    if (all.broadcasts !== broadcasts.size)
      faults.push(`${areaId}: ${all.broadcasts} of ${broadcasts.size} broadcasts counted`);
    const proved = new Set(there.filter((one) => one.state === 'played').map((one) => one.broadcastId));
    if (all.confirmed !== proved.size) faults.push(`${areaId}: ${all.confirmed} confirmed, ${proved.size} played`);
    const { confirmed, confirmedPart, reported, sent, handedOver, notHeard, withheld, open } = all;
    const words = confirmed + confirmedPart + reported + sent + handedOver + notHeard + withheld + open;
    if (words !== all.broadcasts) faults.push(`${areaId}: ${words} words for ${all.broadcasts} broadcasts`);
  }
  const roads = Map.groupBy(
    courses.filter((one) => one.carrier === 'fm'),
    ({ broadcastId, areaId }) => `${broadcastId} in ${areaId}`,
  );
  for (const [where, all] of roads) if (all.length > 1) faults.push(`${where}: handed over ${all.length} times`);
  return faults;
}

function isEnough(carrying: number, of: number, { thresholdPercent }: Village): boolean {
  return carrying * 100 >= thresholdPercent * of;
}
