/**
 * Random mornings on which the IP path of villages fails: before, during and after emergencies and ordinary broadcasts,
 * with and without a word, with a transmitter that cannot be used, a disk that is slow or full, and a station that dies
 * in between. What the watch decided is judged against the cables themselves, not against what the station believed.
 */
import type { VillageCourse } from '#asrun';
import { ModelCommune } from '../tests/unit/handover/model-commune.ts';
import { faultsOfWords, HandoverJudge, SAMPLE_MS, type Scene } from './handover-judge.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SILENT_ENCODER = { vi: 'Bộ mã hóa không trả lời.', en: 'The encoder does not answer.' };
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

  const judge = new HandoverJudge(sceneOf(commune));
  commune.onDecided = (broadcastId, endpointId) => judge.decided(broadcastId, endpointId);
  const watchUntil = async (at: number) => {
    while (commune.now < at) {
      await commune.clock.advance(Math.min(SAMPLE_MS, at - commune.now));
      judge.look();
    }
  };
  const { events, cuts } = drawn(commune, judge);
  const endAt = commune.now + MORNING_MS;
  while (events.length > 0) {
    events.sort((a, b) => b.at - a.at);
    const next = events.pop();
    await watchUntil(next?.at ?? 0);
    next?.run();
  }
  await watchUntil(endAt);
  const stopped = commune.stop();
  await commune.clock.advance(MINUTE);
  await stopped;
  await commune.store.close();
  const faults = [...judge.faults, ...faultsOfWords(coursesOf(commune))];
  const handOvers = commune.handed.length;
  return { faults, broadcasts: commune.book.size, handOvers, cuts, longestMs: judge.longestMs };
}

function sceneOf(commune: ModelCommune): Scene {
  return {
    get now() {
      return commune.now;
    },
    get isUp() {
      return commune.handover !== null;
    },
    get isUsable() {
      return commune.whyNot === null;
    },
    villages: () =>
      commune.villages.map((village) => ({
        ...village,
        speakers: village.speakers.map(({ id, isCut, isLinked, heardMonoMs }) => ({
          ...{ id, isCut, isLinked, quietMs: commune.clock.monoMs() - heardMonoMs, sounds: null },
        })),
      })),
    open: () => [...commune.open.values()],
    delivery: (id, speakerId) => (commune.closed.has(speakerId) ? null : commune.delivery(id, speakerId)),
  };
}

function coursesOf({ villages, book }: ModelCommune): VillageCourse[] {
  const areas = villages.flatMap(({ areaId, speakers, receiverId }) =>
    [...speakers.map((one) => one.id), receiverId ?? ''].map((id) => [id, areaId] as const),
  );
  const areaOf = new Map(areas);
  return [...book.values()].flat().map(({ id, broadcastId, endpointId, isStandIn, state, evidence, renderedMs }) => ({
    ...{ deliveryId: id, broadcastId, areaId: areaOf.get(endpointId) ?? null, renderedMs },
    carrier: isStandIn ? 'fm' : 'ip',
    state: isStandIn ? 'handed_over' : state === 'played' ? 'played' : 'open',
    evidence: isStandIn ? 'F0' : evidence,
  }));
}

interface Event {
  readonly at: number;
  run(): void;
}

function drawn(commune: ModelCommune, judge: HandoverJudge): { events: Event[]; cuts: number } {
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
      if (haltMs === null) return;
      add(commune.now + haltMs, () => {
        commune.halt(id);
        judge.halted(id);
      });
    });
  }
  const cuts = random.int(1, 6);
  for (let count = cuts; count > 0; count -= 1) {
    // Most cables break about the time of a broadcast: that is where the questions are.
    const at = random.chance(0.8) ? random.pick(airs) + random.int(-20, 60) * SECOND + random.int(0, 999) : sometime();
    const village = random.pick(commune.villages);
    const victims = random.chance(0.6) ? village.speakers : [random.pick(village.speakers)];
    const isSilent = random.chance(0.4);
    const backMs = random.chance(0.6) ? random.int(200, 90_000) : null;
    add(Math.max(from, at), () => {
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
      commune.comeBack(random.int(1000, 9000));
    });
  }
  if (random.chance(0.25)) {
    const at = sometime();
    add(at, () => Object.assign(commune, { whyNot: SILENT_ENCODER }));
    if (random.chance(0.6)) add(at + random.int(5, 90) * SECOND, () => Object.assign(commune, { whyNot: null }));
  }
  if (random.chance(0.25)) {
    const failures = random.int(1, 4);
    add(sometime(), () => Object.assign(commune, { failures }));
  }
  return { events, cuts };
}
