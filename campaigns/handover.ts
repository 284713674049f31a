/**
 * Random mornings on which the IP path of villages fails: before, during and after emergencies and ordinary broadcasts,
 * with and without a word, with a transmitter that cannot be used, a disk that is slow or full, and a station that dies
 * in between. What the watch decided is judged against the cables themselves, not against what the station believed.
 */
import { type VillageCourse, villageTallies } from '#asrun';
import type { Broadcast } from '#broadcast';
import type { Bilingual } from '#kernel';
import { ModelCommune, type ModelSpeaker, type ModelVillage } from '../tests/unit/handover/model-commune.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const BOUND_MS = 15 * SECOND;
/** Told to begin, a loudspeaker may take so long to say so. */
const HOPE_MS = 10 * SECOND;
const REST_MS = 10 * SECOND;
/** A cable that was silent for so long is taken for broken until something comes again. */
const QUIET_MS = 8 * SECOND;
const SAMPLE_MS = 250;
const MORNING_MS = 8 * MINUTE;

export interface HandoverMorning {
  readonly faults: readonly string[];
  readonly broadcasts: number;
  readonly handOvers: number;
  readonly cuts: number;
  /** From the failure of the path of a village to the decision, the longest. */
  readonly longestMs: number;
}

/** Lives one random morning. Same seed, same morning. */
export async function liveHandoverMorning(seed: number): Promise<HandoverMorning> {
  const commune = new ModelCommune(seed);
  const { random } = commune;
  for (let at = random.int(1, 4); at > 0; at -= 1) {
    const threshold = random.chance(0.85) ? random.pick([1, 34, 50, 51, 75, 100]) : null;
    await commune.addVillage(`Thôn ${at}`, random.int(1, 4), threshold);
  }
  for (const speaker of commune.speakers) {
    if (random.chance(0.1)) commune.closed.add(speaker.id);
    const slow = random.pick([Number.POSITIVE_INFINITY, 4000, 12_000]);
    speaker.manners = { slowMs: random.chance(0.12) ? slow : random.int(20, 1500) };
  }
  commune.writeMs = random.chance(0.3) ? random.int(50, 2000) : 0;
  commune.start();
  await commune.clock.advance(30 * SECOND);

  const judge = new Judge(commune);
  const events = drawn(commune, judge);
  const endAt = commune.now + MORNING_MS;
  for (const { at, run } of events.sort((a, b) => a.at - b.at)) {
    await judge.watchUntil(at);
    await run();
  }
  await judge.watchUntil(endAt);
  const stopped = commune.stop();
  await commune.clock.advance(MINUTE);
  await stopped;
  const faults = [...judge.faults, ...judge.lastWords()];
  await commune.store.close();
  const { longestMs } = judge;
  return { faults, broadcasts: commune.book.size, handOvers: commune.handed.length, cuts: judge.cuts, longestMs };
}

interface Event {
  readonly at: number;
  run(): void | Promise<void>;
}

function drawn(commune: ModelCommune, judge: Judge): Event[] {
  const { random } = commune;
  const events: Event[] = [];
  const from = commune.now;
  const sometime = () => from + random.int(0, MORNING_MS - 3 * MINUTE);
  const add = (at: number, run: Event['run']) => void events.push({ at, run });
  const airs: number[] = [];
  for (let count = random.int(1, 4); count > 0; count -= 1) {
    const level = random.pick(['emergency', 'emergency', 'scheduled', 'scheduled', 'priority'] as const);
    const inMs = level === 'emergency' && random.chance(0.8) ? 0 : random.int(0, 60) * SECOND;
    const at = sometime();
    airs.push(at + inMs);
    const asked = {
      ...{ level, inMs, durationMs: random.int(15, 150) * SECOND, lateMs: random.int(60, 400) * SECOND },
      waitMs: random.chance(0.15) ? random.int(1, 60) * SECOND : 0,
    };
    const haltMs = random.chance(0.1) ? random.int(0, 60) * SECOND : null;
    add(at, () => {
      const id = commune.ask(asked);
      if (haltMs !== null) judge.haltAt.set(id, commune.now + haltMs);
    });
  }
  for (let count = random.int(1, 6); count > 0; count -= 1) {
    // Most cables break about the time of a broadcast: that is where the questions are.
    const at = random.chance(0.8) ? random.pick(airs) + random.int(-20, 60) * SECOND + random.int(0, 999) : sometime();
    const village = random.pick(commune.villages);
    const victims = random.chance(0.6) ? village.speakers : [random.pick(village.speakers)];
    const isSilent = random.chance(0.4);
    const backMs = random.chance(0.6) ? random.int(200, 90_000) : null;
    add(Math.max(from, at), () => {
      judge.cuts += 1;
      for (const speaker of victims) commune.cut(speaker, isSilent);
    });
    if (backMs !== null) {
      const linkMs = random.int(100, 8000);
      add(Math.max(from, at) + backMs, () => {
        for (const speaker of victims) if (speaker.isCut) commune.mend(speaker, linkMs);
      });
    }
  }
  if (random.chance(0.3)) {
    const at = random.pick(airs) + random.int(-30, 60) * SECOND;
    // What is being written goes on while the clock does.
    add(Math.max(from, at), () => void commune.stop());
    add(Math.max(from, at) + random.int(500, 20_000), () => {
      commune.start();
      judge.startedAt = commune.now;
      commune.comeBack(random.int(1000, 9000));
    });
  }
  if (random.chance(0.25)) {
    const at = sometime();
    add(at, () => judge.usable({ vi: 'Bộ mã hóa không trả lời.', en: 'The encoder does not answer.' }));
    if (random.chance(0.6)) add(at + random.int(5, 90) * SECOND, () => judge.usable(null));
  }
  if (random.chance(0.25)) add(sometime(), () => judge.fillDisk(random.int(1, 4)));
  return events;
}

/** Knows the cables and the ears, and the promises. */
class Judge {
  readonly faults: string[] = [];
  readonly haltAt = new Map<string, number>();
  cuts = 0;
  longestMs = 0;
  startedAt: number;
  readonly #commune: ModelCommune;
  /** Since when a loudspeaker has failed a broadcast without a break. */
  readonly #failing = new Map<string, number>();
  readonly #done = new Set<string>();
  readonly #halted = new Map<string, number>();
  #usableSince: number;

  constructor(commune: ModelCommune) {
    this.#commune = commune;
    this.startedAt = commune.now;
    this.#usableSince = commune.now;
    commune.onDecided = (broadcastId, endpointId) => this.#judgeDecision(broadcastId, endpointId);
  }

  usable(whyNot: Bilingual | null): void {
    this.#commune.whyNot = whyNot;
  }

  fillDisk(failures: number): void {
    this.#commune.failures = failures;
  }

  async watchUntil(at: number): Promise<void> {
    const { clock } = this.#commune;
    while (this.#commune.now < at) {
      await clock.advance(Math.min(SAMPLE_MS, at - this.#commune.now));
      for (const [id, haltAt] of this.haltAt) {
        if (this.#commune.now < haltAt || this.#halted.has(id)) continue;
        this.#commune.halt(id);
        this.#halted.set(id, this.#commune.now);
      }
      this.#sample();
    }
  }

  #sample(): void {
    const { now, handover, whyNot, open, villages } = this.#commune;
    if (handover === null) this.startedAt = now;
    if (whyNot !== null) this.#usableSince = now;
    for (const broadcast of open.values()) {
      for (const village of villages) {
        for (const speaker of village.speakers) this.#note(broadcast, speaker);
        this.#bound(broadcast, village);
      }
    }
  }

  #note(broadcast: Broadcast, speaker: ModelSpeaker): void {
    const key = `${broadcast.id} ${speaker.id}`;
    if (!this.#isFailing(broadcast, speaker)) this.#failing.delete(key);
    else if (!this.#failing.has(key)) this.#failing.set(key, this.#commune.now);
  }

  /** True when it does not carry the broadcast though it is to, by its cable and by what reached the station. */
  #isFailing({ id, level, plannedAt, acceptedAt, runningOrder }: Broadcast, speaker: ModelSpeaker): boolean {
    const { now } = this.#commune;
    if (now < Math.max(acceptedAt, plannedAt - 5000)) return false;
    const { state, startAt, startedAt } = this.#commune.delivery(id, speaker.id);
    if (state === 'played') return false;
    const isInReach = !speaker.isCut && speaker.isLinked;
    if (state === 'playing') {
      const leftMs = (startedAt ?? now) + runningOrder.durationMs - now;
      return level === 'emergency' && !isInReach && leftMs > REST_MS;
    }
    return !isInReach || (startAt !== null && startAt <= now);
  }

  /** A village that fails for longer than the bound must have been handed over. */
  #bound(broadcast: Broadcast, village: ModelVillage): void {
    const { now, handover, whyNot } = this.#commune;
    const key = `${broadcast.id} ${village.receiverId}`;
    if (village.receiverId === null || this.#done.has(key) || handover === null || whyNot !== null) return;
    if (broadcast.haltReason !== null || now > broadcast.notAfter) return;
    const since = Math.max(this.startedAt, this.#usableSince);
    const meant = this.#meant(village);
    const longFailing = meant.filter((speaker) => {
      const failedAt = this.#failing.get(`${broadcast.id} ${speaker.id}`);
      return failedAt !== undefined && now - Math.max(failedAt, since) > BOUND_MS + SAMPLE_MS;
    });
    if (isEnough(meant.length - longFailing.length, meant.length, village)) return;
    this.#done.add(key);
    this.faults.push(`${village.name}: ${broadcast.id} (${broadcast.level}) not handed over in time`);
  }

  /** A decision in its instant: was it right, and how long did it take? */
  #judgeDecision(broadcastId: string, endpointId: string): void {
    const { now, open, villages } = this.#commune;
    const broadcast = open.get(broadcastId);
    const village = villages.find((one) => one.receiverId === endpointId);
    if (!broadcast || !village) {
      this.faults.push(`${broadcastId}: handed over to ${endpointId}, which stands in for nobody`);
      return;
    }
    const key = `${broadcastId} ${endpointId}`;
    const meant = this.#meant(village);
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

  #measure(broadcast: Broadcast, village: ModelVillage): void {
    const meant = this.#meant(village);
    const since = meant.flatMap((one) => this.#failing.get(`${broadcast.id} ${one.id}`) ?? []).sort((a, b) => a - b);
    // The failure that was one too many.
    const fatal = since.find((_, count) => !isEnough(meant.length - count - 1, meant.length, village));
    if (fatal === undefined) return;
    this.longestMs = Math.max(this.longestMs, this.#commune.now - Math.max(fatal, this.startedAt, this.#usableSince));
  }

  /** It carries the broadcast, or may still be expected to, with its cable whole and its voice heard. */
  #isGood({ id, level }: Broadcast, speaker: ModelSpeaker): boolean {
    const { now, clock } = this.#commune;
    const { state, startAt } = this.#commune.delivery(id, speaker.id);
    const isHeard = clock.monoMs() - speaker.heardMonoMs < QUIET_MS;
    const isInReach = !speaker.isCut && speaker.isLinked && isHeard;
    if (state === 'played') return true;
    if (state === 'playing') return level !== 'emergency' || isInReach;
    return isInReach && (startAt === null || now < startAt + HOPE_MS);
  }

  #meant({ speakers }: ModelVillage): ModelSpeaker[] {
    return speakers.filter((speaker) => !this.#commune.closed.has(speaker.id));
  }

  /** What must hold when all is over: no double, and one word for each broadcast in each village. */
  lastWords(): string[] {
    const { handed, villages, book } = this.#commune;
    const faults: string[] = [];
    const pairs = Map.groupBy(handed, ({ broadcastId, endpointId }) => `${broadcastId} ${endpointId}`);
    for (const [pair, all] of pairs) if (all.length > 1) faults.push(`${pair}: handed over ${all.length} times`);
    const areaOf = new Map(
      villages.flatMap(({ areaId, speakers, receiverId }) =>
        [...speakers.map((one) => one.id), ...(receiverId === null ? [] : [receiverId])].map((id) => [id, areaId]),
      ),
    );
    const courses = [...book.values()].flat().map(
      ({ id, broadcastId, endpointId, isStandIn, state, evidence, renderedMs }): VillageCourse => ({
        ...{ deliveryId: id, broadcastId, areaId: areaOf.get(endpointId) ?? null, renderedMs },
        carrier: isStandIn ? 'fm' : 'ip',
        state: isStandIn ? 'handed_over' : state === 'played' ? 'played' : 'open',
        evidence: isStandIn ? 'F0' : evidence,
      }),
    );
    for (const { areaId, all } of villageTallies(courses, [])) {
      if (all.broadcasts !== book.size) faults.push(`${areaId}: ${all.broadcasts} of ${book.size} broadcasts counted`);
      const heard = [...book.keys()].filter((id) =>
        courses.some((one) => one.broadcastId === id && one.areaId === areaId && one.state === 'played'),
      );
      if (all.confirmed !== heard.length) faults.push(`${areaId}: ${all.confirmed} confirmed, ${heard.length} heard`);
    }
    return faults;
  }
}

function isEnough(carrying: number, of: number, { thresholdPercent }: ModelVillage): boolean {
  return carrying * 100 >= thresholdPercent * of;
}
